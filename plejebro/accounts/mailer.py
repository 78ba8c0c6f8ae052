"""The way out for this room's mails: e-mail confirmation, forgotten password, invitations, notices.

The outbox lives in a room above, so it hands its sender in with ``set_sender``. Until then Django's
own ``send_mail`` is used, which keeps this room testable alone.
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.mail import send_mail

Sender = Callable[[str, str, str, str], None]


def _send_directly(to: str, subject: str, body: str, kind: str) -> None:
    send_mail(subject, body, None, [to])


_sender: Sender = _send_directly


def set_sender(fn: Sender | None) -> None:
    """Use ``fn(to, subject, body, kind)`` from now on; None restores direct sending."""
    global _sender
    _sender = fn or _send_directly


def send(*, to: str, subject: str, body: str, kind: str) -> None:
    """Hand one plain-text mail to the sender; ``kind`` names the template ("invitation", …)."""
    _sender(to, subject, body, kind)
