"""Verbs of the foster family's statement: the adviser asks, a foster parent writes, drafts and gives it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from plejebro.access.viewer import Viewer
from plejebro.accounts.models import User
from plejebro.decisions import messages, rules
from plejebro.decisions.base import as_seen, lock, record, save, still_open
from plejebro.decisions.enums import Source
from plejebro.decisions.models import DecisionCase, Statement, StatementDraft, StatementFile, StatementRequest
from plejebro.decisions.proving import evidence_from, owner_key
from plejebro.documents import actions as documents
from plejebro.documents.uploads import MOST_FILES, Upload, store_each
from plejebro.kernel import clock
from plejebro.kernel.danish import date_text
from plejebro.kernel.refusals import NotPossible

_TOO_MANY = f"Der kan højst være {MOST_FILES} filer. Send resten i en ny udtalelse."


@transaction.atomic
def ask_for_statement(
    *, actor: Viewer, case: DecisionCase, text: str, answer_by: date, submission: UUID, seen_version: int
) -> StatementRequest:
    """Asks the family. From now on it sees its own page of the case; the members are told, with the day to answer by."""
    locked = lock(case)
    if already := StatementRequest.objects.filter(submission=submission).first():
        return already
    as_seen(locked, seen_version)
    still_open(locked)
    today = clock.today()
    if answer_by <= today:
        raise NotPossible("Giv familien tid: Svardagen skal ligge efter i dag.")
    if locked.decided_on is None and locked.planned_on is not None and answer_by > locked.planned_on:
        planned = date_text(locked.planned_on)
        raise NotPossible(
            f"Afgørelsen er planlagt til {planned}. Udtalelsen skal komme før: Flyt den planlagte dag, eller "
            f"sæt fristen tidligere."
        )
    row = StatementRequest.objects.create(
        case=locked,
        text=text.strip(),
        answer_by=answer_by,
        asked_on=today,
        asked_by_id=actor.user_id,
        asked_name=actor.name[:120],
        submission=submission,
    )
    locked.told_family_on = locked.told_family_on or today
    locked.statement_asked_on, locked.statement_due_on, locked.statement_given_on = today, answer_by, None
    save(locked)
    record(actor, locked, "statement_asked", by=str(answer_by))
    messages.tell_family(
        locked,
        kind="decision.statement_asked",
        headline="Kommunen beder om jeres udtalelse i en sag.",
        key=str(row.pk),
        by=answer_by,
    )
    return row


@transaction.atomic
def give_statement(*, actor: Viewer, case: DecisionCase, text: str, submission: UUID) -> Statement:
    """The family's statement, with the files of its draft. It becomes dated evidence (R07) by itself; another may follow."""
    locked = lock(case)
    if already := Statement.objects.filter(submission=submission).first():
        StatementDraft.objects.filter(owner_id=actor.user_id, submission=submission).delete()
        return already
    still_open(locked)
    if not text.strip():
        raise NotPossible("Skriv jeres udtalelse.")
    today = clock.today()
    row = Statement.objects.create(
        case=locked,
        text=text.strip(),
        given_on=today,
        given_at=clock.now(),
        author_id=actor.user_id,
        author_name=actor.name[:120],
        submission=submission,
    )
    _move_files(actor, locked, row)
    evidence_from(
        actor, locked, rules.STATEMENT, on=today, proof="udtalelse", source=Source.STATEMENT, source_id=row.public_id
    )
    locked.statement_given_on = today
    save(locked)
    record(actor, locked, "statement_given", on=str(today))
    messages.tell_adviser(
        locked, kind="decision.statement_given", headline="Plejefamilien har givet sin udtalelse.", key=str(row.pk)
    )
    return row


@transaction.atomic
def save_draft(*, actor: User, case: DecisionCase, text: str, submission: UUID) -> StatementDraft | None:
    """Keeps what a foster parent has typed; None when it has been given already (an autosave that came too late)."""
    lock(case)
    if Statement.objects.filter(submission=submission).exists():
        return None
    draft, _ = StatementDraft.objects.update_or_create(
        owner=actor,
        case=case,
        defaults={"text": text.replace("\x00", "")[:40_000], "submission": submission, "saved_at": clock.now()},
    )
    return draft


def take_files(*, actor: User, draft: StatementDraft, uploads: Iterable[Upload]) -> list[str]:
    """Cleans and keeps each upload with the draft; returns a Danish sentence for each that could not be taken.

    Call it outside a transaction: cleaning a file may take seconds. One bad file does not cost the others.
    """
    already, key = draft.files.count(), draft.case.placement.public_id
    kept, refused = store_each(actor=actor, uploads=uploads, case_key=key, already=already, too_many=_TOO_MANY)
    for document in kept:
        StatementFile.objects.create(draft=draft, document=document)
    return refused


@transaction.atomic
def drop_file(*, actor: User, draft: StatementDraft, public_id: UUID) -> None:
    """Takes a file off the draft and deletes it; nothing happens if it is not there."""
    row = draft.files.filter(document__public_id=public_id).first()
    if row is not None:
        row.delete()
        documents.discard(actor=actor, public_id=public_id)


def _move_files(actor: Viewer, case: DecisionCase, statement: Statement) -> None:
    """The draft's files become the statement's, and the draft is gone."""
    user = User.objects.get(pk=actor.user_id)
    draft = StatementDraft.objects.filter(owner=user, case=case).first()
    if draft is None:
        return
    rows = list(draft.files.select_related("document").order_by("pk"))
    ids = [row.document.public_id for row in rows]
    documents.bind(actor=user, public_ids=ids, owner=owner_key(case), case_key=case.placement.public_id)
    StatementFile.objects.filter(pk__in=[row.pk for row in rows]).update(draft=None, statement=statement)
    draft.delete()
