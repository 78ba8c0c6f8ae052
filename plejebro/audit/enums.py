"""The kinds of thing that are put on record."""

from django.db import models


class EventKind(models.TextChoices):
    """What sort of event a row of the log is."""

    READ = "read", "Set"
    CHANGE = "change", "Ændret"
    SECURITY = "security", "Sikkerhed"
