"""Stays as pages show them: frozen, masked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import BooleanField, Case, Model, Q, QuerySet, Value, When
from django.urls import reverse

from plejebro.access.doors import scope
from plejebro.access.mask import ShownPerson
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.agenda.enums import Hidden
from plejebro.agenda.respite import rules
from plejebro.agenda.respite.common import span_text
from plejebro.agenda.respite.enums import OPEN, UNSETTLED, Payer, Side, Status, Step
from plejebro.agenda.respite.models import RespiteStay, RespiteStep
from plejebro.agenda.respite.perms import subjects_of_stay
from plejebro.agenda.respite.promises import promised
from plejebro.audit.types import Subject
from plejebro.clocks.actions import pauses_of
from plejebro.clocks.rules import ClockFace, read_face
from plejebro.clocks.rules import Side as Reader
from plejebro.kernel.danish import datetime_text, day_month, since_text, time_text
from plejebro.people import queries as people
from plejebro.placements.models import Placement

M = TypeVar("M", bound=Model)

GRANTS = (Permission.RESPITE_REPLY, Permission.RESPITE_OFFER, Permission.RESPITE_KEEP)
NOT_SHOWN = "nogen, der ikke vises her"
_TONES = {
    Status.CONFIRMED: ("success", "check"),
    Status.HELD: ("success", "check"),
    Status.DECLINED: ("neutral", "info"),
    Status.WITHDRAWN: ("neutral", "info"),
    Status.CANCELLED: ("neutral", "info"),
    Status.LAPSED: ("neutral", "info"),
}


@dataclass(frozen=True)
class StayRow:
    """One stay in a list; `subjects` is what showing it is a look at. `days` counts every day away."""

    public_id: UUID
    url: str
    case_number: str
    child: ShownPerson
    when: str
    times: str
    days: int
    relief: str
    payer: str
    status: str
    tone: str
    icon: str
    line: str
    is_ours: bool
    subjects: tuple[Subject, ...]


@dataclass(frozen=True)
class StepLine:
    """Something that was done, as the thread shows it."""

    who: str
    label: str
    did: str
    when: str
    relief: str
    text: str
    side: str
    at: str


@dataclass(frozen=True)
class May:
    """What the viewer can do now."""

    offer: bool
    decline: bool
    confirm: bool
    counter: bool
    withdraw: bool
    hold: bool
    cancel: bool


@dataclass(frozen=True)
class StayPage:
    """One stay with everything on it. `face` is the clock while it runs, `answered` how it stood when it stopped."""

    row: StayRow
    placement_id: UUID
    version: int
    face: ClockFace | None
    answered: str
    steps: tuple[StepLine, ...]
    may: May
    is_family: bool
    is_offered: bool


@dataclass(frozen=True)
class Tile:
    """A figure at the top of a page."""

    figure: str
    label: str
    tone: str = ""


@dataclass(frozen=True)
class Balance:
    """The year's days of respite: promised by the contract (None: not said, or not the viewer's to read), held, agreed on
    and still to come, and asked for or offered without an agreement yet."""

    year: int
    promised: int | None
    held: int
    agreed: int
    open: int

    @property
    def left(self) -> int | None:
        """Days of the promise that are neither held nor agreed on; negative when more was given than promised."""
        return None if self.promised is None else self.promised - self.held - self.agreed

    @property
    def tiles(self) -> list[Tile]:
        """As the page shows them."""
        said = "–" if self.promised is None else str(self.promised)
        return [
            Tile(said, "dage i kontrakten (ikke oplyst)" if self.promised is None else "dage om året i kontrakten"),
            Tile(str(self.held), "dage holdt"),
            Tile(str(self.agreed), "dage aftalt"),
            Tile(str(self.open), "dage uden aftale endnu", "warning" if self.open else ""),
        ]

    @property
    def sentence(self) -> str:
        """What is left, in words."""
        if self.left is None:
            return "Kontrakten siger ikke her, hvor mange dage der er lovet om året."
        if self.left < 0:
            return f"Der er aftalt {_days(-self.left)} mere end kontraktens {self.promised} om året."
        return f"Der er {_days(self.left)} tilbage at aftale i {self.year}."


def rows_of(rows: QuerySet[M], viewer: Viewer) -> QuerySet[M]:
    """Joins a row's placement and adds what the mask needs to know; for stays, wishes and care alike."""
    knows = Q(placement__in=scope(viewer, Placement, Permission.CHILD_NAME))
    joined: Any = rows.select_related("placement__child", "placement__family", "placement__municipality", "entry").annotate(
        name_protected=people.hides_name("placement__child"),
        place_protected=people.hides_place("placement__child"),
        knows_name=Case(When(knows, then=Value(True)), default=Value(False), output_field=BooleanField()),
    )
    found: QuerySet[M] = joined
    return found


