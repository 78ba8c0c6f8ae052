"""The word index: which words stand in which thing. Asked together with a scope, so a hit is never an opening."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Word(models.Model):
    """One stemmed word of one thing. `key` is the word's UTF-8 bytes in hex: it sorts alike in every collation,
    so a prefix is a range on both engines."""

    kind = models.CharField("slags", max_length=12)
    object_id = models.BigIntegerField("id")
    key = models.CharField("nøgle", max_length=120)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "key", "object_id"], name="wordindex_word_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["kind", "object_id"], name="word_of_object")]
