"""Words of contact."""

from __future__ import annotations

from django.db import models


class Relation(models.TextChoices):
    """Whom the child sees: the law's floor is the parents', whoever agreed on less."""

    PARENT = "parent", "Forælder"
    NETWORK = "network", "Netværk: søskende, bedsteforældre, anden familie, venner"


class PauseKind(models.TextChoices):
    """Why contact is suspended for a time."""

    CHILD = "child", "Barnet har bedt om en pause (barnets lov § 103, stk. 2)"
    COMMITTEE = "committee", "Børne- og ungeudvalget har afbrudt forbindelsen (barnets lov § 105, stk. 1, nr. 2)"


class VisitKind(models.TextChoices):
    """What a visit is in its plan."""

    REGULAR = "regular", "Fast samvær"
    SPECIAL = "special", "Særlig dag"
    EXTRA = "extra", "Ekstra samvær"
    MAKE_UP = "make_up", "Erstatningssamvær"


class Moment(models.TextChoices):
    """When the child's reaction was seen."""

    BEFORE = "before", "Før samværet"
    AFTER = "after", "Efter samværet"
