"""The holiday plan and child care as pages show them: frozen, masked, and for one placement alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from plejebro.access.mask import ShownPerson
from plejebro.access.viewer import Viewer
from plejebro.agenda.respite import clashes, rules
from plejebro.agenda.respite.common import span_text
from plejebro.agenda.respite.enums import LIVE_WISHES, OFFERED, CareState, Payer, Status, WishState
from plejebro.agenda.respite.models import CareArrangement, HolidayWish, RespiteStay
from plejebro.agenda.respite.pages import Tile, child_of, rows_of
from plejebro.agenda.respite.perms import subjects_of_care, subjects_of_wish
from plejebro.audit.types import Subject
from plejebro.kernel.danish import date_text, datetime_text, long_date, time_text
from plejebro.placements.models import Placement

_WISH_TONES = {
    WishState.AGREED: ("success", "check"),
    WishState.REFUSED: ("neutral", "info"),
    WishState.WITHDRAWN: ("neutral", "info"),
    WishState.LAPSED: ("neutral", "info"),
}
_CARE_TONES = {
    CareState.AGREED: ("success", "check"),
    CareState.HELD: ("success", "check"),
    CareState.REFUSED: ("neutral", "info"),
    CareState.CANCELLED: ("neutral", "info"),
}
_RELIEF = {
    Status.WAITING_MUNICIPALITY: "Venter på kommunen",
    Status.WAITING_FAMILY: "Tilbudt",
    Status.CONFIRMED: "Aftalt",
    Status.HELD: "Holdt",
}


@dataclass(frozen=True)
class WishRow:
    """One wish in a list. `relief` says how far the respite stay that goes with it has come."""

    public_id: UUID
    url: str
    case_number: str
    child: ShownPerson
    when: str
    days: int
    what: str
    relief: str
    status: str
    tone: str
    icon: str
    subjects: tuple[Subject, ...]


@dataclass(frozen=True)
class WishPage:
    """One wish with what can be done about it."""

    row: WishRow
    placement_id: UUID
    version: int
    note: str
    asked: str
    answer: str
    answered: str
    stay_url: str
    stay_text: str
    in_the_way: tuple[str, ...]
    may_answer: bool
    may_withdraw: bool
    is_family: bool


@dataclass(frozen=True)
class PlanWarning:
    """Days of holiday without the child on which no stay is offered. `is_strong` from `WARN_FROM_DAYS`."""

    days: int
    is_strong: bool
    title: str
    text: str


@dataclass(frozen=True)
class PlanPage:
    """The plan of one placement in one holiday year."""

    year: int
    label: str
    rows: tuple[WishRow, ...]
    tiles: tuple[Tile, ...]
    state: str
    state_tone: str
    warning: PlanWarning | None
    years: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class CareRow:
    """One arrangement in a list."""

    public_id: UUID
    url: str
    case_number: str
    child: ShownPerson
    when: str
    carer: str
    payer: str
    status: str
    tone: str
    icon: str
    subjects: tuple[Subject, ...]


@dataclass(frozen=True)
class CarePage:
    """One arrangement with what can be done about it."""

    row: CareRow
    placement_id: UUID
    version: int
    note: str
    answer: str
    asked: str
    may_answer: bool
    may_hold: bool
    may_cancel: bool
    is_family: bool


def year_label(year: int) -> str:
    """ "1. september 2026 – 31. august 2027"."""
    first, last = rules.year_bounds(year)
    return f"{date_text(first)} – {date_text(last)}"


def wishes_of(placement: Placement, viewer: Viewer, year: int) -> QuerySet[HolidayWish]:
    """The placement's wishes that begin in the holiday year, in order of days."""
    first, last = rules.year_bounds(year)
    rows = HolidayWish.objects.filter(placement=placement, starts__gte=first, starts__lte=last)
    return rows_of(rows, viewer).select_related("stay").order_by("starts", "pk")


def wish_row(wish: Any, viewer: Viewer) -> WishRow:
    """The row of one that came through `rows_of`, with its stay."""
    state = WishState(wish.state)
    tone, icon = _WISH_TONES.get(state, ("info" if viewer.is_family else "warning", "pause"))
    return WishRow(
        public_id=wish.public_id,
        url=reverse("agenda:holiday", args=[wish.public_id]),
        case_number=wish.case_number,
        child=child_of(wish, viewer),
        when=span_text(wish.starts, wish.ends),
        days=rules.holiday_days(rules.days_between(wish.starts, wish.ends)),
        what="Med barnet" if wish.with_child else "Uden barnet",
        relief=_relief_text(wish),
        status=str(state.label),
        tone=tone,
        icon=icon,
        subjects=tuple(subjects_of_wish(wish)),
    )


def plan_page(placement: Placement, viewer: Viewer, year: int) -> PlanPage:
    """The plan; three queries."""
    wishes = list(wishes_of(placement, viewer, year))
    live = [wish for wish in wishes if wish.state in LIVE_WISHES]
    with_child = _holiday_days(wish for wish in live if wish.with_child)
    without = _holiday_days(wish for wish in live if not wish.with_child)
    warning = warning_of(placement, live, viewer)
    waiting = sum(wish.state == WishState.ASKED for wish in live)
    now = rules.holiday_year(viewer.today)
    return PlanPage(
        year=year,
        label=year_label(year),
        rows=tuple(wish_row(wish, viewer) for wish in wishes),
        tiles=(
            Tile(str(with_child), "feriedage med barnet"),
            Tile(str(without), "feriedage uden barnet"),
            Tile(
                str(warning.days if warning else 0),
                "feriedage uden tilbudt støtteophold",
                "error" if warning and warning.is_strong else "",
            ),
        ),
        state=_state(wishes, waiting),
        state_tone="warning" if waiting else "success" if live else "neutral",
        warning=warning,
        years=tuple((one, f"{one}/{(one + 1) % 100:02d}") for one in (now - 1, now, now + 1)),
    )


