"""Putting a notice in the outbox. The row is written in the transaction of what it tells of: both stand or neither."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plejebro.kernel import clock
from plejebro.notifications.enums import Delivery
from plejebro.notifications.models import OutboxMessage

SUBJECT = "Der er nyt i Plejebro"


@dataclass(frozen=True)
class Notice:
    """What a person is told: never a name, a topic or a word of the case. `dedupe_key` makes a second one nothing."""

    kind: str
    user_id: int | None
    address: str
    headline: str
    lines: tuple[str, ...]
    path: str
    dedupe_key: str
    subject: str = SUBJECT
    secret_path: str = ""

    @property
    def body(self) -> str:
        """The text of the e-mail without its link, which the sender adds."""
        return "\n\n".join([self.headline, *self.lines])


def post(notice: Notice) -> bool:
    """Puts the notice in the outbox; False if one with the same key already stands there."""
    row = OutboxMessage(
        kind=notice.kind,
        recipient_id=notice.user_id,
        address=notice.address,
        subject=notice.subject,
        body=notice.body,
        path=notice.path,
        secret_path=notice.secret_path,
        dedupe_key=notice.dedupe_key[:160],
        created_at=clock.now(),
        next_attempt_at=clock.now(),
        delivery=Delivery.WAITING if notice.address else Delivery.NONE,
    )
    return bool(OutboxMessage.objects.bulk_create([row], ignore_conflicts=True)) and _is_mine(row)


def _is_mine(row: OutboxMessage) -> bool:
    return OutboxMessage.objects.filter(dedupe_key=row.dedupe_key, public_id=row.public_id).exists()


def mark_read(*, user_id: int, before: datetime | None = None) -> int:
    """Marks the user's notices as read; returns how many were new."""
    unread = OutboxMessage.objects.filter(recipient_id=user_id, read_at__isnull=True)
    if before is not None:
        unread = unread.filter(created_at__lte=before)
    return unread.update(read_at=clock.now())
