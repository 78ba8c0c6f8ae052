"""What may happen to a stay when, how days are counted, and when a holiday plan warns. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Final

from plejebro.agenda.respite.enums import Status, Step
from plejebro.kernel import danish_time
from plejebro.kernel.refusals import NotPossible
from plejebro.kernel.workdays import is_working_day

# Ferieloven gives an employee 25 days a year, counted Monday to Friday; foster carers count as employees, unless they run
# it as a business, and have no sixth week (Socialpædagogerne, "Ferie for familieplejere"; ferieloven § 5).
HOLIDAY_DAYS_A_YEAR: Final = 25
# From how many days without an offer the plan warns. Our own rule: one week, because FerieKonto in 2021 had a fifth week
# paid out where no relief had been offered (Socialpædagogerne, September 2021). The law itself sets no such number.
WARN_FROM_DAYS: Final = 5
_YEAR_BEGINS: Final = 9  # the holiday year runs from 1 September to 31 August (ferieloven § 4)

FROM: Final[dict[Step, tuple[Status, ...]]] = {
    Step.OFFERED: (Status.WAITING_MUNICIPALITY, Status.WAITING_FAMILY),
    Step.DECLINED: (Status.WAITING_MUNICIPALITY, Status.WAITING_FAMILY),
    Step.CONFIRMED: (Status.WAITING_FAMILY,),
    Step.COUNTERED: (Status.WAITING_FAMILY,),
    Step.WITHDRAWN: (Status.WAITING_MUNICIPALITY, Status.WAITING_FAMILY),
    Step.CANCELLED: (Status.CONFIRMED,),
    Step.HELD: (Status.CONFIRMED,),
    Step.LAPSED: (Status.WAITING_MUNICIPALITY, Status.WAITING_FAMILY),
}
AFTER: Final[dict[Step, Status]] = {
    Step.ASKED: Status.WAITING_MUNICIPALITY,
    Step.OFFERED: Status.WAITING_FAMILY,
    Step.DECLINED: Status.DECLINED,
    Step.CONFIRMED: Status.CONFIRMED,
    Step.COUNTERED: Status.WAITING_MUNICIPALITY,
    Step.WITHDRAWN: Status.WITHDRAWN,
    Step.CANCELLED: Status.CANCELLED,
    Step.HELD: Status.HELD,
    Step.LAPSED: Status.LAPSED,
}


def possible(step: Step, status: str) -> bool:
    """Whether the step can be taken from `status`."""
    return status in FROM[step]


def days_between(starts: date, ends: date) -> set[date]:
    """Every day from `starts` to `ends`, both included; none where `ends` lies before."""
    return {starts + timedelta(days=number) for number in range((ends - starts).days + 1)}


def days_in(starts: date, ends: date, first: date, last: date) -> int:
    """How many days of a stay lie within `first` to `last`. Every day the child is away counts, the first and last too."""
    return max(0, (min(ends, last) - max(starts, first)).days + 1)


def holiday_year(day: date) -> int:
    """The year in which the holiday year of `day` begins (1 September)."""
    return day.year if day.month >= _YEAR_BEGINS else day.year - 1


def year_bounds(year: int) -> tuple[date, date]:
    """The first and the last day of the holiday year that begins in `year`."""
    return date(year, _YEAR_BEGINS, 1), date(year + 1, _YEAR_BEGINS, 1) - timedelta(days=1)


def holiday_days(days: Iterable[date]) -> int:
    """How many of the days count as holiday: Monday to Friday, public holidays left out."""
    return sum(is_working_day(day) for day in days)


def without_offer(wished: Iterable[tuple[date, date]], offered: Iterable[tuple[date, date]]) -> int:
    """How many holiday days of the wishes (without the child, with relief needed) have no stay offered on them. A day that
    stands in two wishes counts once."""
    wanted: set[date] = set().union(*(days_between(*span) for span in wished))
    covered: set[date] = set().union(*(days_between(*span) for span in offered))
    return holiday_days(wanted - covered)


def minutes_of(starts: date, begins: time | None, ends: date, finishes: time | None) -> int:
    """How long it lasts, in minutes that pass; 0 all day. Raises `NotPossible` where it ends before it begins."""
    if begins is None or finishes is None:
        return 0
    lasts = danish_time.minutes_between(starts, begins, ends, finishes)
    if lasts <= 0:
        raise NotPossible("Sluttidspunktet skal ligge efter starttidspunktet.")
    return lasts
