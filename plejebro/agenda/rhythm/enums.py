"""What can be written down of the law's rhythm."""

from __future__ import annotations

from typing import Final

from django.db import models


class MarkKind(models.TextChoices):
    """What was done, or decided."""

    FOLLOW_UP = "follow_up", "Opfølgning holdt"
    NEXT_DATE = "next_date", "Dato for næste opfølgning bestemt"
    EXAMINED = "examined", "Undersøgelse færdig"
    SUPERVISION = "supervision", "Tilsynsbesøg holdt"
    SUPPORT_BEGAN = "support_began", "Intensiv støtte begyndt"
    SUPPORT_DONE = "support_done", "Intensiv støtte gennemført"
    SUPPORT_POSTPONED = "support_later", "Intensiv støtte udskudt for barnets skyld"
    COURSE = "course", "Kursusdage"
    INSPECTION = "inspection", "Besøg af socialtilsynet"


class Planned(models.TextChoices):
    """What can be put in the calendar ahead of its day."""

    SUPERVISION = "supervision", "Tilsynsbesøg"
    FOLLOW_UP = "follow_up", "Opfølgning"


SUPPORT: Final = (MarkKind.SUPPORT_BEGAN, MarkKind.SUPPORT_DONE, MarkKind.SUPPORT_POSTPONED)
# What the one who decides about the child writes, what whoever looks after the family writes too, and what both sides do.
DECIDING: Final = (MarkKind.FOLLOW_UP, MarkKind.NEXT_DATE, MarkKind.EXAMINED, MarkKind.SUPERVISION)
OF_BOTH: Final = (MarkKind.COURSE, MarkKind.INSPECTION)
