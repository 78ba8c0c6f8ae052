"""The municipality's catalogue: what can be applied for, with which ceiling, from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction

from plejebro.access.viewer import Viewer
from plejebro.agreements.expenses.enums import Per
from plejebro.agreements.expenses.fields import kr
from plejebro.agreements.expenses.models import Expense, ExpenseTerm, ExpenseType
from plejebro.audit.actions import record_change
from plejebro.audit.types import Subject
from plejebro.db import versions
from plejebro.db.periods import current, not_over
from plejebro.kernel import clock
from plejebro.kernel.danish import date_text
from plejebro.kernel.refusals import NotPossible
from plejebro.municipalities.models import Municipality


@dataclass(frozen=True)
class NewTerm:
    """What is to hold for a type from `starts`; no ceiling is None."""

    starts: date
    ceiling: Decimal | None
    per: Per
    note: str = ""


def fingerprint(kind: ExpenseType | None) -> str:
    """What holds for the type now and later, as one short text."""
    rows = ExpenseTerm.objects.filter(type=kind).order_by("starts", "pk") if kind else ExpenseTerm.objects.none()
    return versions.fingerprint(*rows.values_list("starts", "ends", "ceiling", "per", "note"))


@transaction.atomic
def add_type(*, actor: Viewer, municipality: Municipality, name: str, term: NewTerm) -> ExpenseType:
    """A new type with what holds for it. Raises `NotPossible` for a name that is there or a day that has gone."""
    _from_today(term.starts)
    if ExpenseType.objects.filter(municipality=municipality, name__iexact=name.strip()).exists():
        raise NotPossible("Kommunen har allerede en type med det navn.")
    try:
        with transaction.atomic():
            kind = ExpenseType.objects.create(municipality=municipality, name=name.strip())
    except IntegrityError as taken:
        raise NotPossible("Kommunen har allerede en type med det navn.") from taken
    _create(kind, term)
    _record(actor, kind, "expense_type.add", term.starts)
    return kind


@transaction.atomic
def set_term(*, actor: Viewer, kind: ExpenseType, term: NewTerm, seen: str | None = None) -> None:
    """From `term.starts` this holds; what was applied for before keeps what held then. Raises `NotPossible`, and
    `ChangedMeanwhile` when the type is no longer what it was when `seen` (its `fingerprint`) was taken.
    """
    _lock(kind, seen)
    _from_today(term.starts)
    _clear_from(kind, term.starts)
    _create(kind, term)
    _record(actor, kind, "expense_type.set", term.starts)


@transaction.atomic
def stop_type(*, actor: Viewer, kind: ExpenseType, last_day: date, seen: str | None = None) -> None:
    """After `last_day` the type can no longer be applied for. Raises `NotPossible` and `ChangedMeanwhile`."""
    _lock(kind, seen)
    if last_day < clock.today() - timedelta(days=1):
        raise NotPossible("Datoen er gået. En type kan stoppe i dag eller senere.")
    _clear_from(kind, last_day + timedelta(days=1))
    _record(actor, kind, "expense_type.stop", last_day)


@dataclass(frozen=True)
class TypeRow:
    """A type as the catalogue shows it."""

    public_id: UUID
    name: str
    ceiling: str
    since: str
    until: str
    note: str
    coming: str


def catalogue(municipality_id: int) -> list[TypeRow]:
    """Every type, those that can be applied for first; two queries."""
    today = clock.today()
    kinds = ExpenseType.objects.filter(municipality_id=municipality_id).prefetch_related("terms").order_by("name", "pk")
    rows = [_row(kind, sorted(kind.terms.all(), key=lambda term: term.starts), today) for kind in kinds]
    return sorted(rows, key=lambda row: not row.since)


def offered(municipality_id: int, on: date) -> list[ExpenseTerm]:
    """What can be applied for on `on`, by name; one query."""
    rows = ExpenseTerm.objects.filter(current(on), type__municipality_id=municipality_id)
    return list(rows.select_related("type").order_by("type__name", "pk"))


def ceiling_text(term: ExpenseTerm) -> str:
    """ "Højst 1.500 kr. pr. gang"; "Intet loft"."""
    return "Intet loft" if term.ceiling is None else f"Højst {kr(term.ceiling)} {term.get_per_display()}"


def term_text(term: NewTerm) -> str:
    """What is to hold, as one line."""
    ceiling = "Intet loft" if term.ceiling is None else f"Højst {kr(term.ceiling)} {term.per.label}"
    return f"{ceiling} fra {date_text(term.starts)}"


def newest_text(kind: ExpenseType) -> str:
    """What holds now or will next, as one line."""
    term = newest(kind)
    return f"{ceiling_text(term)} fra {date_text(term.starts)}" if term else "Der kan ikke søges"


def newest(kind: ExpenseType) -> ExpenseTerm | None:
    """What holds now or will next; for a stopped type, what held last."""
    return kind.terms.order_by("-starts").first()


def _row(kind: ExpenseType, terms: list[ExpenseTerm], today: date) -> TypeRow:
    now = next((term for term in terms if term.period.contains(today)), None)
    later = next((term for term in terms if term.starts > today), None)
    coming = f"fra {date_text(later.starts)}: {ceiling_text(later)}" if later else ""
    if now is None:
        last = terms[-1] if terms else None
        until = date_text(last.ends) if last and last.ends and last.ends < today else ""
        return TypeRow(kind.public_id, kind.name, "", "", until, "", coming)
    until = date_text(now.ends) if now.ends and not later else ""
    return TypeRow(kind.public_id, kind.name, ceiling_text(now), date_text(now.starts), until, now.note, coming)


def _lock(kind: ExpenseType, seen: str | None) -> None:
    ExpenseType.objects.select_for_update().get(pk=kind.pk)
    versions.still_stands(fingerprint(kind), seen)


def _clear_from(kind: ExpenseType, day: date) -> None:
    """Nothing holds for the type from `day`: what was planned goes, what runs ends the day before."""
    planned = ExpenseTerm.objects.filter(type=kind, starts__gte=day)
    if Expense.objects.filter(term__in=planned).exists():
        raise NotPossible("Der er allerede søgt efter det, der gælder fra den dag. Vælg en senere dag.")
    planned.delete()
    for running in ExpenseTerm.objects.filter(not_over(day), type=kind):
        running.ends = day - timedelta(days=1)
        running.save(update_fields=["ends"])


def _create(kind: ExpenseType, term: NewTerm) -> None:
    if term.ceiling is not None and term.ceiling <= 0:
        raise NotPossible("Et loft er over 0 kr. Er der ikke noget loft, så lad feltet stå tomt.")
    ExpenseTerm.objects.create(
        type=kind, starts=term.starts, ceiling=term.ceiling, per=term.per.value, note=term.note.strip()
    )


def _from_today(day: date) -> None:
    if day < clock.today():
        raise NotPossible("Datoen er gået. Vælg i dag eller en senere dag; familierne har fået at vide, hvad der gjaldt.")


def _record(actor: Viewer, kind: ExpenseType, action: str, on: date) -> None:
    subjects = [Subject("expense_type", kind.public_id)]
    record_change(actor=actor, action=action, subjects=subjects, details={"on": on.isoformat()})
