"""What time it is. All code asks here, so that the demo can move the clock forward for everyone at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

COPENHAGEN: Final = ZoneInfo("Europe/Copenhagen")

OffsetSource = Callable[[], timedelta]

_offset_source: OffsetSource | None = None


def set_offset_source(source: OffsetSource | None) -> None:
    """Let `source` say how far the clock has been moved; None is real time.

    Registered once at start-up by the room that keeps the offset, and only in demo mode. `source` is called at
    every look at the clock, so it must be cheap.
    """
    global _offset_source
    _offset_source = source


def now() -> datetime:
    """The moment, as an aware datetime in UTC, moved by the demo's offset where there is one."""
    real = datetime.now(UTC)
    return real if _offset_source is None else real + _offset_source()


def today() -> date:
    """The date on the wall in Denmark. Shortly before midnight UTC it is already tomorrow here."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """`moment` on a Danish watch. Raises ValueError for a datetime without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("A datetime without a time zone says nothing about when it was.")
    return moment.astimezone(COPENHAGEN)