def child_of(thing: Any, viewer: Viewer) -> ShownPerson:
    """The child of a row that came through `rows_of`, as the viewer may see it."""
    return people.shown(
        thing.placement.child, name_protected=thing.name_protected, knows_name=thing.knows_name, today=viewer.today
    )


def stays_of(placement: Placement, viewer: Viewer, year: int) -> QuerySet[RespiteStay]:
    """The placement's stays of the calendar year, and those that are open; the nearest first."""
    touched = Q(starts__year__lte=year, ends__year__gte=year) | Q(status__in=OPEN)
    rows = RespiteStay.objects.filter(touched, placement=placement).select_related("clock")
    return rows_of(rows, viewer).select_related("clock").order_by("starts", "pk")


def built(stays: Iterable[RespiteStay], viewer: Viewer) -> list[StayRow]:
    """Rows of stays that came through `rows_of`."""
    return [row_of(stay, viewer) for stay in stays]


def row_of(stay: Any, viewer: Viewer) -> StayRow:
    """The row of one that came through `rows_of`."""
    status = Status(stay.status)
    ours = status == (Status.WAITING_FAMILY if viewer.is_family else Status.WAITING_MUNICIPALITY)
    tone, icon = _TONES.get(status, ("warning" if ours else "info", "pause"))
    if _is_late(stay, viewer):
        tone, icon = "error", "alert"
    label = "Kommunen har tilbudt, venter på jer" if ours and viewer.is_family else str(status.label)
    return StayRow(
        public_id=stay.public_id,
        url=reverse("agenda:respite_stay", args=[stay.public_id]),
        case_number=stay.case_number,
        child=child_of(stay, viewer),
        when=span_text(stay.starts, stay.ends),
        times=_times(stay),
        days=rules.days_in(stay.starts, stay.ends, stay.starts, stay.ends),
        relief=relief_of(stay.relief, stay.hidden_from, stay, viewer),
        payer=str(Payer(stay.payer).label),
        status=label,
        tone=tone,
        icon=icon,
        line=f"{_days((stay.ends - stay.starts).days + 1)}{_waits(stay, viewer)}",
        is_ours=ours,
        subjects=tuple(subjects_of_stay(stay)),
    )


def relief_of(relief: str, hidden_from: str, stay: Any, viewer: Viewer) -> str:
    """Who the child stays with: hidden from the side it is hidden from, and from those a protected home is hidden from."""
    if not relief:
        return ""
    side = Hidden.FAMILY if viewer.is_family else Hidden.MUNICIPALITY
    masked = hidden_from == side or (stay.place_protected and not (viewer.is_family or stay.knows_name))
    return NOT_SHOWN if masked else relief


def balance_of(placement: Placement, stays: Iterable[RespiteStay], viewer: Viewer, year: int) -> Balance:
    """The year's days of stays that were read already; what the contract promises is one question more."""
    sums = {"held": 0, "agreed": 0, "open": 0}
    kinds = {Status.HELD: "held", Status.CONFIRMED: "agreed", Status.WAITING_FAMILY: "open"}
    kinds[Status.WAITING_MUNICIPALITY] = "open"
    for stay in stays:
        if kind := kinds.get(Status(stay.status)):
            sums[kind] += rules.days_in(stay.starts, stay.ends, date(year, 1, 1), date(year, 12, 31))
    on = min(max(viewer.today, date(year, 1, 1)), date(year, 12, 31))
    return Balance(year, promised(placement.pk, viewer, on), **sums)


def stay_page(stay: Any, viewer: Viewer) -> StayPage:
    """The page of a stay that came through `rows_of` with its clock, and the door with `GRANTS`; three queries."""
    face = _face(stay, viewer)
    running = stay.status == Status.WAITING_MUNICIPALITY
    return StayPage(
        row=row_of(stay, viewer),
        placement_id=stay.placement.public_id,
        version=stay.version,
        face=face if running else None,
        answered="" if running or stay.clock.stopped_on is None else face.detail,
        steps=_steps(stay, viewer),
        may=_may(stay, viewer),
        is_family=viewer.is_family,
        is_offered=stay.status == Status.WAITING_FAMILY,
    )


