"""A family whose municipality does not use Plejebro keeps the same record and the same clock by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from plejebro.kernel.danish import weekday_date
from plejebro.kernel.workdays import add_working_days
from tests.journeys import steps

pytestmark = pytest.mark.journey


def test_a_question_asked_by_phone_is_kept_with_its_date_and_can_be_printed(
    enter: Callable[..., Page], look: Callable[[Page, str], None]
) -> None:
    mona = enter("Mona Vind")
    mona.goto("/demo/ur/")
    today = datetime.now(ZoneInfo("Europe/Copenhagen")).date()
    asked = add_working_days(today, -2)
    steps.child(mona, "Viktor")
    mona.goto(mona.url + "spurgt-paa-anden-vis/")
    mona.get_by_role("radio", name="Familien").check()
    mona.get_by_role("radio", name="Telefon").check()
    mona.get_by_label("Hvornår blev der spurgt?").fill(f"{asked:%d.%m.%Y}")
    mona.get_by_role("radio", name="Udlæg og særudgifter").check()
    mona.get_by_label("Overskrift").fill("Svømmehal")
    mona.get_by_label("Hvad vil du spørge om?").fill("Betaler I kortet til svømmehallen?")
    look(mona, "mona-skriver-ned")
    mona.get_by_role("button", name="Skriv det ned").click()
    mona.wait_for_url("**/henvendelser/*/*")
    due = add_working_days(asked, 5)
    expect(mona.locator(".clock")).to_contain_text(weekday_date(due, today))
    expect(mona.locator("main")).to_contain_text("Telefon")
    expect(mona.locator("main")).to_contain_text("Kommunen kan ikke se den")
    look(mona, "mona-har-skrevet-ned")

    with mona.expect_download() as thread:
        mona.get_by_role("link", name="Hent som PDF til print").click()
    assert Path(thread.value.path()).read_bytes().startswith(b"%PDF-")
    steps.child(mona, "Viktor")
    with mona.expect_download() as record:
        mona.get_by_role("link", name="Hent som PDF").first.click()
    assert Path(record.value.path()).read_bytes().startswith(b"%PDF-")
    assert record.value.suggested_filename.endswith(".pdf")
