"""Rules of log-in and session: how long, how many factors, how recently confirmed.

Session times are **real** time (``django.utils.timezone.now``), never ``kernel.clock``: the demo
clock can be moved a week forward, and that must not log everybody out. Invitations follow the
kernel clock, since their expiry is part of what the demo shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.utils import timezone

if TYPE_CHECKING:
    from plejebro.accounts.models import User

# trust.md E3: exact to the second.
INACTIVITY = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
STEP_UP_MINUTES = 15
# A user without a second factor is asked anew whether one is needed (a family member may have been
# hired since), but not at every request: the answer costs a query per registered check.
SECOND_FACTOR_RECHECK = timedelta(minutes=5)

INVITATION_LIFETIME = timedelta(days=14)

AUTHENTICATION_RECORDS = "account_authentication_methods"  # allauth's session key

SecondFactorCheck = Callable[["User"], bool]
_checks: list[SecondFactorCheck] = []


class HasSession(Protocol):
    """The part of a request the rules look at."""

    @property
    def session(self) -> Any: ...

    @property
    def user(self) -> Any: ...


def register_second_factor_check(fn: SecondFactorCheck) -> None:
    """Add a reason to need a second factor; called from AppConfig.ready() of the room that knows it."""
    if fn not in _checks:
        _checks.append(fn)


def second_factor_required(user: User) -> bool:
    """True when any registered check says so. Demo users never, and only while the demo runs."""
    if is_demo_exempt(user):
        return False
    return any(check(user) for check in _checks)


def is_demo_exempt(user: User) -> bool:
    """True for an invented person in demo mode; a real user is never exempt, nor anyone elsewhere."""
    return bool(getattr(settings, "PLEJEBRO_DEMO", False)) and bool(user.is_demo)


def session_over(*, started: datetime, last_seen: datetime, now: datetime) -> str | None:
    """Why the session is over: "absolute" at 12 hours, "inactive" at 30 minutes, else None."""
    if now - started >= ABSOLUTE:
        return "absolute"
    if now - last_seen >= INACTIVITY:
        return "inactive"
    return None


def last_authenticated(session: Mapping[str, Any]) -> float | None:
    """Unix seconds of the newest proof (password, code) in this session, or None."""
    records = session.get(AUTHENTICATION_RECORDS) or []
    return max((float(record["at"]) for record in records), default=None)


def recently_authenticated(request: HasSession, minutes: int = STEP_UP_MINUTES) -> bool:
    """True when this session has proved who it is within ``minutes``: at log-in or by confirming since.

    Send the user to ``accounts:confirm`` when False. Demo users, who have no password, always pass.
    """
    if not request.user.is_authenticated:
        return False
    if is_demo_exempt(request.user):
        return True
    at = last_authenticated(request.session)
    return at is not None and timezone.now().timestamp() - at < minutes * 60
