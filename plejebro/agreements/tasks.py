"""Verbs of the agreement on the task. It lies in the child's file and holds no pay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from plejebro.access.viewer import Viewer
from plejebro.agreements import messages
from plejebro.agreements.base import content_of, side_of, unused_case_number
from plejebro.agreements.models import TaskAgreement
from plejebro.agreements.perms import subjects_of_task
from plejebro.audit.actions import record_change
from plejebro.kernel import clock
from plejebro.kernel.refusals import NotPossible
from plejebro.placements.models import Placement
from plejebro.versions import actions as versions
from plejebro.versions.enums import State, other
from plejebro.versions.models import Standing, Version

KIND = "task"


@transaction.atomic
def create_task(*, actor: Viewer, placement: Placement) -> TaskAgreement:
    """The placement's agreement on the task, with nothing agreed in it yet. Raises `NotPossible` for a second one."""
    Placement.objects.select_for_update().get(pk=placement.pk)
    if TaskAgreement.objects.filter(placement=placement).exists():
        raise NotPossible("Der er allerede en aftale om opgaven på anbringelsen.")
    task = TaskAgreement.objects.create(
        case_number=unused_case_number(),
        placement=placement,
        document=versions.create_document(kind=KIND, placement=placement),
        created_at=clock.now(),
    )
    record_change(actor=actor, action="task.create", subjects=subjects_of_task(task))
    return task


@transaction.atomic
def propose_task(
    *,
    actor: Viewer,
    task: TaskAgreement,
    content: Mapping[str, Any],
    starts: date,
    submission: UUID,
    ends: date | None = None,
    seen_number: int | None = None,
) -> Version:
    """Proposes a version. Raises `ChangedMeanwhile` when another was proposed meanwhile, and `NotPossible`."""
    version = versions.propose(
        actor=actor,
        side=side_of(actor),
        document=task.document,
        proposal=versions.Proposal(content_of(KIND, content), starts, ends),
        submission=submission,
        seen_number=seen_number,
    )
    _done(actor, task, "propose", version, "Der er et forslag til aftalen om opgaven.")
    return version


@transaction.atomic
def accept_task(*, actor: Viewer, task: TaskAgreement, version: Version, factor: bool, seen_hash: str) -> Standing:
    """One side's yes, with its second factor."""
    standing = versions.accept(actor=actor, side=side_of(actor), version=version, factor=factor, seen_hash=seen_hash)
    agreed = standing.state == State.ACCEPTED
    headline = "Aftalen om opgaven er aftalt af begge sider." if agreed else "Den anden side har godkendt et forslag."
    _done(actor, task, f"accept_{side_of(actor)}", version, headline)
    return standing


@transaction.atomic
def settle_task(*, actor: Viewer, task: TaskAgreement, version: Version, reason: str) -> Standing:
    """Takes one's own proposal back, or declines the other side's."""
    own = version.side == side_of(actor)
    verb = versions.withdraw if own else versions.decline
    standing = verb(actor=actor, side=side_of(actor), version=version, reason=reason)
    headline = "Et forslag er trukket tilbage." if own else "Et forslag er afslået."
    _done(actor, task, "withdraw" if own else "decline", version, headline)
    return standing


def _done(actor: Viewer, task: TaskAgreement, verb: str, version: Version, headline: str) -> None:
    record_change(actor=actor, action=f"task.{verb}", subjects=subjects_of_task(task), details={"number": version.number})
    messages.tell(
        task,
        side=other(side_of(actor)),
        kind=f"task.{verb}",
        headline=headline,
        key=f"{verb}:{version.number}",
        except_user=actor.user_id,
    )
