"""The only thing this room keeps itself: how far the demo's clock has been moved."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class DemoClock(models.Model):
    """One row: how many days ahead of real time the demo lives. Read in demo mode only."""

    days = models.PositiveIntegerField("dage frem", default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(pk=1), name="web_one_demo_clock"),
        ]
