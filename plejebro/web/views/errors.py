"""Pages for when something is not there, not allowed, or went wrong. They say what was kept and what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from plejebro.access.pages import public_page
from plejebro.accounts.expired import written_text


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the browser sent something that makes no sense."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: one may see the thing, or is logged in, but not for this."""
    return render(request, "403.html", {"written": written_text(request)}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not yours to see; the page does not tell which."""
    return render(request, "404.html", {"written": written_text(request)}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: made without the frame and without the database, which may be what failed."""
    return HttpResponse(loader.render_to_string("500.html"), status=500)


@public_page
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long or came from elsewhere: nothing was sent, and what was written is shown."""
    return render(request, "csrf.html", {"written": written_text(request)}, status=403)