def warning_of(placement: Placement, wishes: Iterable[HolidayWish], viewer: Viewer) -> PlanWarning | None:
    """What both sides are told when holiday without the child has no stay offered on it; one query.

    A stay counts from the day it is offered, whichever wish it was asked for with.
    """
    wanted = [(wish.starts, wish.ends) for wish in wishes if wish.relief_needed and wish.state in LIVE_WISHES]
    if not wanted:
        return None
    first, last = min(starts for starts, _ in wanted), max(ends for _, ends in wanted)
    stays = RespiteStay.objects.filter(placement=placement, status__in=OFFERED, starts__lte=last, ends__gte=first)
    days = rules.without_offer(wanted, stays.order_by("starts").values_list("starts", "ends"))
    if not days:
        return None
    whose = "I har ønsket" if viewer.is_family else "Familien har ønsket"
    number = "1 feriedag" if days == 1 else f"{days} feriedage"
    return PlanWarning(
        days=days,
        is_strong=days >= rules.WARN_FROM_DAYS,
        title=f"{number} uden tilbudt støtteophold (aflastning)",
        text=f"{whose} ferie uden barnet på {number}, hvor kommunen endnu ikke har tilbudt støtteophold. "
        "Ferie uden barnet kan først holdes, når barnet har et sted at være.",
    )


def wish_page(wish: Any, viewer: Viewer) -> WishPage:
    """The page of a wish that came through `rows_of`, with its stay, and the door; one query where the child comes along."""
    hides = wish.place_protected and not (viewer.is_family or wish.knows_name)
    by = wish.answered_by.full_name if wish.answered_by else ""
    return WishPage(
        row=wish_row(wish, viewer),
        placement_id=wish.placement.public_id,
        version=wish.version,
        note=wish.note,
        asked=f"{'Familien' if hides else wish.asked_by.full_name}, {datetime_text(wish.asked_at)}",
        answer=wish.answer,
        answered=f"{by}, {datetime_text(wish.answered_at)}" if wish.answered_at else "",
        stay_url=reverse("agenda:respite_stay", args=[wish.stay.public_id]) if wish.stay else "",
        stay_text=_RELIEF.get(Status(wish.stay.status), str(Status(wish.stay.status).label)) if wish.stay else "",
        in_the_way=tuple(_in_the_way(wish)),
        may_answer=wish.may_holiday_answer and wish.state == WishState.ASKED,
        may_withdraw=wish.may_holiday_withdraw and wish.state in LIVE_WISHES,
        is_family=viewer.is_family,
    )


def care_of(placement: Placement, viewer: Viewer, year: int) -> QuerySet[CareArrangement]:
    """The placement's care of the calendar year; the newest first."""
    rows = CareArrangement.objects.filter(placement=placement, on__year=year)
    return rows_of(rows, viewer).order_by("-on", "-begins", "-pk")


def care_row(care: Any, viewer: Viewer) -> CareRow:
    """The row of one that came through `rows_of`."""
    state = CareState(care.state)
    tone, icon = _CARE_TONES.get(state, ("info" if viewer.is_family else "warning", "pause"))
    return CareRow(
        public_id=care.public_id,
        url=reverse("agenda:care", args=[care.public_id]),
        case_number=care.case_number,
        child=child_of(care, viewer),
        when=f"{long_date(care.on)} {time_text(care.begins)}–{time_text(care.finishes).removeprefix('kl. ')}",
        carer=care.carer,
        payer=str(Payer(care.payer).label),
        status=str(state.label),
        tone=tone,
        icon=icon,
        subjects=tuple(subjects_of_care(care)),
    )


def care_page(care: Any, viewer: Viewer) -> CarePage:
    """The page of one that came through `rows_of` and the door; no query."""
    hides = care.place_protected and not (viewer.is_family or care.knows_name)
    state = CareState(care.state)
    return CarePage(
        row=care_row(care, viewer),
        placement_id=care.placement.public_id,
        version=care.version,
        note=care.note,
        answer=care.answer,
        asked=f"{'Familien' if hides else care.asked_by.full_name}, {datetime_text(care.asked_at)}",
        may_answer=care.may_care_answer and state == CareState.ASKED,
        may_hold=care.may_care_keep and state == CareState.AGREED and care.on <= viewer.today,
        may_cancel=care.may_care_keep and state in (CareState.ASKED, CareState.AGREED),
        is_family=viewer.is_family,
    )


def _relief_text(wish: HolidayWish) -> str:
    if not wish.relief_needed:
        return "" if wish.with_child else "Ikke brug for"
    return _RELIEF.get(Status(wish.stay.status), "Ikke aftalt") if wish.stay else "Bedt om for sig"


def _in_the_way(wish: HolidayWish) -> list[str]:
    if not wish.with_child or wish.state not in LIVE_WISHES:
        return []
    return clashes.visits_under(wish.placement_id, wish.starts, wish.ends)


def _holiday_days(wishes: Iterable[HolidayWish]) -> int:
    days: set[date] = set().union(*(rules.days_between(wish.starts, wish.ends) for wish in wishes))
    return rules.holiday_days(days)


def _state(wishes: list[HolidayWish], waiting: int) -> str:
    if not wishes:
        return "Ingen ønsker endnu"
    if waiting:
        return "1 ønske venter på svar" if waiting == 1 else f"{waiting} ønsker venter på svar"
    return "Alle ønsker er besvaret"
