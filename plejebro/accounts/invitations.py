"""What an invitation leads to: the room that owns the payload registers how to carry it out and tell it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from plejebro.accounts.enums import InvitationKind
from plejebro.accounts.models import Invitation, User

Handler = Callable[[Invitation, User], None]
Describer = Callable[[Invitation], str]


@dataclass(frozen=True, slots=True)
class _Registered:
    handler: Handler
    describe: Describer | None


_registered: dict[str, _Registered] = {}


def on_accept(kind: InvitationKind, handler: Handler, describe: Describer | None = None) -> None:
    """Have ``handler(invitation, user)`` run when an invitation of ``kind`` is accepted.

    It runs inside the accepting transaction, so an error leaves the invitation unused.
    ``describe(invitation)`` returns what the invited person reads after "Du er inviteret":
    "som konsulent i Egelund Kommune". It is shown to whoever holds the link: no names of children.
    """
    _registered[kind] = _Registered(handler, describe)


def carry_out(invitation: Invitation, user: User) -> None:
    """Run the registered handler; LookupError when no room has registered the kind."""
    _registered[invitation.kind].handler(invitation, user)


def description(invitation: Invitation) -> str:
    """What the invitation is to, in Danish; the kind's own words when no room tells more."""
    registered = _registered.get(invitation.kind)
    if registered and registered.describe:
        return registered.describe(invitation)
    return f"som {InvitationKind(invitation.kind).label}"


def new_token() -> str:
    """A fresh secret for a link: 256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a token. No salt is needed: the token itself has 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()
