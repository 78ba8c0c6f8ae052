"""Enquiries as lists, home pages and the placement's page show them: one frozen row each, already masked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, F, OuterRef, Q, QuerySet, Subquery, Value, When

from plejebro.access import registry
from plejebro.access.doors import scope
from plejebro.access.mask import ShownPerson, visible_place
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.audit.types import Subject
from plejebro.clocks import rules as clock_rules
from plejebro.clocks.models import ClockPause
from plejebro.clocks.rules import ClockFace, Pause, PauseReason
from plejebro.enquiries import rules
from plejebro.enquiries.enums import Channel, MessageKind, Side, Status
from plejebro.enquiries.models import Enquiry, Message
from plejebro.kernel import clock
from plejebro.kernel.danish import since_text, working_days_text
from plejebro.municipalities.enums import Topic
from plejebro.people import queries as people
from plejebro.placements.enums import Task
from plejebro.placements.models import Placement


@dataclass(frozen=True)
class Chip:
    """The status as a short word with a colour and an icon, never colour alone; the tone is one of the clock's."""

    text: str
    tone: str
    icon: str


@dataclass(frozen=True)
class EnquiryRow:
    """One enquiry in a list. `subjects` is what showing it is a look at: hand it to `doors.shown_subjects`.

    `turn` is the side that has the ball, None when closed; `face` is None where no clock runs against anybody.
    """

    public_id: UUID
    placement_id: UUID
    case_number: str
    title: str
    topic: str
    child: ShownPerson
    family_name: str
    municipality: str
    asked_by: str
    asked_on: date
    channel: str
    face: ClockFace | None
    chip: Chip
    turn: Side | None
    turn_text: str
    is_ours: bool
    status: Status
    waiting_since: date
    addressee_name: str
    addressee_role: str
    closed_on: date | None
    conclusion: str
    subjects: tuple[Subject, ...]

    @property
    def used_percent(self) -> int:
        """How much of the reply time is used, 0 to 100, for the thin bar beside the text."""
        return round(self.face.fraction_used * 100) if self.face else 0


def side_of(viewer: Viewer) -> Side:
    """The side the viewer reads and writes for."""
    return Side.FAMILY if viewer.is_family else Side.MUNICIPALITY


def turn_is(side: Side) -> Q:
    """Open enquiries where `side` has the ball."""
    waiting = Status.WAITING_FAMILY if side == Side.FAMILY else Status.WAITING_MUNICIPALITY
    return Q(status=waiting) | Q(status=Status.ANSWERED, opened_side=side)


def for_rows(enquiries: QuerySet[Enquiry], viewer: Viewer) -> QuerySet[Enquiry]:
    """Joins and columns a row is built of, in the one query: who asked, and whether names may be shown."""
    knows = Q(placement__in=scope(viewer, Placement, Permission.CHILD_NAME))
    opening = Message.objects.filter(enquiry=OuterRef("pk"), kind=MessageKind.OPENING).order_by("pk")
    return enquiries.select_related(
        "placement__child", "placement__family", "placement__municipality", "clock", "addressee"
    ).annotate(
        name_protected=people.hides_name("placement__child"),
        place_protected=people.hides_place("placement__child"),
        knows_name=Case(When(knows, then=Value(True)), default=Value(False), output_field=BooleanField()),
        asked_name=Subquery(opening.values("author_name")[:1]),
    )


def most_urgent_first(enquiries: QuerySet[Enquiry]) -> QuerySet[Enquiry]:
    """Running clocks by due date, then those that stand still, the longest waiting first."""
    return enquiries.order_by(F("clock__due_on").asc(nulls_last=True), "waiting_since", "pk")


def open_rows(viewer: Viewer, *, limit: int | None = None, placements: Q | None = None) -> list[EnquiryRow]:
    """Open enquiries the viewer may read, the most urgent first; `placements` is a further condition on the placement.

    Two queries. Whoever shows the rows puts their `subjects` on record with `doors.shown_subjects`.
    """
    still_open = scope(viewer, Enquiry, Permission.ENQUIRY_READ).exclude(status=Status.CLOSED)
    return rows_for(viewer, still_open, placements=placements, limit=limit)


def rows_for(
    viewer: Viewer, enquiries: QuerySet[Enquiry], *, placements: Q | None = None, limit: int | None = None
) -> list[EnquiryRow]:
    """Rows of `enquiries`, which the caller has scoped, the most urgent first. Two queries."""
    if placements is not None:
        enquiries = enquiries.filter(placement__in=Placement.objects.filter(placements))
    found = most_urgent_first(for_rows(enquiries, viewer))
    return built(found[:limit] if limit is not None else found, viewer)


def built(enquiries: Iterable[Enquiry], viewer: Viewer) -> list[EnquiryRow]:
    """Rows of enquiries that came through `for_rows`, in their order. One more query, for the clocks' pauses."""
    found = list(enquiries)
    pauses = pauses_of([enquiry.clock_id for enquiry in found if enquiry.clock_id is not None])
    return [row_of(enquiry, viewer, pauses.get(enquiry.clock_id or 0, [])) for enquiry in found]


