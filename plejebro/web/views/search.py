"""One box for everything one may see."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from plejebro.access.doors import allowed, require, shown_subjects
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.accounts.throttle import rate_limited
from plejebro.kernel.cpr import Cpr, CprError, parse_cpr
from plejebro.web.queries.search import placement_with_number, search_page


@page(Permission.SEARCH)
@rate_limited("search", when=lambda request: not _is_number(request))
@rate_limited("cpr_search", when=lambda request: _is_number(request))
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("ord")
def search(request: HttpRequest) -> HttpResponse:
    """The box; POST answers, so that neither a name nor a number ever stands in an address or a server's log."""
    viewer = require(request, Permission.SEARCH)
    words = request.POST.get("ord", "").strip()[:120]
    if not words:
        return render(request, "web/search.html", {"found": None, "asked": request.method == "POST"})
    number = _number(words)
    if number is not None:
        return _by_number(request, viewer, number)
    found = search_page(viewer, words)
    shown_subjects(request, Permission.SEARCH, found.subjects)
    return render(request, "web/search.html", {"found": found, "words": words})


def _by_number(request: HttpRequest, viewer: Viewer, number: Cpr) -> HttpResponse:
    if allowed(viewer, Permission.CPR_SEARCH):
        placement_id = placement_with_number(viewer, number)
        if placement_id is not None:
            return redirect("web:placement", placement_id)
    return render(request, "web/search.html", {"found": None, "no_number": True})


def _number(words: str) -> Cpr | None:
    try:
        return parse_cpr(words)
    except CprError:
        return None


def _is_number(request: HttpRequest) -> bool:
    return _number(request.POST.get("ord", "")) is not None
