"""Fixed choices of the accounts room, with the Danish label shown on screen."""

from __future__ import annotations

from django.db import models


class PlatformRoleKind(models.TextChoices):
    """Roles on the platform itself, outside any municipality."""

    OPERATOR = "operator", "driftsansvarlig"
    ANALYST = "analyst", "analytiker"
    REVIEWER = "reviewer", "bedømmer"
    UNION_ADVISER = "union_adviser", "PLF-konsulent"


class InvitationKind(models.TextChoices):
    """What an invitation leads to; the room that owns the payload registers the handler."""

    EMPLOYEE = "employee", "medarbejder i en kommune"
    FAMILY_MEMBER = "family_member", "medlem af en plejefamilie"
    OPERATOR = "operator", "driftsansvarlig for Plejebro"
