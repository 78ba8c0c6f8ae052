"""What a session carries, and the verbs on it. Everything the middleware needs lies in the session.

``plejebro_started``        unix seconds of log-in, sets the absolute limit
``plejebro_factor``         True when the user has an active second factor
``plejebro_factor_needed``  [verdict, unix seconds it was reached], only while there is no factor
``plejebro_place``          [LoginSession pk, session key it was stored under]

When the user was last seen is *not* in the session: writing the session at every page view would
be a database write per read. It is a signed cookie bound to the session key. Only the server can
make a newer one, and it does so only for a session that is still alive; without the cookie the
log-in time counts. So nobody gains time by keeping, deleting or replaying it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from plejebro.accounts import queries, rules
from plejebro.accounts.devices import device_name
from plejebro.accounts.models import LoginSession, User

STARTED = "plejebro_started"
FACTOR = "plejebro_factor"
FACTOR_NEEDED = "plejebro_factor_needed"
PLACE = "plejebro_place"
SEEN_SALT = "plejebro.accounts.seen"


def begin(request: HttpRequest, user: User) -> None:
    """Fill a fresh session at log-in and remember the place in the user's list."""
    session = request.session
    if session.session_key is None:
        session.save()
    now = timezone.now()
    session[STARTED] = now.timestamp()
    session[FACTOR] = queries.has_second_factor(user)
    session.pop(FACTOR_NEEDED, None)
    LoginSession.objects.filter(user=user, started_at__lte=now - rules.ABSOLUTE).delete()
    place = LoginSession.objects.create(
        user=user,
        session_key=session.session_key or "",
        device=device_name(request.headers.get("User-Agent", "")),
        started_at=now,
    )
    session[PLACE] = [place.pk, session.session_key]


def why_over(request: HttpRequest) -> str | None:
    """Why this logged-in session is over ("absolute", "inactive"), or None while it lives."""
    started = request.session.get(STARTED)
    if started is None:
        return "absolute"
    began = datetime.fromtimestamp(float(started), tz=UTC)
    return rules.session_over(started=began, last_seen=max(began, _seen(request) or began), now=timezone.now())


def second_factor_missing(request: HttpRequest, user: User) -> bool:
    """True when the user must activate a second factor before anything else."""
    if request.session.get(FACTOR):
        return False
    now = timezone.now().timestamp()
    verdict = request.session.get(FACTOR_NEEDED)
    fresh = rules.SECOND_FACTOR_RECHECK.total_seconds()
    if verdict is None or now - verdict[1] >= fresh:
        verdict = [rules.second_factor_required(user), now]
        request.session[FACTOR_NEEDED] = verdict
    return bool(verdict[0])


def mark_seen(request: HttpRequest, response: HttpResponse) -> None:
    """Give the browser the signed time of this request."""
    value = signing.dumps([request.session.session_key, timezone.now().timestamp()], salt=SEEN_SALT)
    response.set_cookie(
        seen_cookie_name(),
        value,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_seen(response: HttpResponse) -> None:
    """Take the cookie back at log-off."""
    response.delete_cookie(seen_cookie_name(), path=settings.SESSION_COOKIE_PATH, samesite="Lax")


def seen_cookie_name() -> str:
    """The session cookie's name with "-seen", so that a ``__Host-`` prefix is kept."""
    return f"{settings.SESSION_COOKIE_NAME}-seen"


def renew(request: HttpRequest) -> None:
    """New session id, same content: call it when the session's power changes (step-up, acting as)."""
    request.session.cycle_key()
    follow_key(request)


def follow_key(request: HttpRequest) -> None:
    """Keep the list of places right after Django gave the session a new id."""
    place = request.session.get(PLACE)
    key = request.session.session_key
    if place and key and place[1] != key:
        LoginSession.objects.filter(pk=place[0]).update(session_key=key)
        request.session[PLACE] = [place[0], key]


def end_others(request: HttpRequest, user: User) -> None:
    """End every session of the user but this one, at their next request. This one gets a new id."""
    user.session_epoch += 1
    user.save(update_fields=["session_epoch"])
    update_session_auth_hash(request, user)
    follow_key(request)
    key = request.session.session_key
    LoginSession.objects.filter(user=user).exclude(session_key=key or "").delete()


def end_one(place: LoginSession) -> None:
    """End one session by removing it from the session store."""
    store().delete(place.session_key)
    place.delete()


def places(request: HttpRequest, user: User) -> list[queries.PlaceLoggedIn]:
    """Where the user is logged in now, this place first."""
    alive = store()
    here = request.session.session_key
    rows = [
        queries.PlaceLoggedIn(str(p.public_id), p.device, p.started_at, p.session_key == here)
        for p in queries.open_login_sessions(user)
        if alive.exists(p.session_key)
    ]
    return sorted(rows, key=lambda row: not row.is_this)


def store() -> Any:
    """An empty session of the configured engine, for asking and deleting by key."""
    return import_module(settings.SESSION_ENGINE).SessionStore()


def _seen(request: HttpRequest) -> datetime | None:
    try:
        key, at = signing.loads(request.COOKIES.get(seen_cookie_name(), ""), salt=SEEN_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if key != request.session.session_key:
        return None
    return datetime.fromtimestamp(float(at), tz=UTC)
