"""The placement's page and what belongs to it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plejebro.access.doors import open_thing, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.placements.models import Placement
from plejebro.placements.queries import child_of, handover_page, other_records, placement_of_note, with_mask
from plejebro.web.pdf import record_pdf
from plejebro.web.queries import placement_page as queries


@page(Permission.PLACEMENT_READ)
@require_safe
def placement_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The page both sides share."""
    viewer = viewer_of(request)
    rows = queries.page_rows(viewer).annotate(**other_records())
    placement: Any = open_thing(request, rows, public_id, Permission.PLACEMENT_READ, queries.GRANTS)
    number = request.GET.get("side", "1")
    found = queries.placement_page(placement, viewer, page=int(number) if number.isdigit() and len(number) < 6 else 1)
    records = {"goes_on_in": placement.goes_on_in, "came_from": placement.came_from} if viewer.is_family else {}
    context = {"page": found, "goes_on_in": None, "came_from": None, **records}
    return render(request, "web/placement.html", context)


@page(Permission.PLACEMENT_READ)
@rate_limited("pdf", count_get=True)
@require_safe
def print_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The whole page as PDF, to bring to a meeting. The file's name says nothing of whom it is about."""
    viewer = viewer_of(request)
    placement = open_thing(request, queries.page_rows(viewer), public_id, Permission.PLACEMENT_READ, queries.GRANTS)
    made = record_pdf(queries.placement_page(placement, viewer, whole=True), viewer)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="plejebro-{viewer.today:%Y-%m-%d}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@page(Permission.PLACEMENT_READ)
@require_safe
def agreed(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Everything that was agreed on the placement."""
    viewer = viewer_of(request)
    placement = open_thing(request, with_mask(Placement.objects.all(), viewer), public_id, Permission.PLACEMENT_READ)
    context = {
        "child": child_of(placement, viewer.today),
        "id": public_id,
        "agreed": queries.agreed_page(placement, viewer),
    }
    return render(request, "web/agreed.html", context)


@page(Permission.PLACEMENT_READ)
@require_safe
def handover(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What stood when somebody took over. The door is asked about the placement before the note is read."""
    placement_id = placement_of_note(public_id)
    if placement_id is None:
        raise Http404
    viewer = viewer_of(request)
    placement = open_thing(request, with_mask(Placement.objects.all(), viewer), placement_id, Permission.PLACEMENT_READ)
    context = {"child": child_of(placement, viewer.today), "id": placement_id, "note": handover_page(public_id)}
    return render(request, "web/handover.html", context)
