"""Notice, an actual break and a shared file, as people send them through the pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from plejebro.agreements.enums import EndingKind
from plejebro.agreements.models import Ending, NegotiationFile
from tests.agreements.steps import opened
from tests.cast import Cast
from tests.documents.makers import pdf, saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(cast: Cast) -> Any:
    return cast.thing("contract:noah")


def path(contract: Any, rest: str) -> str:
    return f"/kontrakter/{contract.public_id}/{rest}/"


def test_inger_gives_notice_on_the_page_and_a_second_click_gives_none(cast: Cast, contract: Any) -> None:
    client = cast.inger.client()
    assert "sidste dag" in client.get(path(contract, "opsig")).content.decode()
    sent = {"text": "Vi flytter til en anden landsdel.", "submission": str(uuid4())}
    assert client.post(path(contract, "opsig"), sent).status_code == 302
    assert client.post(path(contract, "opsig"), sent).status_code in (302, 409)
    row = Ending.objects.get(contract=contract, kind=EndingKind.NOTICE)
    assert row.last_day == date(2026, 12, 31)
    assert not contract.statements.filter(month__gt=row.last_day).exists()


def test_without_a_reason_nothing_is_sent_and_the_page_says_what_is_missing(cast: Cast, contract: Any) -> None:
    answer = cast.inger.client().post(path(contract, "opsig"), {"text": "", "submission": str(uuid4())})
    assert answer.status_code == 422 and "Skriv hvorfor." in answer.content.decode()
    assert not Ending.objects.filter(contract=contract).exists()


def test_kaj_writes_an_actual_break_down_and_a_day_to_come_is_refused(cast: Cast, contract: Any) -> None:
    client = cast.kaj.client()
    tomorrow = f"{cast.today + timedelta(days=1):%d.%m.%Y}"
    sent = {"on": tomorrow, "text": "Flyttede akut.", "submission": str(uuid4())}
    refused = client.post(path(contract, "faktisk-afbrydelse"), sent)
    assert refused.status_code == 409 and tomorrow in refused.content.decode()
    sent["on"] = f"{cast.today:%d.%m.%Y}"
    assert client.post(path(contract, "faktisk-afbrydelse"), sent).status_code == 302
    assert Ending.objects.get(contract=contract).kind == EndingKind.ACTUAL_BREAK


def test_a_shared_file_is_read_by_the_other_side_and_a_bad_one_is_a_sentence(cast: Cast, contract: Any) -> None:
    negotiation = opened(cast.kaj, contract)
    where = path(contract, f"forhandling/{negotiation.public_id}/dokument")
    client = cast.inger.client()
    bad = {"document": SimpleUploadedFile("regning.pdf", b"MZ\x90 not a pdf"), "note": "Regning"}
    assert client.post(where, bad).status_code in (409, 422)
    good = {"document": SimpleUploadedFile("udtalelse.pdf", saved(pdf())), "note": "Fra skolen"}
    assert client.post(where, good).status_code == 302
    shared = NegotiationFile.objects.get(negotiation=negotiation)
    read = f"{where}{shared.public_id}/"
    assert cast.kaj.client().get(read).status_code == 200
    assert cast.sara.client().get(read).status_code in (403, 404)
