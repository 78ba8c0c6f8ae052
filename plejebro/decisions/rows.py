"""Cases as lists, home pages and the placement's page show them: one frozen row each, already masked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal
from uuid import UUID

from django.db.models import BooleanField, Case, F, Q, QuerySet, Value, When
from django.urls import reverse

from plejebro.access.doors import condition, scope
from plejebro.access.mask import ShownPerson, ShownPlace, visible_place
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.audit.types import Subject
from plejebro.decisions.enums import Kind, Status
from plejebro.decisions.models import DecisionCase
from plejebro.decisions.perms import subjects_of_decision
from plejebro.kernel.clock import COPENHAGEN
from plejebro.kernel.danish import date_text, weekday_date
from plejebro.people import queries as people
from plejebro.placements.models import Placement

Where = Literal["family", "municipality", "both"]


@dataclass(frozen=True)
class CaseBrief:
    """A case in a list. `url` leads to the page the viewer may see; `ours` says that the viewer's side has the turn."""

    public_id: UUID
    placement_id: UUID
    case_number: str
    title: str
    child: ShownPerson
    status: str
    tone: str
    icon: str
    line: str
    url: str
    ours: bool
    is_open: bool
    due: date | None
    subjects: tuple[Subject, ...]


@dataclass(frozen=True)
class Happening:
    """Something that happened in a case, for the placement's timeline."""

    at: datetime
    side: Where
    did: str
    about: str
    url: str


def case_rows(cases: QuerySet[DecisionCase], viewer: Viewer) -> QuerySet[DecisionCase]:
    """Joins what a page of a case needs, and adds what the mask must know."""
    knows = Q(placement__in=scope(viewer, Placement, Permission.CHILD_NAME))
    return (
        cases.select_related("placement__child", "placement__family", "placement__municipality", "finalisation")
        .defer("finalisation__assessment")
        .annotate(
            name_protected=people.hides_name("placement__child"),
            place_protected=people.hides_place("placement__child"),
            knows_name=Case(When(knows, then=Value(True)), default=Value(False), output_field=BooleanField()),
        )
    )


def child_of(case: Any, viewer: Viewer) -> ShownPerson:
    """The child as the viewer may see it; the row comes from `case_rows`."""
    return people.shown(
        case.placement.child, name_protected=case.name_protected, knows_name=case.knows_name, today=viewer.today
    )


def home_of(case: Any) -> ShownPlace:
    """The family as the viewer may see it; the row comes from `case_rows`."""
    hidden = case.place_protected or case.name_protected
    return visible_place(case.placement.family.name, "", place_protected=hidden, knows_place=case.knows_name)


# What a page that shows placements needs of the cases on each, as columns of those pages' own queries.
ASIDE = {
    name: name
    for name in (
        *("pk", "public_id", "case_number", "kind", "status", "opened_on", "opened_name", "planned_on", "decided_on"),
        *("told_family_on", "statement_asked_on", "statement_due_on", "statement_given_on", "family_notified_on"),
        *("ended_on", "may_read"),
    )
}
_DAYS = tuple(name for name in ASIDE if name.endswith("_on"))


def cases_aside(viewer: Viewer) -> QuerySet[DecisionCase]:
    """The cases the viewer may know of, for a column beside each placement: the caller ties them to it."""
    may = condition(viewer, Permission.DECISION_READ) | condition(viewer, Permission.DECISION_FAMILY_READ)
    return _with_read(DecisionCase.objects.filter(may), viewer).order_by("pk")


def from_aside(rows: Iterable[dict[str, Any]], placement: Any, viewer: Viewer) -> list[DecisionCase]:
    """The cases in such a column, the newest first, as far as briefs and happenings need them; `placement` is the row they
    stand beside, with what the mask must know. The family knows of nobody else's cases, and of none before it is told."""
    found = []
    for row in sorted(rows, key=lambda one: -int(one["pk"])):
        values = {name: row[name] for name in ASIDE if name not in ("may_read", *_DAYS)}
        days = {name: date.fromisoformat(row[name]) if row[name] else None for name in _DAYS}
        case: Any = DecisionCase(**{**values, "public_id": UUID(str(row["public_id"]))}, **days)
        case.placement = placement
        case.may_read = bool(row["may_read"])
        case.name_protected, case.knows_name = placement.name_protected, placement.may_child_name
        found.append(case)
    return found