def pauses_of(clock_ids: list[int]) -> dict[int, list[Pause]]:
    """The pauses of several clocks, oldest first, in one query; none for no clocks."""
    found: dict[int, list[Pause]] = {}
    if clock_ids:
        for row in ClockPause.objects.filter(clock_id__in=clock_ids).order_by("starts", "pk"):
            found.setdefault(row.clock_id, []).append(Pause(row.starts, row.ends, PauseReason(row.reason)))
    return found


def row_of(enquiry: Enquiry, viewer: Viewer, pauses: list[Pause]) -> EnquiryRow:
    """The row of an enquiry that came through `for_rows`."""
    side, columns = side_of(viewer), _columns(enquiry)
    turn = rules.turn(enquiry.status, enquiry.opened_side)
    face = face_of(enquiry, viewer, pauses)
    family = family_name(enquiry, viewer)
    return EnquiryRow(
        public_id=enquiry.public_id,
        placement_id=enquiry.placement.public_id,
        case_number=enquiry.case_number,
        title=enquiry.title,
        topic=Topic(enquiry.topic).label,
        child=child_of(enquiry, viewer),
        family_name=family,
        municipality=str(enquiry.placement.municipality),
        asked_by=author_name(columns.asked_name or "", enquiry.opened_side, enquiry, viewer),
        asked_on=enquiry.made_on,
        channel=Channel(enquiry.channel).label,
        face=face,
        chip=chip_of(enquiry, face, turn, side, viewer.today),
        turn=turn,
        turn_text=turn_text(turn, side, enquiry.waiting_since, viewer.today),
        is_ours=turn == side,
        status=Status(enquiry.status),
        waiting_since=enquiry.waiting_since,
        addressee_name=enquiry.addressee.full_name if enquiry.addressee else "",
        addressee_role=Task(enquiry.addressed_to).label,
        closed_on=clock.local(enquiry.closed_at).date() if enquiry.closed_at else None,
        conclusion=enquiry.conclusion,
        subjects=tuple(registry.subjects_of(enquiry)),
    )


def child_of(enquiry: Enquiry, viewer: Viewer) -> ShownPerson:
    """The child as the mask lets the viewer see it."""
    columns = _columns(enquiry)
    return people.shown(
        enquiry.placement.child,
        name_protected=columns.name_protected,
        knows_name=columns.knows_name,
        today=viewer.today,
    )


def family_name(enquiry: Enquiry, viewer: Viewer) -> str:
    """The foster family's name; a place that is protected is hidden from those who may not know it."""
    columns = _columns(enquiry)
    place = visible_place(
        enquiry.placement.family.name,
        "",
        place_protected=columns.place_protected,
        knows_place=viewer.is_family or columns.knows_name,
    )
    return place.name


def author_name(name: str, side: str, enquiry: Enquiry, viewer: Viewer) -> str:
    """The writer's name; a foster parent's name tells the place, so it is hidden where the place is."""
    columns = _columns(enquiry)
    if side == Side.FAMILY and columns.place_protected and not (viewer.is_family or columns.knows_name):
        return "Familien"
    return name


def face_of(enquiry: Enquiry, viewer: Viewer, pauses: list[Pause]) -> ClockFace | None:
    """The clock in the viewer's words; None where the municipality asked, since no clock runs against a family."""
    if enquiry.clock is None:
        return None
    return clock_rules.read_face(
        started=enquiry.clock.started_on,
        workdays=enquiry.clock.workdays,
        pauses=pauses,
        today=viewer.today,
        viewer=clock_rules.Side.FAMILY if viewer.is_family else clock_rules.Side.MUNICIPALITY,
        stopped_on=enquiry.clock.stopped_on,
    )


def chip_of(enquiry: Enquiry, face: ClockFace | None, turn: Side | None, side: Side, today: date) -> Chip:
    """What stands on the enquiry at a glance."""
    if turn is None:
        return Chip("Afsluttet", "neutral", "check")
    if face is None or face.state == "paused" or face.remaining is None:
        tone = "warning" if turn == side else "neutral"
        return Chip(turn_text(turn, side, enquiry.waiting_since, today), tone, "pause")
    if face.state == "late":
        late = f"{working_days_text(face.remaining)} over fristen" if face.remaining < 0 else "Fristen er overskredet"
        return Chip(late, "error", "alert")
    left = "Sidste dag er i dag" if face.remaining == 0 else f"{working_days_text(face.remaining)} tilbage"
    return Chip(left, face.tone, "clock")


def turn_text(turn: Side | None, side: Side, since: date, today: date) -> str:
    """ "Venter på jer siden tirsdag", in the words of the one who reads."""
    if turn is None:
        return "Afsluttet"
    if turn == side:
        whom = "jer" if side == Side.FAMILY else "os"
    else:
        whom = "kommunen" if turn == Side.MUNICIPALITY else "familien"
    return f"Venter på {whom} siden {since_text(since, today)}"


def _columns(enquiry: Enquiry) -> Any:
    # The columns `for_rows` adds are not on the model; this says so to the type checker in one place.
    return enquiry
