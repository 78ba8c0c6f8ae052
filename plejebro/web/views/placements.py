"""The list of placements."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from plejebro.access.doors import shown_subjects, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.web.links import maybe
from plejebro.web.queries.placement_list import chosen_from, placement_list


@page(Permission.PLACEMENT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def placement_list_page(request: HttpRequest) -> HttpResponse:
    """Fifty placements at a time, sorted and narrowed. A name is searched for by POST, so that it never stands in an
    address or a log; nothing is written."""
    viewer = viewer_of(request)
    asked = {key: value for key, value in request.GET.items() if key != "navn"}
    values = {**asked, **(request.POST.dict() if request.method == "POST" else {})}
    found = placement_list(viewer, chosen_from({key: str(value) for key, value in values.items()}))
    shown_subjects(request, Permission.PLACEMENT_READ, found.subjects)
    request.unread_count = found.unread  # type: ignore[attr-defined]
    context = {"page": found, "create_url": "" if viewer.is_family else maybe("flows:new")}
    return render(request, "web/placements.html", context)
