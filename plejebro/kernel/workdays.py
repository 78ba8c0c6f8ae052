"""Danish working days (hverdage) as the reply clock counts them.

Monday to Friday without public holidays (the `holidays` package: store bededag is a working day from 2024, act
no. 214 of 6 March 2023), and without 5 June (grundlovsdag), 24 and 31 December, when municipal offices are shut.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from functools import lru_cache

from holidays import HolidayBase, country_holidays

_CLOSED_MONTH_DAYS = ((6, 5), (12, 24), (12, 31))


@lru_cache(maxsize=256)
def _working_days_of(year: int) -> tuple[date, ...]:
    """Every working day of `year` in order; the one place where a day is looked up in the calendar."""
    public: HolidayBase = country_holidays("DK", years=year)
    closed = set(public) | {date(year, month, day) for month, day in _CLOSED_MONTH_DAYS}
    length = (date(year, 12, 31) - date(year, 1, 1)).days + 1
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(length))
    return tuple(day for day in days if day.weekday() < 5 and day not in closed)


def is_working_day(day: date) -> bool:
    """Whether municipal offices are open on `day`."""
    days = _working_days_of(day.year)
    at = bisect_left(days, day)
    return at < len(days) and days[at] == day


def next_working_day(day: date) -> date:
    """The first working day strictly after `day`."""
    return add_working_days(day, 1)


def working_day_on_or_after(day: date) -> date:
    """`day` itself when it is a working day, else the next one."""
    return day if is_working_day(day) else next_working_day(day)


def add_working_days(start: date, n: int) -> date:
    """The n-th working day after `start` (before it, when n is negative). n = 0 gives `start`, whatever day it is."""
    if n == 0:
        return start
    return _forward(start, n) if n > 0 else _back(start, -n)


def working_days_between(a: date, b: date) -> int:
    """How many working days lie after `a` up to and including `b`; negative, counted the other way, when b < a."""
    if b < a:
        return -working_days_between(b, a)
    count = bisect_right(_working_days_of(b.year), b) - bisect_right(_working_days_of(a.year), a)
    return count + sum(len(_working_days_of(year)) for year in range(a.year, b.year))


def _forward(start: date, n: int) -> date:
    year, days = start.year, _working_days_of(start.year)
    at = bisect_right(days, start) + n - 1
    while at >= len(days):
        at -= len(days)
        year += 1
        days = _working_days_of(year)
    return days[at]


def _back(start: date, n: int) -> date:
    year, days = start.year, _working_days_of(start.year)
    at = bisect_left(days, start) - n
    while at < 0:
        year -= 1
        days = _working_days_of(year)
        at += len(days)
    return days[at]
