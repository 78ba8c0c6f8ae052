"""Verbs: make users, invite, accept, change one's own details, roles on the platform, lost second factor."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from plejebro.accounts import invitations, mailer, rules, security_events
from plejebro.accounts.enums import InvitationKind, PlatformRoleKind
from plejebro.accounts.errors import EmailTaken, InvitationUnusable, NotOnYourself, PasswordRefused
from plejebro.accounts.models import Invitation, LoginSession, PlatformRole, User
from plejebro.kernel import clock


@transaction.atomic
def create_account(
    *,
    actor: User | None,
    email: str,
    full_name: str,
    password: str | None = None,
    demo_group: str = "",
    demo_line: str = "",
    is_demo: bool = False,
) -> User:
    """Make a user whose e-mail counts as verified (``actor`` vouches for it, None = the platform).

    ``is_demo`` puts an invented person in the demo log-in panel under ``demo_group``. Raises
    IntegrityError when the e-mail is taken.
    """
    user = User.objects.create_user(
        email,
        password,
        full_name=full_name,
        is_demo=is_demo,
        demo_group=demo_group,
        demo_line=demo_line,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    _tell_about("account_created", actor=actor, user=user)
    return user


@transaction.atomic
def create_invitation(
    *,
    actor: User | None,
    email: str,
    full_name: str,
    kind: InvitationKind,
    payload: Mapping[str, int | str],
) -> tuple[Invitation, str]:
    """Store an invitation and mail its link; returns it with the link's secret, which is not stored.

    Whether ``actor`` may invite is for the caller to ask. An earlier open invitation of the same
    kind to the same e-mail and payload is withdrawn, so that one link works at a time.
    """
    now = clock.now()
    address = email.strip().lower()
    Invitation.objects.filter(email=address, kind=kind, payload=dict(payload), accepted_at=None, revoked_at=None).update(
        revoked_at=now
    )
    token = invitations.new_token()
    invitation = Invitation.objects.create(
        token_hash=invitations.token_hash(token),
        email=address,
        full_name=full_name.strip(),
        kind=kind,
        payload=dict(payload),
        invited_by=actor,
        created_at=now,
        expires_at=now + rules.INVITATION_LIFETIME,
    )
    _mail_invitation(invitation, token)
    security_events.tell("invitation_created", user_id=actor.pk if actor else None, invitation=invitation.pk, kind=str(kind))
    return invitation, token


@transaction.atomic
def revoke_invitation(*, actor: User, invitation: Invitation) -> None:
    """Withdraw an open invitation; one that is used or already withdrawn is left as it is."""
    changed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(revoked_at=clock.now())
    if changed:
        security_events.tell("invitation_revoked", user_id=actor.pk, invitation=invitation.pk)


@transaction.atomic
def accept_invitation(*, token: str, user: User | None = None, full_name: str = "", password: str | None = None) -> User:
    """Use the link once: as the logged-in ``user`` with the invited e-mail, or by choosing a password.

    A new user's e-mail counts as verified, since the link came by that e-mail. Runs the handler of
    the room that owns the payload in the same transaction.
    Raises InvitationUnusable (same for every reason), EmailTaken and PasswordRefused.
    """
    invitation = _claim(token)
    if user is None:
        user = _user_from(invitation, full_name=full_name, password=password)
    elif not user.is_active or user.email.lower() != invitation.email.lower():
        raise InvitationUnusable
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=clock.now(), accepted_by=user)
    invitation.refresh_from_db()
    invitations.carry_out(invitation, user)
    security_events.tell("invitation_accepted", user_id=user.pk, invitation=invitation.pk)
    return user


@transaction.atomic
def update_profile(*, actor: User, full_name: str, phone: str) -> User:
    """Change one's own name and phone number."""
    actor.full_name = full_name.strip()
    actor.phone = phone.strip()
    actor.save(update_fields=["full_name", "phone"])
    security_events.tell("profile_changed", user_id=actor.pk)
    return actor


