"""The pulse's page: what is published is for everybody, and the analysts find the quarters that are not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plejebro.access.pages import public_page
from plejebro.accounts.enums import PlatformRoleKind
from plejebro.surveys.results.pulse_trend import pulse_page, unpublished_pulses


@public_page
@require_safe
def pulse(request: HttpRequest) -> HttpResponse:
    """Three questions over the quarters."""
    viewer = getattr(request, "viewer", None)
    is_analyst = viewer is not None and viewer.acting_kind == "platform" and viewer.role == PlatformRoleKind.ANALYST
    context = {
        "page": pulse_page(),
        "waiting": unpublished_pulses() if is_analyst else [],
        "trail": [("Resultater", "/maalinger/resultater/")],
    }
    return render(request, "surveys/results/pulse.html", context)
