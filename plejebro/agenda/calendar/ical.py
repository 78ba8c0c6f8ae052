"""Entries as calendar programs read them (RFC 5545).

What goes out carries no case content, since it ends in programs and on machines that are not ours: every entry is "Aftale i
Plejebro" with its time and a link that asks for a log-in. A series goes out as a rule, what was cancelled or moved as
exceptions to it, and times as a Danish watch shows them, so that four o'clock stays four o'clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from icalendar import Calendar, Event, Timezone

from plejebro.agenda.enums import EntryState
from plejebro.agenda.models import Entry, Series
from plejebro.kernel import danish_time
from plejebro.kernel.clock import local
from plejebro.kernel.recurrence import Recurrence

SUMMARY: Final = "Aftale i Plejebro"
_ONE_DAY: Final = timedelta(days=1)
# The rule of the European Union since 1996 (directive 2000/84/EC): the last Sunday of March and of October, at 1 UTC.
_COPENHAGEN: Final = """BEGIN:VTIMEZONE
TZID:Europe/Copenhagen
BEGIN:DAYLIGHT
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""


@dataclass(frozen=True)
class Addresses:
    """Where the links lead: `entry` is the page of an entry with {id} in it, `calendar` the reader's own calendar."""

    entry: str
    calendar: str

    def of(self, entry: Entry) -> str:
        """The page of `entry`."""
        return self.entry.replace("{id}", str(entry.public_id))


def feed(entries: Iterable[Entry], addresses: Addresses) -> bytes:
    """All of them as one calendar; the rows have joined their series. The same entries give the same bytes."""
    calendar = _calendar()
    by_series: dict[int, list[Entry]] = {}
    alone = []
    for row in entries:
        if row.series_id is None or row.occurrence_on is None:
            alone.append(row)
        else:
            by_series.setdefault(row.series_id, []).append(row)
    for rows in by_series.values():
        alone += _add_series(calendar, rows, addresses)
    for row in alone:
        calendar.add_component(_single(row, addresses))
    return bytes(calendar.to_ical())


def one(entry: Entry, addresses: Addresses) -> bytes:
    """A single entry as a calendar of its own, also where it belongs to a series."""
    calendar = _calendar()
    calendar.add_component(_single(entry, addresses))
    return bytes(calendar.to_ical())


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Plejebro//Kalender//DA")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Plejebro")
    calendar.add_component(Timezone.from_ical(_COPENHAGEN))
    return calendar


def _add_series(calendar: Calendar, rows: list[Entry], addresses: Addresses) -> list[Entry]:
    """Adds the rule with its exceptions; returns the entries the rule does not reach, which stand by themselves.

    The rule ends where the last entry was made, so that no program shows a day nobody has put in the calendar yet.
    """
    series = rows[0].series
    by_day = {row.occurrence_on: row for row in rows if row.occurrence_on is not None}
    if series is None or not by_day:
        return rows
    last = max(by_day)
    rule = Recurrence.parse(series.rule)
    days = rule.days(series.first_on, start=series.first_on, end=last, last_on=series.last_on)
    if not days:
        return rows
    master = _event(f"{series.public_id}@plejebro", rows, addresses.calendar)
    _say_when(master, *_by_rule(series, days[0]))
    master.add("rrule", _rrule(rule, series, days))
    for day in days:
        row = by_day.get(day)
        if row is None or row.state == EntryState.CANCELLED:
            master.add("exdate", _moment(danish_time.at(day, series.begins)) if series.begins else day)
    calendar.add_component(master)
    known = set(days)
    for day, row in by_day.items():
        if day in known and row.state != EntryState.CANCELLED and not _as_the_rule_says(row, day, series):
            calendar.add_component(_override(row, day, series, addresses))
    return [row for row in rows if row.occurrence_on not in known]


def _rrule(rule: Recurrence, series: Series, days: list[date]) -> dict[str, Any]:
    """The rule as a calendar program takes it, with its last day: a day of an all-day series, else a moment in UTC."""
    parts: dict[str, Any] = {}
    for part in rule.for_calendar(days[0]).split(";"):
        name, _, value = part.partition("=")
        parts[name] = value.split(",")
    parts["UNTIL"] = danish_time.at(days[-1], series.begins) if series.begins else days[-1]
    return parts


def _override(row: Entry, day: date, series: Series, addresses: Addresses) -> Event:
    event = _event(f"{series.public_id}@plejebro", [row], addresses.of(row))
    event.add("recurrence-id", _moment(danish_time.at(day, series.begins)) if series.begins else day)
    _say_when(event, *_of_entry(row))
    return event


def _single(row: Entry, addresses: Addresses) -> Event:
    event = _event(f"{row.public_id}@plejebro", [row], addresses.of(row))
    _say_when(event, *_of_entry(row))
    return event


def _event(uid: str, rows: list[Entry], link: str) -> Event:
    changed = max(row.changed_at for row in rows)
    event = Event()
    event.add("uid", uid)
    event.add("summary", SUMMARY)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", sum(row.version - 1 for row in rows))
    event.add("class", "PRIVATE")
    event.add("url", link)
    if len(rows) == 1 and rows[0].state in _STATUS:
        event.add("status", _STATUS[EntryState(rows[0].state)])
    return event


_STATUS: Final = {EntryState.CANCELLED: "CANCELLED", EntryState.ASKED: "TENTATIVE"}


def _say_when(event: Event, starts: date | datetime, ends: date | datetime) -> None:
    event.add("dtstart", starts)
    event.add("dtend", ends)


def _of_entry(row: Entry) -> tuple[date | datetime, date | datetime]:
    if row.starts_at is None or row.ends_at is None:
        return row.starts, row.ends + _ONE_DAY
    if local(row.starts_at).fold or local(row.ends_at).fold:
        # In the hour that comes twice a watch means the first; the second is said in UTC.
        return row.starts_at.astimezone(UTC), row.ends_at.astimezone(UTC)
    return _moment(row.starts_at), _moment(row.ends_at)


def _by_rule(series: Series, day: date) -> tuple[date | datetime, date | datetime]:
    if series.begins is None:
        return day, day + _ONE_DAY
    starts = danish_time.at(day, series.begins)
    return _moment(starts), _moment(starts + timedelta(minutes=series.minutes))


def _as_the_rule_says(row: Entry, day: date, series: Series) -> bool:
    """Whether a program that knows the rule alone would put it where it is. One that spans a change of the clocks or falls
    in the hour that is not there is said in full, since programs differ there."""
    if row.state == EntryState.ASKED or row.starts != day:
        return False
    if series.begins is None or row.starts_at is None or row.ends_at is None:
        return series.begins is None and row.starts_at is None and row.ends == day
    starts, ends = local(row.starts_at), local(row.ends_at)
    plain = starts.utcoffset() == ends.utcoffset() and starts.time() == series.begins
    return (
        plain
        and row.starts_at == danish_time.at(day, series.begins)
        and row.ends_at - row.starts_at == timedelta(minutes=series.minutes)
    )


def _moment(instant: datetime) -> datetime:
    """The instant as it goes out: on a Danish watch, with the time zone named."""
    return local(instant)
