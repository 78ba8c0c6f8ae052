"""Inviting foster parents, and what happens when they say yes."""

from __future__ import annotations

from plejebro.access.viewer import Viewer
from plejebro.accounts import invitations
from plejebro.accounts.actions import create_invitation
from plejebro.accounts.enums import InvitationKind
from plejebro.accounts.errors import InvitationUnusable
from plejebro.accounts.models import Invitation, User
from plejebro.audit.actions import record_change
from plejebro.audit.types import System
from plejebro.families.actions import subjects_of
from plejebro.families.links import tell_newcomer
from plejebro.families.models import FamilyMember
from plejebro.kernel import clock


class NotInvited(Exception):
    """The foster parent cannot be invited as things stand; `sentence` says why, in Danish."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def invite_member(*, actor: Viewer, member: FamilyMember) -> None:
    """Mails the foster parent a link that works once for 14 days; an earlier link stops working. Raises `NotInvited`."""
    if member.user_id is not None:
        raise NotInvited("Invitationen er allerede brugt.")
    if not member.email:
        raise NotInvited("Skriv en e-mail på plejeforælderen først.")
    if member.ends is not None and member.ends < clock.today():
        raise NotInvited("Plejeforælderen er ikke længere med i familien.")
    create_invitation(
        actor=User.objects.get(pk=actor.user_id),
        email=member.email,
        full_name=f"{member.person.given_name} {member.person.family_name}".strip(),
        kind=InvitationKind.FAMILY_MEMBER,
        payload={"member": member.pk},
    )
    record_change(actor=actor, action="family.invite", subjects=subjects_of(member.family))


def register() -> None:
    """Called once from `ready()`: what a foster parent's invitation leads to."""
    invitations.on_accept(InvitationKind.FAMILY_MEMBER, _accepted, _description)


def _accepted(invitation: Invitation, user: User) -> None:
    member = FamilyMember.objects.select_related("family").get(pk=int(invitation.payload["member"]))
    if member.user_id is not None or (member.ends is not None and member.ends < clock.today()):
        raise InvitationUnusable
    if member.family.merged_into_id is not None:  # the person is in the other record already
        raise InvitationUnusable
    member.user_id = user.pk
    member.save(update_fields=["user"])
    actor = System("Invitation", user_uuid=user.public_id)
    record_change(actor=actor, action="family.accept", subjects=subjects_of(member.family))
    tell_newcomer(member)


def _description(invitation: Invitation) -> str:
    # The link can fall into other hands: the family is not named, only who invites (shown beside this).
    return "som plejeforælder i Plejebro"
