"""Meetings as pages show them: frozen, and masked. Where the child or the home is protected and the viewer does not know
it, the words somebody typed and the family's names are left out; the days, the kinds and the answers stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse

from plejebro.access.doors import scope
from plejebro.access.mask import ShownPerson
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.agenda.enums import EntryState
from plejebro.agenda.meetings import rules
from plejebro.agenda.meetings.enums import Answer
from plejebro.agenda.meetings.models import AgendaPoint, Invitee, Meeting, MeetingMinutes
from plejebro.agenda.meetings.perms import subjects_of_meeting
from plejebro.audit.types import Subject
from plejebro.documents.queries import FileLine, line
from plejebro.kernel import clock
from plejebro.kernel.clock import local
from plejebro.kernel.danish import date_text, datetime_text, long_date, time_text
from plejebro.people import queries as people
from plejebro.placements.models import Placement
from plejebro.versions.enums import Side

GRANTS = (Permission.MEETING_WRITE, Permission.MEETING_ARRANGE, Permission.MEETING_MINUTES)
NOT_SHOWN = "Vises ikke, fordi barnet er beskyttet."
_TONES = {EntryState.PLANNED: "info", EntryState.HELD: "success", EntryState.CANCELLED: "neutral"}
_ANSWER_TONES = {Answer.COMES: "success", Answer.CANNOT: "error", Answer.OTHER_TIME: "warning"}


@dataclass(frozen=True)
class MeetingRow:
    """A meeting in a list; `subjects` is what showing it is a look at."""

    public_id: UUID
    case_number: str
    title: str
    when: str
    hours: str
    place: str
    state: str
    tone: str
    note: str
    child: ShownPerson
    subjects: tuple[Subject, ...]


@dataclass(frozen=True)
class PersonShown:
    """Somebody who takes part, and what they answered."""

    public_id: UUID
    name: str
    label: str
    side: str
    is_companion: bool
    can_answer: bool
    answer: str
    tone: str
    note: str
    proposed: str
    proposed_on: date | None
    proposed_at: time | None
    is_me: bool
    may_remove: bool


@dataclass(frozen=True)
class PointShown:
    """A point of the agenda."""

    public_id: UUID
    text: str
    by: str
    may_remove: bool


@dataclass(frozen=True)
class FileShown:
    """A shared document."""

    line: FileLine
    note: str
    by: str
    url: str


@dataclass(frozen=True)
class MinutesShown:
    """Minutes as sent, with the objections beside them: (who and when, side, text)."""

    number: int
    side: str
    by: str
    text: str
    agreed: str
    window: str
    is_open: bool
    is_newest: bool
    objections: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class May:
    """What the viewer can do now."""

    answer: bool
    write: bool
    move: bool
    cancel: bool
    minutes: bool
    correct: bool
    object: bool
    share: bool


@dataclass(frozen=True)
class MeetingPage:
    """The page of a meeting."""

    row: MeetingRow
    placement_id: UUID
    version: int
    headline: str
    purpose: str
    video: str
    invited: str
    moved: str
    reason: str
    is_coming: bool
    is_cancelled: bool
    kept: bool
    is_family: bool
    mine: PersonShown | None
    people: tuple[PersonShown, ...]
    has_companion: bool
    points: tuple[PointShown, ...]
    files: tuple[FileShown, ...]
    minutes: tuple[MinutesShown, ...]
    newest: int
    may: May


def rows_of(meetings: QuerySet[Meeting], viewer: Viewer) -> QuerySet[Meeting]:
    """Joins and columns a row is built of, in one query."""
    knows = Q(placement__in=scope(viewer, Placement, Permission.CHILD_NAME))
    joined = meetings.select_related("entry", "placement__child", "placement__family", "placement__municipality")
    points = AgendaPoint.objects.filter(meeting=OuterRef("pk"), removed_at__isnull=True)
    written = MeetingMinutes.objects.filter(meeting=OuterRef("pk"))
    window = written.filter(objections_by__gte=viewer.today)
    return joined.annotate(
        name_protected=people.hides_name("placement__child"),
        place_protected=people.hides_place("placement__child"),
        knows_name=Case(When(knows, then=Value(True)), default=Value(False), output_field=BooleanField()),
        has_points=Exists(points),
        has_minutes=Exists(written),
        has_window=Exists(window),
    )


def of_placement(placement: Placement, viewer: Viewer, *, show: str, words: str) -> QuerySet[Meeting]:
    """The placement's meetings: those to come, or those that have been ("holdt"). Titles are searched where they may be
    seen."""
    rows = rows_of(Meeting.objects.filter(placement=placement), viewer)
    if words.strip():
        hidden = Q(name_protected=True) | Q(place_protected=True)
        rows = rows.filter(entry__label__icontains=words.strip()).filter(~hidden | Q(knows_name=True))
    if show == "holdt":
        over = Q(entry__starts__lt=viewer.today) | Q(entry__state=EntryState.HELD)
        return rows.filter(over).order_by("-entry__starts", "-pk")
    rows = rows.filter(entry__starts__gte=viewer.today).exclude(entry__state=EntryState.HELD)
    return rows.order_by("entry__starts", "entry__starts_at", "pk")


def built(meetings: Iterable[Meeting], viewer: Viewer) -> list[MeetingRow]:
    """Rows of meetings that came through `rows_of`."""
    return [row_of(meeting, viewer) for meeting in meetings]


def row_of(meeting: Any, viewer: Viewer) -> MeetingRow:
    """The row of one that came through `rows_of`."""
    entry, kept = meeting.entry, keeps_words(meeting)
    return MeetingRow(
        public_id=meeting.public_id,
        case_number=meeting.case_number,
        title="Møde" if kept else entry.label,
        when=long_date(entry.starts),
        hours=hours_of(entry),
        place="" if kept else entry.place,
        state=str(EntryState(entry.state).label),
        tone=_TONES.get(EntryState(entry.state), "info"),
        note=_note(meeting),
        child=people.shown(
            meeting.placement.child,
            name_protected=meeting.name_protected,
            knows_name=meeting.knows_name,
            today=viewer.today,
        ),
        subjects=tuple(subjects_of_meeting(meeting)),
    )


def hours_of(entry: Any) -> str:
    """ "kl. 14.00–15.30"."""
    if entry.starts_at is None or entry.ends_at is None:
        return ""
    return f"{time_text(entry.starts_at)}–{local(entry.ends_at):%H.%M}"


def keeps_words(meeting: Any) -> bool:
    """Whether the words somebody typed, and the family's names, are kept from the viewer."""
    return (meeting.name_protected or meeting.place_protected) and not meeting.knows_name


