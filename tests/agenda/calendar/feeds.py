"""Reading a feed as somebody else's program does, and what Plejebro itself says stands in the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import recurring_ical_events
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from plejebro.agenda.calendar.feeds import make_address
from plejebro.agenda.entries import add_entry
from plejebro.agenda.enums import EntryState, Kind
from plejebro.agenda.models import Entry, Series
from plejebro.kernel.recurrence import Recurrence
from tests.cast import Cast, Someone

Occurrence = tuple[str, str]


def fetch(secret: str, **headers: str) -> Any:
    """The feed at the address, fetched without a log-in."""
    return Client().get(reverse("agenda:feed", args=[secret]), headers=headers)


def feed_of(who: Someone) -> str:
    """A fresh feed of the person, as text."""
    answer = fetch(make_address(actor=who.viewer()))
    assert answer.status_code == 200
    return str(answer.content.decode())


def read_by_another(text: str, low: date, high: date) -> list[Occurrence]:
    """What an independent library finds in the feed between the days: begin and end of each, cancelled ones left out."""
    found = recurring_ical_events.of(Calendar.from_ical(text)).between(low, high)
    return sorted(
        (_text(event["DTSTART"].dt), _text(event["DTEND"].dt)) for event in found if event.get("STATUS") != "CANCELLED"
    )


def known_to_us(entries: Any, low: date, high: date) -> list[Occurrence]:
    """The same of Plejebro's own entries; all day ends the day after, as calendars write it."""
    rows = entries.filter(starts__lt=high, ends__gte=low).exclude(state=EntryState.CANCELLED)
    return sorted((_text(row.starts_at or row.starts), _text(row.ends_at or row.ends + timedelta(days=1))) for row in rows)


def _text(moment: Any) -> str:
    return moment.astimezone(UTC).isoformat() if isinstance(moment, datetime) else moment.isoformat()


def repeat(
    cast: Cast, rule: str, first_on: date, last: date, begins: time | None = time(16), minutes: int = 120, **more: Any
) -> list[Entry]:
    """A series in Noah's calendar with the entries its rule gives."""
    placement = more.pop("placement", cast.noah)
    series = Series.objects.create(
        placement=placement,
        kind=Kind.CARE,
        rule=rule,
        first_on=first_on,
        begins=begins,
        minutes=minutes if begins else 0,
        label="Svømning",
        planned_through=last,
        **more,
    )
    days = Recurrence.parse(rule).days(first_on, start=first_on, end=last, last_on=series.last_on)
    return [
        add_entry(
            actor=cast.sara.viewer(),
            placement=placement,
            kind=Kind.CARE,
            starts=day,
            ends=day,
            begins=begins,
            minutes=minutes if begins else 0,
            label="Svømning",
            series=series,
            occurrence_on=day,
        )
        for day in days
    ]
