"""Contact plans (samværsplaner), the periods in which contact is suspended, and what is noted about single visits."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from plejebro.agenda.contact.enums import Moment, PauseKind, Relation, VisitKind
from plejebro.agenda.enums import Hidden
from plejebro.db.periods import PeriodModel
from plejebro.versions.enums import Side


class ContactPlan(models.Model):
    """What is agreed about a child's contact with one person. Its content is the versions of `document`.

    `hidden_from` is the side that may not see who it is and where; it can change from one day to the next, so it is no part
    of what two sides agree on.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case_number = models.CharField("sagsnummer", max_length=16, unique=True)
    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="contact_plans")
    document = models.OneToOneField("versions.VersionedDocument", on_delete=models.PROTECT, related_name="contact_plan")
    with_whom = models.CharField("hvem barnet ser", max_length=80)
    relation = models.CharField("hvem det er", max_length=8, choices=Relation)
    hidden_from = models.CharField("skjult for", max_length=12, choices=Hidden, default=Hidden.NOBODY, blank=True)
    end_reason = models.CharField("hvorfor afsluttet", max_length=600, blank=True)
    created_at = models.DateTimeField("oprettet")
    # The same form sent twice is one plan.
    submission = models.UUIDField("indsendelse", unique=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["placement"], name="contact_plan_of_placement")]

    def __str__(self) -> str:
        return f"samværsplan {self.case_number}"


class ContactHearing(models.Model):
    """The statement the municipality must have of the foster family before contact is changed (barnets lov § 106).

    A proposal to the family is the question; its yes or no is the answer, with what it wrote.
    """

    version = models.OneToOneField("versions.Version", on_delete=models.PROTECT, related_name="contact_hearing")
    plan = models.ForeignKey(ContactPlan, on_delete=models.PROTECT, related_name="hearings")
    asked_at = models.DateTimeField("spurgt")
    answered_at = models.DateTimeField("svaret", null=True, blank=True)
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    answered_name = models.CharField("navn", max_length=120, blank=True)
    statement = models.TextField("udtalelse", blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="agenda_hearing_answered_by_somebody",
            )
        ]


class ContactSeries(models.Model):
    """Which version of a plan a series of visits comes from; `key` says which of its rules."""

    series = models.OneToOneField("agenda.Series", on_delete=models.CASCADE, related_name="contact")
    plan = models.ForeignKey(ContactPlan, on_delete=models.PROTECT, related_name="series")
    version = models.ForeignKey("versions.Version", on_delete=models.PROTECT, related_name="+")
    key = models.CharField("regel", max_length=60)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "key"], name="agenda_contact_rule_once")
        ]


class ContactVisit(models.Model):
    """The plan a visit belongs to, and what it is in it."""

    entry = models.OneToOneField("agenda.Entry", on_delete=models.CASCADE, related_name="contact_visit")
    plan = models.ForeignKey(ContactPlan, on_delete=models.PROTECT, related_name="visits")
    kind = models.CharField("slags", max_length=8, choices=VisitKind)


class ContactPause(PeriodModel):
    """A period in which visits are suspended; it always has an end, by law.

    A pause the child has asked for is at most eight weeks (barnets lov § 103, stk. 2, and § 104); the committee's stop is
    for the period it set (§ 105).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(ContactPlan, on_delete=models.PROTECT, related_name="pauses")
    kind = models.CharField("hvorfor", max_length=10, choices=PauseKind)
    decided_on = models.DateField("afgørelsen er fra")
    decision_number = models.CharField("afgørelsens nummer", max_length=40, blank=True)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("skrevet")
    ended_at = models.DateTimeField("sluttet før tid", null=True, blank=True)
    submission = models.UUIDField("indsendelse", unique=True)

    class Meta(PeriodModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *PeriodModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends__isnull=False),
                name="agenda_pause_has_end",
                violation_error_message="Skriv, hvornår samværet begynder igen.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=PauseKind.COMMITTEE) | ~Q(decision_number=""),
                name="agenda_stop_has_decision",
                violation_error_message="Skriv nummeret på børne- og ungeudvalgets afgørelse.",
            ),
        ]


class ContactReaction(models.Model):
    """How the child was before or after a visit, as the family saw it. Both sides of the placement read it."""

    entry = models.ForeignKey("agenda.Entry", on_delete=models.PROTECT, related_name="reactions")
    moment = models.CharField("hvornår", max_length=6, choices=Moment)
    text = models.TextField("hvad I så")
    side = models.CharField("side", max_length=12, choices=Side)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_name = models.CharField("navn", max_length=120)
    at = models.DateTimeField("skrevet")
    submission = models.UUIDField("indsendelse", unique=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["entry", "at"], name="reaction_of_visit")]
