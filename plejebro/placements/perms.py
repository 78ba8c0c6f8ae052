"""Facts about placements, and those about families that follow from their placements."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from plejebro.access.registry import NOTHING, fact, guard
from plejebro.access.viewer import Viewer
from plejebro.audit.types import Subject
from plejebro.db.periods import current, not_over
from plejebro.families.models import FamilyMunicipality
from plejebro.municipalities.enums import Role
from plejebro.municipalities.models import Absence, Employment
from plejebro.placements.enums import Task
from plejebro.placements.models import Assignment, Placement


@fact
def family_of_placement(viewer: Viewer) -> Q:
    """The child is or was placed with the viewer's family."""
    return Q(family_id=viewer.family_id) if viewer.is_family else NOTHING


@fact
def family_of_active_placement(viewer: Viewer) -> Q:
    """The child is placed with the viewer's family, today or in days to come."""
    return family_of_placement(viewer) & not_over(viewer.today)


@fact
def family_with_own_record(viewer: Viewer) -> Q:
    """The record is the family's own and the municipality has no part in it."""
    return family_of_placement(viewer) & Q(shared_at__isnull=True)


@fact
def adviser_of_placement(viewer: Viewer) -> Q:
    """The viewer, or one the viewer stands in for, decides about the child today."""
    return Q(pk__in=_assigned(viewer, Task.ADVISER).values("placement_id")) if _is(viewer, Role.ADVISER) else NOTHING


@fact
def consultant_of_placement(viewer: Viewer) -> Q:
    """The viewer, or one the viewer stands in for, looks after the family today."""
    if not _is(viewer, Role.CONSULTANT):
        return NOTHING
    return Q(pk__in=_assigned(viewer, Task.CONSULTANT).values("placement_id"))


@fact
def leads_its_unit(viewer: Viewer) -> Q:
    """The viewer leads the unit that has the placement, or one that an employee assigned to it works in."""
    if not _is(viewer, Role.TEAM_LEADER) or viewer.unit_id is None:
        return NOTHING
    through_people = Assignment.objects.filter(
        current(viewer.today),
        employment__unit_id=viewer.unit_id,
        employment__municipality_id=viewer.tenant_id,
    )
    mine = Q(unit_id=viewer.unit_id) | Q(pk__in=through_people.values("placement_id"))
    return Q(municipality_id=viewer.tenant_id, shared_at__isnull=False) & mine


@fact
def heads_its_department(viewer: Viewer) -> Q:
    """The viewer heads the department of the acting municipality."""
    if not _is(viewer, Role.HEAD):
        return NOTHING
    return Q(municipality_id=viewer.tenant_id, shared_at__isnull=False)


@fact
def adviser_of_family(viewer: Viewer) -> Q:
    """A child the viewer decides about is placed with the family."""
    return Q(pk__in=Placement.objects.filter(adviser_of_placement(viewer)).values("family_id"))


@fact
def consultant_of_family(viewer: Viewer) -> Q:
    """The viewer looks after the family, or works where it is known and nobody's child is placed with it yet."""
    if not _is(viewer, Role.CONSULTANT):
        return NOTHING
    mine = Placement.objects.filter(consultant_of_placement(viewer)).values("family_id")
    taken = Placement.objects.filter(not_over(viewer.today), municipality_id=viewer.tenant_id)
    return Q(pk__in=mine) | (Q(pk__in=_ties(viewer)) & ~Q(pk__in=taken.values("family_id")))


@fact
def leads_unit_of_family(viewer: Viewer) -> Q:
    """The viewer leads the unit of a child placed with the family, or leads where it is known and has no child yet."""
    if not _is(viewer, Role.TEAM_LEADER):
        return NOTHING
    mine = Placement.objects.filter(leads_its_unit(viewer)).values("family_id")
    taken = Placement.objects.filter(not_over(viewer.today), municipality_id=viewer.tenant_id)
    return Q(pk__in=mine) | (Q(pk__in=_ties(viewer)) & ~Q(pk__in=taken.values("family_id")))


@fact
def heads_department_of_family(viewer: Viewer) -> Q:
    """The family works with the viewer's municipality."""
    return Q(pk__in=_ties(viewer)) if _is(viewer, Role.HEAD) else NOTHING


def subjects_of_placement(placement: Placement) -> list[Subject]:
    """A look at a placement is a look at the placement, the child and the family; the page has joined the two."""
    return [
        Subject("placement", placement.public_id),
        Subject("person", placement.child.public_id),
        Subject("family", placement.family.public_id),
    ]


guard("placements.Placement", subjects_of_placement)


def _is(viewer: Viewer, role: Role) -> bool:
    return viewer.is_staff_member and viewer.role == role


def _assigned(viewer: Viewer, task: Task) -> QuerySet[Assignment]:
    own = Employment.objects.filter(pk=viewer.employment_id or 0).order_by().values("pk")
    away = Absence.objects.filter(current(viewer.today), deputy_id=viewer.employment_id).order_by()
    # One list of the few, and not "mine or theirs": only so does PostgreSQL go by the index and know that they are few.
    mine = own.union(away.values("employment_id"), all=True)
    return Assignment.objects.filter(current(viewer.today), employment_id__in=mine, task=task)


def _ties(viewer: Viewer) -> QuerySet[FamilyMunicipality]:
    ties = FamilyMunicipality.objects.filter(
        current(viewer.today),
        municipality_id=viewer.tenant_id,
        shared_at__isnull=False,
        family__merged_into__isnull=True,
    )
    return ties.values("family_id")  # type: ignore[return-value]
