"""Enquiries: a question on a placement with its thread, clock, ladder and conclusion."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from plejebro.enquiries.enums import Channel, Closing, MessageKind, Side, Status, Step
from plejebro.municipalities.enums import Topic
from plejebro.placements.enums import Task


class Enquiry(models.Model):
    """A henvendelse. `addressee` is the employee it lies with now; `addressed_to` the task it was put to."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case_number = models.CharField("sagsnummer", max_length=16, unique=True)
    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="enquiries")
    clock = models.OneToOneField(
        "clocks.ReplyClock", on_delete=models.PROTECT, related_name="enquiry", null=True, blank=True
    )
    topic = models.CharField("emne", max_length=20, choices=Topic)
    title = models.CharField("overskrift", max_length=120)
    wished_outcome = models.CharField("ønsket resultat", max_length=300, blank=True)
    opened_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    opened_side = models.CharField("åbnet af", max_length=12, choices=Side)
    addressed_to = models.CharField("stilet til", max_length=12, choices=Task)
    addressee = models.ForeignKey(
        "municipalities.Employment", on_delete=models.PROTECT, related_name="enquiries", null=True, blank=True
    )
    channel = models.CharField("kanal", max_length=12, choices=Channel, default=Channel.PLEJEBRO)
    made_on = models.DateField("dato")
    sent_at = models.DateTimeField("sendt")
    status = models.CharField("status", max_length=22, choices=Status)
    waiting_since = models.DateField("venter siden")
    answered_on = models.DateField("besvaret", null=True, blank=True)
    first_answered_on = models.DateField("første svar", null=True, blank=True)
    closed_at = models.DateTimeField("afsluttet", null=True, blank=True)
    closing = models.CharField("hvordan afsluttet", max_length=12, choices=Closing, blank=True)
    conclusion = models.TextField("det aftalte vi", blank=True)
    concluded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    # False only in a family's own record that the family has chosen not to share.
    shared = models.BooleanField("delt med kommunen", default=True)
    version = models.PositiveIntegerField("version", default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(status="closed") | Q(closed_at__isnull=False, closing__gt=""),
                name="enquiries_closed_has_time_and_way",
            ),
            models.CheckConstraint(
                condition=Q(opened_side="family") | Q(clock__isnull=True), name="enquiries_no_clock_against_family"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["placement", "status", "-sent_at"], name="enquiry_of_placement"),
            # With all that a leader's home counts, so that it is counted from the index alone.
            models.Index(fields=["addressee", "status", "shared", "waiting_since", "clock"], name="enquiry_of_addressee"),
        ]

    def __str__(self) -> str:
        return f"henvendelse {self.case_number}"


class Message(models.Model):
    """One message in the thread. Nobody edits it afterwards. `submission` makes a double click one message."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField("slags", max_length=12, choices=MessageKind)
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    author_name = models.CharField("navn", max_length=120)
    author_label = models.CharField("rolle", max_length=120, blank=True)
    side = models.CharField("side", max_length=12, choices=Side)
    text = models.TextField("tekst")
    sent_at = models.DateTimeField("sendt")
    submission = models.UUIDField("indsendelse", unique=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["enquiry", "sent_at", "id"], name="thread_order")]


class Attachment(models.Model):
    """A file that follows a message."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="attachments")
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")


class Escalation(models.Model):
    """A step up the ladder, taken by a person of the family on a date."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="escalations")
    step = models.CharField("trin", max_length=12, choices=Step)
    taken_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField("taget")
    note = models.CharField("bemærkning", max_length=300, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["enquiry", "step"],
                name="enquiries_step_once",
                violation_error_message="Det trin er allerede taget.",
            )
        ]


class Draft(models.Model):
    """What a person is writing and has not sent: a new enquiry on a placement, or a message in a thread."""

    owner = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    placement = models.ForeignKey("placements.Placement", on_delete=models.CASCADE, related_name="+")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    topic = models.CharField("emne", max_length=20, blank=True)
    addressed_to = models.CharField("stilet til", max_length=12, blank=True)
    title = models.CharField("overskrift", max_length=120, blank=True)
    wished_outcome = models.CharField("ønsket resultat", max_length=300, blank=True)
    text = models.TextField("tekst", blank=True)
    # Of an enquiry made elsewhere; the date as it was typed, since it may be half of one.
    channel = models.CharField("kanal", max_length=12, blank=True)
    made_on = models.CharField("dato, som den er skrevet", max_length=20, blank=True)
    asked_by = models.CharField("hvem spurgte", max_length=12, blank=True)
    submission = models.UUIDField("indsendelse", default=uuid.uuid4)
    saved_at = models.DateTimeField("gemt")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["owner", "enquiry"], name="enquiries_one_draft_per_thread"),
            models.UniqueConstraint(
                fields=["owner", "placement"], condition=Q(enquiry__isnull=True), name="enquiries_one_new_draft"
            ),
        ]


class DraftFile(models.Model):
    """A file that is uploaded to a draft and not yet sent."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    document = models.OneToOneField("documents.Document", on_delete=models.CASCADE, related_name="+")