@transaction.atomic
def grant_platform_role(
    *, actor: User | None, user: User, role: PlatformRoleKind, starts: date | None = None
) -> PlatformRole:
    """Give ``user`` a platform role from ``starts`` (today); an open one of the same kind is kept."""
    granted, made = PlatformRole.objects.get_or_create(
        user=user, role=role, ends=None, defaults={"starts": starts or clock.today()}
    )
    if made:
        _tell_about("platform_role_granted", actor=actor, user=user, role=str(role))
    return granted


@transaction.atomic
def end_platform_role(*, actor: User | None, role: PlatformRole, ends: date) -> None:
    """End a platform role with ``ends`` as its last day."""
    role.ends = ends
    role.save(update_fields=["ends"])
    _tell_about("platform_role_ended", actor=actor, user=role.user, role=role.role)


@transaction.atomic
def reset_second_factor(*, actor: User, user: User) -> None:
    """Remove a lost second factor: ends every session and mails the user, who enrols anew at log-in.

    Whether ``actor`` may do it is for the caller to ask. Raises NotOnYourself.
    """
    if actor.pk == user.pk:
        raise NotOnYourself
    Authenticator.objects.filter(user=user).delete()
    end_all_sessions(user=user)
    _tell_about("second_factor_reset", actor=actor, user=user)
    _mail(
        user.email,
        "accounts/mail/second_factor_reset",
        {"user": user, "actor": actor, "login_url": absolute(reverse("account_login"))},
    )


def end_all_sessions(*, user: User) -> None:
    """Log ``user`` off everywhere, at the next request of each session."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    LoginSession.objects.filter(user=user).delete()


def forget_old_sessions() -> int:
    """Delete places whose session cannot be alive any more; run daily by the worker. Returns how many."""
    deleted, _ = LoginSession.objects.filter(started_at__lte=timezone.now() - rules.ABSOLUTE).delete()
    return deleted


def absolute(path: str) -> str:
    """The full address of ``path`` for a mail; built from the setting, never from a request header."""
    return f"{settings.PLEJEBRO_BASE_URL.rstrip('/')}{path}"


def password_problems(password: str, *, email: str, full_name: str) -> list[str]:
    """Danish sentences telling what is wrong with a password; empty when it may be used."""
    try:
        validate_password(password, User(email=email, full_name=full_name))
    except ValidationError as error:
        return list(error.messages)
    return []


def _claim(token: str) -> Invitation:
    now = clock.now()
    # The row lock (PostgreSQL) or the write lock (SQLite, IMMEDIATE) makes "once" true for two
    # people clicking at the same moment.
    invitation = (
        Invitation.objects.select_for_update()
        .filter(token_hash=invitations.token_hash(token), accepted_at=None, revoked_at=None)
        .filter(expires_at__gt=now)
        .first()
    )
    if invitation is None:
        raise InvitationUnusable
    return invitation


def _user_from(invitation: Invitation, *, full_name: str, password: str | None) -> User:
    if User.objects.filter(email=invitation.email).exists():
        raise EmailTaken
    name = full_name.strip() or invitation.full_name
    problems = password_problems(password or "", email=invitation.email, full_name=name)
    if problems:
        raise PasswordRefused(problems)
    return create_account(actor=invitation.invited_by, email=invitation.email, full_name=name, password=password)


def _mail_invitation(invitation: Invitation, token: str) -> None:
    link = absolute(reverse("accounts:invitation", args=[token]))
    context = {"invitation": invitation, "link": link, "days": rules.INVITATION_LIFETIME.days}
    _mail(invitation.email, "accounts/mail/invitation", context)


def _mail(to: str, template: str, context: dict[str, object]) -> None:
    subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
    body = render_to_string(f"{template}_message.txt", context).strip() + "\n"
    mailer.send(to=to, subject=subject, body=body, kind=template.rsplit("/", 1)[-1])


def _tell_about(action: str, *, actor: User | None, user: User, **details: str | int) -> None:
    security_events.tell(action, user_id=actor.pk if actor else None, about_user=user.pk, **details)
