"""Kinds of approval."""

from django.db import models


class ApprovalType(models.TextChoices):
    """Types since 1 July 2019 (bekendtgørelse om plejefamilier); network families are approved by the municipality."""

    GENERAL = "general", "Almen plejefamilie"
    ENHANCED = "enhanced", "Forstærket plejefamilie"
    SPECIALISED = "specialised", "Specialiseret plejefamilie"
    NETWORK = "network", "Netværksplejefamilie"


class LinkOrigin(models.TextChoices):
    """How a family and a municipality came to know each other here."""

    MUNICIPALITY = "municipality", "Oprettet af kommunen"
    FAMILY = "family", "Valgt af familien"
    LINKED = "linked", "Knyttet til af familien selv"


class LinkState(models.TextChoices):
    """What a family has answered a municipality that has created it anew."""

    WAITING = "waiting", "Venter på familien"
    ACCEPTED = "accepted", "Knyttet til"
    DECLINED = "declined", "Holdt adskilt"
    LAPSED = "lapsed", "Ikke længere aktuel"
