"""Tables of respite stays, holidays and child care. Each has its row in the calendar (`entry`), which the calendar reads;
here stands what was asked, offered and answered."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from plejebro.agenda.enums import Hidden
from plejebro.agenda.respite.enums import CareState, Payer, Side, Status, Step, WishState


class RespiteStay(models.Model):
    """A respite stay (støtteophold, aflastning; barnets lov § 32): asked for, offered, confirmed, held.

    `starts` to `ends` are the days that stand now, both included; `begins` and `finishes` the time of day of the first and
    the last, both or none. `relief` is who the child stays with, as text, and may be hidden from one side. The reply clock
    stops at an offer, and goes on where the days did not fit.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case_number = models.CharField("sagsnummer", max_length=16, unique=True)
    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="respite_stays")
    entry = models.OneToOneField("agenda.Entry", on_delete=models.PROTECT, related_name="stay")
    clock = models.OneToOneField("clocks.ReplyClock", on_delete=models.PROTECT, related_name="respite_stay")
    status = models.CharField("status", max_length=22, choices=Status, default=Status.WAITING_MUNICIPALITY)
    waiting_since = models.DateField("venter siden")
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField("ønsket den")
    starts = models.DateField("fra")
    ends = models.DateField("til")
    begins = models.TimeField("afleveres klokken", null=True, blank=True)
    finishes = models.TimeField("hentes klokken", null=True, blank=True)
    relief = models.CharField("hvem barnet er hos", max_length=160, blank=True)
    hidden_from = models.CharField("skjult for", max_length=12, choices=Hidden, default=Hidden.NOBODY, blank=True)
    payer = models.CharField("hvem betaler", max_length=12, choices=Payer, default=Payer.UNKNOWN, blank=True)
    version = models.PositiveIntegerField("version", default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="agenda_stay_ends_after_start",
                violation_error_message="Slutdatoen ligger før startdatoen.",
            ),
            models.CheckConstraint(
                condition=Q(begins__isnull=True, finishes__isnull=True) | Q(begins__isnull=False, finishes__isnull=False),
                name="agenda_stay_both_times_or_none",
                violation_error_message="Skriv begge klokkeslæt, eller lad begge stå tomme.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["confirmed", "held"]) | ~Q(relief=""),
                name="agenda_stay_is_somewhere",
                violation_error_message="Skriv, hvem barnet er hos.",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["placement", "starts"], name="stay_of_placement"),
            models.Index(fields=["status", "waiting_since"], name="stay_by_turn"),
        ]

    def __str__(self) -> str:
        return f"støtteophold {self.case_number}"


class RespiteStep(models.Model):
    """Something that was done to a stay, with the days as they were then. Nobody edits it afterwards. `submission` makes a
    double click one step; `author` is empty where the system did it."""

    stay = models.ForeignKey(RespiteStay, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField("hvad", max_length=10, choices=Step)
    side = models.CharField("side", max_length=12, choices=Side)
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    author_name = models.CharField("navn", max_length=120, blank=True)
    author_label = models.CharField("rolle", max_length=120, blank=True)
    starts = models.DateField("fra")
    ends = models.DateField("til")
    relief = models.CharField("hvem barnet er hos", max_length=160, blank=True)
    hidden_from = models.CharField("skjult for", max_length=12, choices=Hidden, default=Hidden.NOBODY, blank=True)
    text = models.TextField("tekst", blank=True)
    at = models.DateTimeField("hvornår")
    submission = models.UUIDField("indsendelse", unique=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["stay", "at", "id"], name="steps_of_stay")]


class HolidayWish(models.Model):
    """Days of holiday the family wishes for, with or without the child, on one placement: a family with two children has a
    wish on each, and a municipality sees only its own. `stay` is the respite stay asked for with it. The holiday year
    follows from `starts` (`rules.holiday_year`).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case_number = models.CharField("sagsnummer", max_length=16, unique=True)
    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="holiday_wishes")
    entry = models.OneToOneField("agenda.Entry", on_delete=models.PROTECT, related_name="wish")
    stay = models.OneToOneField(
        RespiteStay, on_delete=models.PROTECT, related_name="wish", null=True, blank=True, verbose_name="støtteophold"
    )
    state = models.CharField("tilstand", max_length=12, choices=WishState, default=WishState.ASKED)
    starts = models.DateField("fra")
    ends = models.DateField("til")
    with_child = models.BooleanField("med barnet")
    relief_needed = models.BooleanField("brug for støtteophold", default=False)
    note = models.TextField("bemærkning", blank=True)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("ønsket")
    answer = models.TextField("svar", blank=True)
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField("besvaret", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=1)
    submission = models.UUIDField("indsendelse", unique=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="agenda_wish_ends_after_start",
                violation_error_message="Slutdatoen ligger før startdatoen.",
            ),
            models.CheckConstraint(
                condition=Q(with_child=False) | Q(relief_needed=False),
                name="agenda_with_child_needs_no_relief",
                violation_error_message="Når barnet er med, er der ikke brug for støtteophold.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "refused"]) | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="agenda_wish_answer_has_who",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["placement", "starts"], name="wish_of_placement")]

    def __str__(self) -> str:
        return f"ferieønske {self.case_number}"


class CareArrangement(models.Model):
    """Short care of the child (pasning): who cares, when, and who pays. It begins `on` that day, and ends the day after
    where `finishes` is not later than `begins`. What the family pays itself is agreed at once; the rest the
    municipality answers."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case_number = models.CharField("sagsnummer", max_length=16, unique=True)
    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="care")
    entry = models.OneToOneField("agenda.Entry", on_delete=models.PROTECT, related_name="care")
    state = models.CharField("tilstand", max_length=12, choices=CareState, default=CareState.ASKED)
    on = models.DateField("dag")
    begins = models.TimeField("fra klokken")
    finishes = models.TimeField("til klokken")
    carer = models.CharField("hvem passer", max_length=160)
    payer = models.CharField("hvem betaler", max_length=12, choices=Payer)
    note = models.TextField("hvorfor", blank=True)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("ønsket")
    answer = models.TextField("svar", blank=True)
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField("besvaret", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=1)
    submission = models.UUIDField("indsendelse", unique=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state="refused") | Q(answered_by__isnull=False), name="agenda_care_refusal_has_who"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["placement", "on"], name="care_of_placement")]

    def __str__(self) -> str:
        return f"pasning {self.case_number}"
