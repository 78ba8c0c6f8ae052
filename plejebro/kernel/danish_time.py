"""Between a clock on a Danish wall and the moment it was. Four o'clock stays four o'clock when the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from plejebro.kernel.clock import COPENHAGEN
from plejebro.kernel.clock import local as _local


def at(day: date, time: time) -> datetime:
    """The moment, in UTC, when a Danish clock shows `time` on `day`.

    An hour that is left out in March is the one after it (2.30 is 3.30); one that comes twice in October is the first.
    """
    return datetime.combine(day, time.replace(tzinfo=None, fold=0), COPENHAGEN).astimezone(UTC)


def minutes_between(first: date, begins: time, last: date, finishes: time) -> int:
    """How many minutes pass from `begins` on the day `first` to `finishes` on the day `last`, read on a Danish clock: over
    the night the clocks change an hour more or less than the clocks say. Not above zero where it ends before it begins."""
    return int((at(last, finishes) - at(first, begins)).total_seconds() // 60)


def local(instant: datetime) -> datetime:
    """`instant` on a Danish watch. Raises ValueError for a datetime without a time zone."""
    return _local(instant)
