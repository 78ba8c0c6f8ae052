"""Verbs of minutes: written, corrected while the window is open, objected to, and kept as drafts meanwhile.

Minutes are never edited. A correction is a new row with a window of its own; when the window closes, nothing more is
written, and the objections stand beside.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from plejebro.access.viewer import Viewer
from plejebro.accounts.models import User
from plejebro.agenda import entries
from plejebro.agenda.enums import EntryState
from plejebro.agenda.meetings import messages, rules
from plejebro.agenda.meetings.actions import lock, record, side_of
from plejebro.agenda.meetings.messages import OBJECT_BY, Event
from plejebro.agenda.meetings.models import Meeting, MeetingMinutes, MinutesDraft, MinutesObjection
from plejebro.kernel import clock
from plejebro.kernel.danish import date_text
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible

LONGEST = 20_000


@dataclass(frozen=True)
class Written:
    """What is written: the minutes, and what was agreed."""

    text: str
    agreed: str = ""


@transaction.atomic
def write_minutes(*, actor: Viewer, meeting: Meeting, written: Written, seen: int, submission: UUID) -> MeetingMinutes:
    """Sends the minutes to both sides, or a correction of them while the window is open; it gives a new window.

    `seen` is the number of the newest minutes the writer saw (0: none). Raises `ChangedMeanwhile` when somebody else was
    first, and `NotPossible` before the meeting, for a cancelled one, for the other side's minutes, and when the window is
    closed.
    """
    locked = lock(meeting)
    if already := MeetingMinutes.objects.filter(submission=submission).first():
        return already
    _has_been(locked)
    newest = locked.minutes.order_by("-number").first()
    if (newest.number if newest else 0) != seen:
        raise ChangedMeanwhile
    if newest is not None and rules.is_locked(newest.objections_by, clock.today()):
        raise NotPossible(f"Referatet blev låst {date_text(newest.objections_by)}. Det kan ikke rettes mere.")
    if newest is not None and newest.side != side_of(actor):
        raise NotPossible("Den anden side har skrevet referatet. Passer noget ikke, så skriv det som en indvending.")
    if not written.text.strip():
        raise NotPossible("Skriv referatet.")
    row = MeetingMinutes.objects.create(
        meeting=locked,
        number=seen + 1,
        text=written.text.strip(),
        agreed=written.agreed.strip(),
        side=side_of(actor),
        written_by_id=actor.user_id,
        written_name=actor.name,
        sent_at=clock.now(),
        objections_by=rules.objections_by(clock.today()),
        submission=submission,
    )
    if locked.entry.state == EntryState.PLANNED:
        entries.hold_entry(actor=actor, entry=locked.entry, seen=locked.entry.version)
    MinutesDraft.objects.filter(owner_id=actor.user_id, meeting=locked).delete()
    record(actor, locked, "minutes", number=str(row.number))
    _tell(locked, actor, row)
    return row


@transaction.atomic
def object_to(*, actor: Viewer, minutes: MeetingMinutes, text: str, submission: UUID) -> MinutesObjection:
    """An objection to the newest minutes, within their window. Both stand. Raises `NotPossible`, also for a late one."""
    locked = lock(minutes.meeting)
    if already := MinutesObjection.objects.filter(submission=submission).first():
        return already
    if rules.is_locked(minutes.objections_by, clock.today()):
        raise NotPossible(
            f"Indvendinger kunne skrives til og med {date_text(minutes.objections_by)}, og referatet er låst nu. "
            "Du kan skrive det i en henvendelse i stedet. Så står det også i sagen."
        )
    if locked.minutes.filter(number__gt=minutes.number).exists():
        raise NotPossible("Referatet er rettet imens. Læs det nye, og skriv indvendingen til det.")
    if not text.strip():
        raise NotPossible("Skriv, hvad der ikke passer.")
    row = MinutesObjection.objects.create(
        minutes=minutes,
        text=text.strip(),
        side=side_of(actor),
        written_by_id=actor.user_id,
        written_name=actor.name,
        at=clock.now(),
        submission=submission,
    )
    record(actor, locked, "objection", number=str(minutes.number))
    headline = "Der er skrevet en indvending til et referat."
    event = Event("meeting.objection", headline, f"objection:{row.pk}")
    messages.tell_everybody(locked, event, except_user=actor.user_id)
    return row


@transaction.atomic
def save_draft(*, actor: User, meeting: Meeting, written: Written, submission: UUID) -> MinutesDraft | None:
    """Keeps what `actor` has typed; None when it has been sent already (an autosave that came too late)."""
    lock(meeting)
    if MeetingMinutes.objects.filter(submission=submission).exists():
        return None
    typed = {"text": _kept(written.text), "agreed": _kept(written.agreed)}
    draft, _ = MinutesDraft.objects.update_or_create(
        owner=actor, meeting=meeting, defaults={**typed, "submission": submission, "saved_at": clock.now()}
    )
    return draft


def draft_of(user_id: int, meeting: Meeting) -> MinutesDraft | None:
    """What the user is writing."""
    return MinutesDraft.objects.filter(owner_id=user_id, meeting=meeting).first()


def _kept(text: str) -> str:
    return text.replace("\x00", "")[:LONGEST]


def _has_been(meeting: Meeting) -> None:
    if meeting.entry.state == EntryState.CANCELLED:
        raise NotPossible("Mødet er aflyst. Der skrives ikke referat af det.")
    if meeting.entry.starts_at is None or not rules.has_begun(meeting.entry.starts_at, clock.now()):
        raise NotPossible("Mødet har ikke været endnu. Referatet kan skrives, når det er begyndt.")


def _tell(meeting: Meeting, actor: Viewer, row: MeetingMinutes) -> None:
    headline = "Der er et referat af et møde. Læs det, og skriv, hvis noget ikke passer."
    if row.number > 1:
        headline = "Et referat af et møde er rettet. Læs det, og skriv, hvis noget ikke passer."
    event = Event("meeting.minutes", headline, f"minutes:{row.number}", row.objections_by, OBJECT_BY)
    messages.tell_everybody(meeting, event, except_user=actor.user_id)
