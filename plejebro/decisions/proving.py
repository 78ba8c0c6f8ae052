"""Verbs of what shows that a step is taken: evidence, and the conversation with the child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction

from plejebro.access.viewer import Viewer
from plejebro.accounts.models import User
from plejebro.decisions import rules
from plejebro.decisions.base import by_now, lock, not_in_future, record, save
from plejebro.decisions.enums import EvidenceState, ParentPresent, Source, Status
from plejebro.decisions.models import Conversation, DecisionCase, Evidence
from plejebro.documents import actions as documents
from plejebro.documents.models import Document
from plejebro.kernel import clock
from plejebro.kernel.refusals import NotPossible
from plejebro.law import requirement_ids


@dataclass(frozen=True)
class Shown:
    """What is put on file for a step: done on a day, not relevant, or excepted; the last two with their reason as note."""

    state: EvidenceState
    on: date | None = None
    proof: str = ""
    note: str = ""


@dataclass(frozen=True)
class Talk:
    """A talk with the child, as the form hands it in."""

    on: date
    where: str
    who: str
    words: str
    about_this: bool
    parent_present: ParentPresent


def owner_key(case: DecisionCase) -> str:
    """What the file vault calls the case."""
    return f"decision:{case.public_id}"


@transaction.atomic
def add_evidence(
    *,
    actor: Viewer,
    case: DecisionCase,
    requirement: str,
    shown: Shown,
    submission: UUID,
    document: Document | None = None,
) -> Evidence:
    """Puts something on file for a step. The same `submission` again gives the row that is there.

    What is dated after the decision is taken in as it is: the step then says that it came late.
    """
    locked = lock(case)
    if already := Evidence.objects.filter(submission=submission).first():
        if document is not None and already.document_id != document.pk:
            documents.discard(actor=User.objects.get(pk=actor.user_id), public_id=document.public_id)
        return already
    _may_add(locked, requirement, shown)
    row = Evidence.objects.create(
        case=locked,
        requirement=requirement,
        state=shown.state,
        on=shown.on,
        proof=shown.proof.strip()[:120],
        note=shown.note.strip(),
        document=_bound(actor, locked, document),
        submission=submission,
        **by_now(actor),
    )
    save(locked)
    record(actor, locked, "evidence", requirement=requirement, state=shown.state.value, on=str(shown.on or ""))
    return row


@transaction.atomic
def withdraw_evidence(*, actor: Viewer, case: DecisionCase, evidence: Evidence, reason: str) -> None:
    """Takes a row back; it stays readable with the reason. What came from elsewhere is taken back where it came from."""
    locked = lock(case)
    row = Evidence.objects.select_for_update().get(pk=evidence.pk, case=locked)
    if row.withdrawn_at is not None:
        return
    if not reason.strip():
        raise NotPossible("Skriv, hvorfor det tages tilbage.")
    if row.source == Source.STATEMENT:
        raise NotPossible("Familiens udtalelse er familiens. Den kan ikke tages tilbage af kommunen.")
    if row.source not in rules.TAKEN_BACK_HERE:
        raise NotPossible("Det følger af noget andet på sagen. Ret det der, så følger beviset med.")
    _withdraw(actor, row, reason)
    save(locked)
    record(actor, locked, "evidence_withdrawn", requirement=row.requirement)


@transaction.atomic
def record_conversation(*, actor: Viewer, case: DecisionCase, talk: Talk, submission: UUID) -> Conversation:
    """Writes down a talk with the child. It shows R08 only when it was about this decision."""
    locked = lock(case)
    if already := Conversation.objects.filter(submission=submission).first():
        return already
    _not_dropped(locked)
    not_in_future(talk.on)
    row = Conversation.objects.create(
        case=locked,
        on=talk.on,
        where=talk.where.strip()[:120],
        who=talk.who.strip()[:200],
        about_this=talk.about_this,
        words=talk.words.strip(),
        parent_present=talk.parent_present,
        submission=submission,
        **by_now(actor),
    )
    if talk.about_this:
        evidence_from(
            actor,
            locked,
            rules.CONVERSATION,
            on=talk.on,
            proof="samtale med barnet",
            source=Source.CONVERSATION,
            source_id=row.public_id,
        )
    save(locked)
    record(actor, locked, "conversation", on=str(talk.on), about_this=talk.about_this)
    return row


@transaction.atomic
def withdraw_conversation(*, actor: Viewer, case: DecisionCase, conversation: Conversation, reason: str) -> None:
    """Takes a talk back, with what it showed."""
    locked = lock(case)
    row = Conversation.objects.select_for_update().get(pk=conversation.pk, case=locked)
    if row.withdrawn_at is not None:
        return
    if not reason.strip():
        raise NotPossible("Skriv, hvorfor samtalen tages tilbage.")
    row.withdrawn_at, row.withdrawn_reason = clock.now(), reason.strip()
    row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    for evidence in locked.evidence.filter(source_id=row.public_id, withdrawn_at__isnull=True).order_by("pk"):
        _withdraw(actor, evidence, reason)
    save(locked)
    record(actor, locked, "conversation_withdrawn")


def evidence_from(
    actor: Viewer,
    case: DecisionCase,
    requirement: str,
    *,
    on: date,
    proof: str,
    source: Source,
    source_id: UUID | None = None,
    note: str = "",
) -> Evidence:
    """Evidence that follows from something else in Plejebro; part of that verb's transaction."""
    return Evidence.objects.create(
        case=case,
        requirement=requirement,
        state=EvidenceState.PROOF,
        on=on,
        proof=proof,
        note=note,
        source=source,
        source_id=source_id,
        submission=uuid4(),
        **by_now(actor),
    )


def withdraw_from(actor: Viewer, case: DecisionCase, source: Source, requirement: str, reason: str) -> None:
    """Takes back what followed from something that has been changed; part of that verb's transaction."""
    rows = case.evidence.filter(source=source, requirement=requirement, withdrawn_at__isnull=True)
    rows.update(withdrawn_at=clock.now(), withdrawn_name=actor.name[:120], withdrawn_reason=reason)


def _may_add(case: DecisionCase, requirement: str, shown: Shown) -> None:
    _not_dropped(case)
    if requirement not in requirement_ids():
        raise NotPossible("Det trin kendes ikke.")
    if shown.state == EvidenceState.PROOF:
        if shown.on is None:
            raise NotPossible("Skriv, hvilken dag det er gjort. Uden dato tæller det ikke.")
        not_in_future(shown.on)
    elif not shown.note.strip():
        raise NotPossible("Skriv begrundelsen.")
    if requirement == rules.CONVERSATION and shown.state == EvidenceState.PROOF:
        raise NotPossible("Skriv samtalen ned på siden om samtalen med barnet. Den bliver til bevis her.")


def _not_dropped(case: DecisionCase) -> None:
    if case.status == Status.DROPPED:
        raise NotPossible("Sagen er opgivet. Åbn den igen, hvis den alligevel skal afgøres.")


def _bound(actor: Viewer, case: DecisionCase, document: Document | None) -> Document | None:
    if document is None:
        return None
    user = User.objects.get(pk=actor.user_id)
    key = case.placement.public_id
    return documents.bind(actor=user, public_ids=[document.public_id], owner=owner_key(case), case_key=key)[0]


def _withdraw(actor: Viewer, row: Evidence, reason: str) -> None:
    row.withdrawn_at, row.withdrawn_name, row.withdrawn_reason = clock.now(), actor.name[:120], reason.strip()
    row.save(update_fields=["withdrawn_at", "withdrawn_name", "withdrawn_reason"])
