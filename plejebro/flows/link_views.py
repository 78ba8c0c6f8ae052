"""The page where a family answers a municipality that has created it anew."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from plejebro.access.doors import open_thing, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.families.models import Family, LinkRequest
from plejebro.flows.family_links import accept_link, decline_link, link_page
from plejebro.flows.forms import LinkForm
from plejebro.kernel.refusals import NotPossible


@page(Permission.FAMILY_LINK)
@rate_limited("family_link")
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, public_id: UUID, request_id: UUID) -> HttpResponse:
    """What the municipality will see, and the two answers."""
    family = open_thing(request, Family, public_id, Permission.FAMILY_LINK)
    rows = LinkRequest.objects.select_related("record", "asked", "municipality")
    asked = get_object_or_404(rows, asked=family, public_id=request_id)
    found = link_page(asked)
    if request.method == "POST" and request.POST.get("svar") == "nej":
        decline_link(actor=viewer_of(request), request=asked)
        messages.success(request, f"I holdes adskilt. {found.municipality} får ikke noget at vide om jeres svar.")
        return redirect("families:family", public_id)
    form = LinkForm(request.POST if request.method == "POST" else None, proof=found.proof)
    if request.method == "POST" and found.may_accept and form.is_valid():
        try:
            if accept_link(actor=viewer_of(request), request=asked, proof=form.answer()):
                messages.success(request, f"Anbringelsen hos {found.municipality} står nu på jeres side.")
                return redirect("families:family", public_id)
            form.add_error("proof", "Det passer ikke med det, kommunen har skrevet. Prøv igen, eller tal med kommunen.")
        except NotPossible as refused:
            form.add_error(None, refused.sentence)
    return render(request, "flows/link.html", {"page": found, "form": form})
