"""Danish on the screen: dates, times, names; sort order and search words are reached from here too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Final

from plejebro.kernel.clock import local
from plejebro.kernel.letters import sort_key
from plejebro.kernel.words import stems

__all__ = [
    "MONTHS",
    "WEEKDAYS",
    "age",
    "clock_text",
    "date_text",
    "datetime_text",
    "day_month",
    "initials",
    "join_names",
    "long_date",
    "possessive",
    "since_text",
    "sort_key",
    "stems",
    "time_text",
    "weekday",
    "weekday_date",
    "working_days_text",
]

WEEKDAYS: Final = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS: Final = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)


def long_date(day: date) -> str:
    """'tirsdag 24. november 2026'."""
    return f"{weekday(day)} {date_text(day)}"


def date_text(day: date) -> str:
    """'24. november 2026'."""
    return f"{day_month(day)} {day.year}"


def day_month(day: date) -> str:
    """'24. november', for a date whose year nobody doubts."""
    return f"{day.day}. {MONTHS[day.month - 1]}"


def weekday(day: date) -> str:
    """'tirsdag'."""
    return WEEKDAYS[day.weekday()]


def weekday_date(day: date, seen_from: date) -> str:
    """'torsdag 3. december', with the year only when `seen_from` lies in another."""
    return f"{weekday(day)} {day_month(day)}" if day.year == seen_from.year else long_date(day)


def since_text(day: date, today: date) -> str:
    """How long back, as one says it: 'i dag', 'i går', 'tirsdag' within six days, else '3. november'."""
    days_ago = (today - day).days
    if days_ago == 0:
        return "i dag"
    if days_ago == 1:
        return "i går"
    if 1 < days_ago < 7:
        return weekday(day)
    return day_month(day) if day.year == today.year else date_text(day)


def time_text(moment: datetime | time) -> str:
    """'kl. 13.05'. A datetime is shown on a Danish watch; raises ValueError if it has no time zone."""
    watch = local(moment) if isinstance(moment, datetime) else moment
    return f"kl. {watch.hour}.{watch.minute:02d}"


clock_text = time_text


def datetime_text(moment: datetime) -> str:
    """'24. november 2026 kl. 13.05', on a Danish watch; raises ValueError if it has no time zone."""
    return f"{date_text(local(moment).date())} {time_text(moment)}"


def working_days_text(n: int) -> str:
    """'1 hverdag', '3 hverdage', '0 hverdage'; the sign is left to the sentence around it."""
    return f"{abs(n)} hverdag" if abs(n) == 1 else f"{abs(n)} hverdage"


def join_names(names: Iterable[str]) -> str:
    """'Anne', 'Anne og Bo', 'Anne, Bo og Carl'; empty text for no names. No comma before "og"."""
    *first, last = list(names) or [""]
    return f"{', '.join(first)} og {last}" if first else last


def possessive(name: str) -> str:
    """'Mettes', and 'Lars’', 'Max’', 'Fritz’' where an s cannot be heard."""
    return f"{name}’" if name[-1:].casefold() in {"s", "x", "z"} else f"{name}s"


def initials(name: str) -> str:
    """First letters of the first and the last name: 'Mette Holm' -> 'MH', 'Mette' -> 'M', '' -> ''."""
    words = name.split()
    ends = words if len(words) < 2 else [words[0], words[-1]]
    return "".join(word[0].upper() for word in ends)


def age(born: date, on: date) -> int:
    """Whole years on the day `on`; someone born on 29 February turns a year older on 1 March. Never below 0."""
    return max(0, on.year - born.year - ((on.month, on.day) < (born.month, born.day)))
