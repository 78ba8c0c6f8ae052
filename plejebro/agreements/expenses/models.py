"""Expenses of a placement: the municipality's catalogue with its ceilings, the applications, and what was done to each."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from plejebro.agreements.expenses.enums import Outcome, Per, Status, Step
from plejebro.db.periods import PeriodModel
from plejebro.versions.enums import Side


class ExpenseType(models.Model):
    """Something the municipality can be asked to pay, by the name families know it by."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(
        "municipalities.Municipality", on_delete=models.PROTECT, related_name="expense_types", verbose_name="kommune"
    )
    name = models.CharField("navn", max_length=80)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["municipality", "name"],
                name="agreements_expense_type_once",
                violation_error_message="Kommunen har allerede en type med det navn.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ExpenseTerm(PeriodModel):
    """What holds for a type from–to: the ceiling (None: none is set) and what is to be known before one applies."""

    type = models.ForeignKey(ExpenseType, on_delete=models.PROTECT, related_name="terms")
    ceiling = models.DecimalField("loft", max_digits=9, decimal_places=2, null=True, blank=True)
    per = models.CharField("loftet gælder", max_length=4, choices=Per, default=Per.TIME)
    note = models.CharField("det skal man vide", max_length=300, blank=True)

    class Meta(PeriodModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *PeriodModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ceiling__isnull=True) | Q(ceiling__gt=0),
                name="agreements_ceiling_over_zero",
                violation_error_message="Et loft er over 0 kr. Er der ikke noget loft, så lad feltet stå tomt.",
            ),
        ]


class Expense(models.Model):
    """An application and what came of it. Amounts in kroner: asked for, granted, spent by the receipt, and paid out.

    `term` is what held for the type on the day of the application; it stays, whatever the municipality changes later.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case_number = models.CharField("sagsnummer", max_length=16, unique=True)
    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="expenses")
    term = models.ForeignKey(ExpenseTerm, on_delete=models.PROTECT, related_name="expenses")
    clock = models.OneToOneField("clocks.ReplyClock", on_delete=models.PROTECT, related_name="expense")
    what = models.CharField("hvad", max_length=120)
    amount = models.DecimalField("søgt", max_digits=9, decimal_places=2)
    applied_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    applied_on = models.DateField("søgt den")
    status = models.CharField("status", max_length=22, choices=Status, default=Status.WAITING_MUNICIPALITY)
    waiting_since = models.DateField("venter siden")
    outcome = models.CharField("afgjort", max_length=8, choices=Outcome, blank=True)
    granted = models.DecimalField("bevilget", max_digits=9, decimal_places=2, null=True, blank=True)
    decided_on = models.DateField("afgjort den", null=True, blank=True)
    spent = models.DecimalField("brugt", max_digits=9, decimal_places=2, null=True, blank=True)
    paid = models.DecimalField("udbetalt", max_digits=9, decimal_places=2, null=True, blank=True)
    paid_on = models.DateField("udbetalt den", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="agreements_expense_over_zero",
                violation_error_message="Beløbet skal være over 0 kr.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="")
                | Q(outcome="refused", granted=0, decided_on__isnull=False)
                | Q(outcome="partly", granted__gt=0, granted__lt=F("amount"), decided_on__isnull=False)
                | Q(outcome="granted", granted=F("amount"), decided_on__isnull=False),
                name="agreements_expense_outcome_fits",
                violation_error_message="Afgørelsen og beløbet passer ikke sammen.",
            ),
            models.CheckConstraint(
                condition=Q(paid__isnull=True) | Q(paid__gt=0, paid__lte=F("granted"), paid_on__isnull=False),
                name="agreements_expense_paid_within_granted",
                violation_error_message="Der kan højst udbetales det, der er bevilget.",
            ),
            models.CheckConstraint(
                condition=~Q(status="paid") | Q(paid__isnull=False), name="agreements_expense_paid_has_amount"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["placement", "-applied_on"], name="expense_of_placement"),
            models.Index(fields=["status", "waiting_since"], name="expense_by_turn"),
        ]

    def __str__(self) -> str:
        return f"udlæg {self.case_number}"


class ExpenseStep(models.Model):
    """Something that was done to an expense. Nobody edits it afterwards. `submission` makes a double click one step."""

    expense = models.ForeignKey(Expense, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField("hvad", max_length=10, choices=Step)
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    author_name = models.CharField("navn", max_length=120)
    author_label = models.CharField("rolle", max_length=120, blank=True)
    side = models.CharField("side", max_length=12, choices=Side)
    text = models.TextField("tekst", blank=True)
    amount = models.DecimalField("beløb", max_digits=9, decimal_places=2, null=True, blank=True)
    at = models.DateTimeField("hvornår")
    submission = models.UUIDField("indsendelse", unique=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["expense", "at", "id"], name="expense_steps")]


class ExpenseFile(models.Model):
    """A file that follows a step: what the application shows, or the receipt."""

    step = models.ForeignKey(ExpenseStep, on_delete=models.PROTECT, related_name="files")
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
