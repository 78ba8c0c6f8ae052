"""Putting a notice in the outbox. The row is written in the transaction of what it tells of: both stand or neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plejebro.db.inserts import insert_new
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
    return post_all([notice]) == 1


def post_all(notices: Sequence[Notice]) -> int:
    """Puts in the outbox, in one statement, those of the notices whose key does not stand there yet; returns how many."""
    now = clock.now()
    return len(insert_new([_row(notice, now) for notice in notices], unique="dedupe_key"))


def _row(notice: Notice, now: datetime) -> OutboxMessage:
    return OutboxMessage(
        kind=notice.kind,
        recipient_id=notice.user_id,
        address=notice.address,
        subject=notice.subject,
        body=notice.body,
        path=notice.path,
        secret_path=notice.secret_path,
        dedupe_key=notice.dedupe_key[:160],
        created_at=now,
        next_attempt_at=now,
        delivery=Delivery.WAITING if notice.address else Delivery.NONE,
    )


def mark_read(*, user_id: int, before: datetime | None = None) -> int:
    """Marks the user's notices as read; returns how many were new."""
    unread = OutboxMessage.objects.filter(recipient_id=user_id, read_at__isnull=True)
    if before is not None:
        unread = unread.filter(created_at__lte=before)
    return unread.update(read_at=clock.now())
