"""The municipalities and the people who work in them, each with the period in which it holds."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from plejebro.db.periods import PeriodModel
from plejebro.municipalities.enums import Role, Topic


class Municipality(models.Model):
    """A kommune. All 98 are reference data; `joined_on` is set for those that use Plejebro."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField("kommunekode", max_length=3, unique=True)
    name = models.CharField("navn", max_length=80)
    sort_key = models.CharField("sorteringsnøgle", max_length=120, db_index=True)
    is_invented = models.BooleanField("opdigtet", default=False)
    joined_on = models.DateField("med fra", null=True, blank=True)
    has_consultants = models.BooleanField("har familieplejekonsulenter", default=True)
    shows_employee_names = models.BooleanField("viser medarbejdernavne i 'Hvem har set'", default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["sort_key"]

    def __str__(self) -> str:
        return f"{self.name} Kommune"


class RegionPeriod(PeriodModel):
    """The region a municipality lies in, from–to."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="regions")
    region = models.CharField("region", max_length=40)

    class Meta(PeriodModel.Meta):
        pass


class Unit(models.Model):
    """A team or department of a municipality."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="units")
    name = models.CharField("navn", max_length=80)
    closed_on = models.DateField("nedlagt", null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["municipality", "name"],
                name="municipalities_unit_name_once",
                violation_error_message="Kommunen har allerede en enhed med det navn.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Employment(PeriodModel):
    """A person's work in a role of a municipality, from–to. `user` is empty until the invitation is accepted."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="employments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="employments", null=True, blank=True)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="employments", null=True, blank=True)
    full_name = models.CharField("navn", max_length=120)
    email = models.EmailField("e-mail")
    phone = models.CharField("telefon", max_length=30, blank=True)
    role = models.CharField("rolle", max_length=20, choices=Role)

    class Meta(PeriodModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *PeriodModel.Meta.constraints,
            models.UniqueConstraint(
                "municipality",
                models.functions.Lower("email"),
                "role",
                "starts",
                name="municipalities_employment_once",
                violation_error_message="Medarbejderen er allerede oprettet i den rolle fra samme dato.",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["municipality", "role"], name="employment_role")]

    def __str__(self) -> str:
        return f"{self.full_name} ({self.get_role_display()})"


class Absence(PeriodModel):
    """An employee is away from–to, and a colleague stands in: the deputy may do what the absent one may."""

    employment = models.ForeignKey(Employment, on_delete=models.CASCADE, related_name="absences")
    deputy = models.ForeignKey(Employment, on_delete=models.PROTECT, related_name="deputising")

    class Meta(PeriodModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *PeriodModel.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(deputy=F("employment")),
                name="municipalities_absence_other_deputy",
                violation_error_message="Man kan ikke være sin egen stedfortræder.",
            ),
        ]


class ReplyTime(PeriodModel):
    """The municipality's agreed service level for a topic, in working days, from–to. Service level, never law."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="reply_times")
    topic = models.CharField("emne", max_length=20, choices=Topic)
    workdays = models.PositiveSmallIntegerField("hverdage")

    class Meta(PeriodModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *PeriodModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(workdays__gte=1, workdays__lte=60),
                name="municipalities_reply_time_range",
                violation_error_message="Svarfristen skal være mellem 1 og 60 hverdage.",
            ),
            models.UniqueConstraint(
                fields=["municipality", "topic"],
                condition=Q(ends__isnull=True),
                name="municipalities_reply_time_current",
            ),
        ]
