"""Kinds and states of agreements and of what is negotiated."""

from __future__ import annotations

from django.db import models


class ContractKind(models.TextChoices):
    """The contract for day and night, and the one for respite stays: other fields, other pay."""

    PLACEMENT = "placement", "Plejekontrakt"
    RESPITE = "respite", "Kontrakt om støtteophold (aflastning)"


class Reason(models.TextChoices):
    """Why a negotiation is opened."""

    NEW = "new", "Ny anbringelse"
    EARLY = "early", "Tre måneder inde i anbringelsen"
    YEARLY = "yearly", "Aftalt genforhandling"
    EFTERSKOLE = "efterskole", "Barnet begynder på efterskole"
    YOUTH = "ungestoette", "Den unge fylder 18 år og får ungestøtte (efterværn)"
    RESPITE = "stoetteophold", "Støtteophold (aflastning) begynder eller ændres"
    UNFORESEEN = "uforudset", "Væsentlig ændring, ingen kunne forudse"
    MORE_CHILDREN = "flere_boern", "Endnu et barn anbringes hos familien"
    OTHER = "other", "Andet"


class NegotiationState(models.TextChoices):
    """Where a negotiation stands."""

    OPEN = "open", "I gang"
    AGREED = "agreed", "Sluttet med en aftale"
    CLOSED = "closed", "Sluttet uden en aftale"


class EndingKind(models.TextChoices):
    """The two ways a contract comes to its end outside of a negotiation."""

    NOTICE = "notice", "Opsigelse"
    ACTUAL_BREAK = "actual_break", "Faktisk afbrydelse"
