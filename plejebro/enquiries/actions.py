"""Verbs of an enquiry. Each is one transaction: rule, rows, log and notices stand together or not at all."""

from __future__ import annotations

import random
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from plejebro.access.viewer import Viewer
from plejebro.audit.actions import record_change
from plejebro.audit.types import Actor
from plejebro.clocks import actions as clocks
from plejebro.clocks.models import ReplyClock
from plejebro.clocks.rules import DEFAULT_REPLY_WORKDAYS, PauseReason
from plejebro.db.inserts import insert_new
from plejebro.db.periods import current
from plejebro.documents.models import Document
from plejebro.enquiries import messages, rules
from plejebro.enquiries.enums import Channel, Closing, MessageKind, Side, Status
from plejebro.enquiries.models import Attachment, Draft, DraftFile, Enquiry, Message
from plejebro.enquiries.perms import subjects_of_enquiry
from plejebro.kernel import clock
from plejebro.kernel.danish import date_text
from plejebro.kernel.ids import case_number
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.municipalities.enums import Topic
from plejebro.municipalities.models import Employment
from plejebro.municipalities.queries import reply_workdays
from plejebro.placements.enums import Task
from plejebro.placements.models import Placement
from plejebro.wordindex.actions import put

WORDS = "enquiry"


class AlreadySent(NotPossible):
    """A message with the same `submission` is there: this is the second click of two, or a page sent twice."""

    def __init__(self) -> None:
        super().__init__("Beskeden er allerede sendt.")


@dataclass(frozen=True)
class Question:
    """What is asked, as the form hands it in."""

    topic: Topic
    addressed_to: Task
    title: str
    text: str
    wished_outcome: str = ""
    channel: Channel = Channel.PLEJEBRO
    made_on: date | None = None
    # Only for an enquiry made elsewhere, which either side may write down for the one who asked.
    asked_by: Side | None = None


def side_of(actor: Viewer) -> Side:
    """The side the actor writes for."""
    return Side.FAMILY if actor.is_family else Side.MUNICIPALITY


@transaction.atomic
def send_enquiry(
    *, actor: Viewer, placement: Placement, question: Question, submission: UUID, files: Sequence[Document] = ()
) -> Enquiry:
    """Sends a question on a placement. The same `submission` again gives the enquiry that is already there.

    A family's question starts the reply clock, on its own date if it was made elsewhere; the municipality's question to
    the family has no clock.
    """
    Placement.objects.select_for_update().get(pk=placement.pk)
    if already := Message.objects.filter(submission=submission).select_related("enquiry").first():
        Draft.objects.filter(owner_id=actor.user_id, submission=submission).delete()
        return already.enquiry
    side, today = _asker(actor, question), clock.today()
    made_on = question.made_on or today
    if made_on > today:
        raise NotPossible("Datoen ligger i fremtiden. Skriv den dag, I spurgte.")
    enquiry = Enquiry.objects.create(
        case_number=_unused_case_number(),
        placement=placement,
        topic=question.topic,
        title=question.title.strip(),
        wished_outcome=question.wished_outcome.strip(),
        opened_by_id=actor.user_id,
        opened_side=side,
        addressed_to=question.addressed_to,
        addressee=addressee_for(placement, question.addressed_to, today),
        channel=question.channel,
        made_on=made_on,
        sent_at=clock.now(),
        status=Status.WAITING_MUNICIPALITY if side == Side.FAMILY else Status.WAITING_FAMILY,
        waiting_since=made_on,
        clock=_clock_for(placement, question.topic, made_on) if side == Side.FAMILY else None,
        shared=placement.shared_at is not None,
    )
    _say(actor, enquiry, MessageKind.OPENING, question.text, submission, files, side)
    _index(enquiry)
    Draft.objects.filter(owner_id=actor.user_id, placement=placement, enquiry__isnull=True).delete()
    record_change(
        actor=actor,
        action="enquiry.send",
        subjects=subjects_of_enquiry(enquiry),
        details={"topic": question.topic.value, "channel": question.channel.value},
    )
    _tell(enquiry, actor, rules.other(side), "enquiry.new", "Der er en ny henvendelse til dig.", f"new:{enquiry.pk}")
    if side != side_of(actor):
        noted = "Der er skrevet en henvendelse ned, som du har gjort et andet sted."
        _tell(enquiry, actor, side, "enquiry.noted", noted, f"noted:{enquiry.pk}")
    return enquiry


