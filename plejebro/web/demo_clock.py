"""The demo's clock: how far it has been moved, and the verb that moves it."""

from __future__ import annotations

from datetime import timedelta
from time import monotonic

from django.conf import settings
from django.db import DatabaseError, transaction

from plejebro.enquiries.ladder import run_duties
from plejebro.notifications.delivery import deliver_waiting
from plejebro.web.models import DemoClock

ONE_ROW = 1
LONGEST_DAYS = 400
_NONE = timedelta(0)

_kept = _NONE
_read_at: float | None = None


def offset() -> timedelta:
    """How far the clock has been moved: nothing outside the demo.

    The database is asked every `PLEJEBRO_DEMO_CLOCK_SECONDS` (1), since the worker may be another process; 0 is never.
    """
    if not settings.PLEJEBRO_DEMO:
        return _NONE
    seconds = getattr(settings, "PLEJEBRO_DEMO_CLOCK_SECONDS", 1)
    if seconds and (_read_at is None or monotonic() - _read_at > seconds):
        _keep(_read())
    return _kept


def move(*, days: int) -> int:
    """Moves the clock forward and does what falls due on the way, a day at a time; returns the days moved in all."""
    for _ in range(days):
        _one_day_on()
        run_duties()
    deliver_waiting()
    return _kept.days


def forget() -> None:
    """Back to real time in this process, until the database is asked again."""
    global _kept, _read_at
    _kept, _read_at = _NONE, None


@transaction.atomic
def _one_day_on() -> None:
    row, _ = DemoClock.objects.select_for_update().get_or_create(pk=ONE_ROW)
    row.days = min(row.days + 1, LONGEST_DAYS)
    row.save(update_fields=["days"])
    _keep(timedelta(days=row.days))


def _keep(moved: timedelta) -> None:
    global _kept, _read_at
    _kept, _read_at = moved, monotonic()


def _read() -> timedelta:
    try:
        days = DemoClock.objects.filter(pk=ONE_ROW).values_list("days", flat=True).first()
    except DatabaseError:  # before the first migration there is no table
        return _NONE
    return timedelta(days=days or 0)