def list_rows(viewer: Viewer, *, ended: bool) -> QuerySet[DecisionCase]:
    """The cases the viewer may read, open or ended, in the order of their planned day; the page cuts them up."""
    rows = scope(viewer, DecisionCase, Permission.DECISION_READ)
    rows = rows.exclude(status=Status.OPEN) if ended else rows.filter(status=Status.OPEN)
    order = ("-ended_on", "-pk") if ended else (F("planned_on").asc(nulls_last=True), "pk")
    return _with_read(case_rows(rows, viewer), viewer).order_by(*order)


def briefs_of(rows: Iterable[DecisionCase], viewer: Viewer) -> list[CaseBrief]:
    """Rows of a list page."""
    return [brief_of(row, viewer) for row in rows]


def brief_of(case: Any, viewer: Viewer) -> CaseBrief:
    """One row; it comes from `case_rows` with `may_read`."""
    child, name = child_of(case, viewer), "case" if case.may_read else "family"
    status, tone, icon = _status(case)
    return CaseBrief(
        public_id=case.public_id,
        placement_id=case.placement.public_id,
        case_number=case.case_number,
        title=Kind(case.kind).label,
        child=child,
        status=status,
        tone=tone,
        icon=icon,
        line=_line(case, viewer),
        url=reverse(f"decisions:{name}", args=[case.public_id]),
        ours=_waits_for_family(case) if viewer.is_family else case.status == Status.OPEN and not _waits_for_family(case),
        is_open=case.status == Status.OPEN,
        due=case.statement_due_on if viewer.is_family else case.planned_on,
        subjects=tuple(subjects_of_decision(case)),
    )


def happenings(case: Any, viewer: Viewer) -> list[Happening]:
    """What the viewer may know has happened. The family knows what it has been told, and nothing else."""
    url = reverse(f"decisions:{'case' if case.may_read else 'family'}", args=[case.public_id])
    title = f"{Kind(case.kind).label} ({case.case_number})"
    own = viewer.is_family
    found: list[tuple[date | None, Where, str]] = [
        (case.statement_asked_on, "municipality", f"Kommunen bad om {'jeres' if own else 'familiens'} udtalelse i"),
        (case.statement_given_on, "family", "I gav jeres udtalelse i" if own else "Familien gav sin udtalelse i"),
        (case.family_notified_on, "municipality", f"Kommunen gav {'jer' if own else 'familien'} besked om afgørelsen i"),
    ]
    if case.may_read:
        found += [
            (case.opened_on, "municipality", f"{case.opened_name} åbnede sagen"),
            (case.decided_on, "municipality", "Afgørelsen blev truffet i"),
            (case.ended_on, "municipality", "Kommunen afsluttede" if case.status == Status.FINISHED else "Kommunen opgav"),
        ]
    return [
        Happening(datetime.combine(on, time(0), tzinfo=COPENHAGEN), side, did, title, url)
        for on, side, did in found
        if on is not None and on <= viewer.today
    ]


def _with_read(cases: QuerySet[DecisionCase], viewer: Viewer) -> QuerySet[DecisionCase]:
    read = When(condition(viewer, Permission.DECISION_READ), then=Value(True))
    return cases.annotate(may_read=Case(read, default=Value(False), output_field=BooleanField()))


def _waits_for_family(case: Any) -> bool:
    return case.status == Status.OPEN and case.statement_due_on is not None and case.statement_given_on is None


def _status(case: Any) -> tuple[str, str, str]:
    if case.status == Status.FINISHED:
        return "Afsluttet", "success", "check"
    if case.status == Status.DROPPED:
        return "Opgivet", "neutral", "info"
    if _waits_for_family(case):
        return "Venter på familiens udtalelse", "warning", "pause"
    if case.may_read and case.decided_on is not None:
        return "Afgjort", "info", "check"
    return "I gang", "info", "clock"


def _line(case: Any, viewer: Viewer) -> str:
    today = viewer.today
    if _waits_for_family(case):
        who = "jeres" if viewer.is_family else "familiens"
        return f"Kommunen har bedt om {who} udtalelse senest {weekday_date(case.statement_due_on, today)}."
    if not case.may_read:
        if case.family_notified_on:
            return f"Kommunen gav besked om afgørelsen {date_text(case.family_notified_on)}."
        return "I har givet jeres udtalelse." if case.statement_given_on else "Kommunen har fortalt om sagen."
    if case.decided_on is not None:
        return f"Afgjort {date_text(case.decided_on)}."
    if case.planned_on is None:
        return "Der er ingen planlagt dag for afgørelsen."
    if case.planned_on < today:
        return f"Afgørelsen var planlagt til {date_text(case.planned_on)}."
    return f"Afgørelsen er planlagt til {weekday_date(case.planned_on, today)}."
