"""Simple dates in the calendar: something that happens on a day, written by either side and read by both.

They are entries of the kind "other". What has a page of its own, visits, stays, meetings and the law's rhythm, is written
there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from plejebro.access.viewer import Viewer
from plejebro.agenda.entries import add_entry, cancel_entry, move_entry, rename_entry
from plejebro.agenda.enums import CancelledBy, EntryState, Kind
from plejebro.agenda.models import Entry
from plejebro.agenda.shown import ShownEntry, child_name_of, joined, keeps_words, shown_entry
from plejebro.db.versions import still_as_seen
from plejebro.kernel.clock import local
from plejebro.placements.models import Placement
from plejebro.placements.queries import moment_text

LENGTH: Final = 60
"""How many minutes a date with a time of day lasts until somebody says otherwise."""

MOST_SHOWN: Final = 100
_TO_COME = (EntryState.ASKED, EntryState.PLANNED)


@dataclass(frozen=True)
class Written:
    """What is written of a date. Without `begins` it is all day, and `minutes` says nothing."""

    on: date
    begins: time | None
    minutes: int
    what: str
    place: str = ""


@dataclass(frozen=True)
class DateRow:
    """A date to come on the page where dates are corrected. `kept` tells that its words are kept from the viewer, who
    then does not correct it either."""

    public_id: UUID
    when: str
    what: str
    place: str
    version: int
    kept: bool


def write_date(*, actor: Viewer, placement: Placement, written: Written, submission: UUID | None = None) -> Entry:
    """Puts a date in the placement's calendar, where both sides see it; the same `submission` again gives the same one.
    Raises `NotPossible` after the placement's last day."""
    return add_entry(
        actor=actor,
        placement=placement,
        kind=Kind.OTHER,
        starts=written.on,
        ends=written.on,
        begins=written.begins,
        minutes=written.minutes,
        label=written.what,
        place=written.place,
        submission=submission,
    )


@transaction.atomic
def correct_date(*, actor: Viewer, entry: Entry, seen: int, written: Written) -> Entry:
    """Moves a date and says anew what and where it is, as far as that differs; nothing is done where nothing does.

    Raises `ChangedMeanwhile` when it is no longer version `seen`, and `NotPossible` for one that is cancelled.
    """
    still_as_seen(entry, seen)
    now, row = written_of(entry), entry
    if (now.on, now.begins) != (written.on, written.begins) or (written.begins and now.minutes != written.minutes):
        row = move_entry(
            actor=actor,
            entry=row,
            seen=row.version,
            starts=written.on,
            ends=written.on,
            begins=written.begins,
            minutes=written.minutes,
            reason="",
        )
    if (now.what, now.place) != (written.what, written.place):
        row = rename_entry(actor=actor, entry=row, seen=row.version, label=written.what, place=written.place)
    return row


def take_off(*, actor: Viewer, entry: Entry, seen: int) -> Entry:
    """Cancels a date in the name of the actor's side. Raises `ChangedMeanwhile`, and `NotPossible` for a cancelled one."""
    by = CancelledBy.FAMILY if actor.is_family else CancelledBy.MUNICIPALITY
    return cancel_entry(actor=actor, entry=entry, seen=seen, by=by, reason="")


def written_of(entry: Entry) -> Written:
    """What stands of a date now, as the form names it."""
    begins = local(entry.starts_at).time() if entry.starts_at else None
    return Written(entry.starts, begins, _minutes(entry.starts_at, entry.ends_at), entry.label, entry.place)


def dates_on(placement: Placement, viewer: Viewer) -> QuerySet[Entry]:
    """The simple dates of a placement the caller has opened at the door, without those kept from the viewer's side."""
    return joined(Entry.objects.filter(placement=placement, kind=Kind.OTHER, hidden_from=""), viewer)


def is_live(entry: Entry) -> bool:
    """Whether it still stands: neither cancelled nor held."""
    return entry.state in _TO_COME


def is_kept(entry: Any, viewer: Viewer) -> bool:
    """Whether the words on it are kept from the viewer; the entry came out of `dates_on`."""
    return keeps_words(entry, viewer, child_name_of(entry, viewer))


def coming(placement: Placement, viewer: Viewer) -> tuple[list[Entry], list[DateRow]]:
    """The dates to come, the nearest first: what is put on record as seen, and the rows of the page."""
    rows = dates_on(placement, viewer).filter(ends__gte=viewer.today, state__in=_TO_COME)
    found = sorted(
        rows.order_by("starts", "pk")[:MOST_SHOWN], key=lambda row: (row.starts, str(row.starts_at or ""), row.pk)
    )
    return found, [_row(row, viewer) for row in found]


def _row(entry: Entry, viewer: Viewer) -> DateRow:
    shown: ShownEntry = shown_entry(entry, viewer, child_name_of(entry, viewer))
    begins = local(entry.starts_at).time() if entry.starts_at else None
    when = moment_text(entry.starts, begins, viewer.today, with_weekday=True)
    return DateRow(entry.public_id, when, shown.label, shown.place, entry.version, is_kept(entry, viewer))


def _minutes(starts_at: datetime | None, ends_at: datetime | None) -> int:
    return int((ends_at - starts_at).total_seconds()) // 60 if starts_at and ends_at else LENGTH
