"""Facts about agreements; they follow from the placement, the contract's holder and the municipality's officer.

Nobody who is not one of these reads a contract: not the child's adviser, and no parent, who has no log-in at all.
"""

from __future__ import annotations

from django.db.models import Q

from plejebro.access.registry import NOTHING, fact, guard, person_fact
from plejebro.access.viewer import Viewer
from plejebro.agreements.models import Contract, TaskAgreement
from plejebro.audit.types import Subject
from plejebro.db.periods import current, not_over
from plejebro.municipalities.enums import Role
from plejebro.placements import perms as placements
from plejebro.placements.models import Placement


@person_fact
def is_contract_officer(viewer: Viewer) -> bool:
    """Works as kontraktansvarlig."""
    return viewer.is_staff_member and viewer.role == Role.CONTRACT_OFFICER


@fact
def contract_officer_of_placement(viewer: Viewer) -> Q:
    """The viewer is contract officer of the acting municipality, and the placement is shared with it."""
    if not is_contract_officer(viewer):
        return NOTHING
    return Q(municipality_id=viewer.tenant_id, shared_at__isnull=False)


@fact
def contract_officer_of_active_placement(viewer: Viewer) -> Q:
    """The same, while the placement lasts."""
    return contract_officer_of_placement(viewer) & not_over(viewer.today)


@fact
def adviser_of_running_placement(viewer: Viewer) -> Q:
    """The viewer decides about the child today, and the placement lasts."""
    return placements.adviser_of_placement(viewer) & not_over(viewer.today)


@fact
def consultant_of_running_placement(viewer: Viewer) -> Q:
    """The viewer looks after the family today, and the placement lasts."""
    return placements.consultant_of_placement(viewer) & not_over(viewer.today)


@fact
def family_of_agreement(viewer: Viewer) -> Q:
    """The agreement is about a placement with the viewer's family."""
    return Q(placement__family_id=viewer.family_id) if viewer.is_family else NOTHING


@fact
def family_of_live_agreement(viewer: Viewer) -> Q:
    """The same, while the placement lasts."""
    return family_of_agreement(viewer) & not_over(viewer.today, "placement__")


@fact
def holder_of_contract(viewer: Viewer) -> Q:
    """The viewer is the one of the family who holds the contract, and still a member of it."""
    if not viewer.is_family or viewer.acting is None:
        return NOTHING
    return family_of_agreement(viewer) & current(viewer.today, "holder__") & Q(holder__user_id=viewer.user_id)


@fact
def contract_officer_of_contract(viewer: Viewer) -> Q:
    """The viewer is contract officer of the municipality that is a party to the contract."""
    return _on(contract_officer_of_placement(viewer))


@fact
def consultant_of_agreement(viewer: Viewer) -> Q:
    """The viewer looks after the family."""
    return _on(placements.consultant_of_placement(viewer))


@fact
def adviser_of_agreement(viewer: Viewer) -> Q:
    """The viewer decides about the child."""
    return _on(placements.adviser_of_placement(viewer))


@fact
def leads_unit_of_agreement(viewer: Viewer) -> Q:
    """The viewer leads the placement's unit."""
    return _on(placements.leads_its_unit(viewer))


@fact
def heads_department_of_agreement(viewer: Viewer) -> Q:
    """The viewer heads the placement's department."""
    return _on(placements.heads_its_department(viewer))


def subjects_of_contract(contract: Contract) -> list[Subject]:
    """A look at a contract is a look at the contract, the child and the family; the page has joined the three."""
    return [Subject("contract", contract.public_id), *placements.subjects_of_placement(contract.placement)]


def subjects_of_task(task: TaskAgreement) -> list[Subject]:
    """A look at an agreement on the task is a look at the agreement, the child and the family."""
    return [Subject("task", task.public_id), *placements.subjects_of_placement(task.placement)]


guard("agreements.Contract", subjects_of_contract)
guard("agreements.TaskAgreement", subjects_of_task)


def _on(placement: Q) -> Q:
    return Q(placement__in=Placement.objects.filter(placement))
