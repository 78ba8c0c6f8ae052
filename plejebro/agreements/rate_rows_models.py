"""Rates an operator has added to those that come with Plejebro. A row is never changed: a correction is a new version."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class RateSeries(models.TextChoices):
    """The series a rate can belong to; the names are those of `plejebro.rates`."""

    VEDERLAG = "vederlag", "Vederlag"
    BOARD = "kost_og_logi", "Kost og logi"
    POCKET_MONEY = "lommepenge", "Lommepenge"
    CLOTHING = "beklaedning", "Beklædning"
    ITEMS = "items", "Øvrige beløb"
    DRIVING = "driving", "Kørsel"
    ATP = "atp", "ATP"


class RateRow(models.Model):
    """One published set of figures. `values` are kroner as text by the name of the figure; `number` counts the series."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    series = models.CharField("række", max_length=16, choices=RateSeries)
    number = models.PositiveIntegerField("nummer")
    set_name = models.CharField("sæt", max_length=60)
    starts = models.DateField("fra")
    ends = models.DateField("til")
    version = models.PositiveSmallIntegerField("version")
    values = models.JSONField("tal")
    convention = models.CharField("afrunding", max_length=1, blank=True)
    rule = models.CharField("regel for tredje barn", max_length=3, blank=True)
    source = models.CharField("kilde", max_length=300)
    read_on = models.DateField("læst")
    note = models.CharField("bemærkning", max_length=300, blank=True)
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    added_name = models.CharField("skrevet af", max_length=120)
    added_at = models.DateTimeField("skrevet")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["series", "number"],
                name="agreements_rate_number_once",
                violation_error_message="En anden har skrevet satser ind i rækken imens.",
            ),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="agreements_rate_ends_after_start",
                violation_error_message="Slutdatoen ligger før startdatoen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.set_name} ({self.version})"