def meeting_page(meeting: Any, viewer: Viewer) -> MeetingPage:
    """The page of a meeting that came through `rows_of` and the door with `GRANTS`. Six queries."""
    kept, entry = keeps_words(meeting), meeting.entry
    coming, cancelled = is_coming(meeting), entry.state == EntryState.CANCELLED
    minutes = _minutes(meeting, viewer, kept=kept)
    persons = _people(meeting, viewer, kept=kept, may=meeting.may_meeting_write and coming)
    mine = next((one for one in persons if one.is_me), None)
    points = _points(meeting, viewer, kept=kept, may=meeting.may_meeting_write and coming)
    may = _may(meeting, viewer, coming=coming, minutes=minutes, mine=mine)
    return MeetingPage(
        row=row_of(meeting, viewer),
        placement_id=meeting.placement.public_id,
        version=entry.version,
        headline=_headline(may, persons, points, minutes, cancelled=cancelled, coming=coming, mine=mine),
        purpose=NOT_SHOWN if kept else meeting.purpose,
        video="" if kept else meeting.video,
        invited=f"{_author(meeting.side, meeting.invited_name, kept)}, {datetime_text(meeting.invited_at)}",
        moved=date_text(entry.moved_from) if entry.moved_from else "",
        reason="" if kept else entry.reason,
        is_coming=coming,
        is_cancelled=cancelled,
        kept=kept,
        is_family=viewer.is_family,
        mine=mine,
        people=persons,
        has_companion=any(one.is_companion for one in persons),
        points=points,
        files=_files(meeting, kept=kept),
        minutes=minutes,
        newest=minutes[0].number if minutes else 0,
        may=may,
    )


