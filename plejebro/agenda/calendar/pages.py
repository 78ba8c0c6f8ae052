"""The pages of the calendar: one value with the days, what stands on them and what the links around them lead to.

Four questions, however much there is: the keys of what stands in the period, the few of them that are shown, and the
municipalities with their school holidays. What is not shown is only counted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import QuerySet

from plejebro.access.viewer import Viewer
from plejebro.agenda.calendar import days
from plejebro.agenda.calendar.days import Span, View
from plejebro.agenda.calendar.school import Places, SchoolDays, school_days
from plejebro.agenda.enums import EntryState, Kind
from plejebro.agenda.models import Entry
from plejebro.agenda.shown import ShownEntry, joined, shown_rows
from plejebro.kernel.danish import MONTHS, WEEKDAYS, weekday_date

# A day of a month's table holds so many, the rest stand in the week; what a week has no room for stands in the list.
SHOWN_A_DAY: Final = 4
SHOWN_A_DAY_OF_A_WEEK: Final = 8
SHOWN_A_PAGE: Final = 50


@dataclass(frozen=True)
class Chosen:
    """What the reader has chosen in the address; everything is checked against the known choices."""

    view: View
    day: date
    kind: str = ""
    page: int = 1
    rest: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, asked: Any, today: date, rest: tuple[str, ...] = ()) -> Chosen:
        """Of a request's GET; nonsense gives the month of today."""
        view = asked.get("vis", "")
        kind, page = asked.get("slags", ""), asked.get("side", "")
        return cls(
            View(view) if view in set(View) else View.MONTH,
            days.day_from(asked.get("dag", ""), today),
            kind if kind in set(Kind.values) else "",
            min(int(page), 10_000) if page.isascii() and page.isdigit() and int(page) > 0 else 1,
            tuple((name, asked[name]) for name in rest if asked.get(name)),
        )

    def link(self, **changes: str) -> str:
        """The address of the same page with other choices; an empty one is left out."""
        values = {"vis": self.view.value, "dag": self.day.isoformat(), "slags": self.kind, **dict(self.rest), **changes}
        return "?" + urlencode({name: value for name, value in values.items() if value})


@dataclass(frozen=True)
class Piece:
    """An entry as it stands on one day: `goes_on` from the day before."""

    entry: ShownEntry
    goes_on: bool
    with_child: bool

    @property
    def about(self) -> list[str]:
        """The line under it in a list: whose it is, what kind, over which days, where, and what happened to it."""
        one = self.entry
        said = [one.child if self.with_child else "", "" if one.label == one.kind_label else one.kind_label]
        said += ["" if one.starts == one.ends else one.days, one.place, one.note]
        return [words for words in said if words] or [one.state_label]


@dataclass(frozen=True)
class DayCell:
    """One day: `number` for a table, `name` for a list, and what stands on it."""

    on: date
    number: str
    name: str
    is_today: bool
    outside: bool
    is_weekend: bool
    holiday: str
    shut: str
    school: str
    school_begins: bool
    pieces: tuple[Piece, ...]
    more: int
    more_url: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is said of the day."""
        return not (self.pieces or self.more or self.holiday or self.shut)


@dataclass(frozen=True)
class WeekRow:
    """One week of a month's table."""

    number: int
    url: str
    cells: tuple[DayCell, ...]


@dataclass(frozen=True)
class KindChoice:
    """One kind to narrow the calendar to, and how many there are of it in the period, cancelled ones apart."""

    label: str
    url: str
    count: int
    current: bool


@dataclass(frozen=True)
class CalendarPage:
    """Everything a calendar page shows; `shown` is what the door puts on record."""

    view: str
    title: str
    weekdays: tuple[str, ...]
    weeks: tuple[WeekRow, ...]
    listed: tuple[DayCell, ...]
    kinds: tuple[KindChoice, ...]
    views: tuple[tuple[str, str, bool], ...]
    before_url: str
    after_url: str
    today_url: str
    here_url: str
    total: int
    cancelled: int
    page: int
    pages: int
    page_query: str
    counted: tuple[str, ...]
    school_unknown: tuple[str, ...]
    with_child: bool
    shown: tuple[Entry, ...] = field(repr=False, default=())


@dataclass(frozen=True)
class _Key:
    """The little of an entry that decides where it stands."""

    pk: int
    starts: date
    ends: date
    at: str
    kind: str
    state: str

    @property
    def order(self) -> tuple[date, bool, str, int]:
        return (self.starts, bool(self.at), self.at, self.pk)


