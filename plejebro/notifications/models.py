"""The outbox: notices in the app and the e-mails that follow them, written in the transaction of what they tell of."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from plejebro.notifications.enums import Delivery


class OutboxMessage(models.Model):
    """One notice to one recipient. Never case content: an opaque case number, what to do by when, and a link."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("slags", max_length=40)
    recipient = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="notices", null=True, blank=True)
    address = models.EmailField("e-mail")
    subject = models.CharField("emne", max_length=160)
    body = models.TextField("tekst")
    path = models.CharField("sti", max_length=200, blank=True)
    dedupe_key = models.CharField("nøgle", max_length=160, unique=True)
    created_at = models.DateTimeField("skrevet")
    read_at = models.DateTimeField("læst", null=True, blank=True)
    delivery = models.CharField("e-mail", max_length=10, choices=Delivery, default=Delivery.WAITING)
    attempts = models.PositiveSmallIntegerField("forsøg", default=0)
    next_attempt_at = models.DateTimeField("næste forsøg", null=True, blank=True)
    sent_at = models.DateTimeField("sendt", null=True, blank=True)
    # A one-time link is kept out of the in-app copy and blanked when the mail has gone.
    secret_path = models.CharField("engangslink", max_length=200, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["recipient", "read_at", "-created_at"], name="notice_of_recipient"),
            models.Index(fields=["delivery", "next_attempt_at"], name="notice_to_send"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(delivery="sent") | Q(sent_at__isnull=False), name="notifications_sent_has_time"
            )
        ]
