"""The second factor of an acceptance: a code given in this session within the last quarter of an hour."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from plejebro.accounts.queries import has_second_factor
from plejebro.accounts.rules import AUTHENTICATION_RECORDS, STEP_UP_MINUTES

UNFINISHED = "plejebro_unfinished"


def has_factor(request: HttpRequest) -> bool:
    """Whether the user has a second factor at all."""
    user: Any = request.user
    return has_second_factor(user)


def factor_confirmed(request: HttpRequest) -> bool:
    """Whether a code has been given in this session within the last 15 minutes; a demo user is no exception.

    It is real time, not the demo's clock, and the factor must still be there.
    """
    records = request.session.get(AUTHENTICATION_RECORDS) or []
    newest = max((float(one["at"]) for one in records if one.get("method") == "mfa"), default=None)
    if newest is None or timezone.now().timestamp() - newest >= STEP_UP_MINUTES * 60:
        return False
    return has_factor(request)


def remember(request: HttpRequest) -> None:
    """Keeps the way back while the second factor is set up."""
    request.session[UNFINISHED] = request.path


def forget(request: HttpRequest) -> None:
    """The way back is no longer needed."""
    request.session.pop(UNFINISHED, None)


def confirm_first(request: HttpRequest) -> HttpResponse:
    """To the page where a code is given, or to the one where the factor is set up; the way back is kept."""
    remember(request)
    if not has_factor(request):
        return redirect("mfa_activate_totp")
    return redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': request.path})}")
