"""The notice (varsel) of a contract, from its own clause. Pure; no law gives a notice, what is written counts.

KL's handbook recommends 14 days in the first three months, then 30 days to the 1st or the 15th of a month.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

_ONE_DAY = timedelta(days=1)
To = Literal["any", "1", "1_15"]


@dataclass(frozen=True)
class Clause:
    """A notice clause: `first_days` within the first `first_months` months, else `days`, running out `to` a date."""

    first_months: int
    first_days: int
    days: int
    to: To

    def sentence(self) -> str:
        """The clause in words."""
        to = {"any": "", "1": " til den 1. i en måned", "1_15": " til den 1. eller den 15. i en måned"}[self.to]
        later = f"{_days(self.days)}{to}"
        if not self.first_months:
            return f"Varslet er {later}."
        months = "den første måned" if self.first_months == 1 else f"de første {self.first_months} måneder"
        return f"Varslet er {_days(self.first_days)} {months}, derefter {later}."


def clause_of(content: Mapping[str, Any]) -> Clause:
    """The clause of a contract's content."""
    return Clause(content["notice_first_months"], content["notice_first_days"], content["notice_days"], content["notice_to"])


def takes_effect(clause: Clause, *, given: date, began: date) -> date:
    """The first day a notice given on `given` has effect. The day it is given is not counted.

    A notice to the 1st or the 15th has effect from that day, so the day before is the last of what was agreed.
    """
    if given < months_after(began, clause.first_months):
        return given + timedelta(days=clause.first_days) + _ONE_DAY
    first = given + timedelta(days=clause.days) + _ONE_DAY
    if clause.to == "any":
        return first
    while first.day not in ((1,) if clause.to == "1" else (1, 15)):
        first += _ONE_DAY
    return first


def last_day(clause: Clause, *, given: date, began: date) -> date:
    """The last day of what was agreed when notice is given on `given`."""
    return takes_effect(clause, given=given, began=began) - _ONE_DAY


def months_after(day: date, months: int) -> date:
    """The same day `months` months later; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def _days(number: int) -> str:
    return f"{number} dag" if number == 1 else f"{number} dage"
