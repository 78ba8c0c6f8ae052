"""Two people correct the same thing: the second one is told, and loses nothing of what was written."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import models

from plejebro.kernel.refusals import ChangedMeanwhile


def still_as_seen(row: models.Model, seen_version: int | None) -> None:
    """Locks the row and makes sure that its `version` is the one the writer saw; None asks for no check.

    Call it in the transaction of the change. Raises `ChangedMeanwhile`.
    """
    if seen_version is None:
        return
    rows: Any = type(row)._default_manager.select_for_update().filter(pk=row.pk)
    if rows.values_list("version", flat=True).first() != seen_version:
        raise ChangedMeanwhile


def fingerprint(*values: object) -> str:
    """What stands, as one short text: the version of a thing that carries no version number. A form keeps it hidden."""
    return hashlib.sha256(repr([str(value) for value in values]).encode()).hexdigest()[:24]


def still_stands(now: str, seen: str | None) -> None:
    """Makes sure that the fingerprint `now`, taken of locked rows, is the one the writer saw; None asks for no check.

    Raises `ChangedMeanwhile`.
    """
    if seen is not None and seen != now:
        raise ChangedMeanwhile