def write(
    *,
    actor: Viewer,
    enquiry: Enquiry,
    kind: MessageKind,
    text: str,
    submission: UUID,
    seen_version: int | None = None,
    files: Sequence[Document] = (),
    on_behalf_of: Side | None = None,
    happened_on: date | None = None,
) -> Message:
    """Writes in the thread; the kind decides whose turn it is and whether the clock runs.

    Raises `ChangedMeanwhile` when the turn would move and the enquiry is not as it was when the writer looked, and
    `NotPossible` for a kind the side cannot write or an enquiry that is closed. `on_behalf_of` is used by a family alone
    with its record, which writes down what the municipality said; `happened_on` is then the day it was said.
    """
    try:
        with transaction.atomic():
            locked, side = _take(enquiry, actor), on_behalf_of or side_of(actor)
            _may_write(actor, kind, side, locked)
            on = _day_of(locked, happened_on)
            status = rules.status_after(kind, author=side, asker=locked.opened_side, status=locked.status)
            if status != locked.status:
                _as_seen(locked, seen_version, taken=True)
            message = _say(actor, locked, kind, text, submission, files, side, happened_on)
            if status != locked.status or kind == MessageKind.ANSWER:
                _turn(locked, status, on)
                locked.save(update_fields=_TURNED)
            _forget_draft(actor, locked)
            _record(actor, locked, f"enquiry.{kind.value}")
            if kind != MessageKind.NOTE:
                headline = _HEADLINES.get(kind, "Der er en ny besked i en henvendelse.")
                _tell(locked, actor, rules.other(side), f"enquiry.{kind.value}", headline, f"message:{message.pk}")
            return message
    except (NotPossible, ChangedMeanwhile):
        # Perhaps the second click of two, for which the first has moved everything. Nothing of it was kept.
        already = Message.objects.filter(submission=submission).first()
        if already is None:
            raise
        Draft.objects.filter(owner_id=actor.user_id, submission=submission).delete()
        return already


@transaction.atomic
def accept(*, actor: Viewer, enquiry: Enquiry, conclusion: str = "", submission: UUID, seen_version: int) -> Enquiry:
    """The asker is content with the answer; what was agreed can be written with it. Stops the clock."""
    return _close(actor, enquiry, Closing.ACCEPTED, conclusion, submission, seen_version)


@transaction.atomic
def conclude(*, actor: Viewer, enquiry: Enquiry, conclusion: str, submission: UUID, seen_version: int) -> Enquiry:
    """Closes with a written conclusion ("det aftalte vi"), which both sides find again on the placement."""
    if not conclusion.strip():
        raise NotPossible("Skriv, hvad I har aftalt.")
    return _close(actor, enquiry, Closing.CONCLUDED, conclusion, submission, seen_version)


@transaction.atomic
def withdraw(*, actor: Viewer, enquiry: Enquiry, submission: UUID, seen_version: int) -> Enquiry:
    """The asker no longer needs an answer."""
    return _close(actor, enquiry, Closing.WITHDRAWN, "", submission, seen_version)


