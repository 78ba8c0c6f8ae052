"""What happens at log-in, log-off and changed credentials: session content and security events.

Signals are Django's and allauth's own; our verbs never use them.
"""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth_signals
from django.db.models.signals import pre_save
from django.http import HttpRequest
from django.utils import timezone

from plejebro.accounts import security_events, sessions
from plejebro.accounts.models import LoginSession, User

_UID = "plejebro.accounts."


def connect() -> None:
    """Connect every receiver once and register what this room itself demands and offers."""
    from plejebro.accounts import platform_roles

    platform_roles.register()
    for signal, receiver in _RECEIVERS:
        signal.connect(receiver, dispatch_uid=_UID + receiver.__name__)
    pre_save.connect(_mark_viewed, sender=Authenticator, dispatch_uid=_UID + "_mark_viewed")


def _logged_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    sessions.begin(request, user)
    User.objects.filter(pk=user.pk).update(last_seen_at=timezone.now())
    security_events.tell("login", user_id=user.pk)


def _logged_out(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    request.plejebro_logged_off = True  # type: ignore[attr-defined]
    if user is None or request.method in ("GET", "HEAD"):
        return  # an expired session at a read: the list tidies itself at the next log-in
    LoginSession.objects.filter(user=user, session_key=request.session.session_key).delete()
    security_events.tell("logout", user_id=user.pk)


def _login_failed(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    # What was typed is not told on: people type passwords into the e-mail field.
    email = str(credentials.get("email") or credentials.get("username") or "")
    user_id = User.objects.filter(email=email.strip().lower()).values_list("pk", flat=True).first()
    security_events.tell("login_failed", user_id=user_id)


def _step_completed(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    if kwargs.get("reauthenticated"):
        sessions.renew(request)
        security_events.tell("step_up", user_id=user.pk, method=str(kwargs.get("method")))


def _factor_failed(sender: Any, user: User, **kwargs: Any) -> None:
    security_events.tell("second_factor_failed", user_id=user.pk)


def _factor_added(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **kw: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    request.session[sessions.FACTOR] = True
    sessions.end_others(request, user)
    security_events.tell("second_factor_added", user_id=user.pk)


def _factor_removed(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **kw: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    request.session[sessions.FACTOR] = False
    request.session.pop(sessions.FACTOR_NEEDED, None)
    sessions.end_others(request, user)
    security_events.tell("second_factor_removed", user_id=user.pk)


def _codes_renewed(sender: Any, user: User, **kwargs: Any) -> None:
    security_events.tell("recovery_codes_renewed", user_id=user.pk)


def _mark_viewed(sender: Any, instance: Authenticator, **kwargs: Any) -> None:
    # allauth marks the codes as seen when the page with them is read. A GET must not write, so the
    # mark is set as they are stored, in the same write.
    if instance.type == Authenticator.Type.RECOVERY_CODES:
        instance.data.setdefault("viewed_at", timezone.now().timestamp())


def _password_changed(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    sessions.end_others(request, user)
    security_events.tell("password_changed", user_id=user.pk)


def _password_reset(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    # The new password has already ended every session; the list of places follows.
    LoginSession.objects.filter(user=user).delete()
    security_events.tell("password_reset", user_id=user.pk)


def _email_changed(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    if request.user.is_authenticated and request.user.pk == user.pk:
        sessions.end_others(request, request.user)
    security_events.tell("email_changed", user_id=user.pk)


def _signed_up(sender: Any, user: User, **kwargs: Any) -> None:
    security_events.tell("signed_up", user_id=user.pk)


_RECEIVERS: tuple[tuple[Any, Any], ...] = (
    (auth_signals.user_logged_in, _logged_in),
    (auth_signals.user_logged_out, _logged_out),
    (auth_signals.user_login_failed, _login_failed),
    (account_signals.authentication_step_completed, _step_completed),
    (account_signals.password_changed, _password_changed),
    (account_signals.password_set, _password_changed),
    (account_signals.password_reset, _password_reset),
    (account_signals.email_changed, _email_changed),
    (account_signals.user_signed_up, _signed_up),
    (mfa_signals.authentication_failed, _factor_failed),
    (mfa_signals.authenticator_added, _factor_added),
    (mfa_signals.authenticator_removed, _factor_removed),
    (mfa_signals.authenticator_reset, _codes_renewed),
)
