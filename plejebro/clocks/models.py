"""The reply clock and its pauses. `due_on` is stored while the clock runs, so that lists can sort by it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from plejebro.clocks.enums import ClockState
from plejebro.db.periods import PeriodModel


class ReplyClock(models.Model):
    """Counts working days towards the agreed service level; the start day is day 0."""

    started_on = models.DateField("startet")
    workdays = models.PositiveSmallIntegerField("hverdage")
    state = models.CharField("tilstand", max_length=10, choices=ClockState, default=ClockState.RUNNING)
    due_on = models.DateField("svar senest", null=True, blank=True)
    stopped_on = models.DateField("stoppet", null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state="running") | Q(due_on__isnull=False), name="clocks_running_has_due_date"
            ),
            models.CheckConstraint(
                condition=~Q(state="stopped") | Q(stopped_on__isnull=False), name="clocks_stopped_has_date"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "due_on"], name="clock_due")]


class ClockPause(PeriodModel):
    """The clock stood still from `starts`; `ends` is the day it ran again (NULL while it stands)."""

    clock = models.ForeignKey(ReplyClock, on_delete=models.CASCADE, related_name="pauses")
    reason = models.CharField("hvorfor", max_length=20)

    class Meta(PeriodModel.Meta):
        pass
