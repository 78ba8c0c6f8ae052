"""Periods of days. One convention in the whole house: both dates are included, and no end means it still runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """The days from `starts` to `ends`, both included; `ends` is None while it lasts.

    Raises ValueError when `ends` lies before `starts`. A period of one day starts and ends on that day.
    """

    starts: date
    ends: date | None = None

    def __post_init__(self) -> None:
        if self.ends is not None and self.ends < self.starts:
            raise ValueError("Slutdatoen ligger før startdatoen.")

    @property
    def is_open(self) -> bool:
        """Whether no end is set."""
        return self.ends is None

    @property
    def last(self) -> date:
        """The last day, with the end of the calendar standing in for "no end": for comparing, never for showing."""
        return date.max if self.ends is None else self.ends

    def contains(self, day: date) -> bool:
        """Whether `day` is one of the period's days."""
        return self.starts <= day <= self.last

    def overlaps(self, other: Period) -> bool:
        """Whether the two share at least one day."""
        return self.starts <= other.last and other.starts <= self.last

    def intersection(self, other: Period) -> Period | None:
        """The days both have, or None when they share none."""
        if not self.overlaps(other):
            return None
        last = min(self.last, other.last)
        return Period(max(self.starts, other.starts), None if self.is_open and other.is_open else last)

    def touches(self, other: Period) -> bool:
        """Whether one begins the day after the other ends: no gap and no shared day."""
        return _day_after(self.ends) == other.starts or _day_after(other.ends) == self.starts

    def ended_before(self, day: date) -> bool:
        """Whether the last day lies before `day`. A period ending on `day` still holds on that day."""
        return self.ends is not None and self.ends < day


def _day_after(day: date | None) -> date | None:
    return None if day is None or day == date.max else day + timedelta(days=1)
