"""Placements: one child, one family, one acting municipality, from–to, and who is assigned to it when."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from plejebro.db.periods import PeriodModel
from plejebro.placements.enums import EndReason, Origin, Task


class Placement(PeriodModel):
    """An anbringelse. `shared_at` is empty while it is the family's own record, which the municipality cannot see."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="placements")
    family = models.ForeignKey("families.Family", on_delete=models.PROTECT, related_name="placements")
    municipality = models.ForeignKey(
        "municipalities.Municipality", on_delete=models.PROTECT, related_name="placements", verbose_name="handlekommune"
    )
    unit = models.ForeignKey(
        "municipalities.Unit", on_delete=models.PROTECT, related_name="placements", null=True, blank=True
    )
    origin = models.CharField("oprettet", max_length=12, choices=Origin, default=Origin.MUNICIPALITY)
    shared_at = models.DateTimeField("delt med kommunen", null=True, blank=True)
    plan_dated = models.DateField("barnets plan fra", null=True, blank=True)
    end_reason = models.CharField("hvorfor ophørt", max_length=12, choices=EndReason, blank=True)
    # A family's own record that was joined with the municipality's placement of the same child.
    continued_in = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="own_records", null=True, blank=True, verbose_name="fortsætter i"
    )
    external_ref = models.CharField("kommunens id", max_length=60, blank=True)
    # The child's sort key is kept here too, so that a page of 50 out of 20,000 is read from one index.
    sort_key = models.CharField("sorteringsnøgle", max_length=200)
    version = models.PositiveIntegerField("version", default=1)
    created_at = models.DateTimeField("oprettet")

    class Meta(PeriodModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *PeriodModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["municipality", "external_ref"],
                condition=~Q(external_ref=""),
                name="placements_external_ref_once",
            ),
            models.CheckConstraint(
                condition=Q(end_reason="") | Q(ends__isnull=False),
                name="placements_reason_needs_end",
                violation_error_message="Skriv, hvornår anbringelsen ophører.",
            ),
            models.CheckConstraint(
                condition=Q(continued_in__isnull=True) | Q(origin="family", shared_at__isnull=True, end_reason="joined"),
                name="placements_only_own_record_continues",
                violation_error_message="Kun familiens egen optegnelse kan samles med en anden anbringelse.",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["municipality", "sort_key", "id"], name="placement_by_name"),
            models.Index(fields=["municipality", "-starts", "id"], name="placement_by_start"),
            models.Index(fields=["unit", "sort_key", "id"], name="placement_by_unit"),
        ]

    def __str__(self) -> str:
        return f"anbringelse {self.public_id}"


class Assignment(PeriodModel):
    """An employee has a task on a placement from–to; never two with the same task on the same day."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="assignments")
    employment = models.ForeignKey("municipalities.Employment", on_delete=models.PROTECT, related_name="assignments")
    task = models.CharField("opgave", max_length=12, choices=Task)

    class Meta(PeriodModel.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["employment", "task", "starts", "ends"], name="assignment_of_employee"),
        ]


class DesignatedRepresentative(PeriodModel):
    """Who looks after the family's interests where the municipality has no consultant; named by the municipality."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="representatives")
    name = models.CharField("navn", max_length=120)
    title = models.CharField("stilling", max_length=120, blank=True)
    contact = models.CharField("telefon eller e-mail", max_length=120)

    class Meta(PeriodModel.Meta):
        pass


class HandoverNote(models.Model):
    """What stood when a task changed hands: agreed, pending and coming, frozen on the day, with a word from the giver."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="handovers")
    task = models.CharField("opgave", max_length=12, choices=Task)
    given_by = models.ForeignKey(
        "municipalities.Employment", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    taken_by = models.ForeignKey("municipalities.Employment", on_delete=models.PROTECT, related_name="+")
    effective_on = models.DateField("fra og med")
    agreed = models.TextField("det er aftalt", blank=True)
    pending = models.TextField("det venter vi på", blank=True)
    coming = models.TextField("kommende datoer", blank=True)
    note = models.TextField("bemærkning", blank=True)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("skrevet")
