"""The home of a team leader or head of department: who waits and for how long, per unit and per employee."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, DateField, Exists, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from plejebro.access.doors import scope
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.audit.types import Subject
from plejebro.clocks.enums import ClockState
from plejebro.clocks.models import ReplyClock
from plejebro.db.periods import current
from plejebro.enquiries.enums import Status
from plejebro.enquiries.models import Enquiry
from plejebro.enquiries.rows import EnquiryRow, for_rows
from plejebro.kernel.workdays import working_days_between
from plejebro.municipalities.enums import Role
from plejebro.municipalities.models import Employment
from plejebro.notifications.queries import unread_count
from plejebro.placements.models import Assignment, HandoverNote
from plejebro.web.links import maybe
from plejebro.web.queries.caseload import Tile
from plejebro.web.queries.nav import unread_column
from plejebro.web.queries.turns import late_on, quick_row

LATE_SHOWN = 20
UNITS_SHOWN = 20
EMPLOYEES_SHOWN = 25
_CASEWORKERS = (Role.ADVISER, Role.CONSULTANT)


@dataclass(frozen=True)
class Load:
    """One employee's (or a unit's) work: what is open, what is late, how many placements, how often people changed."""

    name: str
    role: str
    unit_id: int | None
    unit: str
    key: str = ""
    open: int = 0
    late: int = 0
    oldest_since: date | None = None
    oldest: int = 0
    placements: int = 0
    changes: int = 0
    hand_over_url: str = ""


@dataclass(frozen=True)
class WorkloadPage:
    """The whole page. `late` are the enquiries that have waited longest over their date; `page` pages of employees, the
    busiest first; `more_units` are left out until all are asked for."""

    title: str
    tiles: list[Tile]
    late: list[EnquiryRow]
    more_late: int
    units: list[Load]
    more_units: int
    employees: list[Load]
    page: int
    pages: int
    subjects: list[Subject]
    unread: int


def workload_page(viewer: Viewer, *, page: int = 1, all_units: bool = False) -> WorkloadPage:
    """Two queries at any size: everybody's figures, counted by the database, and the twenty latest enquiries.

    A team leader sees the unit, a head of department all units.
    """
    loads, unread = _loads(viewer)
    late = _late(viewer)
    late_total = max(len(late), sum(load.late for load in loads))
    units = _by_unit(loads)
    pages = max(1, -(-len(loads) // EMPLOYEES_SHOWN))
    page = min(max(1, page), pages)
    loads.sort(key=lambda load: (-load.late, -load.open, load.name))
    here = loads[(page - 1) * EMPLOYEES_SHOWN : page * EMPLOYEES_SHOWN]
    shown_units = units if all_units else units[:UNITS_SHOWN]
    return WorkloadPage(
        title="Alle enheder" if viewer.role == Role.HEAD else "Din enhed",
        tiles=_tiles(loads, late_total, viewer.today),
        late=late,
        more_late=late_total - len(late),
        units=[_finished(load, viewer.today) for load in shown_units],
        more_units=len(units) - len(shown_units),
        employees=[_finished(load, viewer.today) for load in here],
        page=page,
        pages=pages,
        subjects=[subject for row in late for subject in row.subjects],
        unread=unread_count(viewer.user_id) if unread is None else unread,
    )


def _loads(viewer: Viewer) -> tuple[list[Load], int | None]:
    """Everybody's figures as the database counted them, and the reader's own count of new notices where there is a row."""
    columns = ("key", "full_name", "role", "unit_id", "unit__name", *_figures(viewer.today))
    # The key as text: of a thousand, twenty-five are shown, and only these are made into an id.
    key = Cast("public_id", CharField())
    rows = _crew(viewer).annotate(key=key, **_figures(viewer.today), unread=unread_column(viewer.user_id))
    found: list[Any] = list(rows.order_by("unit__name", "full_name", "pk").values_list(*columns, "unread"))
    loads = [
        Load(name, role, unit_id, unit or "Uden enhed", key, is_open, late, oldest, 0, placements, changes)
        for key, name, role, unit_id, unit, is_open, late, oldest, placements, changes, _ in found
    ]
    return loads, found[0][-1] if found else None


def _crew(viewer: Viewer) -> QuerySet[Employment]:
    rows = Employment.objects.filter(current(viewer.today), municipality_id=viewer.tenant_id, role__in=_CASEWORKERS)
    if viewer.role != Role.HEAD:
        rows = rows.filter(unit_id=viewer.unit_id or 0)
    return rows


def _figures(today: date) -> dict[str, Any]:
    """Per employee, each from one index: waiting, late, waiting since, placements, and handovers taken in twelve months."""
    waiting = Enquiry.objects.filter(addressee=OuterRef("pk"), status=Status.WAITING_MUNICIPALITY, shared=True)
    tasks = Assignment.objects.filter(current(today), employment=OuterRef("pk"))
    taken = HandoverNote.objects.filter(
        taken_by=OuterRef("pk"), effective_on__gte=today - timedelta(days=365), effective_on__lte=today
    )
    oldest = waiting.order_by().values("addressee").annotate(since=Min("waiting_since")).values("since")
    return {
        "open": _count(waiting, "addressee"),
        # A condition on what is counted, and not on the rows: so each employee's clocks are looked up from its enquiries,
        # whatever PostgreSQL thinks of how many clocks are late in the country.
        "late": _count(waiting, "addressee", late_on(today)),
        "since": Subquery(oldest, output_field=DateField()),
        "placements": _count(tasks, "employment"),
        "changes": _count(taken, "taken_by"),
    }


def _count(rows: QuerySet[Any], by: str, only: Q | None = None) -> Coalesce:
    # Of the column the index begins with, so that PostgreSQL need not fetch the rows it has already counted.
    counted = rows.order_by().values(by).annotate(n=Count(by, filter=only)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _late(viewer: Viewer) -> list[EnquiryRow]:
    scoped = scope(viewer, Enquiry, Permission.ENQUIRY_READ)
    mine = scoped.filter(status=Status.WAITING_MUNICIPALITY, clock=OuterRef("pk"))
    # From the clocks' index, the oldest first, until there are twenty: only these are joined with what a row needs.
    clocks = ReplyClock.objects.filter(Exists(mine), state=ClockState.RUNNING, due_on__lt=viewer.today)
    worst = clocks.order_by("due_on", "pk").values("pk")[:LATE_SHOWN]
    shown = for_rows(Enquiry.objects.filter(clock_id__in=worst), viewer).order_by("clock__due_on", "clock_id")
    return [quick_row(row, viewer) for row in shown]


def _finished(load: Load, today: date) -> Load:
    """What is only needed of those that are shown."""
    url = maybe("flows:hand_over_all", UUID(load.key)) if load.key and load.placements else ""
    role = str(Role(load.role).label) if load.role else ""
    return replace(load, role=role, oldest=_waited(load.oldest_since, today), hand_over_url=url)


def _waited(since: date | None, today: date) -> int:
    return working_days_between(since, today) if since else 0


def _by_unit(loads: list[Load]) -> list[Load]:
    units: dict[int | None, list[Load]] = {}
    for load in loads:
        units.setdefault(load.unit_id, []).append(load)
    summed = [
        Load(
            name=some[0].unit,
            role="",
            unit_id=unit_id,
            unit=some[0].unit,
            open=sum(load.open for load in some),
            late=sum(load.late for load in some),
            oldest_since=_oldest(some),
            placements=sum(load.placements for load in some),
            changes=sum(load.changes for load in some),
        )
        for unit_id, some in units.items()
    ]
    return sorted(summed, key=lambda load: (-load.late, load.name))


def _oldest(loads: list[Load]) -> date | None:
    return min((load.oldest_since for load in loads if load.oldest_since), default=None)


def _tiles(loads: list[Load], late: int, today: date) -> list[Tile]:
    longest = _waited(_oldest(loads), today)
    return [
        Tile(str(late), "over fristen", "error" if late else ""),
        Tile(str(sum(load.open for load in loads)), "venter på svar fra kommunen"),
        Tile(str(longest), "hverdage har den ældste ventet"),
        Tile(str(sum(load.changes for load in loads)), "skift af rådgiver eller konsulent, sidste 12 måneder"),
    ]
