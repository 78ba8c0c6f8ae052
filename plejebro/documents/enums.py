"""Choices stored in the vault's table."""

from __future__ import annotations

from django.db import models


class DocumentState(models.TextChoices):
    """Whether a file may leave the vault."""

    READY = "ready", "klar"
    QUARANTINE = "quarantine", "venter på viruskontrol"
