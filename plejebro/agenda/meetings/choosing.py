"""Whom one can invite: the people who have to do with the placement, by name. Everybody else is written as a name."""

from __future__ import annotations

from django.db.models import Q

from plejebro.access.viewer import Viewer
from plejebro.db.periods import current
from plejebro.families.models import FamilyMember
from plejebro.municipalities.models import Employment
from plejebro.municipalities.queries import leaders_for
from plejebro.placements.models import Assignment, Placement

Choices = list[tuple[int, str]]
HIDDEN_MEMBER = "En fra familien"


def employees(placement: Placement, viewer: Viewer) -> Choices:
    """The municipality's people on the placement: those with a task, the leaders, and an employee who invites; none while
    it is the family's own record."""
    if placement.shared_at is None:
        return []
    tasks = Assignment.objects.filter(current(viewer.today), placement_id=placement.pk).values("employment_id")
    own = Q(pk=viewer.employment_id) if viewer.employment_id else Q(pk__in=[])
    rows = Employment.objects.filter(current(viewer.today), municipality_id=placement.municipality_id)
    chosen = list(rows.filter(Q(pk__in=tasks) | own).order_by("full_name", "pk"))
    leaders = leaders_for(municipality_id=placement.municipality_id, unit_id=placement.unit_id, on=viewer.today)
    everybody = {row.pk: row for row in [*chosen, *leaders]}
    return [(row.pk, f"{row.full_name}, {row.get_role_display().lower()}") for row in everybody.values()]


def assigned(placement: Placement, viewer: Viewer) -> list[int]:
    """Those who are invited unless somebody says otherwise: the ones with a task, and the one who invites."""
    rows = Assignment.objects.filter(current(viewer.today), placement_id=placement.pk)
    found = list(rows.order_by("pk").values_list("employment_id", flat=True))
    return [*found, *([viewer.employment_id] if viewer.employment_id else [])]


def members(placement: Placement, viewer: Viewer, *, kept: bool) -> Choices:
    """The family's members of today; without their names where the home is kept from the viewer."""
    rows = FamilyMember.objects.filter(current(viewer.today), family_id=placement.family_id).select_related("person")
    return [
        (row.pk, HIDDEN_MEMBER if kept else f"{row.person.given_name} {row.person.family_name}".strip())
        for row in rows.order_by("-holds_contract", "pk")
    ]
