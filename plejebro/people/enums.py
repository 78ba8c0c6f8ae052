"""Kinds of protection and of custody."""

from django.db import models


class ProtectionKind(models.TextChoices):
    """Three different protections (trust programme, section 3.3); all of them hide name and place from outsiders."""

    NAME_AND_ADDRESS = "name_address", "Navne- og adressebeskyttelse"
    THREATENED = "threatened", "Trussel: intet opholdssted må stå noget sted"
    PLACE_UNDISCLOSED = "place", "Anbringelsesstedet må ikke oplyses"


class RelationKind(models.TextChoices):
    """What a grown-up is to the child."""

    MOTHER = "mother", "Mor"
    FATHER = "father", "Far"
    CO_MOTHER = "co_mother", "Medmor"
    OTHER = "other", "Anden"
