"""The home of a case adviser or consultant: own placements, each with what is most urgent and the next date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from plejebro.access.doors import scope
from plejebro.access.mask import ShownPerson
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.audit.types import Subject
from plejebro.db.periods import not_over
from plejebro.decisions.rows import CaseBrief
from plejebro.enquiries.enums import Side, Status
from plejebro.enquiries.models import Enquiry
from plejebro.enquiries.rows import EnquiryRow, for_rows, most_urgent_first
from plejebro.kernel.danish import day_month
from plejebro.kernel.workdays import next_working_day
from plejebro.notifications.queries import unread_count
from plejebro.placements.models import Placement
from plejebro.placements.perms import subjects_of_placement
from plejebro.placements.queries import (
    child_of,
    home_of,
    lately_taken_over,
    list_name,
    with_mask,
)
from plejebro.web.queries.agenda import entries_column, next_date_text
from plejebro.web.queries.decisions import decisions_column, open_decisions
from plejebro.web.queries.nav import unread_column
from plejebro.web.queries.turns import OPEN, average_workdays, decimal_text, quick_row

DAYS_OF_AVERAGE = 30
PAGE_SIZE = 50
NOTES_SHOWN = 12
FEW = 500
FILTERS = ("haster", "mig", "familien", "alle")


@dataclass(frozen=True)
class CaseRow:
    """One placement of the caseload. `urgent` is None when nothing is open."""

    public_id: UUID
    child: ShownPerson
    name: str
    home: str
    urgent: EnquiryRow | None
    open_count: int
    next_date: str
    decisions: list[CaseBrief]


@dataclass(frozen=True)
class Tile:
    """A figure at the top: what it is, in words; `tone` is "error" where it should be seen."""

    figure: str
    label: str
    tone: str = ""


@dataclass(frozen=True)
class Pill:
    """A filter of the table, with how many it gives."""

    key: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class TakenOver:
    """That the viewer has taken over placements lately, and where to read what stood in the first of them."""

    sentence: str
    notes: list[tuple[str, UUID]]
    subjects: list[Subject]


@dataclass(frozen=True)
class CaseloadPage:
    """The whole page. `rows` are page `page` of `pages`; `subjects` are what showing them is a look at."""

    tiles: list[Tile]
    pills: list[Pill]
    rows: list[CaseRow]
    chosen: str
    page: int
    pages: int
    total: int
    taken_over: TakenOver | None
    subjects: list[Subject]
    unread: int


def caseload_page(viewer: Viewer, chosen: str, *, page: int = 1) -> CaseloadPage:
    """Two queries at any size: the placements with all that stands on them, and their enquiries."""
    chosen = chosen if chosen in FILTERS else FILTERS[0]
    placements = _placements(viewer)
    enquiries = _enquiries(viewer, placements)
    open_rows: dict[UUID, list[EnquiryRow]] = {}
    for enquiry in enquiries:
        if enquiry.status != Status.CLOSED:
            open_rows.setdefault(enquiry.placement.public_id, []).append(quick_row(enquiry, viewer))
    cases = _sorted(_narrowed(placements, open_rows, chosen), open_rows, chosen)
    pages = max(1, -(-len(cases) // PAGE_SIZE))
    page = min(max(1, page), pages)
    here = cases[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    rows = [_case(row, open_rows.get(row.public_id, []), viewer) for row in here]
    taken_over = _taken_over(placements, viewer.today)
    return CaseloadPage(
        tiles=_tiles([row for found in open_rows.values() for row in found], enquiries, viewer),
        pills=_pills(chosen, len(placements)),
        rows=rows,
        chosen=chosen,
        page=page,
        pages=pages,
        total=len(placements),
        taken_over=taken_over,
        subjects=[
            *(subject for row in here for subject in subjects_of_placement(row)),
            *(Subject("enquiry", row.urgent.public_id) for row in rows if row.urgent),
            *(subject for row in rows for case in row.decisions for subject in case.subjects),
            *(taken_over.subjects if taken_over else []),
        ],
        unread=placements[0].unread if placements else unread_count(viewer.user_id),
    )


def _scoped(viewer: Viewer) -> QuerySet[Placement]:
    return scope(viewer, Placement, Permission.PLACEMENT_READ).filter(not_over(viewer.today))


def _placements(viewer: Viewer) -> list[Any]:
    rows = with_mask(_scoped(viewer), viewer).annotate(
        unread=unread_column(viewer.user_id),
        decisions_aside=decisions_column(viewer),
        entries_aside=entries_column(viewer.today, 1),
        **lately_taken_over(viewer),
    )
    return list(rows.order_by("sort_key", "pk"))


def _enquiries(viewer: Viewer, placements: list[Any]) -> list[Enquiry]:
    # The keys themselves where they are few, as they nearly always are: with them PostgreSQL goes straight to the rows.
    few = len(placements) <= FEW
    there: Any = [row.pk for row in placements] if few else _scoped(viewer).values("pk")
    since = viewer.today - timedelta(days=DAYS_OF_AVERAGE)
    wanted = OPEN | Q(first_answered_on__gte=since, addressed_to=viewer.role)
    rows = Enquiry.objects.filter(wanted, placement_id__in=there, shared=True)
    return list(most_urgent_first(for_rows(rows, viewer)))


def _case(placement: Any, rows: list[EnquiryRow], viewer: Viewer) -> CaseRow:
    today = viewer.today
    child = child_of(placement, today)
    return CaseRow(
        public_id=placement.public_id,
        child=child,
        name=list_name(child),
        home=home_of(placement).name,
        urgent=min(rows, key=_row_urgency) if rows else None,
        open_count=len(rows),
        next_date=next_date_text(placement, child, viewer),
        decisions=open_decisions(placement, viewer),
    )


def _row_urgency(row: EnquiryRow) -> tuple[int, date]:
    due = row.face.due if row.face else None
    if row.turn == Side.MUNICIPALITY:
        return (0, due) if due else (1, row.waiting_since)
    return (2, row.waiting_since)


def _sorted(placements: list[Any], rows: dict[UUID, list[EnquiryRow]], chosen: str) -> list[Any]:
    """By urgency; all of them by name, as they came."""
    if chosen == "alle":
        return placements
    urgency = {key: min(_row_urgency(row) for row in found) for key, found in rows.items()}
    return sorted(placements, key=lambda row: urgency.get(row.public_id, (3, date.max)))


def _narrowed(placements: list[Any], rows: dict[UUID, list[EnquiryRow]], chosen: str) -> list[Any]:
    if chosen not in ("mig", "familien"):
        return placements
    side = Side.MUNICIPALITY if chosen == "mig" else Side.FAMILY
    waits = {key for key, found in rows.items() if any(row.turn == side for row in found)}
    return [row for row in placements if row.public_id in waits]


def _tiles(open_rows: list[EnquiryRow], enquiries: list[Enquiry], viewer: Viewer) -> list[Tile]:
    soon = next_working_day(viewer.today)
    late = [row for row in open_rows if row.face and row.face.state == "late"]
    due = [row for row in open_rows if row.face and row.face.state == "running" and row.face.due and row.face.due <= soon]
    family = [row for row in open_rows if row.turn == Side.FAMILY]
    answered = [
        (row.made_on, row.first_answered_on)
        for row in enquiries
        if row.first_answered_on and row.first_answered_on >= viewer.today - timedelta(days=DAYS_OF_AVERAGE)
        if row.addressed_to == viewer.role
    ]
    return [
        Tile(str(len(late)), "over fristen", "error" if late else ""),
        Tile(str(len(due)), "skal besvares i dag eller i morgen"),
        Tile(str(len(family)), "venter på familien"),
        Tile(decimal_text(average_workdays(answered)), "hverdage til første svar i snit, sidste 30 dage"),
    ]


def _pills(chosen: str, total: int) -> list[Pill]:
    labels = {
        "haster": "Det haster mest",
        "mig": "Venter på os",
        "familien": "Venter på familien",
        "alle": f"Alle {total}",
    }
    return [Pill(key, labels[key], key == chosen) for key in FILTERS]


def _taken_over(placements: list[Any], today: date) -> TakenOver | None:
    fresh = [row for row in placements if row.taken_note is not None]
    if not fresh:
        return None
    newest = max(row.taken_on for row in fresh)
    batch = [row for row in fresh if row.taken_on == newest]
    givers = {row.taken_from for row in batch if row.taken_from}
    who = f" fra {givers.pop()}" if len(givers) == 1 else ""
    count = "1 anbringelse" if len(batch) == 1 else f"{len(batch)} anbringelser"
    first = batch[:NOTES_SHOWN]
    return TakenOver(
        sentence=f"Du overtog {count}{who} {day_month(newest)}.",
        notes=[(list_name(child_of(row, today)), row.taken_note) for row in first],
        subjects=[subject for row in first for subject in subjects_of_placement(row)],
    )
