"""Studies of decided cases: the sample, without names, and what the reviewers have coded."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from plejebro.practice_review.enums import CodeValue, DecisionState, Kind, Method, Part, Slot, Source, StudyState
from plejebro.practice_review.tabulation import REQUIREMENT_IDS


class Study(models.Model):
    """A practice review: what is asked, of which decisions, how they are drawn, and which requirements are coded.

    The lists of kinds, routes and municipality codes narrow the population; an empty one narrows nothing. The `seed`
    is kept, so that anybody can draw the same sample of the same frame again.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField("titel", max_length=120)
    purpose = models.CharField("formål", max_length=500, blank=True)
    source = models.CharField("kilde", max_length=10, choices=Source)
    period_from = models.DateField("fra")
    period_to = models.DateField("til")
    kinds = models.JSONField("slags", default=list)
    routes = models.JSONField("veje", default=list)
    municipality_codes = models.JSONField("kommuner", default=list)
    method = models.CharField("udtræk", max_length=12, choices=Method, default=Method.SIMPLE)
    sample_size = models.PositiveIntegerField("antal", null=True, blank=True)
    seed = models.BigIntegerField("tilfældighedstal")
    requirements = models.JSONField("krav", default=list)
    frame_size = models.PositiveIntegerField("afgørelser i alt", null=True, blank=True)
    state = models.CharField("status", max_length=10, choices=StudyState, default=StudyState.DRAFT)
    is_synthetic = models.BooleanField("syntetiske data", default=False)
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="studies")
    created_at = models.DateTimeField("oprettet")
    drawn_at = models.DateTimeField("udtrukket", null=True, blank=True)
    closed_at = models.DateTimeField("afsluttet", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "undersøgelse"
        verbose_name_plural = "undersøgelser"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")),
                name="practice_review_study_period",
                violation_error_message="Periodens sidste dag ligger før den første.",
            ),
            models.CheckConstraint(
                condition=Q(source__in=Source.values, method__in=Method.values, state__in=StudyState.values),
                name="practice_review_study_known",
            ),
            models.CheckConstraint(
                condition=Q(sample_size__isnull=True) | Q(sample_size__gte=1),
                name="practice_review_study_size",
                violation_error_message="Der skal trækkes mindst én afgørelse.",
            ),
            models.CheckConstraint(
                condition=Q(state=StudyState.CLOSED, closed_at__isnull=False)
                | (~Q(state=StudyState.CLOSED) & Q(closed_at__isnull=True)),
                name="practice_review_study_closed_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class StudyMember(models.Model):
    """Somebody's part in a study; one part each, so that nobody settles what the same person has coded."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="study_parts")
    part = models.CharField("opgave", max_length=10, choices=Part)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["study", "user"],
                name="practice_review_member_once",
                violation_error_message="Den samme person kan ikke både bedømme og afgøre uenighed.",
            ),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="practice_review_member_known"),
        ]


class SampledDecision(models.Model):
    """A decision in a study, pseudonymised when it was sampled: no name, no CPR number, no key to the placement.

    `source_mark` is a keyed hash of the decision's own id, so that it is not drawn twice; it leads nowhere back.
    `assessment` is the law's answer on the sampling day, without anything people had written in the case.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField("nummer")
    case_number = models.CharField("sagsnummer i undersøgelsen", max_length=60)
    municipality_code = models.CharField("kommunekode", max_length=3)
    kind = models.CharField("slags", max_length=12, choices=Kind, default=Kind.MOVE)
    route = models.CharField("vej", max_length=2, blank=True)
    decided_on = models.DateField("afgjort")
    born_month = models.DateField("fødselsmåned")
    age = models.PositiveSmallIntegerField("alder ved afgørelsen")
    assessment = models.JSONField("lovens svar", null=True, blank=True)
    source_mark = models.CharField(max_length=64, blank=True, editable=False)
    state = models.CharField("status", max_length=10, choices=DecisionState, default=DecisionState.WAITING)

    class Meta:
        verbose_name = "udtrukket afgørelse"
        verbose_name_plural = "udtrukne afgørelser"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["study", "case_number"],
                name="practice_review_case_once",
                violation_error_message="Sagsnummeret står der allerede.",
            ),
            models.UniqueConstraint(fields=["study", "number"], name="practice_review_number_once"),
            models.UniqueConstraint(
                fields=["study", "source_mark"],
                condition=~Q(source_mark=""),
                name="practice_review_source_once",
                violation_error_message="Afgørelsen er allerede trukket ud.",
            ),
            models.CheckConstraint(
                condition=Q(born_month__lte=F("decided_on")),
                name="practice_review_born_first",
                violation_error_message="Afgørelsen ligger før barnets fødsel.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DecisionState.values, kind__in=Kind.values), name="practice_review_decision_known"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["study", "state"], name="practice_review_by_state")]


class Coding(models.Model):
    """One person's coding of one decision, or (slot 3) what holds in the end.

    `coder` is empty for what a file brought (`coder_label` says whose it was), and for an end that came by agreement.
    Nobody has two codings of a decision, so whoever settles is a third.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.ForeignKey(SampledDecision, on_delete=models.PROTECT, related_name="codings")
    slot = models.PositiveSmallIntegerField("plads", choices=Slot)
    coder = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="codings", null=True, blank=True)
    coder_label = models.CharField("bedømmer i filen", max_length=60, blank=True)
    note = models.TextField("begrundelse", max_length=2000, blank=True)
    finished_at = models.DateTimeField("færdig", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "bedømmelse"
        verbose_name_plural = "bedømmelser"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["decision", "slot"], name="practice_review_slot_once"),
            models.UniqueConstraint(
                fields=["decision", "coder"],
                condition=Q(coder__isnull=False),
                name="practice_review_coder_once",
                violation_error_message="Den, der afgør uenigheden, må ikke selv have bedømt afgørelsen.",
            ),
            models.CheckConstraint(condition=Q(slot__in=Slot.values), name="practice_review_slot_known"),
        ]


class Code(models.Model):
    """How one requirement was coded."""

    coding = models.ForeignKey(Coding, on_delete=models.CASCADE, related_name="codes")
    requirement = models.CharField("krav", max_length=3)
    value = models.CharField("kode", max_length=14, choices=CodeValue)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["coding", "requirement"], name="practice_review_code_once"),
            models.CheckConstraint(
                condition=Q(value__in=CodeValue.values, requirement__in=REQUIREMENT_IDS),
                name="practice_review_code_known",
            ),
        ]
