"""Words of meetings. The stored value is the code's; the label is the screen's."""

from __future__ import annotations

from django.db import models


class Answer(models.TextChoices):
    """What somebody answers an invitation."""

    COMES = "comes", "Kommer"
    CANNOT = "cannot", "Kan ikke"
    OTHER_TIME = "other_time", "Foreslår et andet tidspunkt"
