"""The log: who did or saw what, when and as what. Rows are added, never changed (triggers on both engines)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from plejebro.audit.enums import EventKind


class Chain(models.Model):
    """The head of one hash chain: one per municipality and month, so that an old month can be closed by itself."""

    key = models.CharField("kæde", max_length=40, primary_key=True)
    seq = models.PositiveBigIntegerField("antal")
    head = models.CharField("hash", max_length=64)


class Event(models.Model):
    """One row of the log. `actor` is the user's public id; names are looked up, so that blanking a user blanks them here.

    `payload` is canonical JSON of everything else in the row, the very text the hash is computed over.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    chain = models.CharField("kæde", max_length=40)
    seq = models.PositiveBigIntegerField("nummer i kæden")
    at = models.DateTimeField("tidspunkt")
    kind = models.CharField("slags", max_length=10, choices=EventKind)
    action = models.CharField("handling", max_length=80)
    actor = models.UUIDField("bruger", null=True)
    acting_kind = models.CharField("side", max_length=12, blank=True)
    acting_as = models.CharField("optræder som", max_length=200, blank=True)
    municipality_code = models.CharField("kommunekode", max_length=3, blank=True)
    payload = models.TextField("indhold")
    hash = models.CharField("hash", max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["chain", "seq"], name="audit_event_one_per_place_in_chain"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["actor", "-at"], name="audit_event_actor")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.action}"


class EventSubject(models.Model):
    """What an event was about: a look-up from a person, family or placement to the rows that concern it."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="subjects")
    kind = models.CharField("slags", max_length=20)
    public_id = models.UUIDField("id")
    at = models.DateTimeField("tidspunkt")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["public_id", "-at"], name="audit_subject_when"),
        ]