@transaction.atomic
def reopen(*, actor: Viewer, enquiry: Enquiry, text: str, submission: UUID) -> Enquiry:
    """The asker is not content: the turn goes back, and the clock goes on from where it stopped."""
    locked = _lock(enquiry)
    if Message.objects.filter(submission=submission).exists():
        return locked
    if locked.status not in (Status.CLOSED, Status.ANSWERED):
        raise NotPossible("Henvendelsen er allerede åben.")
    was_closed = locked.status == Status.CLOSED
    asker = Side(locked.opened_side)
    locked.status = Status.WAITING_MUNICIPALITY if asker == Side.FAMILY else Status.WAITING_FAMILY
    locked.waiting_since, locked.answered_on = clock.today(), None
    locked.closed_at, locked.closing, locked.conclusion, locked.concluded_by = None, "", "", None
    locked.version += 1
    if locked.clock is not None:
        step = clocks.reopen if was_closed else clocks.resume
        step(clock=locked.clock, on=clock.today())
    locked.save()
    _say(actor, locked, MessageKind.REOPENING, text, submission, ())
    _index(locked)
    _record(actor, locked, "enquiry.reopen")
    _tell(locked, actor, rules.other(asker), "enquiry.reopen", "En henvendelse er åbnet igen.", f"reopen:{locked.version}")
    return locked


def addressee_for(placement: Placement, task: str, on: date) -> Employment | None:
    """Who has the task on the placement on `on`; None when nobody has."""
    row = placement.assignments.filter(current(on), task=task).select_related("employment").first()
    return row.employment if row else None


def move_open_enquiries(*, actor: Actor, placement: Placement, task: Task, to: Employment) -> list[Enquiry]:
    """Hands the open enquiries put to `task` to `to`, clocks untouched. Part of `flows.hand_over`."""
    rows = Enquiry.objects.select_for_update(of=("self",)).filter(placement=placement, addressed_to=task)
    moved = list(rows.exclude(status=Status.CLOSED).order_by("pk"))
    for enquiry in moved:
        enquiry.addressee = to
        enquiry.version += 1
        enquiry.save(update_fields=["addressee", "version"])
    return moved


def close_answered_in_silence(*, actor: Actor, enquiry: Enquiry) -> bool:
    """Closes an answered enquiry the asker has not objected to. The caller (the worker) has found it old enough."""
    with transaction.atomic():
        locked = _lock(enquiry)
        if locked.status != Status.ANSWERED:
            return False
        _stop(locked, Closing.SILENCE)
        locked.save()
        record_change(actor=actor, action="enquiry.silence", subjects=subjects_of_enquiry(locked))
        for side in Side.values:
            messages.tell_side(
                locked,
                side=side,
                kind="enquiry.silence",
                headline="En besvaret henvendelse er lukket. Den, der spurgte, kan åbne den igen.",
                key=f"silence:{locked.version}",
            )
        return True


def share_enquiry(*, enquiry: Enquiry) -> None:
    """Opens an enquiry of the family's own record to the municipality. Part of `flows.share_record`."""
    enquiry.shared = True
    enquiry.version += 1
    enquiry.save(update_fields=["shared", "version"])


_HEADLINES = {
    MessageKind.ASK_BACK: "Du er blevet spurgt om noget i en henvendelse.",
    MessageKind.ANSWER: "Din henvendelse er besvaret.",
    MessageKind.REPLY: "Der er svaret på dit spørgsmål i en henvendelse.",
}


def _lock(enquiry: Enquiry) -> Enquiry:
    rows = Enquiry.objects.select_for_update(of=("self",))
    return rows.select_related("clock", "placement__child", "placement__family").get(pk=enquiry.pk)


_TAKE = """
UPDATE enquiries_enquiry SET version = version + 1 WHERE id = %s
RETURNING *,
  EXISTS (SELECT 1 FROM enquiries_draft WHERE enquiry_id = enquiries_enquiry.id AND owner_id = %s) AS has_draft
"""
_TURNED = ("status", "waiting_since", "answered_on", "first_answered_on")


