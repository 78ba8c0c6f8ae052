"""Documents two sides agree on: every proposal is a version, and a version is never edited."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from plejebro.versions.enums import Side, State


class VersionedDocument(models.Model):
    """What the versions are versions of. `kind` and its content are the owning room's; the row is what verbs lock."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("slags", max_length=20)
    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("oprettet")

    def __str__(self) -> str:
        return f"dokument {self.public_id}"


class Version(models.Model):
    """One version with its content as it was proposed. The table is append-only: not even the database edits it.

    `hash` is over the document, the number, the content, the dates and the hash of the version before. `based_on` is the
    number of the version that held when it was proposed, 0 where none did.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(VersionedDocument, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("nummer")
    content = models.JSONField("indhold")
    starts = models.DateField("gælder fra")
    ends = models.DateField("gælder til", null=True, blank=True)
    based_on = models.PositiveIntegerField("bygger på", default=0)
    answer_by = models.DateField("svar senest", null=True, blank=True)
    previous_hash = models.CharField("forrige kontrolsum", max_length=64, blank=True)
    hash = models.CharField("kontrolsum", max_length=64, unique=True)
    side = models.CharField("foreslået af", max_length=12, choices=Side)
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    author_name = models.CharField("navn", max_length=120)
    author_label = models.CharField("rolle", max_length=120, blank=True)
    created_at = models.DateTimeField("foreslået")
    submission = models.UUIDField("indsendelse", unique=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["document", "number"],
                name="versions_number_once",
                violation_error_message="Der er kommet et nyt forslag imens.",
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="versions_ends_after_start",
                violation_error_message="Slutdatoen ligger før startdatoen.",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.public_id}"


class Standing(models.Model):
    """Where a version stands: its state, and the period it holds as things are now."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="standing")
    # Kept here too, so that the database can hold one agreed version to a day.
    document = models.ForeignKey(VersionedDocument, on_delete=models.PROTECT, related_name="standings")
    state = models.CharField("tilstand", max_length=12, choices=State, default=State.PROPOSED)
    starts = models.DateField("fra")
    ends = models.DateField("til", null=True, blank=True)
    settled_at = models.DateTimeField("afgjort", null=True, blank=True)
    settled_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    reason = models.CharField("begrundelse", max_length=600, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(state=State.ACCEPTED),
                name="versions_one_accepted",
                violation_error_message="Der er allerede aftalt en anden version.",
            ),
            models.CheckConstraint(
                condition=Q(state=State.PROPOSED) | Q(settled_at__isnull=False), name="versions_settled_has_time"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["document", "state"], name="standing_of_document")]


class Acceptance(models.Model):
    """One side's yes to one version, with the hash that was accepted. Append-only; `factor` says a code was given."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="acceptances")
    side = models.CharField("side", max_length=12, choices=Side)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    name = models.CharField("navn", max_length=120)
    label = models.CharField("rolle", max_length=120, blank=True)
    at = models.DateTimeField("godkendt")
    factor = models.BooleanField("bekræftet med kode")
    version_hash = models.CharField("kontrolsum", max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["version", "side"],
                name="versions_one_yes_a_side",
                violation_error_message="Den side har allerede godkendt.",
            ),
            models.CheckConstraint(
                condition=Q(factor=True),
                name="versions_yes_needs_a_code",
                violation_error_message="En godkendelse kræver totrins-login.",
            ),
        ]
