"""Facts about decision cases; they follow from the placement, and from what the family has been told."""

from __future__ import annotations

from django.db.models import Q

from plejebro.access.registry import NOTHING, fact, guard
from plejebro.access.viewer import Viewer
from plejebro.audit.types import Subject
from plejebro.db.periods import not_over
from plejebro.decisions.enums import Status
from plejebro.decisions.models import DecisionCase
from plejebro.placements import perms as placements
from plejebro.placements.models import Placement


@fact
def adviser_of_active_placement(viewer: Viewer) -> Q:
    """The viewer decides about the child, whose placement is not over."""
    return placements.adviser_of_placement(viewer) & not_over(viewer.today)


@fact
def adviser_of_decision(viewer: Viewer) -> Q:
    """The case is about a child the viewer, or one the viewer stands in for, decides about."""
    return _on(placements.adviser_of_placement(viewer))


@fact
def consultant_of_told_decision(viewer: Viewer) -> Q:
    """The viewer looks after the family, which has been told of the case."""
    return _on(placements.consultant_of_placement(viewer)) & _told(viewer)


@fact
def leads_unit_of_decision(viewer: Viewer) -> Q:
    """The viewer leads the unit of the placement."""
    return _on(placements.leads_its_unit(viewer))


@fact
def heads_department_of_decision(viewer: Viewer) -> Q:
    """The viewer heads the department of the placement."""
    return _on(placements.heads_its_department(viewer))


@fact
def family_told_of_decision(viewer: Viewer) -> Q:
    """The child is or was placed with the viewer's family, and the municipality has told the family of the case."""
    return Q(placement__family_id=viewer.family_id) & _told(viewer) if viewer.is_family else NOTHING


@fact
def family_of_open_decision(viewer: Viewer) -> Q:
    """The same, while the case is not ended."""
    return family_told_of_decision(viewer) & Q(status=Status.OPEN)


def subjects_of_decision(case: DecisionCase) -> list[Subject]:
    """A look at a case is a look at the case, the child and the family; the page has joined the three."""
    return [Subject("decision", case.public_id), *placements.subjects_of_placement(case.placement)]


guard("decisions.DecisionCase", subjects_of_decision)


def _on(placement: Q) -> Q:
    return Q(placement__in=Placement.objects.filter(placement))


def _told(viewer: Viewer) -> Q:
    return Q(told_family_on__isnull=False, told_family_on__lte=viewer.today)
