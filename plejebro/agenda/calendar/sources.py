"""Which entries stand in whose calendar. Every query here starts from the map; nothing widens it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from plejebro.access.doors import scope
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.agenda.calendar.perms import takes_part_in_entry
from plejebro.agenda.models import Entry
from plejebro.db.periods import current, not_over
from plejebro.families.models import Family
from plejebro.municipalities.enums import Role
from plejebro.municipalities.models import Employment, Unit
from plejebro.people import queries as people
from plejebro.placements.models import Assignment, Placement

_HAS_OWN_CHILDREN = (Role.ADVISER, Role.CONSULTANT)


def readable(viewer: Viewer) -> QuerySet[Entry]:
    """Every entry the viewer may read."""
    return scope(viewer, Entry, Permission.ENTRY_READ)


def own(viewer: Viewer) -> QuerySet[Entry]:
    """The viewer's own calendar: a family's over all its placements; an employee's meetings and the placements the employee
    is assigned to, or stands in on. Leaders have the whole unit on a page of its own."""
    if viewer.is_family or viewer.role in _HAS_OWN_CHILDREN:
        return readable(viewer)
    return readable(viewer).filter(takes_part_in_entry(viewer))


def for_feed(viewer: Viewer) -> QuerySet[Entry]:
    """The own calendar as a feed holds it: without placements that are over, so that a feed empties when the access does."""
    return own(viewer).filter(not_over(viewer.today, "placement__"))


def of_placement(placement: Placement) -> QuerySet[Entry]:
    """A placement's entries; the caller has opened it at the door."""
    return Entry.objects.filter(placement=placement)


def of_family(family: Family, viewer: Viewer) -> QuerySet[Entry]:
    """A family's entries over the placements the viewer may read, and so of the viewer's own municipality alone.

    A child whose home is hidden from the viewer is left out: on the family's page it would tell where the child is.
    """
    hidden = people.hides_place("placement__child")
    knows = Q(placement__in=scope(viewer, Placement, Permission.CHILD_NAME))
    return readable(viewer).filter(placement__family=family).filter(knows | ~hidden)


@dataclass(frozen=True)
class Colleagues:
    """What a leader can narrow the unit's calendar to: pairs of id and name."""

    units: list[tuple[str, str]]
    employees: list[tuple[str, str]]


def colleagues(viewer: Viewer) -> Colleagues:
    """The units and employees under the leader; at most two queries."""
    jobs = Employment.objects.filter(current(viewer.today), municipality_id=viewer.tenant_id, role__in=_HAS_OWN_CHILDREN)
    units: QuerySet[Unit] = Unit.objects.none()
    if viewer.role == Role.HEAD:
        units = Unit.objects.filter(municipality_id=viewer.tenant_id, closed_on__isnull=True)
    else:
        jobs = jobs.filter(unit_id=viewer.unit_id or 0)
    return Colleagues(
        [(str(key), name) for key, name in units.order_by("name", "pk").values_list("public_id", "name")],
        [(str(key), name) for key, name in jobs.order_by("full_name", "pk").values_list("public_id", "full_name")],
    )


def of_unit(viewer: Viewer, *, unit: str = "", employee: str = "") -> QuerySet[Entry]:
    """The unit's entries (a head's: the department's), narrowed to one unit's placements or to what one employee takes part
    in or is assigned to today. An id that is not the viewer's to choose finds nothing."""
    rows = readable(viewer)
    if unit:
        rows = rows.filter(placement__unit__public_id=_id(unit), placement__municipality_id=viewer.tenant_id)
    if employee:
        rows = rows.filter(_with(_id(employee), viewer.today))
    return rows


def _with(employee: UUID, today: date) -> Q:
    has: Any = Assignment.objects.filter(current(today), placement=OuterRef("placement_id"), employment__public_id=employee)
    return Q(Exists(has)) | Q(pk__in=_taking_part(employee))


def _taking_part(employee: UUID) -> QuerySet[Entry, Any]:
    return Entry.objects.filter(participants__employment__public_id=employee).values("pk")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
