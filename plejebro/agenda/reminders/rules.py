"""When a reminder is due. Pure: days and moments come in as arguments."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from plejebro.agenda.enums import Kind
from plejebro.agenda.reminders.enums import Moment
from plejebro.kernel.danish_time import at

AT: Final = time(6, 0)
"""The time on a Danish clock from which a reminder goes out, summer and winter."""

LONGEST_AHEAD: Final = timedelta(days=7)

_DAYS: Final = {Moment.MORNING: 0, Moment.DAY: 1, Moment.TWO_DAYS: 2, Moment.WEEK: 7}

# What one has to prepare for is told in better time; a holiday one does not forget.
_DEFAULTS: Final = {
    Kind.VISIT: Moment.DAY,
    Kind.RESPITE: Moment.TWO_DAYS,
    Kind.HOLIDAY: Moment.NONE,
    Kind.CARE: Moment.DAY,
    Kind.MEETING: Moment.DAY,
    Kind.SUPERVISION: Moment.DAY,
    Kind.FOLLOW_UP: Moment.TWO_DAYS,
    Kind.COURSE: Moment.WEEK,
    Kind.OTHER: Moment.DAY,
}
# Not what stands in somebody's calendar by way of a task, until they ask for it: an adviser has dozens of visits a week.
_STAFF_DEFAULTS: Final = {
    **dict.fromkeys(Kind, Moment.NONE),
    Kind.MEETING: Moment.DAY,
    Kind.SUPERVISION: Moment.DAY,
    Kind.FOLLOW_UP: Moment.DAY,
}


def default(kind: Kind | str, *, is_family: bool) -> Moment:
    """When somebody who has chosen nothing is reminded of a kind of entry."""
    return (_DEFAULTS if is_family else _STAFF_DEFAULTS)[Kind(kind)]


def goes_out(moment: Moment | str, starts: date) -> datetime | None:
    """The moment, in UTC, from which the reminder of an entry that starts on `starts` goes out; None for no reminder."""
    days = _DAYS.get(Moment(moment))
    return None if days is None else at(starts - timedelta(days=days), AT)


def is_over(starts: date, starts_at: datetime | None, now: datetime, today: date) -> bool:
    """Whether it is too late to remind of it: it has begun, or its first day has gone where it has no time of day."""
    return starts_at <= now if starts_at is not None else starts < today


def is_due(moment: Moment | str, starts: date, *, made_at: datetime, was_moved: bool, now: datetime) -> bool:
    """Whether the reminder goes out by now. Who has just been told of a new entry is not reminded of it at once; a moved
    one is told of anew, however near it is."""
    first = goes_out(moment, starts)
    return first is not None and first <= now and (was_moved or made_at <= first)
