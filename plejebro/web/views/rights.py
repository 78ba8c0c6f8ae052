"""The open guide to what must happen before a child is moved, and who may do what."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plejebro.access.pages import public_page
from plejebro.kernel import clock
from plejebro.web.rights_guide import RightsForm, guide_for


@public_page
@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """The questions, and the answer when all are answered; nothing is kept."""
    if not request.GET:
        return render(request, "web/rights.html", {"form": RightsForm(initial={"day": clock.today()}), "guide": None})
    form = RightsForm(request.GET)
    guide = guide_for(**form.cleaned_data) if form.is_valid() else None
    return render(request, "web/rights.html", {"form": form, "guide": guide})
