"""Choosing whom one acts as."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from plejebro.access import registry
from plejebro.access.doors import viewer_of
from plejebro.access.middleware import SESSION_KEY
from plejebro.access.pages import login_page
from plejebro.accounts import sessions
from plejebro.web.links import maybe


@login_page
@require_http_methods(["GET", "HEAD", "POST"])
def choose_hat(request: HttpRequest) -> HttpResponse:
    """The hats one can wear today; POST puts one on and gives the session a new id."""
    viewer = viewer_of(request)
    if request.method == "POST":
        acting = registry.one_acting(viewer.user_id, request.POST.get("som", ""))
        if acting is None:
            messages.error(request, "Den rolle har du ikke længere. Vælg en anden.")
            return redirect("web:choose_hat")
        sessions.renew(request)
        request.session[SESSION_KEY] = acting.key
        return redirect("web:home")
    context = {"hats": registry.all_acting(viewer.user_id), "start_url": maybe("flows:start")}
    return render(request, "web/choose_hat.html", context)
