"""The list of a municipality's placements, fifty at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from plejebro.access.viewer import Viewer
from plejebro.audit.types import Subject
from plejebro.enquiries.enums import Status
from plejebro.enquiries.models import Enquiry
from plejebro.kernel.danish import date_text
from plejebro.municipalities.queries import units_of
from plejebro.notifications.queries import unread_count
from plejebro.placements.perms import subjects_of_placement
from plejebro.placements.queries import SORTS, STATES, ListFilter, child_of, home_of, list_name, list_page
from plejebro.web.queries.agenda import entries_column, next_date_text
from plejebro.web.queries.nav import unread_column
from plejebro.web.queries.turns import late_on


@dataclass(frozen=True)
class ListRow:
    """One placement in the list."""

    public_id: UUID
    name: str
    age: int | None
    home: str
    since: str
    ended: str
    unit: str
    adviser: str
    consultant: str
    open: int
    late: int
    next_date: str


@dataclass(frozen=True)
class Choice:
    """One choice of a filter or of the order."""

    key: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class PlacementList:
    """The page of the list with its filters."""

    rows: list[ListRow]
    chosen: ListFilter
    total: int
    page: int
    pages: int
    sorts: list[Choice]
    states: list[Choice]
    units: list[Choice]
    query: str
    subjects: list[Subject]
    unread: int


def chosen_from(values: dict[str, str]) -> ListFilter:
    """What was asked for, with anything unknown taken as not asked."""
    sort, state, page = values.get("sort", ""), values.get("vis", ""), values.get("side", "")
    return ListFilter(
        sort=sort if sort in SORTS else "navn",
        state=state if state in STATES else "aktive",
        unit=values.get("enhed", "") if values.get("enhed", "").isdigit() else "",
        words=values.get("navn", "").strip()[:80],
        page=max(1, int(page)) if page.isdigit() and len(page) < 7 else 1,
    )


def placement_list(viewer: Viewer, chosen: ListFilter) -> PlacementList:
    """Two queries at any size: the fifty rows with their total and, for leaders, the units."""
    late = Enquiry.objects.filter(late_on(viewer.today), shared=True).values("placement_id")
    extra = {
        "unread": unread_column(viewer.user_id),
        "entries_aside": entries_column(viewer.today, 1),
        "open_count": _count(Enquiry.objects.exclude(status=Status.CLOSED)),
        "late_count": _count(Enquiry.objects.filter(late_on(viewer.today))),
    }
    found = list_page(viewer, chosen, late, extra)
    leads = viewer.role in ("team_leader", "head") and viewer.municipality_id is not None
    units = [(str(row.pk), row.name) for row in units_of(viewer.municipality_id)] if leads and viewer.municipality_id else []
    return PlacementList(
        rows=[_row(row, viewer) for row in found.rows],
        chosen=chosen,
        total=found.total,
        page=found.page,
        pages=found.pages,
        sorts=[Choice(key, label, key == chosen.sort) for key, label in SORTS.items()],
        states=[Choice(key, label, key == chosen.state) for key, label in STATES.items()],
        units=[Choice(key, label, key == chosen.unit) for key, label in units],
        query=_query(chosen),
        subjects=[subject for row in found.rows for subject in subjects_of_placement(row)],
        unread=found.rows[0].unread if found.rows else unread_count(viewer.user_id),
    )


def _count(rows: Any) -> Coalesce:
    mine = rows.filter(placement=OuterRef("pk"), shared=True).order_by().values("placement_id")
    return Coalesce(Subquery(mine.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), Value(0))


def _row(row: Any, viewer: Viewer) -> ListRow:
    child = child_of(row, viewer.today)
    return ListRow(
        public_id=row.public_id,
        name=list_name(child),
        age=child.age,
        home=home_of(row).name,
        since=date_text(row.starts),
        ended=date_text(row.ends) if row.ends and row.ends < viewer.today else "",
        unit=row.unit.name if row.unit else "",
        adviser=row.adviser_name or "",
        consultant=row.consultant_name or "",
        open=row.open_count,
        late=row.late_count,
        next_date=next_date_text(row, child, viewer),
    )


def _query(chosen: ListFilter) -> str:
    # The name that was searched for is left out: it must not stand in an address.
    pairs = {"sort": chosen.sort, "vis": chosen.state, "enhed": chosen.unit}
    return urlencode({key: value for key, value in pairs.items() if value})
