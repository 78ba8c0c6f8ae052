"""Verbs of drafts: what a person types is kept before it is sent, and the files with it. Nobody else ever sees a draft.

A draft is not on record in the log: it tells nobody anything, and an autosave every other second would drown the log.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from plejebro.accounts.models import User
from plejebro.documents import actions as documents
from plejebro.documents.models import Document
from plejebro.documents.uploads import MOST_FILES, Upload, store_each
from plejebro.enquiries.models import Draft, DraftFile, Enquiry, Message
from plejebro.kernel import clock
from plejebro.placements.models import Placement

_TOO_MANY = f"Der kan højst være {MOST_FILES} filer i én besked. Send resten i den næste."


_LENGTHS = {
    "text": 40_000,
    "title": 120,
    "topic": 20,
    "addressed_to": 12,
    "wished_outcome": 300,
    "channel": 12,
    "made_on": 20,
    "asked_by": 12,
}


@dataclass(frozen=True)
class Typed:
    """What has been typed so far; nothing of it needs to be right yet. Cut to what the draft can hold.

    The last three are asked for only where an enquiry made elsewhere is written down. None leaves the draft's own as they
    are, so that a look at the other page does not cost them.
    """

    text: str = ""
    title: str = ""
    topic: str = ""
    addressed_to: str = ""
    wished_outcome: str = ""
    channel: str | None = None
    made_on: str | None = None
    asked_by: str | None = None

    def columns(self) -> dict[str, str]:
        """The draft's columns, cut to their lengths and without the sign the database cannot hold."""
        typed = {name: getattr(self, name) for name in _LENGTHS}
        return {name: text.replace("\x00", "")[: _LENGTHS[name]] for name, text in typed.items() if text is not None}


@transaction.atomic
def save_draft(
    *, actor: User, placement: Placement, enquiry: Enquiry | None, typed: Typed, submission: UUID
) -> Draft | None:
    """Keeps what `actor` has typed; None when it has been sent already (an autosave that came after the sending)."""
    Placement.objects.select_for_update().get(pk=placement.pk)
    if Message.objects.filter(submission=submission).exists():
        return None
    draft, _ = Draft.objects.update_or_create(
        owner=actor,
        placement=placement,
        enquiry=enquiry,
        defaults={**typed.columns(), "submission": submission, "saved_at": clock.now()},
    )
    return draft


def take_files(*, actor: User, draft: Draft, uploads: Iterable[Upload]) -> list[str]:
    """Cleans and keeps each upload with the draft; returns a Danish sentence for each that could not be taken.

    Call it outside a transaction: cleaning a file may take seconds. One bad file does not cost the others.
    """
    already, key = draft.files.count(), draft.placement.public_id
    kept, refused = store_each(actor=actor, uploads=uploads, case_key=key, already=already, too_many=_TOO_MANY)
    for document in kept:
        DraftFile.objects.create(draft=draft, document=document)
    return refused


@transaction.atomic
def drop_file(*, actor: User, draft: Draft, public_id: UUID) -> None:
    """Takes a file off the draft and deletes it; nothing happens if it is not there."""
    row = draft.files.filter(document__public_id=public_id).first()
    if row is not None:
        row.delete()
        documents.discard(actor=actor, public_id=public_id)


def documents_of(draft: Draft) -> list[Document]:
    """The files that go with the message when the draft is sent, in the order they were chosen."""
    return [row.document for row in draft.files.select_related("document").order_by("pk")]


def files_in_thread(*, actor: User, enquiry: Enquiry) -> list[Document]:
    """The files `actor` has already put on the draft in the thread."""
    rows = DraftFile.objects.filter(draft__owner=actor, draft__enquiry=enquiry)
    return [row.document for row in rows.select_related("document").order_by("pk")]
