"""What lies between the preview of an import and the import itself."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from plejebro.flows.enums import ImportKind


class ImportBatch(models.Model):
    """An uploaded file on its way in. `rows` is sealed (CPR numbers stand in it), and the row is gone within 24 hours."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey("municipalities.Municipality", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField("slags", max_length=12, choices=ImportKind)
    filename = models.CharField("filnavn", max_length=200)
    rows = models.TextField("rækker (forseglet)")
    uploaded_by = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField("modtaget")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["created_at"], name="flows_batch_age")]

    def __str__(self) -> str:
        return f"indlæsning {self.public_id}"
