"""Verbs of a meeting: inviting, answering, moving, cancelling, the agenda, who comes along, and the documents.

Each is one transaction: rule, rows, log and notices stand together or not at all. The minutes stand in `minutes`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from django.db import transaction

from plejebro.access.viewer import Viewer
from plejebro.accounts.models import User
from plejebro.agenda import entries
from plejebro.agenda.entries import Guest
from plejebro.agenda.enums import CancelledBy, EntryState, Kind
from plejebro.agenda.meetings import messages, rules
from plejebro.agenda.meetings.enums import Answer
from plejebro.agenda.meetings.messages import Event
from plejebro.agenda.meetings.models import AgendaPoint, Invitee, Meeting, MeetingFile
from plejebro.agenda.meetings.perms import subjects_of_meeting
from plejebro.agenda.models import Entry, Participant
from plejebro.audit.actions import record_change
from plejebro.documents import actions as documents
from plejebro.documents.models import Document
from plejebro.kernel import clock
from plejebro.kernel.danish_time import at
from plejebro.kernel.ids import case_number
from plejebro.kernel.refusals import NotPossible
from plejebro.placements.models import Placement
from plejebro.versions.enums import Side, other

_TAKEN_PLACE = "Mødet har været. Skriv det i referatet."
MOST_POINTS, MOST_PEOPLE = 40, 30


@dataclass(frozen=True)
class When:
    """When and where: the day, the time on a Danish clock, how many minutes, the place and a link (None: as they are)."""

    on: date
    begins: time
    minutes: int
    place: str | None = ""
    video: str | None = ""


@dataclass(frozen=True)
class Invitation:
    """What the meeting is about and who is invited; `others` are (name, who it is), `companion` whom the family brings."""

    title: str
    purpose: str
    points: tuple[str, ...] = ()
    employments: tuple[int, ...] = ()
    members: tuple[int, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    companion: str = ""


@transaction.atomic
def invite(*, actor: Viewer, placement: Placement, to: Invitation, when: When, submission: UUID) -> Meeting:
    """Invites to a meeting. The same `submission` again gives the one that is there already. Raises `NotPossible`."""
    locked = _lock_placement(placement)
    if already := Meeting.objects.filter(entry__submission=submission).first():
        return already
    _in_time(locked, when)
    entry = entries.add_entry(
        actor=actor,
        placement=locked,
        kind=Kind.MEETING,
        starts=when.on,
        ends=when.on,
        begins=when.begins,
        minutes=when.minutes,
        label=to.title,
        place=when.place or "",
        participants=_guests(actor, to),
        submission=submission,
    )
    meeting = Meeting.objects.create(
        public_id=entry.public_id,
        case_number=_unused_case_number(),
        placement=locked,
        entry=entry,
        purpose=to.purpose.strip(),
        video=(when.video or "").strip()[:300],
        side=side_of(actor),
        invited_by_id=actor.user_id,
        invited_name=actor.name,
        invited_at=clock.now(),
    )
    _invite_each(actor, meeting, dict(to.others))
    _first_points(actor, meeting, to.points)
    record(actor, meeting, "invite")
    headline = "Du er indkaldt til et møde. Svar, om du kommer."
    messages.tell_everybody(meeting, Event("meeting.invited", headline, "invited", when.on), except_user=actor.user_id)
    return meeting


@transaction.atomic
def answer(
    *, actor: Viewer, meeting: Meeting, said: Answer, note: str = "", on: date | None = None, begins: time | None = None
) -> Invitee:
    """The actor answers the own invitation; the newest answer counts. Raises `NotPossible` for one who is not invited, a
    meeting that has been or is cancelled, and another time without a day."""
    locked = coming(meeting)
    row = Invitee.objects.filter(participant__in=own_participants(actor, locked)).first()
    if row is None:
        raise NotPossible("Du står ikke på listen over dem, der er indkaldt. Skriv dig på først.")
    proposes = said == Answer.OTHER_TIME
    if proposes and on is None:
        raise NotPossible("Skriv, hvilken dag der passer bedre.")
    if proposes and on is not None and on < clock.today():
        raise NotPossible("Den dag er gået. Foreslå en, der kommer.")
    row.answer, row.note, row.answered_at = said, note.strip()[:300], clock.now()
    row.proposed_on, row.proposed_at = (on, begins) if proposes else (None, None)
    row.save(update_fields=["answer", "note", "answered_at", "proposed_on", "proposed_at"])
    record(actor, locked, "answer", said=str(said))
    headline = "Der er svaret på en indkaldelse til et møde."
    event = Event("meeting.answered", headline, f"answer:{row.pk}:{row.answered_at.isoformat()}", locked.entry.starts)
    messages.tell_inviter(locked, event, except_user=actor.user_id)
    return row


@transaction.atomic
def move(*, actor: Viewer, meeting: Meeting, seen: int, when: When, reason: str) -> Meeting:
    """Moves the meeting, and asks everybody anew. Only the side that invited; raises `NotPossible`, `ChangedMeanwhile`."""
    locked = _own(actor, coming(meeting))
    _in_time(locked.placement, when)
    entry = entries.move_entry(
        actor=actor,
        entry=locked.entry,
        seen=seen,
        starts=when.on,
        ends=when.on,
        begins=when.begins,
        minutes=when.minutes,
        reason=reason,
    )
    if when.place is not None:
        Entry.objects.filter(pk=entry.pk).update(place=when.place.strip()[:200])
    if when.video is not None:
        Meeting.objects.filter(pk=locked.pk).update(video=when.video.strip()[:300])
    emptied = {"answer": "", "note": "", "answered_at": None, "proposed_on": None, "proposed_at": None}
    locked.invitees.exclude(participant__in=own_participants(actor, locked)).update(**emptied)
    record(actor, locked, "move")
    headline = "Et møde er flyttet. Svar, om den nye tid passer."
    event = Event("meeting.moved", headline, f"moved:{entry.version}", entry.starts)
    messages.tell_everybody(_again(locked), event, except_user=actor.user_id)
    return _again(locked)


@transaction.atomic
def cancel(*, actor: Viewer, meeting: Meeting, seen: int, reason: str) -> Meeting:
    """Cancels the meeting. Only the side that invited, and not once there are minutes."""
    locked = _own(actor, lock(meeting))
    if locked.minutes.exists():
        raise NotPossible("Der er skrevet referat af mødet. Så kan det ikke aflyses.")
    by = CancelledBy.FAMILY if actor.is_family else CancelledBy.MUNICIPALITY
    entry = entries.cancel_entry(actor=actor, entry=locked.entry, seen=seen, by=by, reason=reason)
    record(actor, locked, "cancel")
    event = Event("meeting.cancelled", "Et møde er aflyst.", "cancelled", entry.starts, "Det skulle have været")
    messages.tell_everybody(locked, event, except_user=actor.user_id)
    return locked


@transaction.atomic
def add_point(*, actor: Viewer, meeting: Meeting, text: str, submission: UUID) -> AgendaPoint:
    """Puts a point on the agenda, until the meeting begins. The same `submission` again gives the one that is there."""
    locked = coming(meeting)
    if already := AgendaPoint.objects.filter(submission=submission).first():
        return already
    if not text.strip():
        raise NotPossible("Skriv punktet.")
    if locked.points.filter(removed_at__isnull=True).count() >= MOST_POINTS:
        raise NotPossible(f"Der kan højst være {MOST_POINTS} punkter på en dagsorden.")
    point = _point(actor, locked, locked.points.count() + 1, text, submission)
    record(actor, locked, "point")
    headline = "Der er kommet noget på dagsordenen til et møde."
    # One notice a day from each side: five points written one after the other are one piece of news.
    event = Event("meeting.point", headline, f"points:{point.side}:{clock.today()}", locked.entry.starts)
    messages.tell_side(locked, other(point.side), event, except_user=actor.user_id)
    return point


@transaction.atomic
def remove_point(*, actor: Viewer, meeting: Meeting, point: AgendaPoint) -> None:
    """Takes a point off that the own side put on. Nothing happens if it is off already."""
    locked = coming(meeting)
    if point.side != side_of(actor):
        raise NotPossible("Punktet er den anden sides. Det kan kun de tage af.")
    if locked.points.filter(pk=point.pk, removed_at__isnull=True).update(removed_at=clock.now()):
        record(actor, locked, "point_off")


@transaction.atomic
def bring(*, actor: Viewer, meeting: Meeting, guest: Guest, label: str = "") -> Invitee:
    """Adds somebody to those who take part: an employee, a member of the family, or a name, perhaps as companion.

    Somebody who stands there already is not added again. Only the family brings a companion.
    """
    locked = coming(meeting)
    if guest.companion and not actor.is_family:
        raise NotPossible("Familien vælger selv sin bisidder.")
    rows = Participant.objects.filter(entry=locked.entry)
    if rows.count() >= MOST_PEOPLE:
        raise NotPossible(f"Der kan højst stå {MOST_PEOPLE} på listen.")
    who: dict[str, Any] = {"employment_id": guest.employment_id, "member_id": guest.member_id}
    who["name"] = guest.name.strip()[:120]
    if already := Invitee.objects.filter(participant__in=rows.filter(**who)).first():
        return already
    person = Participant.objects.create(entry=locked.entry, companion=guest.companion, **who)
    row = _invitee(actor, locked, person, label)
    row.save()
    record(actor, locked, "bring")
    return row


@transaction.atomic
def take_off(*, actor: Viewer, meeting: Meeting, invitee: Invitee) -> None:
    """Takes somebody of the own side off the list."""
    locked = coming(meeting)
    if invitee.side != side_of(actor):
        raise NotPossible("Det er den anden side, der har skrevet deltageren på.")
    if Participant.objects.filter(pk=invitee.participant_id, entry=locked.entry).delete()[0]:
        record(actor, locked, "take_off")


@transaction.atomic
def share_file(*, actor: Viewer, meeting: Meeting, document: Document, note: str) -> MeetingFile:
    """Shares a document with both sides. Both keep it: nobody takes it off again."""
    locked = lock(meeting)
    bound = documents.bind(
        actor=User.objects.get(pk=actor.user_id),
        public_ids=[document.public_id],
        owner=f"meeting:{locked.public_id}",
        case_key=locked.placement.public_id,
    )
    row = MeetingFile.objects.create(
        meeting=locked,
        document=bound[0],
        note=note.strip()[:200],
        side=side_of(actor),
        added_by_id=actor.user_id,
        added_name=actor.name,
        added_at=clock.now(),
    )
    record(actor, locked, "share")
    event = Event("meeting.file", "Der er delt et dokument til et møde.", f"file:{row.pk}", locked.entry.starts)
    messages.tell_side(locked, other(row.side), event, except_user=actor.user_id)
    return row


def side_of(actor: Viewer) -> Side:
    """The side the actor writes for."""
    return Side.FAMILY if actor.is_family else Side.MUNICIPALITY


def own_participants(actor: Viewer, meeting: Meeting) -> list[int]:
    """The participants that are the actor, under the hat that is worn."""
    rows = Participant.objects.filter(entry_id=meeting.entry_id)
    if actor.is_family:
        rows = rows.filter(member__user_id=actor.user_id, member__family_id=actor.family_id or 0)
    else:
        rows = rows.filter(employment_id=actor.employment_id or 0)
    return list(rows.values_list("pk", flat=True))


def lock(meeting: Meeting) -> Meeting:
    """The meeting as it stands, held until the transaction ends, so that two who write at once write one after the other."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    return _again(meeting)


