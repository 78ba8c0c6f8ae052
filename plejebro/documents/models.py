"""One row for each file in the vault. The bytes lie in a folder, under a name of ours."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from plejebro.documents.enums import DocumentState
from plejebro.documents.rules import IMAGE_CONTENT_TYPES, KIND_BY_CONTENT_TYPE, MAX_NAME_LENGTH


class Document(models.Model):
    """A cleaned file. Until `bound_to` is set only the uploader may see it; then the room that owns it decides.

    `size` (bytes) and `sha256` are those of the cleaned file. `case_key` is the placement's public id, for the quota.
    A blanked file has `blanked_at`, no bytes, no name and no checksum.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    uploader = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="documents", verbose_name="sendt af"
    )
    name = models.CharField("filnavn", max_length=MAX_NAME_LENGTH, blank=True)
    content_type = models.CharField("filtype", max_length=100)
    size = models.PositiveIntegerField("størrelse i byte")
    sha256 = models.CharField("kontrolsum", max_length=64, blank=True)
    storage_name = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField("tilstand", max_length=12, choices=DocumentState.choices, default=DocumentState.READY)
    created_at = models.DateTimeField("modtaget", editable=False)
    # Null, not empty: an unbound file must not look like one bound to nothing in particular.
    bound_to = models.CharField(max_length=80, null=True, blank=True, editable=False)  # noqa: DJ001
    case_key = models.UUIDField(null=True, blank=True, editable=False)
    blanked_at = models.DateTimeField("slettet", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "fil"
        verbose_name_plural = "filer"
        indexes = [
            models.Index(fields=["bound_to"], name="documents_bound_to"),
            models.Index(fields=["case_key"], name="documents_case"),
            models.Index(fields=["uploader", "created_at"], name="documents_uploader_day"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DocumentState.values), name="documents_document_state_known"),
            models.CheckConstraint(
                condition=Q(content_type__in=sorted(KIND_BY_CONTENT_TYPE)),
                name="documents_document_type_allowed",
                violation_error_message="Denne slags fil kan ikke gemmes.",
            ),
            models.CheckConstraint(
                condition=(Q(blanked_at__isnull=True) & Q(size__gt=0) & ~Q(name="") & ~Q(sha256=""))
                | (Q(blanked_at__isnull=False) & Q(size=0) & Q(name="") & Q(sha256="")),
                name="documents_document_whole_or_blank",
                violation_error_message="En fil er enten hel eller helt slettet.",
            ),
            models.CheckConstraint(
                condition=Q(bound_to__isnull=True) | ~Q(bound_to=""), name="documents_document_bound_to_something"
            ),
            models.CheckConstraint(
                condition=Q(blanked_at__isnull=True) | Q(blanked_at__gte=F("created_at")),
                name="documents_document_blanked_later",
            ),
        ]

    def __str__(self) -> str:
        # The sender's own words may name a child; what ends in logs must not.
        return f"fil {self.public_id}"

    @property
    def is_image(self) -> bool:
        """Whether a browser may show it inside a page."""
        return self.content_type in IMAGE_CONTENT_TYPES

    @property
    def is_served(self) -> bool:
        """Whether the file may leave the vault at all, whoever asks."""
        return self.state == DocumentState.READY and self.blanked_at is None
