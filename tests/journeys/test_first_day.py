"""A new employee's first day: the invitation, a password, the code app, and then the overview."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps

pytestmark = pytest.mark.journey

PASSWORD = "gul-cykel-under-broen-7"


def test_an_invited_employee_comes_in_with_a_password_and_a_code(
    enter: Callable[..., Page], look: Callable[[Page, str], None]
) -> None:
    tove, ny = enter("Tove Bruun", wide=True), enter()
    tove.goto("/medarbejdere/ny/")
    tove.get_by_label("Navn", exact=True).fill("Ditte Ravn")
    tove.get_by_label("E-mail").fill("ditte.ravn@eksempel.dk")
    tove.get_by_label("Rolle", exact=True).select_option(label="Børne- og ungerådgiver")
    tove.get_by_label(re.compile("^Enhed")).select_option(index=1)
    tove.get_by_role("main").get_by_role("button").first.click()
    tove.wait_for_load_state()
    steps.wait_for_outbox(tove, "ditte.ravn@eksempel.dk")
    letter = tove.locator("main .card li", has_text="ditte.ravn@eksempel.dk").first
    link = letter.get_by_role("link").get_attribute("href")
    assert link

    ny.goto(link)
    look(ny, "invitation")
    ny.get_by_label("Vælg en adgangskode").fill(PASSWORD)
    ny.get_by_label("Skriv adgangskoden igen").fill(PASSWORD)
    ny.get_by_role("button", name="Sig ja, og log ind").click()

    # Nothing else can be opened before the second factor stands.
    expect(ny.get_by_role("heading", level=1)).to_have_text("Slå totrins-login til")
    ny.goto("/anbringelser/")
    expect(ny.get_by_role("heading", level=1)).to_have_text("Slå totrins-login til")
    look(ny, "totrins-login")
    ny.locator("summary", has_text="kameraet").click()
    secret = ny.locator("details code").inner_text()
    ny.get_by_label("Koden, som appen viser nu").fill(steps.code_of_app(secret))
    ny.get_by_role("button", name="Slå til").click()
    expect(ny.get_by_role("heading", level=1)).to_have_text("Dine reservekoder")
    backup = ny.locator("main li code").first.inner_text()
    look(ny, "reservekoder")
    ny.get_by_role("link", name="Jeg har gemt koderne").click()
    expect(ny.get_by_role("navigation", name="Hovedmenu")).to_be_visible()
    look(ny, "ny-raadgiver-hjem")

    # Logged off and in again: the password alone is not enough; a backup code does once.
    ny.get_by_role("button", name="Log af").click()
    ny.goto("/konto/login/")
    ny.get_by_label("E-mail").fill("ditte.ravn@eksempel.dk")
    ny.get_by_label(re.compile("Adgangskode")).fill(PASSWORD)
    ny.get_by_role("button", name="Log ind", exact=True).click()
    expect(ny.get_by_role("heading", level=1)).to_have_text("Skriv din kode")
    look(ny, "skriv-din-kode")
    ny.get_by_label(re.compile("reservekode")).fill(backup)
    ny.get_by_role("button", name="Log ind", exact=True).click()
    expect(ny.get_by_role("navigation", name="Hovedmenu")).to_be_visible()
