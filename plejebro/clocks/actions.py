"""Verbs of the reply clock. The room that has something to answer calls them within its own transaction."""

from __future__ import annotations

from datetime import date

from plejebro.clocks.enums import ClockState
from plejebro.clocks.models import ClockPause, ReplyClock
from plejebro.clocks.rules import Pause, PauseReason, due_date


def start(*, on: date, workdays: int) -> ReplyClock:
    """A clock that starts on `on` (day 0) and runs for `workdays` working days."""
    return ReplyClock.objects.create(
        started_on=on, workdays=workdays, state=ClockState.RUNNING, due_on=due_date(on, workdays, [], on)
    )


def pause(*, clock: ReplyClock, on: date, reason: PauseReason) -> None:
    """Stops the count from `on`. A clock that already stands still goes on standing, for the new reason."""
    if clock.state == ClockState.STOPPED:
        return
    if clock.state == ClockState.PAUSED:
        _end_pause(clock, on)
    ClockPause.objects.create(clock=clock, starts=on, reason=reason.value)
    clock.state, clock.due_on = ClockState.PAUSED, None
    clock.save(update_fields=["state", "due_on"])


def resume(*, clock: ReplyClock, on: date) -> None:
    """Runs again from `on`; what was left of the working days is still left."""
    if clock.state != ClockState.PAUSED:
        return
    _end_pause(clock, on)
    clock.state = ClockState.RUNNING
    clock.due_on = due_date(clock.started_on, clock.workdays, pauses_of(clock), on)
    clock.save(update_fields=["state", "due_on"])


def stop(*, clock: ReplyClock, on: date) -> None:
    """Stops for good; the history of pauses stays."""
    if clock.state == ClockState.PAUSED:
        _end_pause(clock, on)
    clock.state, clock.stopped_on, clock.due_on = ClockState.STOPPED, on, None
    clock.save(update_fields=["state", "stopped_on", "due_on"])


def reopen(*, clock: ReplyClock, on: date) -> None:
    """A stopped clock runs again: the time it stood stopped counts as a pause, so nothing already used is given back."""
    if clock.state != ClockState.STOPPED or clock.stopped_on is None:
        return
    ClockPause.objects.create(
        clock=clock, starts=clock.stopped_on, ends=max(on, clock.stopped_on), reason=PauseReason.CLOSED.value
    )
    clock.state, clock.stopped_on = ClockState.RUNNING, None
    clock.due_on = due_date(clock.started_on, clock.workdays, pauses_of(clock), on)
    clock.save(update_fields=["state", "stopped_on", "due_on"])


def pauses_of(clock: ReplyClock) -> list[Pause]:
    """The clock's pauses as the rules take them, oldest first."""
    rows = clock.pauses.order_by("starts", "pk")
    return [Pause(row.starts, row.ends, PauseReason(row.reason)) for row in rows]


def _end_pause(clock: ReplyClock, on: date) -> None:
    for row in clock.pauses.filter(ends__isnull=True):
        row.ends = max(on, row.starts)
        row.save(update_fields=["ends"])