def respite_days(placement_id: int, starts: date, ends: date) -> set[date]:
    """The days from `starts` to `ends`, both included, on which the child was at a stay that is written down as held."""
    found = RespiteStay.objects.filter(placement_id=placement_id, status=Status.HELD, starts__lte=ends, ends__gte=starts)
    spans = found.order_by("starts").values_list("starts", "ends")
    return {day for first, last in spans for day in rules.days_between(max(first, starts), min(last, ends))}


def held_days(placement_ids: Sequence[int]) -> dict[int, set[date]]:
    """Every day of a stay that was held, by placement; one query."""
    found: dict[int, set[date]] = {}
    rows = RespiteStay.objects.filter(placement_id__in=placement_ids, status=Status.HELD).order_by("starts", "pk")
    for placement_id, first, last in rows.values_list("placement_id", "starts", "ends"):
        found.setdefault(placement_id, set()).update(rules.days_between(first, last))
    return found


def _face(stay: RespiteStay, viewer: Viewer) -> ClockFace:
    clock = stay.clock
    return read_face(
        started=clock.started_on,
        workdays=clock.workdays,
        pauses=pauses_of(clock),
        today=viewer.today,
        viewer=Reader.FAMILY if viewer.is_family else Reader.MUNICIPALITY,
        stopped_on=clock.stopped_on,
    )


def _may(stay: Any, viewer: Viewer) -> May:
    family, offers, keeps = stay.may_respite_reply, stay.may_respite_offer, stay.may_respite_keep
    status = stay.status
    return May(
        offer=offers and rules.possible(Step.OFFERED, status),
        decline=offers and rules.possible(Step.DECLINED, status),
        confirm=family and rules.possible(Step.CONFIRMED, status),
        counter=family and rules.possible(Step.COUNTERED, status),
        withdraw=family and rules.possible(Step.WITHDRAWN, status),
        hold=keeps and rules.possible(Step.HELD, status) and stay.ends <= viewer.today,
        cancel=keeps and rules.possible(Step.CANCELLED, status),
    )


def _steps(stay: Any, viewer: Viewer) -> tuple[StepLine, ...]:
    hides = stay.place_protected and not (viewer.is_family or stay.knows_name)
    rows = RespiteStep.objects.filter(stay=stay).order_by("at", "pk")
    return tuple(
        StepLine(
            who=_who(row, hides),
            label="" if hides and row.side == Side.FAMILY else row.author_label,
            did=str(Step(row.step).label),
            when=span_text(row.starts, row.ends) if row.step in (Step.ASKED, Step.OFFERED, Step.COUNTERED) else "",
            relief=relief_of(row.relief, row.hidden_from, stay, viewer) if row.step in (Step.ASKED, Step.OFFERED) else "",
            text=row.text,
            side="family" if row.side == Side.FAMILY else "municipality",
            at=datetime_text(row.at),
        )
        for row in rows
    )


def _who(row: RespiteStep, hides: bool) -> str:
    if row.side == Side.SYSTEM:
        return "Plejebro"
    return "Familien" if hides and row.side == Side.FAMILY else row.author_name


def _is_late(stay: RespiteStay, viewer: Viewer) -> bool:
    due = stay.clock.due_on
    return stay.status == Status.WAITING_MUNICIPALITY and due is not None and due < viewer.today


def _waits(stay: RespiteStay, viewer: Viewer) -> str:
    """How long it has waited, and the day the answer was agreed for while the clock runs."""
    if stay.status not in UNSETTLED:
        return ""
    since = f" · venter siden {since_text(stay.waiting_since, viewer.today)}"
    due = stay.clock.due_on
    if due is None or stay.status != Status.WAITING_MUNICIPALITY:
        return since
    return f"{since} · aftalt svar {'var ' if due < viewer.today else ''}{day_month(due)}"


def _times(stay: RespiteStay) -> str:
    if stay.begins is None or stay.finishes is None:
        return ""
    return f"fra {time_text(stay.begins)}, hjem {time_text(stay.finishes)}"


def _days(number: int) -> str:
    return f"{number} dag" if number == 1 else f"{number} dage"
