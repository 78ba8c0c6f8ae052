"""Foster families: members, approval, and the municipalities they work with."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from plejebro.db.periods import PeriodModel
from plejebro.families.enums import ApprovalType, LinkOrigin, LinkState


class Family(models.Model):
    """A plejefamilie. `name` is how it is known ("Inger og Per Dahl"); the address is a protected place if a child is."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("navn", max_length=160)
    sort_key = models.CharField("sorteringsnøgle", max_length=240, db_index=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    postal_code = models.CharField("postnr.", max_length=4, blank=True)
    city = models.CharField("by", max_length=80, blank=True)
    ended_on = models.DateField("ophørt", null=True, blank=True)
    # A municipality's record of a family that turned out to be another one here; all that stood on it has moved there.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="merged_records", null=True, blank=True, verbose_name="samlet med"
    )
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


class LinkRequest(models.Model):
    """A municipality's `record` of a family that seems to be the family `asked`. Only the family learns of it and answers:
    to the municipality it looks the same whether there is such a request or not (docs/adr/0012).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="links_offered")
    asked = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="link_requests")
    municipality = models.ForeignKey("municipalities.Municipality", on_delete=models.PROTECT, related_name="+")
    state = models.CharField("svar", max_length=8, choices=LinkState, default=LinkState.WAITING)
    wrong_answers = models.PositiveSmallIntegerField("forkerte svar", default=0)
    created_at = models.DateTimeField("spurgt")
    answered_at = models.DateTimeField("svaret", null=True, blank=True)
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["record", "asked"], name="families_asked_once"),
            models.CheckConstraint(condition=~Q(record=F("asked")), name="families_linked_to_another"),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at__isnull=True)
                | (~Q(state="waiting") & Q(answered_at__isnull=False)),
                name="families_answer_has_a_time",
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
