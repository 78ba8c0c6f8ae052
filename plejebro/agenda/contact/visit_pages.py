"""The pages of visits: one visit, a month, a year, and the figures of a period."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from plejebro.access.mask import ShownPerson
from plejebro.access.viewer import Viewer
from plejebro.agenda.contact.enums import Moment, VisitKind
from plejebro.agenda.contact.figures import Figures, figures_of, visits_in
from plejebro.agenda.contact.models import ContactPlan, ContactReaction
from plejebro.agenda.contact.pages import VisitLine, plans_on, visit_lines
from plejebro.agenda.contact.showing import masked_plans, whom
from plejebro.agenda.enums import NO_LONGER_AGREED, CancelledBy, EntryState
from plejebro.agenda.models import Entry
from plejebro.agenda.shown import ShownEntry, child_name_of, joined, keeps_words, shown_entry
from plejebro.kernel.danish import MONTHS, date_text, datetime_text, long_date
from plejebro.placements.models import Placement
from plejebro.versions.enums import Side


@dataclass(frozen=True)
class ReactionLine:
    """What the family saw."""

    moment: str
    text: str
    by: str


@dataclass(frozen=True)
class VisitPage:
    """One visit with what can be done about it."""

    entry: ShownEntry
    version: int
    kind: str
    day: str
    plan_title: str
    plan_url: str
    contact_url: str
    moved: str
    cancelled: str
    reason: str
    made_up: VisitLine | None
    makes_up: VisitLine | None
    reactions: list[ReactionLine]
    may_hold: bool
    may_change: bool
    may_make_up: bool
    may_react: bool


@dataclass(frozen=True)
class Month:
    """A month of visits; `before` and `after` are addresses."""

    name: str
    first: date
    visits: list[VisitLine]
    url: str


@dataclass(frozen=True)
class CalendarPage:
    """A month or a year of a placement's visits."""

    placement_id: UUID
    child: ShownPerson
    title: str
    months: list[Month]
    before_url: str
    before: str
    after_url: str
    after: str
    other_url: str
    contact_url: str
    total: int


@dataclass(frozen=True)
class FiguresPage:
    """The figures of a placement's plans in a period."""

    placement_id: UUID
    child: ShownPerson
    first: date
    last: date
    rows: list[Figures]
    total: Figures
    csv_url: str
    contact_url: str


def visit_rows(viewer: Viewer) -> Any:
    """Visits for the door to open, with what their page needs."""
    rows = Entry.objects.filter(contact_visit__isnull=False).select_related(
        "contact_visit__plan", "made_up_by", "makes_up", "placement__municipality"
    )
    return joined(rows, viewer)


def visit_page(entry: Any, viewer: Viewer) -> VisitPage:
    """A visit that came through its door with its grants."""
    plans = ContactPlan.objects.filter(pk=entry.contact_visit.plan_id)
    plan: Any = masked_plans(plans, viewer).get()
    child = child_name_of(entry, viewer)
    veiled = keeps_words(entry, viewer, child)
    title = whom(plan, viewer)
    open_ = entry.state == EntryState.PLANNED
    may, replaced = entry.may_entry_write, getattr(entry, "made_up_by", None)
    return VisitPage(
        entry=shown_entry(entry, viewer, child),
        version=entry.version,
        kind=VisitKind(entry.contact_visit.kind).label,
        day=long_date(entry.starts),
        plan_title=f"Samvær med {title}",
        plan_url=reverse("agenda:contact_plan", args=[plan.public_id]),
        contact_url=reverse("agenda:contact", args=[entry.placement.public_id]),
        moved=f"Flyttet fra {date_text(entry.moved_from)}" if entry.moved_from else "",
        cancelled=_cancelled(entry),
        reason="" if veiled else entry.reason,
        made_up=_one(replaced, viewer),
        makes_up=_one(entry.makes_up, viewer),
        reactions=_reactions(entry, viewer, veiled),
        may_hold=may and open_ and entry.starts <= viewer.today,
        may_change=may and open_,
        may_make_up=may and entry.state == EntryState.CANCELLED and replaced is None and not _void(entry),
        may_react=entry.may_contact_reaction and entry.state != EntryState.CANCELLED,
    )


