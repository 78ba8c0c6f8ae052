"""Expenses as pages show them: frozen, masked, amounts as text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from plejebro.access.doors import scope
from plejebro.access.mask import ShownPerson
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.agreements.expenses import rules
from plejebro.agreements.expenses.actions import granted_this_year
from plejebro.agreements.expenses.catalogue import ceiling_text
from plejebro.agreements.expenses.enums import FAMILYS_TURN, OPEN, OURS_TO_DECIDE, Per, Status, Step
from plejebro.agreements.expenses.fields import kr
from plejebro.agreements.expenses.models import Expense, ExpenseStep
from plejebro.agreements.expenses.perms import subjects_of_expense
from plejebro.audit.types import Subject
from plejebro.clocks.actions import pauses_of
from plejebro.clocks.rules import ClockFace, Side, read_face
from plejebro.documents.queries import FileLine, line
from plejebro.kernel.danish import date_text, datetime_text, since_text
from plejebro.people import queries as people
from plejebro.placements.models import Placement
from plejebro.rates.money import kroner_text, total
from plejebro.versions.enums import Side as Party

GRANTS = (Permission.EXPENSE_REPLY, Permission.EXPENSE_DECIDE, Permission.EXPENSE_PAY_OUT)
_TONES = {Status.PAID: ("success", "check"), Status.REFUSED: ("neutral", "info"), Status.WITHDRAWN: ("neutral", "info")}


@dataclass(frozen=True)
class ExpenseRow:
    """One expense in a list; `subjects` is what showing it is a look at."""

    public_id: UUID
    case_number: str
    what: str
    type: str
    child: ShownPerson
    amount: str
    granted: str
    paid: str
    status: str
    tone: str
    icon: str
    line: str
    is_ours: bool
    subjects: tuple[Subject, ...]


@dataclass(frozen=True)
class StepLine:
    """Something that was done, as the thread shows it."""

    who: str
    label: str
    did: str
    amount: str
    text: str
    side: str
    at: str
    files: tuple[FileLine, ...]


@dataclass(frozen=True)
class May:
    """What the viewer can do now."""

    ask: bool
    reply: bool
    decide: bool
    receipt: bool
    pay: bool
    withdraw: bool


@dataclass(frozen=True)
class ExpensePage:
    """One expense with everything on it."""

    row: ExpenseRow
    placement_id: UUID
    version: int
    face: ClockFace | None
    decided: str
    ceiling: str
    note: str
    used: str
    over: str
    spent: str
    to_pay: str
    paid_on: str
    steps: tuple[StepLine, ...]
    may: May
    is_family: bool
    asked_for: Decimal


@dataclass(frozen=True)
class YearLine:
    """One type in the year, in kroner as text."""

    type: str
    applied: str
    granted: str
    paid: str


@dataclass(frozen=True)
class YearPage:
    """What was applied for, granted and paid in a year, each by its own date; and the years there are."""

    year: int
    lines: tuple[YearLine, ...]
    sums: YearLine
    years: tuple[int, ...]


def rows_of(expenses: QuerySet[Expense], viewer: Viewer) -> QuerySet[Expense]:
    """Joins and columns a row is built of, in one query."""
    knows = Q(placement__in=scope(viewer, Placement, Permission.CHILD_NAME))
    joined = expenses.select_related(
        "placement__child", "placement__family", "placement__municipality", "clock", "term__type"
    )
    return joined.annotate(
        name_protected=people.hides_name("placement__child"),
        place_protected=people.hides_place("placement__child"),
        knows_name=Case(When(knows, then=Value(True)), default=Value(False), output_field=BooleanField()),
    )


def inbox(viewer: Viewer, *, show: str) -> QuerySet[Expense]:
    """The expenses the viewer may read: those that wait for the viewer's side ("vores"), all open ones, or those done."""
    mine = FAMILYS_TURN if viewer.is_family else OURS_TO_DECIDE
    rows = rows_of(scope(viewer, Expense, Permission.EXPENSE_READ), viewer)
    if show == "afsluttede":
        return rows.exclude(status__in=OPEN).order_by("-waiting_since", "-pk")
    return rows.filter(status__in=OPEN if show == "alle" else mine).order_by("waiting_since", "pk")


def of_placement(placement: Placement, viewer: Viewer, year: int) -> QuerySet[Expense]:
    """The placement's open expenses, and those of the year by any of their dates; the newest first."""
    touched = Q(applied_on__year=year) | Q(decided_on__year=year) | Q(paid_on__year=year) | Q(status__in=OPEN)
    return rows_of(Expense.objects.filter(touched, placement=placement), viewer).order_by("-applied_on", "-pk")


def built(expenses: Iterable[Expense], viewer: Viewer) -> list[ExpenseRow]:
    """Rows of expenses that came through `rows_of`."""
    return [row_of(expense, viewer) for expense in expenses]


