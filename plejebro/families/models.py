"""Foster families: members, approval, and the municipalities they work with."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from plejebro.db.periods import PeriodModel
from plejebro.families.enums import ApprovalType, LinkOrigin


class Family(models.Model):
    """A plejefamilie. `name` is how it is known ("Inger og Per Dahl"); the address is a protected place if a child is."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("navn", max_length=160)
    sort_key = models.CharField("sorteringsnøgle", max_length=240, db_index=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    postal_code = models.CharField("postnr.", max_length=4, blank=True)
    city = models.CharField("by", max_length=80, blank=True)
    ended_on = models.DateField("ophørt", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=1)
    created_at = models.DateTimeField("oprettet")

    def __str__(self) -> str:
        return f"plejefamilie {self.public_id}"


class FamilyMember(PeriodModel):
    """A foster parent in a family, from–to. `user` is empty until the invitation is accepted."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="memberships", null=True, blank=True)
    email = models.EmailField("e-mail", blank=True)
    phone = models.CharField("telefon", max_length=30, blank=True)
    holds_contract = models.BooleanField("har kontrakten", default=False)

    class Meta(PeriodModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *PeriodModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["family"],
                condition=Q(holds_contract=True, ends__isnull=True),
                name="families_one_contract_holder",
                violation_error_message="Kun én i familien kan have kontrakten.",
            ),
        ]


class FamilyMunicipality(PeriodModel):
    """A family and a municipality that work together. A municipality sees only the families it has such a tie to."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="municipality_ties")
    municipality = models.ForeignKey("municipalities.Municipality", on_delete=models.PROTECT, related_name="family_ties")
    origin = models.CharField("oprettet", max_length=12, choices=LinkOrigin)
    shared_at = models.DateTimeField("delt", null=True, blank=True)
    external_ref = models.CharField("kommunens id", max_length=60, blank=True)

    class Meta(PeriodModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *PeriodModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["municipality", "external_ref"],
                condition=~Q(external_ref=""),
                name="families_external_ref_once",
            ),
            models.UniqueConstraint(
                fields=["family", "municipality"], condition=Q(ends__isnull=True), name="families_one_tie_each"
            ),
        ]


class Approval(PeriodModel):
    """What the family is approved as, for how many children, and until when."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="approvals")
    kind = models.CharField("type", max_length=12, choices=ApprovalType)
    places = models.PositiveSmallIntegerField("pladser")
    approved_by = models.CharField("godkendt af", max_length=80)

    class Meta(PeriodModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *PeriodModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(places__gte=1, places__lte=12),
                name="families_places_range",
                violation_error_message="Antal pladser skal være mellem 1 og 12.",
            ),
        ]