def year_page(placement: Any, viewer: Viewer, child: ShownPerson, year: int) -> CalendarPage:
    """A year of visits, month by month."""
    lines = _lines(placement, viewer, date(year, 1, 1), date(year, 12, 31))
    here = placement.public_id
    return CalendarPage(
        placement_id=here,
        child=child,
        title=str(year),
        months=[_month(here, year, number, lines) for number in range(1, 13)],
        before_url=reverse("agenda:contact_year", args=[here, year - 1]),
        before=str(year - 1),
        after_url=reverse("agenda:contact_year", args=[here, year + 1]),
        after=str(year + 1),
        other_url=reverse("agenda:contact_month", args=[here, year, viewer.today.month]),
        contact_url=reverse("agenda:contact", args=[here]),
        total=len(lines),
    )


def month_page(placement: Any, viewer: Viewer, child: ShownPerson, year: int, month: int) -> CalendarPage:
    """A month of visits."""
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    lines = _lines(placement, viewer, first, last)
    here, before, after = placement.public_id, first - timedelta(days=1), last + timedelta(days=1)
    return CalendarPage(
        placement_id=here,
        child=child,
        title=_name(first),
        months=[_month(here, year, month, lines)],
        before_url=reverse("agenda:contact_month", args=[here, before.year, before.month]),
        before=_name(before),
        after_url=reverse("agenda:contact_month", args=[here, after.year, after.month]),
        after=_name(after),
        other_url=reverse("agenda:contact_year", args=[here, year]),
        contact_url=reverse("agenda:contact", args=[here]),
        total=len(lines),
    )


def figures_page(placement: Any, viewer: Viewer, child: ShownPerson, first: date, last: date) -> FiguresPage:
    """The figures of each plan the viewer may read, and of all of them; two queries."""
    plans = plans_on(placement, viewer)
    visits = visits_in([plan.pk for plan in plans], first, last)
    rows = [
        figures_of(whom(plan, viewer), [one for one in visits if one.contact_visit.plan_id == plan.pk], viewer.today)
        for plan in plans
    ]
    period = f"?fra={first:%d.%m.%Y}&til={last:%d.%m.%Y}"
    return FiguresPage(
        placement_id=placement.public_id,
        child=child,
        first=first,
        last=last,
        rows=rows,
        total=figures_of("I alt", visits, viewer.today),
        csv_url=reverse("agenda:contact_figures_csv", args=[placement.public_id]) + period,
        contact_url=reverse("agenda:contact", args=[placement.public_id]),
    )


def _lines(placement: Placement, viewer: Viewer, first: date, last: date) -> list[VisitLine]:
    ids = [plan.pk for plan in plans_on(placement, viewer)]
    rows = Entry.objects.filter(contact_visit__plan_id__in=ids, starts__lte=last, ends__gte=first)
    return visit_lines(rows.order_by("starts", "starts_at", "pk"), viewer)


def _month(placement_id: UUID, year: int, month: int, lines: Sequence[VisitLine]) -> Month:
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    visits = [one for one in lines if one.entry.starts <= last and one.entry.ends >= first]
    return Month(_name(first), first, visits, reverse("agenda:contact_month", args=[placement_id, year, month]))


def _name(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def _one(row: Entry | None, viewer: Viewer) -> VisitLine | None:
    if row is None:
        return None
    return next(iter(visit_lines(Entry.objects.filter(pk=row.pk), viewer)), None)


def _cancelled(entry: Entry) -> str:
    if entry.state != EntryState.CANCELLED or _void(entry):
        return ""
    return f"Aflyst af: {CancelledBy(entry.cancelled_by).label.lower()}"


def _void(entry: Entry) -> bool:
    return entry.reason in NO_LONGER_AGREED


def _reactions(entry: Any, viewer: Viewer, veiled: bool) -> list[ReactionLine]:
    masked = (entry.place_protected or entry.name_protected) and not entry.knows_name
    rows = ContactReaction.objects.filter(entry=entry).order_by("at", "pk")
    # A text the family wrote can name the child: nobody who may not know the name reads it. Where only the place of the
    # visit is hidden from a side, what is said about the child is not.
    return [
        ReactionLine(
            Moment(row.moment).label,
            "Teksten er skjult, fordi barnet er beskyttet." if masked else row.text,
            f"{'Familien' if masked and row.side == Side.FAMILY else row.written_name}, {datetime_text(row.at)}",
        )
        for row in rows
    ]
