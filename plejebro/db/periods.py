"""Periods as columns: inclusive dates, an open end is NULL. One convention for the whole house."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from plejebro.kernel.periods import Period


class PeriodModel(models.Model):
    """A row that holds from `starts` to `ends`, both days included; `ends` is NULL while it lasts."""

    starts = models.DateField("fra")
    ends = models.DateField("til", null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="%(app_label)s_%(class)s_ends_after_start",
                violation_error_message="Slutdatoen ligger før startdatoen.",
            )
        ]

    @property
    def period(self) -> Period:
        """The row's dates as one value."""
        return Period(self.starts, self.ends)


def current(day: date, prefix: str = "") -> Q:
    """Rows whose period holds `day`; `prefix` walks a relation, as in `current(day, "assignments__")`."""
    return Q(**{f"{prefix}starts__lte": day}) & (Q(**{f"{prefix}ends__isnull": True}) | Q(**{f"{prefix}ends__gte": day}))


def not_over(day: date, prefix: str = "") -> Q:
    """Rows that have not ended before `day`: those that run and those still to come."""
    return Q(**{f"{prefix}ends__isnull": True}) | Q(**{f"{prefix}ends__gte": day})
