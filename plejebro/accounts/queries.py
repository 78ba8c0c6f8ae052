"""Reads: open invitations, the demo people, where a user is logged in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from plejebro.accounts import invitations, rules
from plejebro.accounts.models import Invitation, LoginSession, PlatformRole, User
from plejebro.kernel import clock


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One button in the demo log-in panel."""

    public_id: str
    name: str
    line: str


@dataclass(frozen=True, slots=True)
class DemoGroup:
    """The demo people of one role."""

    title: str
    people: tuple[DemoPerson, ...]


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """What the holder of a link is shown."""

    email: str
    full_name: str
    description: str
    invited_by: str
    has_user: bool


@dataclass(frozen=True, slots=True)
class PlaceLoggedIn:
    """One row of "steder du er logget ind"."""

    public_id: str
    device: str
    started_at: datetime
    is_this: bool


def users_by_verified_email(addresses: Iterable[str]) -> dict[int, str]:
    """Users whose log-in e-mail is one of `addresses` and has been confirmed, with the address in lower case."""
    wanted = {address.lower() for address in addresses if address}
    rows = EmailAddress.objects.filter(email__in=wanted, verified=True, primary=True, user__is_active=True)
    return {user_id: email.lower() for user_id, email in rows.values_list("user_id", "email")}


def invitation_page(token: str) -> InvitationPage | None:
    """What the link leads to, or None when it cannot be used, whatever the reason."""
    invitation = (
        Invitation.objects.select_related("invited_by")
        .filter(token_hash=invitations.token_hash(token), accepted_at=None, revoked_at=None)
        .filter(expires_at__gt=clock.now())
        .first()
    )
    if invitation is None:
        return None
    return InvitationPage(
        email=invitation.email,
        full_name=invitation.full_name,
        description=invitations.description(invitation),
        invited_by=invitation.invited_by.full_name if invitation.invited_by else "Plejebro",
        has_user=User.objects.filter(email=invitation.email).exists(),
    )


def demo_groups() -> list[DemoGroup]:
    """The invented people by role, in the order they were made; empty outside demo mode."""
    if not settings.PLEJEBRO_DEMO:
        return []
    users = list(User.objects.filter(is_demo=True, is_active=True).order_by("pk"))
    order = list(dict.fromkeys(user.demo_group for user in users))
    users.sort(key=lambda user: order.index(user.demo_group))
    return [
        DemoGroup(
            title=title or "Andre",
            people=tuple(DemoPerson(str(u.public_id), u.full_name, u.demo_line) for u in people),
        )
        for title, people in groupby(users, key=lambda user: user.demo_group)
    ]


def demo_person(public_id: str) -> User | None:
    """The invented, active person with this id; never a real user, never outside demo mode."""
    if not settings.PLEJEBRO_DEMO:
        return None
    return User.objects.filter(public_id=public_id, is_demo=True, is_active=True).first()


def has_platform_role(user: User) -> bool:
    """True when the user holds any platform role today."""
    today = clock.today()
    return PlatformRole.objects.filter(user=user, starts__lte=today).filter(Q(ends=None) | Q(ends__gte=today)).exists()


def has_second_factor(user: User) -> bool:
    """True when the user has activated a code app."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def open_login_sessions(user: User) -> list[LoginSession]:
    """Where the user logged in within the longest time a session can last, newest first."""
    oldest = timezone.now() - rules.ABSOLUTE
    return list(LoginSession.objects.filter(user=user, started_at__gt=oldest).order_by("-started_at"))
