"""What stands in the calendar. Everything with a day is an entry, so that one query reads a month of it.

What is more than a time and a place stands in the sub-rooms (`contact`, `respite`, `meetings`, `rhythm`), each with its own
tables; the calendar pages and feeds read entries alone.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from plejebro.agenda.enums import CancelledBy, EntryState, Hidden, Kind


class Series(models.Model):
    """What repeats itself: a rule (RFC 5545 RRULE) from a first day, at a time of day in Denmark.

    `first_on` is the first day, `last_on` the last one that may hold an occurrence (empty while it runs). `begins` is the
    time on the clock in Europe/Copenhagen, so that four o'clock stays four o'clock when the clocks change; empty is all day.
    `planned_through` is the last day whose entries have been made.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="series")
    kind = models.CharField("slags", max_length=12, choices=Kind)
    rule = models.CharField("gentagelse", max_length=200)
    first_on = models.DateField("første dag")
    last_on = models.DateField("sidste dag", null=True, blank=True)
    begins = models.TimeField("klokken", null=True, blank=True)
    minutes = models.PositiveIntegerField("varighed i minutter", default=0)
    label = models.CharField("hvad", max_length=120)
    place = models.CharField("sted", max_length=200, blank=True)
    hidden_from = models.CharField("skjult for", max_length=12, choices=Hidden, default=Hidden.NOBODY, blank=True)
    planned_through = models.DateField("lagt til og med", null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(last_on__isnull=True) | Q(last_on__gte=F("first_on")),
                name="agenda_series_ends_after_start",
                violation_error_message="Slutdatoen ligger før startdatoen.",
            ),
            models.CheckConstraint(
                condition=Q(begins__isnull=True, minutes=0) | Q(begins__isnull=False, minutes__gt=0),
                name="agenda_series_timed_has_minutes",
                violation_error_message="Skriv, hvor længe det varer.",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["placement", "kind"], name="series_of_placement")]


class Entry(models.Model):
    """One thing in the calendar of one placement, on one or more days.

    `starts` and `ends` are days in Denmark, both included. With a time of day, `starts_at` and `ends_at` are the instants in
    UTC; without, both are empty. `label`, `place` and who takes part may be hidden from one side: whoever reads goes
    through `agenda.shown`. `occurrence_on` is the day the series gave it, and stays when it is moved; `moved_from` is the
    day it was agreed for before it was moved. `version` counts changes.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField("slags", max_length=12, choices=Kind)
    state = models.CharField("tilstand", max_length=12, choices=EntryState, default=EntryState.PLANNED)
    starts = models.DateField("fra")
    ends = models.DateField("til")
    starts_at = models.DateTimeField("begynder", null=True, blank=True)
    ends_at = models.DateTimeField("slutter", null=True, blank=True)
    label = models.CharField("hvad", max_length=120)
    place = models.CharField("sted", max_length=200, blank=True)
    hidden_from = models.CharField("skjult for", max_length=12, choices=Hidden, default=Hidden.NOBODY, blank=True)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="entries", null=True, blank=True)
    occurrence_on = models.DateField("dag i rækken", null=True, blank=True)
    moved_from = models.DateField("flyttet fra", null=True, blank=True)
    cancelled_by = models.CharField("aflyst af", max_length=12, choices=CancelledBy, blank=True)
    reason = models.CharField("hvorfor", max_length=300, blank=True)
    makes_up = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="made_up_by", null=True, blank=True, verbose_name="erstatter"
    )
    version = models.PositiveIntegerField("version", default=1)
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField("oprettet")
    changed_at = models.DateTimeField("ændret")
    # The same form sent twice is one entry; entries of a series have none.
    submission = models.UUIDField("indsendelse", unique=True, null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="agenda_entry_ends_after_start",
                violation_error_message="Slutdatoen ligger før startdatoen.",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="agenda_entry_times_in_order",
                violation_error_message="Sluttidspunktet skal ligge efter starttidspunktet.",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_by=""),
                name="agenda_cancelled_has_who",
                violation_error_message="Skriv, hvem der aflyste.",
            ),
            models.UniqueConstraint(fields=["series", "occurrence_on"], name="agenda_one_entry_an_occurrence"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["placement", "starts"], name="entry_of_placement"),
            models.Index(fields=["starts", "ends"], name="entry_by_day"),
        ]

    def __str__(self) -> str:
        return f"kalenderaftale {self.public_id}"


class Participant(models.Model):
    """Somebody who takes part in an entry: an employee, a member of the family, or somebody without a log-in by name."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="participants")
    employment = models.ForeignKey(
        "municipalities.Employment", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    member = models.ForeignKey("families.FamilyMember", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    name = models.CharField("navn", max_length=120, blank=True)
    companion = models.BooleanField("bisidder", default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "employment"], name="agenda_employee_once"),
            models.UniqueConstraint(fields=["entry", "member"], name="agenda_member_once"),
            models.CheckConstraint(
                condition=Q(employment__isnull=False, member__isnull=True, name="")
                | Q(employment__isnull=True, member__isnull=False, name="")
                | (Q(employment__isnull=True, member__isnull=True) & ~Q(name="")),
                name="agenda_participant_is_one_person",
            ),
        ]


# The room's other models stand with what they belong to.
from plejebro.agenda.calendar import models as calendar_models  # noqa: E402, F401
from plejebro.agenda.contact import models as contact_models  # noqa: E402, F401
from plejebro.agenda.meetings import models as meetings_models  # noqa: E402, F401
from plejebro.agenda.respite import models as respite_models  # noqa: E402, F401
from plejebro.agenda.rhythm import models as rhythm_models  # noqa: E402, F401
