"""Tables of the calendar itself: when the schools are closed, and the secret addresses calendars are read at."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from plejebro.db.periods import PeriodModel


class SchoolHoliday(PeriodModel):
    """Days a municipality's schools are closed, from–to; both days included. There are always both."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(
        "municipalities.Municipality", on_delete=models.PROTECT, related_name="school_holidays", verbose_name="kommune"
    )
    name = models.CharField("navn", max_length=60)
    version = models.PositiveIntegerField("version", default=1)

    class Meta(PeriodModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *PeriodModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends__isnull=False),
                name="agenda_school_holiday_has_end",
                violation_error_message="Skriv ferien fra og til.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CalendarFeed(models.Model):
    """A secret address a calendar program reads one person's calendar at, in one of the person's hats.

    The address holds a token of 256 random bits; only its hash is kept, so it is shown once. A new one ends the old one.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="calendar_feeds")
    acting = models.CharField("optræder som", max_length=40)
    token_hash = models.CharField("adressens fingeraftryk", max_length=64, unique=True)
    created_at = models.DateTimeField("lavet")
    ended_at = models.DateTimeField("stoppet", null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "acting"], condition=Q(ended_at__isnull=True), name="agenda_one_live_feed_a_hat"
            )
        ]
