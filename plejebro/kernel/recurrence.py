"""What repeats itself: the part of RFC 5545's rules that people agree on, as a value, as text and in Danish words.

A rule has no end and no first day of its own; both stand beside it (`first_on`, `last_on`). The week begins on Monday.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

from dateutil.rrule import rrulestr

from plejebro.kernel.danish import WEEKDAYS, join_names

_CODES: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ORDINALS: Final = {1: "første", 2: "anden", 3: "tredje", 4: "fjerde", -1: "sidste"}
_MOST: Final = 52


class Frequency(StrEnum):
    """The step; the value is RFC 5545's word."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


@dataclass(frozen=True)
class Recurrence:
    """Every `interval` days, weeks, months or years.

    `weekdays` (0 is Monday) belong to a weekly rule; empty means the weekday of the first day. A monthly rule falls on
    `month_day` (1 to 28, or -1 for the last day), or on the `nth` (1 to 4, or -1 for the last) of `weekdays`, which then is
    one, or, with neither, on the first day's number, or the month's last day where the month is too short. A yearly rule
    falls on the first day's date, and one from 29 February on the last day of February.
    Raises ValueError for what is none of these.
    """

    frequency: Frequency
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    month_day: int = 0
    nth: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "weekdays", tuple(sorted(set(self.weekdays))))
        if not 1 <= self.interval <= _MOST:
            raise ValueError("Vælg et antal mellem 1 og 52.")
        if not all(0 <= day <= 6 for day in self.weekdays):
            raise ValueError("Vælg en ugedag.")
        monthly = self.frequency is Frequency.MONTHLY
        fits = (
            (not self.weekdays or self.frequency is Frequency.WEEKLY or (monthly and len(self.weekdays) == 1))
            and (not self.month_day or (monthly and not self.nth and (self.month_day == -1 or 1 <= self.month_day <= 28)))
            and ((self.nth in _ORDINALS and bool(self.weekdays)) if self.nth else not (monthly and self.weekdays))
        )
        if not fits or (self.nth and not monthly):
            raise ValueError("Den gentagelse kan ikke bruges.")

    @classmethod
    def parse(cls, text: str) -> Recurrence:
        """The rule written as "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA". Raises ValueError for anything it cannot say."""
        parts = dict(part.partition("=")[::2] for part in text.strip().removeprefix("RRULE:").split(";") if part)
        unknown = set(parts) - {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY"}
        if unknown or parts.get("FREQ") not in set(Frequency):
            raise ValueError(f"Gentagelsen kan ikke læses: {text}")
        nth, weekdays = 0, []
        for one in filter(None, parts.get("BYDAY", "").split(",")):
            if one[-2:] not in _CODES:
                raise ValueError(f"Gentagelsen kan ikke læses: {text}")
            weekdays.append(_CODES.index(one[-2:]))
            nth = int(one[:-2] or 0)
        interval, month_day = int(parts.get("INTERVAL", "1")), int(parts.get("BYMONTHDAY", "0"))
        return cls(Frequency(parts["FREQ"]), interval, tuple(weekdays), month_day, nth)

    @property
    def text(self) -> str:
        """The rule as it is stored; `parse` reads it back."""
        parts = [f"FREQ={self.frequency.value}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.weekdays:
            parts.append("BYDAY=" + ",".join(f"{self.nth or ''}{_CODES[day]}" for day in self.weekdays))
        if self.month_day:
            parts.append(f"BYMONTHDAY={self.month_day}")
        return ";".join(parts)

    def for_calendar(self, first_on: date) -> str:
        """The rule as any calendar program understands it, from the first of its days on; RFC 5545 leaves out months that
        are too short, and years without 29 February, where this rule takes the month's last day."""
        if self.frequency is Frequency.YEARLY and (first_on.month, first_on.day) == (2, 29):
            return f"{self.text};BYMONTH=2;BYMONTHDAY=-1"
        if self.frequency is Frequency.MONTHLY and not (self.nth or self.month_day) and first_on.day > 28:
            days = ",".join(str(day) for day in range(28, first_on.day + 1))
            return f"{self.text};BYMONTHDAY={days};BYSETPOS=-1"
        return self.text

    def words(self) -> str:
        """The rule in Danish: "hver anden lørdag", "hver 4. uge", "den første søndag i hver måned"."""
        return _WORDS[self.frequency](self)

    def days(self, first_on: date, *, start: date, end: date, last_on: date | None = None) -> list[date]:
        """The days the rule gives from `start` to `end`, both included, for a series that begins on `first_on` and holds no
        day after `last_on`. The first day is one of them only when the rule says so. In order, each once."""
        last = end if last_on is None else min(end, last_on)
        rule = rrulestr(self.for_calendar(first_on), dtstart=datetime.combine(first_on, time.min))
        found = rule.between(datetime.combine(start, time.min), datetime.combine(last, time.min), inc=True)
        return [moment.date() for moment in found]


def _every(interval: int, one: str, neuter: bool = False) -> str:
    """ "hver lørdag", "hver anden lørdag", "hver 4. lørdag"; "hvert år", "hvert andet år"."""
    hver, anden = ("hvert", "andet") if neuter else ("hver", "anden")
    if interval == 1:
        return f"{hver} {one}"
    return f"{hver} {anden} {one}" if interval == 2 else f"{hver} {interval}. {one}"


def _daily(rule: Recurrence) -> str:
    return _every(rule.interval, "dag")


def _weekly(rule: Recurrence) -> str:
    if len(rule.weekdays) == 1:
        return _every(rule.interval, WEEKDAYS[rule.weekdays[0]])
    if not rule.weekdays:
        return _every(rule.interval, "uge")
    return f"{_every(rule.interval, 'uge')} om {join_names(f'{WEEKDAYS[day]}en' for day in rule.weekdays)}"


def _monthly(rule: Recurrence) -> str:
    every = _every(rule.interval, "måned")
    if rule.nth:
        return f"den {_ORDINALS[rule.nth]} {WEEKDAYS[rule.weekdays[0]]} i {every}"
    if rule.month_day == -1:
        return f"den sidste dag i {every}"
    return f"den {rule.month_day}. i {every}" if rule.month_day else every


def _yearly(rule: Recurrence) -> str:
    return _every(rule.interval, "år", neuter=True)


_WORDS: Final = {
    Frequency.DAILY: _daily,
    Frequency.WEEKLY: _weekly,
    Frequency.MONTHLY: _monthly,
    Frequency.YEARLY: _yearly,
}
