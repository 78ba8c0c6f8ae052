"""Pages for everybody: what Plejebro is, accessibility, privacy, contact, and advice for families."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plejebro.access.pages import public_page
from plejebro.clocks.rules import AUTO_CLOSE_WORKDAYS, DEFAULT_REPLY_WORKDAYS


@public_page
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What Plejebro is and for whom."""
    return render(request, "web/about.html")


@public_page
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, honest about what is not yet tried."""
    return render(request, "web/accessibility.html")


@public_page
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of whom, who sees it, and what one can ask for."""
    return render(request, "web/privacy.html")


@public_page
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Whom to write to about what."""
    return render(request, "web/contact.html", {"support_address": settings.PLEJEBRO_SUPPORT_ADDRESS})


@public_page
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Advice for families: whom to ask about what, the reply time, and the ladder."""
    context = {"reply_days": DEFAULT_REPLY_WORKDAYS, "silence_days": AUTO_CLOSE_WORKDAYS}
    return render(request, "web/help.html", context)