def _take(enquiry: Enquiry, actor: Viewer) -> Any:
    """The enquiry as it stands, in its next version and locked until the transaction ends: one statement.

    What the caller has joined is used again: the placement, and the clock if nobody has moved the enquiry since, for a
    clock never moves without a new version. `has_draft` tells whether the actor has one in the thread.
    """
    locked: Enquiry = Enquiry.objects.raw(_TAKE, [enquiry.pk, actor.user_id])[0]
    locked.placement = enquiry.placement
    if locked.version == enquiry.version + 1 and enquiry.clock is not None:
        locked.clock = copy(enquiry.clock)  # not the caller's own, which must stay as it is if this comes to nothing
    return locked


def _forget_draft(actor: Viewer, enquiry: Any) -> None:
    """What was typed has been sent. A draft with files that were not sent along stays."""
    if not enquiry.has_draft:
        return
    with connection.cursor() as cursor:  # the ORM would first read the draft and look for files: three statements
        cursor.execute(
            "DELETE FROM enquiries_draft WHERE owner_id = %s AND enquiry_id = %s AND NOT EXISTS"
            " (SELECT 1 FROM enquiries_draftfile WHERE draft_id = enquiries_draft.id)",
            [actor.user_id, enquiry.pk],
        )


def _asker(actor: Viewer, question: Question) -> Side:
    if question.asked_by is None or question.channel == Channel.PLEJEBRO:
        return side_of(actor)
    return question.asked_by


def _may_write(actor: Viewer, kind: MessageKind, side: Side, enquiry: Enquiry) -> None:
    kinds = rules.FAMILY_KINDS if side == Side.FAMILY else rules.MUNICIPALITY_KINDS
    if kind not in kinds or (kind == MessageKind.NOTE and actor.is_family):
        raise NotPossible("Den slags besked kan du ikke skrive her.")
    if kind == MessageKind.ANSWER and enquiry.opened_side == side:
        raise NotPossible("Kommunen har selv spurgt. Det er familien, der skal svare.")
    if enquiry.status == Status.CLOSED and kind != MessageKind.NOTE:
        raise NotPossible("Henvendelsen er afsluttet. Åbn den igen, hvis der er mere at tale om.")


def _as_seen(enquiry: Enquiry, seen_version: int | None, *, taken: bool = False) -> None:
    """Refuses when the enquiry has moved since it was seen; one that is `taken` is in its next version already."""
    if seen_version is not None and seen_version != enquiry.version - taken:
        raise ChangedMeanwhile


def _day_of(enquiry: Enquiry, happened_on: date | None) -> date:
    today = clock.today()
    if happened_on is None:
        return today
    if happened_on > today:
        raise NotPossible("Datoen ligger i fremtiden. Skriv den dag, kommunen svarede.")
    if happened_on < enquiry.waiting_since:
        since = date_text(enquiry.waiting_since)
        raise NotPossible(f"Datoen ligger før det seneste, der skete ({since}). Skriv den dag eller en senere.")
    return happened_on


def _turn(enquiry: Enquiry, status: Status, on: date) -> None:
    enquiry.status, enquiry.waiting_since = status, on
    if status == Status.ANSWERED:
        enquiry.answered_on = on
        enquiry.first_answered_on = enquiry.first_answered_on or on
    else:
        enquiry.answered_on = None
    if enquiry.clock is None:
        return
    if status == Status.WAITING_MUNICIPALITY:
        clocks.resume(clock=enquiry.clock, on=on)
    else:
        reason = PauseReason.ANSWER_GIVEN if status == Status.ANSWERED else PauseReason.MORE_ASKED
        clocks.pause(clock=enquiry.clock, on=on, reason=reason)


