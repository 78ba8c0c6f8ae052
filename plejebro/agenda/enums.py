"""Words of the calendar. The stored value is the code's; the label is the screen's."""

from __future__ import annotations

from django.db import models


class Kind(models.TextChoices):
    """What an entry is."""

    VISIT = "visit", "Samvær"
    RESPITE = "respite", "Støtteophold (aflastning)"
    HOLIDAY = "holiday", "Ferie"
    CARE = "care", "Pasning"
    MEETING = "meeting", "Møde"
    SUPERVISION = "supervision", "Tilsynsbesøg"
    FOLLOW_UP = "follow_up", "Opfølgning"
    COURSE = "course", "Kursus"
    OTHER = "other", "Anden dato"


class EntryState(models.TextChoices):
    """Where an entry stands. An asked one holds no place in the calendar yet."""

    ASKED = "asked", "Ønsket"
    PLANNED = "planned", "Aftalt"
    HELD = "held", "Holdt"
    CANCELLED = "cancelled", "Aflyst"


class CancelledBy(models.TextChoices):
    """Who could not."""

    PARENT = "parent", "Forælder eller anden, barnet skulle se"
    CHILD = "child", "Barnet"
    FAMILY = "family", "Plejefamilien"
    MUNICIPALITY = "municipality", "Kommunen"
    OTHER = "other", "Andre"


# Why something to come was taken out of the calendar that nobody cancelled: it is no part of what was agreed any more.
PLAN_ENDED = "Samværsplanen er afsluttet."
PLACEMENT_ENDED = "Anbringelsen er slut."
NO_LONGER_AGREED = (PLAN_ENDED, PLACEMENT_ENDED)


class Hidden(models.TextChoices):
    """Whom place and person of an entry are hidden from."""

    NOBODY = "", "Ingen"
    FAMILY = "family", "Plejefamilien"
    MUNICIPALITY = "municipality", "Kommunen"
