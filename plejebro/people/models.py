"""Persons: the child, its parents and the foster parents, what protects them, and the vault that holds CPR numbers."""

from __future__ import annotations

import uuid

from django.db import models

from plejebro.db.periods import PeriodModel
from plejebro.people.enums import ProtectionKind, RelationKind


class Person(models.Model):
    """A person by name. Read names only through `access.visible`: protection decides what is shown."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    given_name = models.CharField("fornavn", max_length=80)
    family_name = models.CharField("efternavn", max_length=80, blank=True)
    sort_key = models.CharField("sorteringsnøgle", max_length=200, db_index=True)
    born_on = models.DateField("født", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=1)
    created_at = models.DateTimeField("oprettet")

    def __str__(self) -> str:
        # Never the name: a __str__ ends in logs and error reports.
        return f"person {self.public_id}"


class Relation(PeriodModel):
    """A grown-up's tie to a child, and whether it holds parental custody (forældremyndighed) in the period."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="adults")
    adult = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="children")
    kind = models.CharField("tilknytning", max_length=12, choices=RelationKind)
    has_custody = models.BooleanField("har forældremyndighed", default=False)

    class Meta(PeriodModel.Meta):
        pass


class Protection(PeriodModel):
    """A protection of a person. It ends only when somebody has confirmed it: an end date alone opens nothing."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="protections")
    kind = models.CharField("beskyttelse", max_length=15, choices=ProtectionKind)
    note = models.CharField("grundlag", max_length=200, blank=True)
    lifted_at = models.DateTimeField("ophævet", null=True, blank=True)
    lifted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(PeriodModel.Meta):
        pass


class CprNumber(models.Model):
    """The vault: a CPR number, sealed (AES-256-GCM) and findable only by keyed hash (HMAC-SHA-256)."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="cpr")
    sealed = models.CharField("forseglet", max_length=200)
    blind_index = models.CharField("blindt indeks", max_length=64, db_index=True)

    def __str__(self) -> str:
        return "CPR-nummer (forseglet)"
