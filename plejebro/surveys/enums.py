"""Words of the surveys. The stored value is the code's; the label is the screen's."""

from __future__ import annotations

from django.db import models


class Side(models.TextChoices):
    """Who answers; the values are those of the answers' file."""

    FAMILY = "family", "Plejefamilier"
    MUNICIPALITY = "municipality", "Kommuner"


class RoundKind(models.TextChoices):
    """A survey that is planned, or the short pulse of a quarter."""

    SURVEY = "survey", "Måling"
    PULSE = "pulse", "Puls"


class RoundState(models.TextChoices):
    """Where a round stands."""

    DRAFT = "draft", "Under forberedelse"
    OPEN = "open", "Åben for svar"
    CLOSED = "closed", "Lukket"
    PUBLISHED = "published", "Offentliggjort"


class Method(models.TextChoices):
    """Who of the population is asked."""

    CENSUS = "census", "Alle spørges"
    SAMPLE = "sample", "Stikprøve, trukket i hver størrelsesgruppe"


class SizeGroup(models.TextChoices):
    """Municipalities by how many families they have in the population of the round."""

    SMALL = "small", "Under 50 plejefamilier"
    MEDIUM = "medium", "50–149 plejefamilier"
    LARGE = "large", "150 plejefamilier eller flere"


class TextState(models.TextChoices):
    """What a person has decided about a free text."""

    WAITING = "waiting", "Venter på gennemlæsning"
    SHOWN = "shown", "Må vises"
    WITHHELD = "withheld", "Vises ikke"
