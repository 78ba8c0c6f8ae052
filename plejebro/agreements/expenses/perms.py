"""Facts about expenses; they follow from the placement. The consultant reads along, and does not decide."""

from __future__ import annotations

from django.db.models import Q

from plejebro.access.registry import NOTHING, fact, guard
from plejebro.access.viewer import Viewer
from plejebro.agreements.expenses.models import Expense
from plejebro.audit.types import Subject
from plejebro.db.periods import not_over
from plejebro.placements import perms as placements
from plejebro.placements.models import Placement


@fact
def family_of_shared_placement(viewer: Viewer) -> Q:
    """The child is placed with the viewer's family, the placement is not over, and the municipality takes part in it."""
    return placements.family_of_placement(viewer) & not_over(viewer.today) & Q(shared_at__isnull=False)


@fact
def family_of_expense(viewer: Viewer) -> Q:
    """The expense is about a placement with the viewer's family."""
    return Q(placement__family_id=viewer.family_id) if viewer.is_family else NOTHING


@fact
def adviser_of_expense(viewer: Viewer) -> Q:
    """The viewer, or one the viewer stands in for, decides about the child."""
    return _on(placements.adviser_of_placement(viewer))


@fact
def consultant_of_expense(viewer: Viewer) -> Q:
    """The viewer, or one the viewer stands in for, looks after the family."""
    return _on(placements.consultant_of_placement(viewer))


@fact
def leads_unit_of_expense(viewer: Viewer) -> Q:
    """The viewer leads the unit of the placement."""
    return _on(placements.leads_its_unit(viewer))


@fact
def heads_department_of_expense(viewer: Viewer) -> Q:
    """The viewer heads the department of the placement."""
    return _on(placements.heads_its_department(viewer))


def subjects_of_expense(expense: Expense) -> list[Subject]:
    """A look at an expense is a look at the expense, the child and the family; the page has joined the three."""
    return [Subject("expense", expense.public_id), *placements.subjects_of_placement(expense.placement)]


guard("agreements.Expense", subjects_of_expense)


def _on(placement: Q) -> Q:
    return Q(placement__in=Placement.objects.filter(placement))
