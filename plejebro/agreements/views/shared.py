"""What the room's views have in common: the doors, the trail, and a form that is carried out by a verb."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from plejebro.access.doors import open_thing, viewer_of
from plejebro.access.permissions import Permission as P
from plejebro.agreements.models import Negotiation
from plejebro.agreements.rows import child_of, contract_rows, task_rows
from plejebro.placements.models import Placement
from plejebro.placements.queries import with_mask

FORM_METHODS = ["GET", "HEAD", "POST"]
CONTRACT_GRANTS = (P.CONTRACT_NEGOTIATE, P.CONTRACT_ACCEPT, P.CONTRACT_END)
TASK_GRANTS = (P.TASK_PROPOSE, P.TASK_ACCEPT)
READERS_OF_CONTRACT = (
    "Jeres familie og kommunens kontraktansvarlige",
    "Familiens konsulent, teamlederen og afdelingslederen",
    "Aldrig barnets forældre, og den ligger ikke i barnets sag",
)
READERS_OF_TASK = (
    "Jeres familie, barnets rådgiver og familiens konsulent",
    "Teamlederen og afdelingslederen",
    "Aftalen ligger i barnets sag, så forældrene kan få den at se",
)


def open_contract(request: HttpRequest, contract_id: UUID, permission: P) -> Any:
    """The contract through its door, with what its pages need and what the viewer may do with it."""
    return open_thing(request, contract_rows(viewer_of(request)), contract_id, permission, CONTRACT_GRANTS)


def open_task(request: HttpRequest, task_id: UUID, permission: P) -> Any:
    """The agreement on the task through its door."""
    return open_thing(request, task_rows(viewer_of(request)), task_id, permission, TASK_GRANTS)


def open_placement(request: HttpRequest, placement_id: UUID, permission: P) -> Any:
    """The placement through its door."""
    rows = with_mask(Placement.objects.all(), viewer_of(request))
    return open_thing(request, rows, placement_id, permission, (P.CONTRACT_CREATE, P.TASK_CREATE))


def negotiation_of(contract: Any, negotiation_id: UUID) -> Negotiation:
    """A negotiation of a contract that came through its door; 404 for another contract's."""
    row = Negotiation.objects.filter(contract_id=contract.pk, public_id=negotiation_id).first()
    if row is None:
        raise Http404
    row.contract = contract
    return row


def trail_of(request: HttpRequest, thing: Any, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The breadcrumb to a page below an agreement; the child's name as the viewer may see it."""
    name = child_of(thing, viewer_of(request)).short_name
    overview = (f"{name}: aftaler", reverse("agreements:overview", args=[thing.placement.public_id]))
    return [overview, *more]
