"""Inviting employees, and what happens when they say yes."""

from __future__ import annotations

from collections.abc import Iterable

from plejebro.access.viewer import Viewer
from plejebro.accounts import invitations, rules
from plejebro.accounts.actions import create_invitation
from plejebro.accounts.enums import InvitationKind
from plejebro.accounts.errors import InvitationUnusable
from plejebro.accounts.models import Invitation, User
from plejebro.audit.actions import record_change
from plejebro.audit.types import Subject, System
from plejebro.db.periods import not_over
from plejebro.kernel import clock
from plejebro.kernel.refusals import NotPossible
from plejebro.municipalities.actions import accept_employment
from plejebro.municipalities.models import Employment


def invite_employee(*, actor: Viewer, employment: Employment) -> None:
    """Mails the employee a link that works once for 14 days; an earlier link stops working. Raises `NotPossible`."""
    if employment.user_id is not None:
        raise NotPossible(f"{employment.full_name} har allerede brugt sin invitation.")
    if employment.ends is not None and employment.ends < clock.today():
        raise NotPossible("Rollen er afsluttet, så den kan ingen inviteres til.")
    create_invitation(
        actor=User.objects.get(pk=actor.user_id),
        email=employment.email,
        full_name=employment.full_name,
        kind=InvitationKind.EMPLOYEE,
        payload={"employment": employment.pk},
    )
    record_change(actor=actor, action="employee.invite", subjects=[Subject("employment", employment.public_id)])


def invite_all(*, actor: Viewer, employments: Iterable[Employment]) -> int:
    """Invites each of `employments` that has no login yet; returns how many."""
    waiting = [row for row in employments if row.user_id is None]
    for employment in waiting:
        invite_employee(actor=actor, employment=employment)
    return len(waiting)


def last_invited(employments: Iterable[Employment]) -> dict[int, Invitation]:
    """The newest invitation by employment, for those that have one. One query."""
    emails = {row.email.lower() for row in employments if row.user_id is None}
    rows = Invitation.objects.filter(kind=InvitationKind.EMPLOYEE, email__in=emails).order_by("created_at", "pk")
    return {int(row.payload["employment"]): row for row in rows if "employment" in row.payload}


def register() -> None:
    """Called once from `ready()`: what an employee's invitation leads to, and that employees need a second factor."""
    invitations.on_accept(InvitationKind.EMPLOYEE, _accepted, _description)
    rules.register_second_factor_check(works_in_a_municipality)


def works_in_a_municipality(user: User) -> bool:
    """Whether the user has an employment that is not over."""
    return Employment.objects.filter(not_over(clock.today()), user=user).exists()


def _accepted(invitation: Invitation, user: User) -> None:
    employment = Employment.objects.select_related("municipality").get(pk=int(invitation.payload["employment"]))
    if employment.user_id is not None or (employment.ends is not None and employment.ends < clock.today()):
        raise InvitationUnusable
    actor = System("Invitation", employment.municipality.code, user.public_id)
    accept_employment(actor=actor, employment=employment, user_id=user.pk)


def _description(invitation: Invitation) -> str:
    employment = Employment.objects.select_related("municipality").get(pk=int(invitation.payload["employment"]))
    return f"som {employment.get_role_display().lower()} i {employment.municipality}"