def row_of(expense: Any, viewer: Viewer) -> ExpenseRow:
    """The row of one that came through `rows_of`."""
    status = Status(expense.status)
    ours = status in (FAMILYS_TURN if viewer.is_family else OURS_TO_DECIDE)
    tone, icon = _TONES.get(status, ("warning" if ours else "info", "pause"))
    return ExpenseRow(
        public_id=expense.public_id,
        case_number=expense.case_number,
        what=expense.what,
        type=expense.term.type.name,
        child=people.shown(
            expense.placement.child,
            name_protected=expense.name_protected,
            knows_name=expense.knows_name,
            today=viewer.today,
        ),
        amount=kr(expense.amount),
        granted="–" if expense.granted is None else kr(expense.granted),
        paid="–" if expense.paid is None else kr(expense.paid),
        status=str(status.label),
        tone=tone,
        icon=icon,
        line=f"{expense.term.type.name} · {kr(expense.amount)} · siden {since_text(expense.waiting_since, viewer.today)}",
        is_ours=ours,
        subjects=tuple(subjects_of_expense(expense)),
    )


def expense_page(expense: Any, viewer: Viewer) -> ExpensePage:
    """The page of an expense that came through `rows_of` and the door with `GRANTS`; five queries."""
    term, used = expense.term, granted_this_year(expense)
    over = rules.over_ceiling(expense.amount, ceiling=term.ceiling, per=term.per, already=used)
    face = _face(expense, viewer)
    granted, spent = expense.granted, expense.spent
    return ExpensePage(
        row=row_of(expense, viewer),
        placement_id=expense.placement.public_id,
        version=expense.version,
        face=None if expense.outcome or expense.status == Status.WITHDRAWN else face,
        decided=_decided(expense, face),
        ceiling=ceiling_text(term),
        note=term.note,
        used=kr(used) if term.per == Per.YEAR else "",
        over=kr(over) if over else "",
        spent="" if spent is None else kr(spent),
        to_pay="" if spent is None or granted is None else kr(rules.to_pay(granted, spent)),
        paid_on=date_text(expense.paid_on) if expense.paid_on else "",
        steps=_steps(expense, viewer),
        may=_may(expense),
        is_family=viewer.is_family,
        asked_for=expense.amount,
    )


def year_page(placement: Placement, year: int, today: date) -> YearPage:
    """The year's kroner by type; two queries. Withdrawn applications count as applied for, never as granted."""
    sums: dict[str, list[Decimal]] = {}
    found = Expense.objects.filter(placement=placement).select_related("term__type")
    for expense in found.order_by("term__type__name", "pk"):
        kinds = sums.setdefault(expense.term.type.name, [Decimal(0)] * 3)
        kinds[0] += expense.amount if expense.applied_on.year == year else 0
        counts = expense.decided_on and expense.decided_on.year == year and expense.status != Status.WITHDRAWN
        kinds[1] += expense.granted or 0 if counts else 0
        kinds[2] += expense.paid or 0 if expense.paid_on and expense.paid_on.year == year else 0
    lines = tuple(_year_line(name, kinds) for name, kinds in sums.items() if any(kinds))
    whole = [total(kinds[number] for kinds in sums.values()) for number in range(3)]
    first = Expense.objects.filter(placement=placement).order_by("applied_on").values_list("applied_on", flat=True).first()
    years = tuple(range(today.year, (first or today).year - 1, -1))
    return YearPage(year, lines, _year_line("I alt", whole), years)


def _year_line(name: str, kinds: list[Decimal]) -> YearLine:
    return YearLine(name, *(kroner_text(amount) for amount in kinds))


def _face(expense: Expense, viewer: Viewer) -> ClockFace:
    clock = expense.clock
    return read_face(
        started=clock.started_on,
        workdays=clock.workdays,
        pauses=pauses_of(clock),
        today=viewer.today,
        viewer=Side.FAMILY if viewer.is_family else Side.MUNICIPALITY,
        stopped_on=clock.stopped_on,
    )


def _decided(expense: Expense, face: ClockFace) -> str:
    if not expense.decided_on:
        return ""
    return f"{expense.get_outcome_display()} {date_text(expense.decided_on)}. {face.detail}"


def _may(expense: Any) -> May:
    family, decides, pays = expense.may_expense_reply, expense.may_expense_decide, expense.may_expense_pay_out
    status = expense.status
    return May(
        ask=decides and rules.possible(Step.ASKED, status),
        reply=family and rules.possible(Step.REPLIED, status),
        decide=decides and rules.possible(Step.GRANTED, status),
        receipt=family and rules.possible(Step.RECEIPT, status),
        pay=pays and rules.possible(Step.PAID, status),
        withdraw=family and rules.possible(Step.WITHDRAWN, status),
    )


def _steps(expense: Any, viewer: Viewer) -> tuple[StepLine, ...]:
    rows = ExpenseStep.objects.filter(expense=expense).prefetch_related("files__document").order_by("at", "pk")
    hides = expense.place_protected and not (viewer.is_family or expense.knows_name)
    return tuple(
        StepLine(
            who="Familien" if hides and row.side == Party.FAMILY else row.author_name,
            label="" if hides and row.side == Party.FAMILY else row.author_label,
            did=str(Step(row.step).label),
            amount="" if row.amount is None else kr(row.amount),
            text=row.text,
            side=row.side,
            at=datetime_text(row.at),
            files=tuple(line(one.document) for one in sorted(row.files.all(), key=lambda one: one.pk)),
        )
        for row in rows
    )
