"""Tables of meetings. Day, time, title and place stand on the meeting's entry in the calendar, and who takes part on the
entry's participants; here stands what the invitation, the agenda and the minutes say."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from plejebro.agenda.meetings.enums import Answer
from plejebro.versions.enums import Side


class Meeting(models.Model):
    """An invitation to a meeting. `public_id` is the entry's, so that the calendar leads straight here.

    The side that invited moves and cancels; either side adds to the agenda. `video` is a link, kept as text.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case_number = models.CharField("sagsnummer", max_length=16, unique=True)
    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="meetings")
    entry = models.OneToOneField("agenda.Entry", on_delete=models.PROTECT, related_name="meeting")
    purpose = models.TextField("formål")
    video = models.CharField("link til videomøde", max_length=300, blank=True)
    side = models.CharField("indkaldt af", max_length=12, choices=Side)
    invited_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    invited_name = models.CharField("navn", max_length=120)
    invited_at = models.DateTimeField("indkaldt")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["placement", "id"], name="meeting_of_placement")]

    def __str__(self) -> str:
        return f"møde {self.case_number}"


class Invitee(models.Model):
    """The invitation of one who takes part, and the answer to it. `proposed_on` and `proposed_at` are another time that
    would do. Moving the meeting asks anew: the answer is emptied."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitees")
    participant = models.OneToOneField("agenda.Participant", on_delete=models.CASCADE, related_name="invitation")
    side = models.CharField("side", max_length=12, choices=Side)
    label = models.CharField("hvem det er", max_length=120, blank=True)
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField("svar", max_length=12, choices=Answer, blank=True)
    note = models.CharField("bemærkning", max_length=300, blank=True)
    proposed_on = models.DateField("forslag til dag", null=True, blank=True)
    proposed_at = models.TimeField("forslag til klokkeslæt", null=True, blank=True)
    answered_at = models.DateTimeField("svaret", null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="agenda_invitee_answer_has_time",
            ),
            models.CheckConstraint(
                condition=Q(answer="other_time", proposed_on__isnull=False)
                | (~Q(answer="other_time") & Q(proposed_on__isnull=True, proposed_at__isnull=True)),
                name="agenda_invitee_other_time_has_day",
                violation_error_message="Skriv, hvilken dag der passer bedre.",
            ),
        ]


class AgendaPoint(models.Model):
    """A point of the agenda. Either side adds until the meeting begins; taken off by the side that put it on."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="points")
    number = models.PositiveIntegerField("nummer")
    text = models.CharField("punkt", max_length=300)
    side = models.CharField("skrevet på af", max_length=12, choices=Side)
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    added_name = models.CharField("navn", max_length=120)
    added_at = models.DateTimeField("skrevet på")
    removed_at = models.DateTimeField("taget af", null=True, blank=True)
    submission = models.UUIDField("indsendelse", unique=True, null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting", "number"], name="agenda_point_number_once"),
            models.CheckConstraint(
                condition=~Q(text=""), name="agenda_point_says_something", violation_error_message="Skriv punktet."
            ),
        ]


class MeetingMinutes(models.Model):
    """The minutes as they were sent. A correction is a new row with a window of its own, and takes an open window; after
    `objections_by` nothing more is written, neither a correction nor an objection."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    number = models.PositiveIntegerField("nummer")
    text = models.TextField("referat")
    agreed = models.TextField("det aftalte vi", blank=True)
    side = models.CharField("skrevet af", max_length=12, choices=Side)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_name = models.CharField("navn", max_length=120)
    sent_at = models.DateTimeField("sendt")
    objections_by = models.DateField("indvendinger senest")
    submission = models.UUIDField("indsendelse", unique=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting", "number"], name="agenda_minutes_number_once"),
            models.CheckConstraint(
                condition=~Q(text=""), name="agenda_minutes_say_something", violation_error_message="Skriv referatet."
            ),
        ]


class MinutesObjection(models.Model):
    """What somebody has against the minutes; it stands beside them, and nobody edits either."""

    minutes = models.ForeignKey(MeetingMinutes, on_delete=models.PROTECT, related_name="objections")
    text = models.TextField("indvending")
    side = models.CharField("side", max_length=12, choices=Side)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_name = models.CharField("navn", max_length=120)
    at = models.DateTimeField("skrevet")
    submission = models.UUIDField("indsendelse", unique=True)


class MinutesDraft(models.Model):
    """Minutes somebody is writing and has not sent. Nobody else ever sees them."""

    owner = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    text = models.TextField("referat", blank=True)
    agreed = models.TextField("det aftalte vi", blank=True)
    submission = models.UUIDField("indsendelse")
    saved_at = models.DateTimeField("gemt")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["owner", "meeting"], name="agenda_one_minutes_draft_each")
        ]


class MeetingFile(models.Model):
    """A document shared with the invitation or after the meeting."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="files")
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    note = models.CharField("hvad viser det", max_length=200, blank=True)
    side = models.CharField("delt af", max_length=12, choices=Side)
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    added_name = models.CharField("navn", max_length=120)
    added_at = models.DateTimeField("delt")


# Reminders have their table here: `agenda.models` imports this module.
from plejebro.agenda.reminders import models as reminder_models  # noqa: E402, F401
