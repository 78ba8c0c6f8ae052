"""What this room itself registers: platform roles need a second factor and come by invitation."""

from __future__ import annotations

from plejebro.accounts import actions, invitations, queries, rules
from plejebro.accounts.enums import InvitationKind, PlatformRoleKind
from plejebro.accounts.models import Invitation, User


def register() -> None:
    """Called once from AccountsConfig.ready()."""
    rules.register_second_factor_check(queries.has_platform_role)
    invitations.on_accept(InvitationKind.OPERATOR, _become, _describe)


def _become(invitation: Invitation, user: User) -> None:
    actions.grant_platform_role(actor=invitation.invited_by, user=user, role=_role(invitation))


def _describe(invitation: Invitation) -> str:
    return f"som {_role(invitation).label} for Plejebro"


def _role(invitation: Invitation) -> PlatformRoleKind:
    return PlatformRoleKind(invitation.payload.get("role", PlatformRoleKind.OPERATOR))
