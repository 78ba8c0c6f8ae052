"""Who keeps the record of a placement, and the two tasks that are assigned on it."""

from __future__ import annotations

from django.db import models


class Origin(models.TextChoices):
    """Whose record it is to begin with."""

    MUNICIPALITY = "municipality", "Oprettet af kommunen"
    FAMILY = "family", "Familiens egen optegnelse"


class Task(models.TextChoices):
    """The two contacts, never one: the adviser decides about the child, the consultant looks after the family."""

    ADVISER = "adviser", "Børne- og ungerådgiver"
    CONSULTANT = "consultant", "Familieplejekonsulent"


class EndReason(models.TextChoices):
    """Why a placement ended, in neutral words."""

    RETURN_HOME = "return_home", "Hjemgivelse"
    OTHER_PLACE = "other_place", "Ændret anbringelsessted"
    CAME_OF_AGE = "came_of_age", "Barnet fyldte 18"
    MISTAKE = "mistake", "Oprettet ved en fejl"
    OTHER = "other", "Andet"
    # Only of a family's own record, and set by the verb that joins it: nobody chooses it in a form or a file.
    JOINED = "joined", "Samlet med kommunens anbringelse"

    @classmethod
    def chosen(cls) -> list[EndReason]:
        """The reasons a person can choose."""
        return [reason for reason in cls if reason is not cls.JOINED]
