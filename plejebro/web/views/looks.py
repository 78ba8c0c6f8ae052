"""Who has looked."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plejebro.access.doors import open_thing, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.kernel.danish import possessive
from plejebro.placements.models import Placement
from plejebro.placements.queries import child_of, with_mask
from plejebro.web.queries.looks import looks_page


@page(Permission.PLACEMENT_LOOKS)
@require_safe
def looks(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who opened the child's record, in which role, when and what; the family's own looks on request."""
    viewer = viewer_of(request)
    rows = with_mask(Placement.objects.all(), viewer)
    placement = open_thing(request, rows, public_id, Permission.PLACEMENT_LOOKS)
    with_own = request.GET.get("egne") == "1"
    found = looks_page(placement, viewer, with_own=with_own, number=request.GET.get("side"))
    child = child_of(placement, viewer.today)
    whose = possessive(child.short_name)
    context = {"found": found, "with_own": with_own, "child": child, "whose": whose, "id": public_id}
    return render(request, "web/looks.html", context)
