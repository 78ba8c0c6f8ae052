"""The worker does what is due, once, and one duty's trouble is not the next one's."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail

from plejebro.jobs import loop
from plejebro.notifications.models import OutboxMessage
from tests.cast import Cast


def test_a_second_round_finds_nothing_left_to_do(cast: Cast) -> None:
    loop.run_once()
    sent = len(mail.outbox)
    assert loop.run_once()["duties"] == {"reminders": 0, "leaders": 0, "closed": 0}
    assert len(mail.outbox) == sent


def test_when_a_date_passes_the_leader_is_told_and_the_mail_goes_out(cast: Cast) -> None:
    cast.workdays_later(3)
    loop.run_once()
    told = OutboxMessage.objects.filter(kind="enquiry.due", recipient_id=cast.hanne.user_pk)
    assert told.exists()
    assert cast.hanne.user.email in {address for message in mail.outbox for address in message.to}


def test_a_duty_that_fails_does_not_keep_the_others_waiting(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def trouble() -> Any:
        raise OSError("no calendar today")

    monkeypatch.setattr(loop, "run_duties", trouble)
    OutboxMessage.objects.update(delivery="waiting")
    answers = loop.run_once()
    assert answers["duties"] == "OSError"
    assert answers["mail"]