def calendar_page(
    entries: QuerySet[Entry], viewer: Viewer, chosen: Chosen, *, municipalities: Places, with_child: bool
) -> CalendarPage:
    """The page of `entries`, which came out of `sources`. `municipalities` are those whose school holidays are shown."""
    span = days.span_of(chosen.view, chosen.day)
    keys = _keys(entries, span.low, span.high)
    of_kind = [key for key in keys if chosen.kind in ("", key.kind)]
    inside = [key for key in of_kind if key.ends >= span.first and key.starts <= span.last]
    pages = max(1, -(-len(inside) // SHOWN_A_PAGE)) if chosen.view is View.LIST else 1
    number = min(chosen.page, pages)
    placed = _placed(of_kind, inside, span, number)
    rows = list(joined(Entry.objects.filter(pk__in={key.pk for some in placed.values() for key in some[0]}), viewer))
    shown = {row.pk: one for row, one in zip(rows, shown_rows(rows, viewer), strict=True)}
    school = school_days(municipalities, span)
    maker = _Maker(span, viewer, chosen, placed, shown, school, with_child)
    return CalendarPage(
        view=chosen.view.value,
        title=span.title,
        weekdays=WEEKDAYS,
        weeks=() if chosen.view is View.LIST else tuple(maker.week(week) for week in span.weeks),
        listed=tuple(maker.cell(day) for day in sorted(placed)) if chosen.view is View.LIST else (),
        kinds=_kind_choices(keys, span, chosen),
        views=tuple((label, chosen.link(vis=view.value), view is chosen.view) for label, view in _VIEWS),
        before_url=chosen.link(dag=span.before.isoformat()),
        after_url=chosen.link(dag=span.after.isoformat()),
        today_url=chosen.link(dag=viewer.today.isoformat()),
        here_url=chosen.link(),
        total=len(inside),
        cancelled=sum(1 for key in inside if key.state == EntryState.CANCELLED),
        page=number,
        pages=pages,
        page_query=chosen.link()[1:] + "&",
        counted=_counted(span, school),
        school_unknown=school.unknown,
        with_child=with_child,
        shown=tuple(rows),
    )


_VIEWS: Final = (("Måned", View.MONTH), ("Uge", View.WEEK), ("Liste", View.LIST))
_SHORT: Final = tuple(name if len(name) < 5 else f"{name[:3]}." for name in MONTHS)
_Placed = dict[date, tuple[list[_Key], int]]


def _keys(entries: QuerySet[Entry], low: date, high: date) -> list[_Key]:
    rows = entries.filter(starts__lte=high, ends__gte=low).order_by("pk").distinct()
    found = [
        _Key(pk, starts, ends, at.isoformat() if at else "", kind, state)
        for pk, starts, ends, at, kind, state in rows.values_list("pk", "starts", "ends", "starts_at", "kind", "state")
    ]
    return sorted(found, key=lambda key: key.order)


def _placed(of_kind: list[_Key], inside: list[_Key], span: Span, number: int) -> _Placed:
    """Day → what is shown on it, and how many more there are. A list shows each entry once, where it begins."""
    if span.view is View.LIST:
        some = inside[(number - 1) * SHOWN_A_PAGE : number * SHOWN_A_PAGE]
        by_day: dict[date, list[_Key]] = {}
        for key in some:
            by_day.setdefault(max(key.starts, span.first), []).append(key)
        return {day: (keys, 0) for day, keys in by_day.items()}
    most = SHOWN_A_DAY if span.view is View.MONTH else SHOWN_A_DAY_OF_A_WEEK
    every: dict[date, list[_Key]] = {}
    for key in of_kind:
        day = max(key.starts, span.low)
        while day <= min(key.ends, span.high):
            every.setdefault(day, []).append(key)
            day += timedelta(days=1)
    # One more takes no more room than the line that says there is one more.
    return {day: (keys, 0) if len(keys) <= most else (keys[: most - 1], len(keys) - most + 1) for day, keys in every.items()}


def _kind_choices(keys: list[_Key], span: Span, chosen: Chosen) -> tuple[KindChoice, ...]:
    counts = Counter(
        key.kind for key in keys if key.state != EntryState.CANCELLED and key.ends >= span.first and key.starts <= span.last
    )
    every = KindChoice("Alt", chosen.link(slags=""), sum(counts.values()), not chosen.kind)
    some = [kind for kind in Kind if counts[kind] or kind == chosen.kind]
    return every, *(
        KindChoice(str(kind.label), chosen.link(slags=kind.value), counts[kind], kind == chosen.kind) for kind in some
    )


def _counted(span: Span, school: SchoolDays) -> tuple[str, ...]:
    public = days.public_holidays_between(span.first, span.last)
    said = [_number(len(public), "helligdag", "helligdage")] if public else []
    return (*said, *school.counted)


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


@dataclass(frozen=True)
class _Maker:
    """Builds the days of one page."""

    span: Span
    viewer: Viewer
    chosen: Chosen
    placed: _Placed
    shown: dict[int, ShownEntry]
    school: SchoolDays
    with_child: bool

    def week(self, week: list[date]) -> WeekRow:
        """A row of the table."""
        url = self.chosen.link(vis=View.WEEK.value, dag=week[0].isoformat())
        return WeekRow(week[0].isocalendar().week, url, tuple(self.cell(day) for day in week))

    def cell(self, day: date) -> DayCell:
        """A day of the table or of the list."""
        keys, more = self.placed.get(day, ([], 0))
        target = View.WEEK if self.span.view is View.MONTH else View.LIST
        return DayCell(
            on=day,
            number=f"{day.day}. {_SHORT[day.month - 1]}" if self._names_month(day) else str(day.day),
            name=_capital(weekday_date(day, self.viewer.today)),
            is_today=day == self.viewer.today,
            outside=not self.span.first <= day <= self.span.last,
            is_weekend=day.weekday() > 4,
            holiday=days.public_holiday(day),
            shut=days.offices_shut(day),
            school=self.school.on(day),
            school_begins=day.weekday() == 0 or self.school.on(day) != self.school.on(day - timedelta(days=1)),
            pieces=tuple(self._piece(key, day) for key in keys if key.pk in self.shown),
            more=more,
            more_url=self.chosen.link(vis=target.value, dag=day.isoformat()),
        )

    def _names_month(self, day: date) -> bool:
        return day.day == 1 or day == self.span.low

    def _piece(self, key: _Key, day: date) -> Piece:
        return Piece(self.shown[key.pk], goes_on=key.starts < day, with_child=self.with_child)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
