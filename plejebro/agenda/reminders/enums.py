"""When a person is reminded. The stored value is the code's; the label is the screen's."""

from __future__ import annotations

from django.db import models


class Moment(models.TextChoices):
    """How long before an entry its reminder comes; always in the morning."""

    NONE = "none", "Ingen påmindelse"
    MORNING = "morning", "Samme morgen"
    DAY = "day", "Dagen før"
    TWO_DAYS = "two_days", "To dage før"
    WEEK = "week", "En uge før"
