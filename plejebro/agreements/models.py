"""Agreements of a placement: the contract, the agreement on the task, and the negotiations about the contract."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from plejebro.agreements.enums import ContractKind, EndingKind, NegotiationState, Reason
from plejebro.versions.enums import Side


class Contract(models.Model):
    """A plejekontrakt: pay and rights, between the municipality and one adult of the family.

    Not part of the child's file, and never shown to parents. `holder` is the one who signs.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case_number = models.CharField("sagsnummer", max_length=16, unique=True)
    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="contracts")
    kind = models.CharField("slags", max_length=12, choices=ContractKind, default=ContractKind.PLACEMENT)
    holder = models.ForeignKey(
        "families.FamilyMember", on_delete=models.PROTECT, related_name="contracts", verbose_name="har kontrakten"
    )
    document = models.OneToOneField("versions.VersionedDocument", on_delete=models.PROTECT, related_name="contract")
    created_at = models.DateTimeField("oprettet")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["placement", "kind"],
                name="agreements_one_contract_of_a_kind",
                violation_error_message="Der er allerede en kontrakt af den slags på anbringelsen.",
            )
        ]

    def __str__(self) -> str:
        return f"kontrakt {self.case_number}"


class TaskAgreement(models.Model):
    """An aftale om opgaven: what the family is to do for the child. It lies in the child's file."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case_number = models.CharField("sagsnummer", max_length=16, unique=True)
    placement = models.OneToOneField("placements.Placement", on_delete=models.PROTECT, related_name="task_agreement")
    document = models.OneToOneField("versions.VersionedDocument", on_delete=models.PROTECT, related_name="task_agreement")
    created_at = models.DateTimeField("oprettet")

    def __str__(self) -> str:
        return f"aftale {self.case_number}"


class Negotiation(models.Model):
    """A forhandling about a contract: the invitation, and everything that is put forward in it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="negotiations")
    reason = models.CharField("grund", max_length=16, choices=Reason)
    text = models.TextField("hvorfor")
    agenda = models.TextField("dagsorden")
    meeting_on = models.DateField("mødedato", null=True, blank=True)
    meeting_at = models.TimeField("klokkeslæt", null=True, blank=True)
    place = models.CharField("sted", max_length=200, blank=True)
    state = models.CharField("tilstand", max_length=8, choices=NegotiationState, default=NegotiationState.OPEN)
    opened_side = models.CharField("åbnet af", max_length=12, choices=Side)
    opened_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    opened_name = models.CharField("navn", max_length=120)
    opened_at = models.DateTimeField("åbnet")
    closed_at = models.DateTimeField("sluttet", null=True, blank=True)
    closing_text = models.CharField("hvordan sluttet", max_length=600, blank=True)
    submission = models.UUIDField("indsendelse", unique=True)
    version = models.PositiveIntegerField("version", default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state=NegotiationState.OPEN) | Q(closed_at__isnull=False), name="agreements_closed_has_time"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["contract", "state"], name="negotiation_of_contract")]

    def __str__(self) -> str:
        return f"forhandling {self.public_id}"


class Participant(models.Model):
    """Somebody who takes part. A companion (bisidder) is chosen by the family and needs no leave."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="participants")
    side = models.CharField("side", max_length=12, choices=Side)
    name = models.CharField("navn", max_length=120)
    label = models.CharField("hvem er det", max_length=120, blank=True)
    is_companion = models.BooleanField("bisidder", default=False)
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("tilføjet")
    removed_at = models.DateTimeField("taget af", null=True, blank=True)


class Offer(models.Model):
    """A proposal or counter-proposal: a version of the contract, put forward in a negotiation.

    `shown` is the effect in kroner as it was shown that day, so that a rate corrected since can be told from the offer.
    """

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="offers")
    version = models.OneToOneField("versions.Version", on_delete=models.PROTECT, related_name="offer")
    note = models.TextField("begrundelse", blank=True)
    shown = models.JSONField("virkning, som den blev vist")


class NegotiationFile(models.Model):
    """A document both sides share in a negotiation; an annex is part of the contract that is proposed after it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="files")
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    is_annex = models.BooleanField("bilag til kontrakten", default=False)
    note = models.CharField("hvad viser det", max_length=200, blank=True)
    side = models.CharField("delt af", max_length=12, choices=Side)
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    added_name = models.CharField("navn", max_length=120)
    added_at = models.DateTimeField("delt")


class Minutes(models.Model):
    """The minutes of a meeting. Objections can be written until `objections_by`; both stay, and nobody edits either."""

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="minutes")
    number = models.PositiveIntegerField("nummer")
    held_on = models.DateField("mødet blev holdt")
    text = models.TextField("referat")
    side = models.CharField("skrevet af", max_length=12, choices=Side)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_name = models.CharField("navn", max_length=120)
    sent_at = models.DateTimeField("sendt")
    objections_by = models.DateField("indvendinger senest")
    submission = models.UUIDField("indsendelse", unique=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["negotiation", "number"], name="agreements_minutes_number_once")
        ]


class Objection(models.Model):
    """What somebody has against the minutes; it stands beside them."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="objections")
    text = models.TextField("indvending")
    side = models.CharField("side", max_length=12, choices=Side)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_name = models.CharField("navn", max_length=120)
    at = models.DateTimeField("skrevet")
    submission = models.UUIDField("indsendelse", unique=True)


class Ending(models.Model):
    """Notice given, or the child in fact no longer living there: two events, each with its own date."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="endings")
    kind = models.CharField("slags", max_length=12, choices=EndingKind)
    on = models.DateField("dato")
    last_day = models.DateField("sidste dag", null=True, blank=True)
    clause = models.CharField("det, kontrakten siger", max_length=1200)
    reason = models.TextField("begrundelse")
    side = models.CharField("side", max_length=12, choices=Side)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_name = models.CharField("navn", max_length=120)
    written_at = models.DateTimeField("skrevet")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["contract", "kind"],
                name="agreements_one_ending_of_a_kind",
                violation_error_message="Det er allerede skrevet ned.",
            ),
            models.CheckConstraint(
                condition=Q(kind=EndingKind.ACTUAL_BREAK) | Q(last_day__isnull=False),
                name="agreements_notice_has_last_day",
            ),
        ]


# The room's other models stand with what they belong to.
from plejebro.agreements.expenses.models import (  # noqa: E402, F401
    Expense,
    ExpenseFile,
    ExpenseStep,
    ExpenseTerm,
    ExpenseType,
)
from plejebro.agreements.rate_rows_models import RateRow  # noqa: E402, F401
from plejebro.agreements.statements.models import (  # noqa: E402, F401
    MonthlyStatement,
    StatementBasis,
    StatementCorrection,
)
