"""Verbs of what comes in after a decision: a complaint or a request for a review, until it is settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from plejebro.access.viewer import Viewer
from plejebro.decisions import rules
from plejebro.decisions.actions import open_again
from plejebro.decisions.base import by_now, lock, not_in_future, record, save
from plejebro.decisions.enums import About, By, ComplaintKind, Kind, Outcome, Source, Status
from plejebro.decisions.models import Complaint, DecisionCase
from plejebro.decisions.proving import evidence_from
from plejebro.kernel.danish import date_text
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible

# A review is asked for on the child's behalf by those who are no party; a complaint is a party's.
MAY_ASK_REVIEW = (By.FAMILY, By.SUPPORT, By.FRIENDS)


@dataclass(frozen=True)
class Received:
    """What has come in, as the form hands it in."""

    kind: ComplaintKind
    about: About
    by: By
    received_on: date
    note: str = ""


@transaction.atomic
def record_complaint(*, actor: Viewer, case: DecisionCase, received: Received, submission: UUID) -> Complaint:
    """Writes down what has come in, also from somebody who may have no right to it: that is for the answer to say.

    It counts from the day it arrived. A finished case opens again.
    """
    locked = lock(case)
    if already := Complaint.objects.filter(submission=submission).first():
        return already
    if locked.decided_on is None:
        raise NotPossible("Der er ikke truffet en afgørelse at klage over endnu.")
    if received.about not in rules.ABOUT_OF[Kind(locked.kind)]:
        raise NotPossible("Den slags afgørelse hører ikke til denne sag.")
    not_in_future(received.received_on)
    if received.received_on < locked.decided_on:
        raise NotPossible(f"Klagen kan ikke være kommet før afgørelsen {date_text(locked.decided_on)}.")
    row = Complaint.objects.create(
        case=locked,
        kind=received.kind,
        about=received.about,
        by=received.by,
        received_on=received.received_on,
        note=received.note.strip(),
        submission=submission,
        **by_now(actor),
    )
    evidence_from(
        actor,
        locked,
        rules.COMPLAINT_SHOWS[received.kind],
        on=received.received_on,
        proof=ComplaintKind(received.kind).label,
        source=Source.COMPLAINT,
        source_id=row.public_id,
    )
    if locked.status == Status.FINISHED:
        open_again(locked)
    save(locked)
    record(actor, locked, "complaint", kind=received.kind.value, on=str(received.received_on))
    return row


@transaction.atomic
def follow_complaint(
    *,
    actor: Viewer,
    case: DecisionCase,
    complaint: Complaint,
    forwarded_on: date | None,
    settled_on: date | None,
    outcome: Outcome | None,
    seen_version: int,
) -> Complaint:
    """Writes down when it was sent to Ankestyrelsen, and when and how it ended."""
    locked = lock(case)
    row = Complaint.objects.select_for_update().get(pk=complaint.pk, case=locked)
    if row.version != seen_version:
        raise ChangedMeanwhile
    if (settled_on is None) != (outcome is None):
        raise NotPossible("Skriv både, hvornår klagen er afgjort, og hvordan.")
    for day in (forwarded_on, settled_on):
        if day is not None:
            not_in_future(day)
            if day < row.received_on:
                raise NotPossible("Datoen ligger, før klagen kom.")
    row.forwarded_on, row.settled_on, row.outcome = forwarded_on, settled_on, outcome or ""
    row.version += 1
    row.save()
    save(locked)
    record(actor, locked, "complaint_followed", forwarded=str(forwarded_on or ""), settled=str(settled_on or ""))
    return row
