"""No row in the log, no page and no change (trust programme C2)."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from plejebro.audit import actions as audit
from plejebro.enquiries.actions import write
from plejebro.enquiries.enums import MessageKind
from plejebro.enquiries.models import Message
from tests.cast import Cast


@pytest.fixture
def no_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """The log's table cannot be written."""

    def refuse(*_: Any) -> None:
        raise DatabaseError("the log cannot be written")

    monkeypatch.setattr(audit, "advance", refuse)


def _guarded_pages(cast: Cast) -> list[str]:
    return [
        reverse("web:placement", args=[cast.noah.public_id]),
        reverse("web:looks", args=[cast.noah.public_id]),
        reverse("web:agreed", args=[cast.noah.public_id]),
        reverse("enquiries:thread", args=[cast.enquiry("respite").public_id]),
    ]


def test_a_page_that_cannot_be_put_on_record_is_not_shown(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    inger = cast.inger.client(raise_request_exception=False)
    for path in _guarded_pages(cast):
        assert inger.get(path).status_code == 200, path  # the control: with the log it opens
    monkeypatch.setattr(audit, "advance", _refuse)
    for path in _guarded_pages(cast):
        answer = inger.get(path)
        assert answer.status_code == 500, path
        assert b"Noah" not in answer.content, path


def _refuse(*_: Any) -> None:
    raise DatabaseError("the log cannot be written")


def test_a_change_that_cannot_be_put_on_record_does_not_happen(cast: Cast, no_log: None) -> None:
    before = Message.objects.count()
    with pytest.raises(DatabaseError), transaction.atomic():
        write(
            actor=cast.inger.viewer(),
            enquiry=cast.enquiry("respite"),
            kind=MessageKind.COMMENT,
            text="Hallo?",
            submission=uuid.uuid4(),
        )
    assert Message.objects.count() == before
