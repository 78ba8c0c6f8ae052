"""Tables of the statutory rhythm: what was done, and the family's course days as the municipality has answered them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from plejebro.agenda.rhythm.enums import MarkKind
from plejebro.versions.enums import Side


class Mark(models.Model):
    """Something the law asks for was done on the day `on`, or its next date was decided. A row never changes: a correction
    is a new row that `replaces` the old one, and `withdrawn` is one that only takes the old one back.

    `next_on` is the day the next follow-up is to be held by, with the municipality's reason and the child's wish; the family
    is shown the day alone. `days` are whole course days in halves.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="marks")
    kind = models.CharField("hvad", max_length=14, choices=MarkKind)
    on = models.DateField("dato")
    child_spoken_to = models.BooleanField("barnet blev talt med", null=True, blank=True)
    two_advisers = models.BooleanField("to rådgivere var med", null=True, blank=True)
    days = models.DecimalField("kursusdage", max_digits=3, decimal_places=1, null=True, blank=True)
    next_on = models.DateField("næste opfølgning senest", null=True, blank=True)
    next_reason = models.CharField("hvorfor den dag", max_length=1000, blank=True)
    wish = models.CharField("barnets ønske", max_length=1000, blank=True)
    text = models.CharField("bemærkning", max_length=300, blank=True)
    proof = models.CharField("bevis", max_length=300, blank=True)
    entry = models.ForeignKey("agenda.Entry", on_delete=models.PROTECT, related_name="marks", null=True, blank=True)
    side = models.CharField("side", max_length=12, choices=Side)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_name = models.CharField("skrevet af", max_length=160)
    written_label = models.CharField("som", max_length=160)
    written_at = models.DateTimeField("skrevet")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True)
    withdrawn = models.BooleanField("taget tilbage", default=False)
    why = models.CharField("hvorfor rettet", max_length=300, blank=True)
    submission = models.UUIDField("indsendelse", unique=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind="course", days__isnull=False, days__gt=0, days__lte=10)
                | (~Q(kind="course") & Q(days__isnull=True)),
                name="agenda_mark_course_has_days",
                violation_error_message="Skriv, hvor mange kursusdage det var: fra en halv til ti.",
            ),
            models.CheckConstraint(
                condition=Q(kind="supervision", child_spoken_to__isnull=False)
                | (~Q(kind="supervision") & Q(child_spoken_to__isnull=True)),
                name="agenda_mark_visit_says_if_spoken",
                violation_error_message="Skriv, om barnet blev talt med.",
            ),
            models.CheckConstraint(
                condition=Q(next_on__isnull=True) | (Q(next_on__gt=F("on")) & ~Q(next_reason="") & ~Q(wish="")),
                name="agenda_mark_next_date_has_reason",
                violation_error_message="Skriv, hvorfor det bliver den dag, og hvad barnet ønsker.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="next_date") | Q(next_on__isnull=False),
                name="agenda_mark_decision_has_date",
                violation_error_message="Skriv, hvornår næste opfølgning senest skal være.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | Q(replaces__isnull=False),
                name="agenda_mark_withdraws_another",
            ),
            models.CheckConstraint(
                condition=Q(side="municipality") | Q(kind__in=("course", "inspection")),
                name="agenda_mark_family_writes_its_own",
                violation_error_message="Det skriver kommunen.",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["placement", "kind", "on"], name="mark_of_placement")]

    def __str__(self) -> str:
        return f"skrevet ned {self.public_id}"


class CourseAnswer(models.Model):
    """The municipality has answered the family's course days: they count, or they do not and why. Never changed."""

    mark = models.OneToOneField(Mark, on_delete=models.PROTECT, related_name="answer")
    confirmed = models.BooleanField("bekræftet")
    text = models.CharField("hvorfor ikke", max_length=300, blank=True)
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    answered_name = models.CharField("svaret af", max_length=160)
    answered_label = models.CharField("som", max_length=160)
    answered_at = models.DateTimeField("svaret")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(confirmed=True) | ~Q(text=""),
                name="agenda_course_no_has_reason",
                violation_error_message="Skriv, hvorfor dagene ikke kan bekræftes.",
            )
        ]
