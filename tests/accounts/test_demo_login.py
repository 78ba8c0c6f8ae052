"""The demo panel shows invented people only, and only in the demo."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from plejebro.accounts import actions
from plejebro.accounts.models import User


@pytest.fixture
def invented(db: None) -> User:
    """An invented consultant."""
    return actions.create_account(
        actor=None,
        email="karen@demo.example",
        full_name="Karen Demo",
        is_demo=True,
        demo_group="Konsulenter",
        demo_line="Har 12 børn i Egelund",
    )


def test_one_logs_in_as_an_invented_person_with_one_button(invented: User, anna: User, settings: Any) -> None:
    settings.PLEJEBRO_DEMO = True
    client = Client()
    page = client.get("/konto/login/").content.decode()
    assert "Karen Demo" in page
    assert "Har 12 børn i Egelund" in page
    assert anna.full_name not in page
    answer = client.post("/demo-login/", {"person": str(invented.public_id)})
    assert answer.status_code == 302
    assert client.get("/min-profil/").status_code == 200


def test_outside_the_demo_there_is_neither_panel_nor_way_in(invented: User, settings: Any) -> None:
    settings.PLEJEBRO_DEMO = False
    client = Client()
    assert "Karen Demo" not in client.get("/konto/login/").content.decode()
    assert client.post("/demo-login/", {"person": str(invented.public_id)}).status_code == 404
    assert client.get("/min-profil/").status_code == 302


def test_a_real_user_is_never_reached_that_way(anna: User, invented: User, settings: Any) -> None:
    settings.PLEJEBRO_DEMO = True
    for person in (str(anna.public_id), str(uuid4()), "1 OR 1=1", ""):
        client = Client()
        assert client.post("/demo-login/", {"person": person}).status_code == 404
        assert client.get("/min-profil/").status_code == 302


def test_reading_the_address_logs_nobody_in(invented: User, settings: Any) -> None:
    settings.PLEJEBRO_DEMO = True
    assert Client().get("/demo-login/").status_code == 405