def is_coming(meeting: Any) -> bool:
    """Whether it is agreed and has not begun."""
    entry = meeting.entry
    begun = entry.starts_at is not None and rules.has_begun(entry.starts_at, clock.now())
    return entry.state == EntryState.PLANNED and not begun


def _note(meeting: Any) -> str:
    if meeting.entry.state == EntryState.CANCELLED:
        return ""
    if is_coming(meeting):
        return "" if meeting.has_points else "Ingen dagsorden endnu"
    if not meeting.has_minutes:
        return "Referat mangler"
    return "Referatet kan få indvendinger" if meeting.has_window else "Referatet er låst"


def _may(meeting: Any, viewer: Viewer, *, coming: bool, minutes: tuple[MinutesShown, ...], mine: PersonShown | None) -> May:
    side = Side.FAMILY if viewer.is_family else Side.MUNICIPALITY
    own = meeting.side == side
    cancelled = meeting.entry.state == EntryState.CANCELLED
    been = not coming and not cancelled
    writes = meeting.may_meeting_minutes
    is_open = bool(minutes) and minutes[0].is_open
    return May(
        answer=meeting.may_meeting_write and coming and mine is not None,
        write=meeting.may_meeting_write and coming,
        move=meeting.may_meeting_arrange and coming and own,
        cancel=meeting.may_meeting_arrange and own and not cancelled and not minutes,
        minutes=writes and been and not minutes,
        correct=writes and been and is_open and minutes[0].side == side,
        object=writes and is_open,
        share=meeting.may_meeting_write and not cancelled,
    )


def _headline(
    may: May,
    persons: tuple[PersonShown, ...],
    points: tuple[PointShown, ...],
    minutes: tuple[MinutesShown, ...],
    *,
    cancelled: bool,
    coming: bool,
    mine: PersonShown | None,
) -> str:
    if cancelled:
        return "Mødet er aflyst."
    if not coming:
        return _after(may, minutes)
    if may.answer and mine is not None and not mine.answer:
        return "Du er indkaldt. Svar, om du kommer."
    if may.move and any(one.proposed for one in persons):
        return "Der er foreslået et andet tidspunkt. Flyt mødet, eller lad det stå."
    if not points:
        return "Der er ingen dagsorden endnu. Skriv, hvad I skal tale om."
    return "Mødet er aftalt. Begge sider kan skrive på dagsordenen, til mødet begynder."


def _after(may: May, minutes: tuple[MinutesShown, ...]) -> str:
    if not minutes:
        return "Der mangler et referat. Begge sider kan skrive det."
    if not minutes[0].is_open:
        return "Referatet er låst." + (" Indvendingerne står under det." if minutes[0].objections else "")
    if may.correct:
        return "Referatet er sendt. Indtil det bliver låst, kan I rette det, og begge sider kan skrive indvendinger."
    return "Læs referatet. Passer noget ikke, så skriv det som en indvending." if may.object else "Der er et referat."


def _people(meeting: Any, viewer: Viewer, *, kept: bool, may: bool) -> tuple[PersonShown, ...]:
    rows = Invitee.objects.filter(meeting=meeting).order_by("-side", "pk")
    rows = rows.select_related("participant__employment", "participant__member__person")
    return tuple(_person(row, viewer, kept=kept, may=may) for row in rows)


