"""Personal data of those who log in: what lies here, how it is handed out, how it is blanked."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q

from plejebro.accounts import security_events, sessions
from plejebro.accounts.models import Invitation, LoginSession, User

HOLDS = {
    "User.full_name": "Navnet, som de andre på anbringelsen ser.",
    "User.email": "Den e-mail, man logger ind med.",
    "User.phone": "Telefonnummeret, man selv har skrevet.",
    "User.last_seen_at": "Hvornår man sidst loggede ind.",
    "EmailAddress.email": "Den e-mail, man logger ind med, og en ny, der venter på at blive bekræftet.",
    "Authenticator.data": "Nøglen til kode-appen og reservekoderne, krypteret.",
    "LoginSession.device": "Browser og styresystem dér, hvor man er logget ind.",
    "Invitation.email": "E-mailen på den, der er inviteret.",
    "Invitation.full_name": "Navnet på den, der er inviteret.",
}


def export(user: User) -> dict[str, Any]:
    """What this room keeps about `user`, ready to hand out. Secrets of log-in are never in it."""
    return {
        "navn": user.full_name,
        "e-mail": user.email,
        "telefon": user.phone,
        "oprettet": user.created_at,
        "sidst logget ind": user.last_seen_at,
        "totrins-login": Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists(),
        "steder": [
            {"enhed": place.device, "siden": place.started_at}
            for place in LoginSession.objects.filter(user=user).order_by("started_at", "pk")
        ],
        "invitationer": [
            {"slags": row.get_kind_display(), "sendt": row.created_at, "brugt": row.accepted_at}
            for row in _invitations_to(user).order_by("created_at", "pk")
        ],
    }


@transaction.atomic
def blank(user: User) -> None:
    """Blank `user` for good: nobody can log in as it, and name, e-mail and phone are gone from here.

    The row stays, since the log and the case point at it by its public id. Calling it again changes nothing.
    """
    _invitations_to(user).filter(accepted_at=None, revoked_at=None).delete()
    _invitations_to(user).update(email=_nobody(user), full_name="")
    for place in LoginSession.objects.filter(user=user):
        sessions.end_one(place)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.full_name, user.phone, user.email = "", "", _nobody(user)
    user.is_active, user.last_seen_at, user.last_login = False, None, None
    user.session_epoch += 1
    user.set_unusable_password()
    user.save()
    security_events.tell("account_blanked", user_id=user.pk)


def _nobody(user: User) -> str:
    # RFC 2606: mail to ".invalid" reaches nobody.
    return f"{user.public_id}@blanked.invalid"


def _invitations_to(user: User) -> Any:
    return Invitation.objects.filter(Q(accepted_by=user) | Q(email__iexact=user.email))
