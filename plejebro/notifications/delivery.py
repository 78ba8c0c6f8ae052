"""Sending what lies in the outbox. One recipient's trouble never stops the next one's mail."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from plejebro.kernel import clock
from plejebro.notifications.enums import Delivery
from plejebro.notifications.models import OutboxMessage

log = logging.getLogger(__name__)
MAX_ATTEMPTS = 8
_FOOTER = "Du kan ikke svare på denne e-mail. Log ind i Plejebro for at se mere."


def deliver_waiting(limit: int = 200) -> int:
    """Sends up to `limit` waiting e-mails, each in a transaction of its own; returns how many went out.

    A message is locked, handed to the mail server and marked as sent in one go: killed in between, it is sent again
    (at least once), never lost.
    """
    due = OutboxMessage.objects.filter(delivery=Delivery.WAITING, next_attempt_at__lte=clock.now())
    sent = 0
    for pk in list(due.order_by("next_attempt_at", "pk").values_list("pk", flat=True)[:limit]):
        sent += _deliver(pk)
    return sent


def _deliver(pk: int) -> int:
    with transaction.atomic():
        rows = OutboxMessage.objects.select_for_update(skip_locked=True, of=("self",))
        message = rows.filter(pk=pk, delivery=Delivery.WAITING).first()
        if message is None:
            return 0
        try:
            _email(message).send()
        except Exception:  # whatever the mail server says, the next recipient is served
            _try_later(message)
            return 0
        message.delivery, message.sent_at, message.secret_path = Delivery.SENT, clock.now(), _kept(message)
        message.save(update_fields=["delivery", "sent_at", "secret_path", "attempts"])
        return 1


def _email(message: OutboxMessage) -> EmailMessage:
    path = message.secret_path or message.path
    link = f"\n\n{settings.PLEJEBRO_BASE_URL}{path}" if path else ""
    body = f"{message.body}{link}\n\n{_FOOTER}"
    return EmailMessage(message.subject, body, settings.DEFAULT_FROM_EMAIL, [message.address])


def _kept(message: OutboxMessage) -> str:
    # The demo shows the link on its outbox page, since nobody receives its e-mails.
    return message.secret_path if settings.PLEJEBRO_DEMO else ""


def _try_later(message: OutboxMessage) -> None:
    message.attempts += 1
    message.next_attempt_at = clock.now() + timedelta(minutes=2**message.attempts)
    if message.attempts >= MAX_ATTEMPTS:
        message.delivery = Delivery.FAILED
    message.save(update_fields=["attempts", "next_attempt_at", "delivery"])
    log.exception("outbox message %s could not be sent, attempt %s", message.public_id, message.attempts)
