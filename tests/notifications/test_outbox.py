"""The outbox: each notice once, and nobody's trouble is another's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from plejebro.kernel import clock
from plejebro.notifications import delivery
from plejebro.notifications.actions import Notice, mark_read, post
from plejebro.notifications.enums import Delivery
from plejebro.notifications.models import OutboxMessage

pytestmark = pytest.mark.django_db


def notice(key: str, address: str = "inger@example.dk") -> Notice:
    return Notice(
        kind="prøve",
        user_id=None,
        address=address,
        headline="En henvendelse venter på svar fra dig.",
        lines=("Sagsnummer PB-7F3K-9Q.",),
        path="/henvendelser/",
        dedupe_key=key,
    )


def test_the_same_event_is_told_once() -> None:
    assert post(notice("a")) is True
    assert post(notice("a")) is False
    assert delivery.deliver_waiting() == 1
    assert delivery.deliver_waiting() == 0
    assert len(mail.outbox) == 1
    assert mail.outbox[0].subject == "Der er nyt i Plejebro"
    assert "/henvendelser/" in mail.outbox[0].body


def test_one_recipients_trouble_does_not_stop_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    post(notice("a", "broken@example.dk"))
    post(notice("b", "per@example.dk"))
    send = mail.EmailMessage.send

    def sometimes(self: mail.EmailMessage, fail_silently: bool = False) -> int:
        if "broken@example.dk" in self.to:
            raise OSError("mailbox on fire")
        return send(self, fail_silently)

    monkeypatch.setattr(mail.EmailMessage, "send", sometimes)
    assert delivery.deliver_waiting() == 1
    broken = OutboxMessage.objects.get(address="broken@example.dk")
    assert (broken.delivery, broken.attempts) == (Delivery.WAITING, 1)
    assert broken.next_attempt_at is not None
    assert broken.next_attempt_at > clock.now()


def test_a_mail_that_never_gets_through_is_given_up_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    post(notice("a"))
    monkeypatch.setattr(mail.EmailMessage, "send", lambda self, fail_silently=False: (_ for _ in ()).throw(OSError()))
    passed: list[int] = []
    clock.set_offset_source(lambda: timedelta(days=len(passed)))
    while len(passed) < delivery.MAX_ATTEMPTS:
        delivery.deliver_waiting()
        passed.append(1)
    assert OutboxMessage.objects.get(dedupe_key="a").delivery == Delivery.FAILED


def test_notices_are_read_up_to_the_moment_the_page_was_shown() -> None:
    post(notice("a"))
    shown = clock.now()
    assert mark_read(user_id=0, before=shown) == 0
