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
