"""The home of a team leader or head of department: who waits and for how long, per unit and per employee."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, QuerySet

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
EMPLOYEES_SHOWN = 60
_CASEWORKERS = (Role.ADVISER, Role.CONSULTANT)


@dataclass(frozen=True)
class Load:
    """One employee's (or a unit's) work: what is open, what is late, how many placements, how often people changed."""

    name: str
    role: str
    unit_id: int | None
    unit: str
    open: int = 0
    late: int = 0
    oldest: int = 0
    placements: int = 0
    changes: int = 0
    hand_over_url: str = ""


@dataclass(frozen=True)
class WorkloadPage:
    """The whole page. `late` are the enquiries that have waited longest over their date."""

    title: str
    tiles: list[Tile]
    late: list[EnquiryRow]
    more_late: int
    units: list[Load]
    employees: list[Load]
    more_employees: int
    subjects: list[Subject]
    unread: int


def workload_page(viewer: Viewer) -> WorkloadPage:
    """Six queries at any size. A team leader sees the unit, a head of department all units."""
    crew = _crew(viewer)
    people = _employees(crew, viewer)
    unread = people[0].unread if people else unread_count(viewer.user_id)
    ids = crew.values("pk")
    waiting = _waiting(ids, viewer.today)
    tasks = _counted(Assignment.objects.filter(current(viewer.today), employment_id__in=ids), "employment_id")
    since = viewer.today - timedelta(days=365)
    changed = HandoverNote.objects.filter(taken_by_id__in=ids, effective_on__gte=since, effective_on__lte=viewer.today)
    changes = _counted(changed, "taken_by_id")
    loads = [_load(row, waiting.get(row.pk), tasks.get(row.pk, 0), changes.get(row.pk, 0), viewer.today) for row in people]
    busiest = sorted(loads, key=lambda load: (-load.late, -load.open, load.name))
    late = _late(viewer)
    late_total = max(len(late), sum(load.late for load in loads))
    return WorkloadPage(
        title="Alle enheder" if viewer.role == Role.HEAD else "Din enhed",
        tiles=_tiles(loads, late_total),
        late=late,
        more_late=late_total - len(late),
        units=_by_unit(loads),
        employees=busiest[:EMPLOYEES_SHOWN],
        more_employees=max(0, len(busiest) - EMPLOYEES_SHOWN),
        subjects=[subject for row in late for subject in row.subjects],
        unread=unread,
    )


def _crew(viewer: Viewer) -> QuerySet[Employment]:
    rows = Employment.objects.filter(current(viewer.today), municipality_id=viewer.tenant_id, role__in=_CASEWORKERS)
    if viewer.role != Role.HEAD:
        rows = rows.filter(unit_id=viewer.unit_id or 0)
    return rows


def _employees(crew: QuerySet[Employment], viewer: Viewer) -> list[Any]:
    rows = crew.select_related("unit").annotate(unread=unread_column(viewer.user_id))
    shown = rows.only("public_id", "full_name", "role", "unit__name")
    return list(shown.order_by("unit__name", "full_name", "pk"))


def _waiting(employment_ids: QuerySet[Any], today: date) -> dict[int, dict[str, Any]]:
    rows = Enquiry.objects.filter(addressee_id__in=employment_ids, status=Status.WAITING_MUNICIPALITY, shared=True)
    counted = (
        rows.order_by()
        .values("addressee_id")
        .annotate(open=Count("pk"), late=Count("pk", filter=late_on(today)), oldest=Min("waiting_since"))
    )
    return {row["addressee_id"]: dict(row) for row in counted}


def _counted(rows: QuerySet[Any], by: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(by).annotate(n=Count("pk")))


def _late(viewer: Viewer) -> list[EnquiryRow]:
    mine = scope(viewer, Enquiry, Permission.ENQUIRY_READ).filter(late_on(viewer.today), clock=OuterRef("pk"))
    # From the clocks' index, the oldest first, until there are twenty: only these are joined with what a row needs.
    clocks = ReplyClock.objects.filter(Exists(mine), state=ClockState.RUNNING, due_on__lt=viewer.today)
    worst = clocks.order_by("due_on", "pk").values("pk")[:LATE_SHOWN]
    shown = for_rows(Enquiry.objects.filter(clock_id__in=worst), viewer).order_by("clock__due_on", "clock_id")
    return [quick_row(row, viewer) for row in shown]


def _load(row: Any, waiting: dict[str, Any] | None, placements: int, changes: int, today: date) -> Load:
    waiting = waiting or {}
    oldest = waiting.get("oldest")
    return Load(
        name=row.full_name,
        role=row.get_role_display(),
        unit_id=row.unit_id,
        unit=row.unit.name if row.unit else "Uden enhed",
        open=waiting.get("open", 0),
        late=waiting.get("late", 0),
        oldest=working_days_between(oldest, today) if oldest else 0,
        placements=placements,
        changes=changes,
        hand_over_url=maybe("flows:hand_over_all", row.public_id) if placements else "",
    )


def _by_unit(loads: list[Load]) -> list[Load]:
    units: dict[int | None, Load] = {}
    for load in loads:
        so_far = units.get(load.unit_id) or Load(load.unit, "", load.unit_id, load.unit)
        units[load.unit_id] = replace(
            so_far,
            open=so_far.open + load.open,
            late=so_far.late + load.late,
            oldest=max(so_far.oldest, load.oldest),
            placements=so_far.placements + load.placements,
            changes=so_far.changes + load.changes,
        )
    return sorted(units.values(), key=lambda load: (-load.late, load.name))


def _tiles(loads: list[Load], late: int) -> list[Tile]:
    longest = max((load.oldest for load in loads), default=0)
    return [
        Tile(str(late), "over fristen", "error" if late else ""),
        Tile(str(sum(load.open for load in loads)), "venter på svar fra kommunen"),
        Tile(str(longest), "hverdage har den ældste ventet"),
        Tile(str(sum(load.changes for load in loads)), "skift af rådgiver eller konsulent, sidste 12 måneder"),
    ]
