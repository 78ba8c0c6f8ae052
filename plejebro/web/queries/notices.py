"""Notices as the page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from plejebro.kernel import clock
from plejebro.kernel.danish import since_text, time_text
from plejebro.notifications.models import OutboxMessage


@dataclass(frozen=True)
class NoticeRow:
    """One notice: what it says, when it came, where it leads, and whether it is new."""

    headline: str
    lines: list[str]
    when: str
    url: str
    is_new: bool


@dataclass(frozen=True)
class MailRow:
    """One message of the demo's outbox, with the link its reader would have followed."""

    to: str
    subject: str
    lines: list[str]
    link: str
    written_at: datetime
    delivery: str


def notice_rows(messages: Iterable[OutboxMessage], today: date) -> list[NoticeRow]:
    """Rows of `messages`, in their order."""
    return [_notice(message, today) for message in messages]


def mail_rows(messages: Iterable[OutboxMessage]) -> list[MailRow]:
    """Rows of the demo's outbox."""
    return [
        MailRow(
            to=row.address,
            subject=row.subject,
            lines=[line for line in row.body.splitlines() if line.strip()],
            link=row.secret_path or row.path,
            written_at=row.created_at,
            delivery=row.get_delivery_display(),
        )
        for row in messages
    ]


def _notice(row: OutboxMessage, today: date) -> NoticeRow:
    headline, *rest = [line for line in row.body.splitlines() if line.strip()] or [row.subject]
    written = clock.local(row.created_at)
    when = f"{since_text(written.date(), today)} {time_text(row.created_at)}"
    return NoticeRow(headline, rest, when, row.path, row.read_at is None)
