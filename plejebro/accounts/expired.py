"""Two calm refusals that keep what a person wrote: the session is over, and too many tries."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from plejebro.accounts import security_events

# Never shown back: secrets, and what is not writing.
_SECRET_PARTS = ("password", "code", "token", "csrf", "adgangskode", "cpr")
_SHORTEST_WORTH_KEEPING = 20


def session_expired(request: HttpRequest) -> HttpResponse:
    """Log-in page for a read; for a sending, a page (401) that shows what was written, to copy."""
    target = f"{reverse('account_login')}?{urlencode({'next': _back_to(request)})}"
    if request.method in ("GET", "HEAD"):
        messages.info(request, "Du har været væk et stykke tid. Log ind igen for at fortsætte.")
        return HttpResponseRedirect(target)
    context = {"written": written_text(request), "login_url": target}
    return render(request, "accounts/session_expired.html", context, status=401)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The Danish 429 page, with what was written; ``handler429`` in config/urls for allauth's routes."""
    match = request.resolver_match
    user = getattr(request, "user", None)
    security_events.tell("rate_limited", user_id=getattr(user, "pk", None), route=match.view_name if match else "")
    return render(request, "429.html", {"written": written_text(request)}, status=429)


def written_text(request: HttpRequest) -> list[str]:
    """The longer texts of a POST, so that the person can copy them; never secrets or short fields."""
    return [
        value
        for name, values in request.POST.lists()
        for value in values
        if isinstance(value, str)
        and len(value.strip()) >= _SHORTEST_WORTH_KEEPING
        and not any(part in name.lower() for part in _SECRET_PARTS)
    ]


def _back_to(request: HttpRequest) -> str:
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return referer
    return "/"