def _close(
    actor: Viewer, enquiry: Enquiry, closing: Closing, conclusion: str, submission: UUID, seen_version: int
) -> Enquiry:
    locked = _lock(enquiry)
    if Message.objects.filter(submission=submission).exists():
        return locked
    if locked.status == Status.CLOSED and locked.closing == closing and not conclusion.strip():
        return locked  # the second click of two: it is closed, and in the way that was asked for
    if locked.status == Status.CLOSED:
        raise ChangedMeanwhile
    _as_seen(locked, seen_version)
    if closing == Closing.ACCEPTED and locked.status != Status.ANSWERED:
        raise NotPossible("Der er ikke noget svar at godtage endnu.")
    _stop(locked, closing)
    if conclusion.strip():
        locked.conclusion, locked.concluded_by_id = conclusion.strip(), actor.user_id
        _say(actor, locked, MessageKind.CONCLUSION, conclusion, submission, ())
    locked.save()
    _index(locked)
    Draft.objects.filter(owner_id=actor.user_id, enquiry=locked).delete()
    _record(actor, locked, f"enquiry.{closing.value}")
    side = rules.other(side_of(actor))
    _tell(locked, actor, side, "enquiry.closed", "En henvendelse er afsluttet.", f"closed:{locked.version}")
    return locked


def _stop(enquiry: Enquiry, closing: Closing) -> None:
    enquiry.status, enquiry.closing, enquiry.closed_at = Status.CLOSED, closing, clock.now()
    enquiry.waiting_since = clock.today()
    enquiry.version += 1
    if enquiry.clock is not None:
        clocks.stop(clock=enquiry.clock, on=clock.today())


def _say(
    actor: Viewer,
    enquiry: Enquiry,
    kind: MessageKind,
    text: str,
    submission: UUID,
    files: Sequence[Document],
    side: Side | None = None,
    happened_on: date | None = None,
) -> Message:
    own = side_of(actor)
    behalf = side is not None and side != own
    noted = f"noteret af {actor.name}" + (f", {date_text(happened_on)}" if happened_on else "")
    message = Message(
        enquiry=enquiry,
        kind=kind,
        author_id=actor.user_id,
        author_name=("Kommunen" if side == Side.MUNICIPALITY else "Familien") if behalf else actor.name,
        author_label=noted[:120] if behalf else (actor.acting.label if actor.acting else ""),
        side=side or own,
        text=text.strip(),
        sent_at=clock.now(),
        submission=submission,
    )
    if not insert_new([message], unique="submission"):
        raise AlreadySent
    if files:
        ids = [document.pk for document in files]
        DraftFile.objects.filter(document_id__in=ids).delete()
        Attachment.objects.bulk_create([Attachment(message=message, document=document) for document in files])
        Document.objects.filter(pk__in=ids).update(bound_to=f"enquiry:{enquiry.public_id}")
    return message


def _clock_for(placement: Placement, topic: Topic, on: date) -> ReplyClock:
    agreed = reply_workdays(municipality_id=placement.municipality_id, topic=topic, on=on)
    return clocks.start(on=on, workdays=agreed or DEFAULT_REPLY_WORKDAYS)


def _unused_case_number() -> str:
    rng = random.SystemRandom()
    while Enquiry.objects.filter(case_number=(number := case_number(rng))).exists():
        pass
    return number


def _index(enquiry: Enquiry) -> None:
    topic = Topic(enquiry.topic).label
    text = f"{enquiry.case_number} {enquiry.title} {topic} {enquiry.wished_outcome} {enquiry.conclusion}"
    put(kind=WORDS, object_id=enquiry.pk, text=text)


def _record(actor: Actor, enquiry: Enquiry, action: str) -> None:
    record_change(actor=actor, action=action, subjects=subjects_of_enquiry(enquiry), details={"status": enquiry.status})


def _tell(enquiry: Enquiry, actor: Viewer, side: Side, kind: str, headline: str, key: str) -> None:
    due = enquiry.clock.due_on if enquiry.clock and side == Side.MUNICIPALITY else None
    if side == Side.MUNICIPALITY and not enquiry.shared:
        return
    messages.tell_side(enquiry, side=side, kind=kind, headline=headline, key=key, by=due, except_user=actor.user_id)
