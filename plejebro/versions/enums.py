"""States of a version, and the two sides that agree on it."""

from __future__ import annotations

from django.db import models


class Side(models.TextChoices):
    """The two sides of an agreement."""

    FAMILY = "family", "Familien"
    MUNICIPALITY = "municipality", "Kommunen"


class State(models.TextChoices):
    """Where a version stands. Only a proposed one can still change its state by anybody's choice."""

    PROPOSED = "proposed", "Foreslået"
    ACCEPTED = "accepted", "Aftalt"
    DECLINED = "declined", "Afslået"
    WITHDRAWN = "withdrawn", "Trukket tilbage"
    LAPSED = "lapsed", "Bortfaldet"
    SUPERSEDED = "superseded", "Afløst"


AGREED = (State.ACCEPTED, State.SUPERSEDED)


def other(side: str) -> Side:
    """The other side."""
    return Side.MUNICIPALITY if side == Side.FAMILY else Side.FAMILY
