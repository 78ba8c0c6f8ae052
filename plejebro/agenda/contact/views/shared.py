"""What the views of contact have in common: the doors and the trail."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from plejebro.access.doors import open_thing, viewer_of
from plejebro.access.permissions import Permission as P
from plejebro.agenda.contact.models import ContactPlan
from plejebro.agenda.contact.showing import child_of, frame_of, masked_plans
from plejebro.agenda.contact.visit_pages import visit_rows
from plejebro.placements.models import Placement
from plejebro.placements.queries import with_mask

FORM_METHODS = ["GET", "HEAD", "POST"]
PLAN_GRANTS = (P.CONTACT_PROPOSE, P.CONTACT_ACCEPT, P.CONTACT_MANAGE)
READERS = (
    "Jeres familie, barnets rådgiver og familiens konsulent",
    "Teamlederen og afdelingslederen",
    "Planen ligger i barnets sag, så forældrene kan få den at se",
)

Trail = list[tuple[str, str]]


def open_placement(request: HttpRequest, placement_id: UUID, permission: P) -> Any:
    """The placement through its door."""
    rows = with_mask(Placement.objects.all(), viewer_of(request))
    return open_thing(request, rows, placement_id, permission, (P.CONTACT_CREATE,))


def open_plan(request: HttpRequest, plan_id: UUID, permission: P) -> Any:
    """The plan through its door, with what its pages need and what the viewer may do with it."""
    rows = masked_plans(ContactPlan.objects.all(), viewer_of(request))
    return open_thing(request, rows, plan_id, permission, PLAN_GRANTS)


def open_visit(request: HttpRequest, entry_id: UUID, permission: P) -> Any:
    """The visit through its door; what is in the calendar and no visit is not found."""
    return open_thing(request, visit_rows(viewer_of(request)), entry_id, permission, (P.ENTRY_WRITE, P.CONTACT_REACTION))


def trail_to_contact(name: str, placement_id: UUID) -> Trail:
    """The breadcrumb to a page below a placement's contact."""
    return [(f"{name}: samvær", reverse("agenda:contact", args=[placement_id]))]


def trail_to_plan(request: HttpRequest, plan: Any) -> Trail:
    """The breadcrumb to a page below a plan; names as the viewer may see them."""
    viewer = viewer_of(request)
    frame = frame_of(plan, viewer)
    trail = trail_to_contact(child_of(plan, viewer).short_name, plan.placement.public_id)
    return [*trail, (frame.title, frame.url)]
