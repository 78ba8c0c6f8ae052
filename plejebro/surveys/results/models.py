"""Tables of results: what is published of a round, for good, and what a municipality says of its figures."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from plejebro.surveys.models import Round


class Publication(models.Model):
    """What is published of a round: `content` holds the shown figures alone (see `results.reading`), and never changes.

    Every page and every file of the results is made of this row. What is hidden in it stands nowhere in it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="publication", verbose_name="måling")
    content = models.JSONField("indhold")
    published_at = models.DateTimeField("offentliggjort")
    published_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name="offentliggjort af"
    )

    class Meta:
        verbose_name = "offentliggørelse"
        verbose_name_plural = "offentliggørelser"

    def __str__(self) -> str:
        return f"Resultat: {self.round_id}"


class MunicipalityComment(models.Model):
    """What a municipality says beside its figures; each correction is another number, and the newest is shown."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="comments", verbose_name="måling")
    municipality = models.ForeignKey(
        "municipalities.Municipality", on_delete=models.PROTECT, related_name="+", verbose_name="kommune"
    )
    number = models.PositiveIntegerField("version")
    text = models.TextField("kommentar", blank=True)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name="skrevet af")
    written_at = models.DateTimeField("skrevet")

    class Meta:
        verbose_name = "kommunens kommentar"
        verbose_name_plural = "kommunernes kommentarer"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["round", "municipality", "number"],
                name="surveys_comment_number_once",
                violation_error_message="En anden har rettet kommentaren imens. Åbn siden igen.",
            )
        ]

    def __str__(self) -> str:
        return f"Kommentar {self.number}"
