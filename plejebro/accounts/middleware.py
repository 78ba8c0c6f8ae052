"""Session rules at every request: how long it lives, whether the second factor is in place.

Place it after SessionMiddleware, AuthenticationMiddleware, MessageMiddleware and allauth's
AccountMiddleware, and before anything that opens guarded objects.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control

from plejebro.accounts import security_events, sessions
from plejebro.accounts.expired import session_expired

# All a user without the required second factor can reach: to activate it, to confirm who they are
# on the way there, and to log off. Static files never get this far.
WITHOUT_SECOND_FACTOR = frozenset(
    {
        "mfa_activate_totp",
        "mfa_reauthenticate",
        "account_reauthenticate",
        "account_logout",
    }
)


class SessionRulesMiddleware:
    """Ends old sessions, confines those without the required second factor, and cleans up at log-off."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or say calmly that the session is over."""
        request.second_factor_pending = False  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            reason = sessions.why_over(request)
            if reason:
                return _end(request, reason)
        response = self.get_response(request)
        _finish(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Send a user who lacks the required second factor to the page that activates it."""
        user = request.user
        if not user.is_authenticated or not sessions.second_factor_missing(request, user):
            return None
        request.second_factor_pending = True  # type: ignore[attr-defined]
        match = request.resolver_match
        if match is None or match.view_name in WITHOUT_SECOND_FACTOR:
            return None
        return redirect("mfa_activate_totp")


def _end(request: HttpRequest, reason: str) -> HttpResponse:
    security_events.tell("session_expired", user_id=request.user.pk, reason=reason)
    logout(request)
    # The tab may hold writing that is not saved yet; only a log-off of one's own clears the browser.
    request.plejebro_logged_off = False  # type: ignore[attr-defined]
    response = session_expired(request)
    _finish(request, response)
    return response


def _finish(request: HttpRequest, response: HttpResponse) -> None:
    if request.user.is_authenticated:
        sessions.follow_key(request)
        sessions.mark_seen(request, response)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, no_store=True, private=True)
    elif sessions.seen_cookie_name() in request.COOKIES:
        sessions.forget_seen(response)
    if getattr(request, "plejebro_logged_off", False):
        # Not "cookies": the browser would clear them for the whole registrable domain, and an
        # installation may live at a municipality's. The session itself is already gone.
        response["Clear-Site-Data"] = '"cache", "storage"'
        patch_cache_control(response, no_store=True)