def _person(row: Invitee, viewer: Viewer, *, kept: bool, may: bool) -> PersonShown:
    name, label = _name(row, kept)
    answer = Answer(row.answer) if row.answer else None
    own = row.side == (Side.FAMILY if viewer.is_family else Side.MUNICIPALITY)
    return PersonShown(
        public_id=row.public_id,
        name=name,
        label=label,
        side=row.side,
        is_companion=row.participant.companion,
        can_answer=row.participant.employment_id is not None or row.participant.member_id is not None,
        answer=str(answer.label) if answer else "",
        tone=_ANSWER_TONES[answer] if answer else "neutral",
        note="" if kept else row.note,
        proposed=_proposed(row),
        proposed_on=row.proposed_on,
        proposed_at=row.proposed_at,
        is_me=_is_me(row, viewer),
        may_remove=may and own,
    )


def _is_me(row: Invitee, viewer: Viewer) -> bool:
    member = row.participant.member
    if viewer.is_family:
        return member is not None and member.user_id == viewer.user_id
    return row.participant.employment_id is not None and row.participant.employment_id == viewer.employment_id


def _name(row: Invitee, kept: bool) -> tuple[str, str]:
    person = row.participant
    if person.employment is not None:
        return person.employment.full_name, person.employment.get_role_display()
    if kept:
        return ("Bisidder" if person.companion else "En fra familien" if row.side == Side.FAMILY else "En deltager"), ""
    if person.member is not None:
        return f"{person.member.person.given_name} {person.member.person.family_name}".strip(), "Plejeforælder"
    return person.name, row.label


def _proposed(row: Invitee) -> str:
    if row.proposed_on is None:
        return ""
    return long_date(row.proposed_on) + (f" {time_text(row.proposed_at)}" if row.proposed_at else "")


def _points(meeting: Any, viewer: Viewer, *, kept: bool, may: bool) -> tuple[PointShown, ...]:
    side = Side.FAMILY if viewer.is_family else Side.MUNICIPALITY
    rows = AgendaPoint.objects.filter(meeting=meeting, removed_at__isnull=True).order_by("number")
    return tuple(
        PointShown(
            row.public_id,
            NOT_SHOWN if kept else row.text,
            _author(row.side, row.added_name, kept),
            may and row.side == side and not kept,
        )
        for row in rows
    )


def _files(meeting: Any, *, kept: bool) -> tuple[FileShown, ...]:
    if kept:
        return ()
    return tuple(
        FileShown(
            line(row.document),
            row.note,
            f"{row.added_name}, {date_text(local(row.added_at).date())}",
            reverse("agenda:meeting_file", args=[meeting.public_id, row.public_id]),
        )
        for row in meeting.files.select_related("document").order_by("pk")
    )


def _minutes(meeting: Any, viewer: Viewer, *, kept: bool) -> tuple[MinutesShown, ...]:
    rows = list(meeting.minutes.prefetch_related("objections").order_by("-number"))
    return tuple(_one(row, viewer, kept=kept, is_newest=index == 0) for index, row in enumerate(rows))


def _one(row: MeetingMinutes, viewer: Viewer, *, kept: bool, is_newest: bool) -> MinutesShown:
    is_open = is_newest and not rules.is_locked(row.objections_by, viewer.today)
    words = "Indvendinger kan skrives til og med" if is_open else "Referatet blev låst efter"
    return MinutesShown(
        number=row.number,
        side=row.side,
        by=f"{_author(row.side, row.written_name, kept)}, {datetime_text(row.sent_at)}",
        text=NOT_SHOWN if kept else row.text,
        agreed="" if kept else row.agreed,
        window=f"{words} {long_date(row.objections_by)}." if is_newest else "Rettet. Det nyeste referat gælder.",
        is_open=is_open,
        is_newest=is_newest,
        objections=tuple(
            (
                f"{_author(one.side, one.written_name, kept)}, {datetime_text(one.at)}",
                one.side,
                NOT_SHOWN if kept else one.text,
            )
            for one in sorted(row.objections.all(), key=lambda one: (one.at, one.pk))
        ),
    )


def _author(side: str, name: str, kept: bool) -> str:
    return "Familien" if kept and side == Side.FAMILY else name