def coming(meeting: Meeting) -> Meeting:
    """The locked meeting. Raises `NotPossible` once it has begun or is cancelled."""
    locked = lock(meeting)
    if locked.entry.state == EntryState.CANCELLED:
        raise NotPossible("Mødet er aflyst.")
    if locked.entry.starts_at is None or rules.has_begun(locked.entry.starts_at, clock.now()):
        raise NotPossible(_TAKEN_PLACE)
    return locked


def record(actor: Viewer, meeting: Meeting, verb: str, **details: str) -> None:
    """The row of the log."""
    record_change(actor=actor, action=f"meeting.{verb}", subjects=subjects_of_meeting(meeting), details=dict(details))


def _again(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_related("entry", "placement__child", "placement__family").get(pk=meeting.pk)


def _lock_placement(placement: Placement) -> Placement:
    Placement.objects.select_for_update().get(pk=placement.pk)
    return Placement.objects.select_related("child", "family").get(pk=placement.pk)


def _own(actor: Viewer, meeting: Meeting) -> Meeting:
    if meeting.side != side_of(actor):
        raise NotPossible("Den anden side har indkaldt til mødet. Svar, at I ikke kan, eller foreslå et andet tidspunkt.")
    return meeting


def _in_time(placement: Placement, when: When) -> None:
    if at(when.on, when.begins) <= clock.now():
        raise NotPossible("Tidspunktet er gået. Vælg et, der kommer.")
    if when.on < placement.starts or (placement.ends is not None and when.on > placement.ends):
        raise NotPossible("Anbringelsen gælder ikke den dag.")


def _guests(actor: Viewer, to: Invitation) -> list[Guest]:
    companion = [Guest(name=to.companion.strip(), companion=True)] if to.companion.strip() and actor.is_family else []
    return [
        *(Guest(employment_id=key) for key in to.employments),
        *(Guest(member_id=key) for key in to.members),
        *(Guest(name=name) for name, _ in to.others),
        *companion,
    ][:MOST_PEOPLE]


def _invite_each(actor: Viewer, meeting: Meeting, labels: dict[str, str]) -> None:
    mine = own_participants(actor, meeting)
    people = Participant.objects.filter(entry=meeting.entry).order_by("pk")
    rows = [_invitee(actor, meeting, person, labels.get(person.name, "")) for person in people]
    for row in rows:
        if row.participant_id in mine:
            row.answer, row.answered_at = Answer.COMES, clock.now()  # whoever invites comes
    Invitee.objects.bulk_create(rows)


def _invitee(actor: Viewer, meeting: Meeting, person: Participant, label: str) -> Invitee:
    side = Side.MUNICIPALITY if person.employment_id else Side.FAMILY if person.member_id else side_of(actor)
    return Invitee(meeting=meeting, participant=person, side=side, label=label.strip()[:120], added_by_id=actor.user_id)


def _first_points(actor: Viewer, meeting: Meeting, points: tuple[str, ...]) -> None:
    for number, text in enumerate(points[:MOST_POINTS], start=1):
        _point(actor, meeting, number, text, None)


def _point(actor: Viewer, meeting: Meeting, number: int, text: str, submission: UUID | None) -> AgendaPoint:
    return AgendaPoint.objects.create(
        meeting=meeting,
        number=number,
        text=text.strip()[:300],
        side=side_of(actor),
        added_by_id=actor.user_id,
        added_name=actor.name,
        added_at=clock.now(),
        submission=submission,
    )


def _unused_case_number() -> str:
    while Meeting.objects.filter(case_number=(number := case_number())).exists():
        pass
    return number
