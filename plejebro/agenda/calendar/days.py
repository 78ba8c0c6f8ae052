"""The days of a calendar page: which ones it shows, what week they lie in, and which are public holidays. No database.

Weeks are ISO 8601's: they begin on Monday, and week 1 holds the year's first Thursday.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

from holidays import country_holidays

from plejebro.kernel.danish import MONTHS, date_text, day_month
from plejebro.kernel.periods import Period

FIRST_YEAR, LAST_YEAR = 1990, 2099

_NAMES: Final = {
    "New Year's Day": "Nytårsdag",
    "Maundy Thursday": "Skærtorsdag",
    "Good Friday": "Langfredag",
    "Easter Sunday": "Påskedag",
    "Easter Monday": "2. påskedag",
    "Great Prayer Day": "Store bededag",
    "Ascension Day": "Kristi himmelfartsdag",
    "Pentecost": "Pinsedag",
    "Pentecost Monday": "2. pinsedag",
    "Christmas Day": "Juledag",
    "Second Day of Christmas": "2. juledag",
}
# No public holidays by law; the municipality's offices are shut (see `kernel.workdays`).
_SHUT: Final = {(6, 5): "Grundlovsdag", (12, 24): "Juleaftensdag", (12, 31): "Nytårsaftensdag"}


class View(StrEnum):
    """How the days are laid out; the value stands in the address."""

    MONTH = "maaned"
    WEEK = "uge"
    LIST = "liste"


@dataclass(frozen=True)
class Span:
    """The days of a page: `first` to `last` are what it is about, `low` to `high` what a month's table fills up with; and
    the days its links lead to."""

    view: View
    day: date
    first: date
    last: date
    low: date
    high: date
    before: date
    after: date
    title: str

    @property
    def weeks(self) -> list[list[date]]:
        """Whole weeks from `low` to `high`, Monday first."""
        count = ((self.high - self.low).days + 1) // 7
        return [[self.low + timedelta(days=7 * week + day) for day in range(7)] for week in range(count)]


def span_of(view: View, day: date) -> Span:
    """The page of `view` that holds `day`: a week from Monday to Sunday, or a month; a list begins on the day itself and
    ends with the month."""
    day = min(max(day, date(FIRST_YEAR, 1, 1)), date(LAST_YEAR, 12, 31))
    if view is View.WEEK:
        first = day - timedelta(days=day.weekday())
        last = first + timedelta(days=6)
        week, seven = first.isocalendar().week, timedelta(days=7)
        return Span(view, day, first, last, first, last, day - seven, day + seven, f"Uge {week}, {_days(first, last)}")
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    low, high = first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())
    title = f"{MONTHS[first.month - 1].capitalize()} {first.year}"
    before, after = (first - timedelta(days=1)).replace(day=1), last + timedelta(days=1)
    if view is View.MONTH:
        return Span(view, day, first, last, low, high, before, after, title)
    if day > first:
        before, title = first, f"Fra {date_text(day)}"
    return Span(view, day, day, last, day, last, before, after, title)


def day_from(text: str, today: date) -> date:
    """The day an address asks for ("2026-11-24"); today for nonsense and for years nobody plans."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else today


def public_holiday(day: date) -> str:
    """The Danish public holiday that falls on `day`, or the empty text. Store bededag is one until 2023 (act no. 214 of 6
    March 2023)."""
    return _holidays_of(day.year).get(day, "")


def offices_shut(day: date) -> str:
    """The name of a day that is no public holiday but on which the municipality's offices are shut."""
    return "" if public_holiday(day) else _SHUT.get((day.month, day.day), "")


def school_free_days(closed: Iterable[Period], first: date, last: date) -> int:
    """How many weekdays from `first` to `last` lie in one of the `closed` periods and are no public holidays."""
    days = {
        period.starts + timedelta(days=number)
        for period in closed
        for number in range((min(period.last, last) - period.starts).days + 1)
    }
    return sum(1 for day in days if first <= day <= last and day.weekday() < 5 and not public_holiday(day))


def public_holidays_between(first: date, last: date) -> list[date]:
    """The public holidays from `first` to `last`, both included, in order."""
    found = (day for year in range(first.year, last.year + 1) for day in _holidays_of(year))
    return sorted(day for day in found if first <= day <= last)


def school_year(day: date) -> tuple[date, date]:
    """The school year `day` lies in: 1 August to 31 July."""
    start = date(day.year if day.month >= 8 else day.year - 1, 8, 1)
    return start, date(start.year + 1, 7, 31)


@lru_cache(maxsize=256)
def _holidays_of(year: int) -> dict[date, str]:
    named = country_holidays("DK", years=year, language="en_US")
    return {day: "; ".join(_NAMES.get(part, part) for part in name.split("; ")) for day, name in named.items()}


def _days(first: date, last: date) -> str:
    if first.year != last.year:
        return f"{date_text(first)} – {date_text(last)}"
    return f"{first.day}.–{date_text(last)}" if first.month == last.month else f"{day_month(first)} – {date_text(last)}"
