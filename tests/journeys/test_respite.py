"""Respite asked for, offered on other days and agreed on; and the holiday plan's warning, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps

pytestmark = pytest.mark.journey

Enter = Callable[..., Page]
Look = Callable[[Page, str], None]


def days(page: Page, first: str, last: str) -> None:
    """Fills in the days of a stay or a holiday."""
    page.get_by_label("Fra", exact=True).fill(first)
    page.get_by_label("Til og med").fill(last)


def test_respite_is_asked_for_offered_and_agreed_on(enter: Enter, look: Look) -> None:
    inger, mette = enter("Inger Dahl"), enter("Mette Holm", wide=True)

    # Inger asks from the child's page.
    steps.child(inger, "Noah")
    inger.get_by_role("link", name="Støtteophold og ferie").click()
    look(inger, "inger-ser-aarets-stoetteophold")
    inger.get_by_role("link", name="Bed om støtteophold").click()
    days(inger, "5.11.2027", "7.11.2027")
    inger.get_by_label("Hvad har I brug for?").fill("Vi skal til guldbryllup.")
    look(inger, "inger-beder-om-stoetteophold")
    inger.get_by_role("button", name="Send til kommunen").click()
    expect(inger.get_by_text("Venter på kommunens svar")).to_be_visible()
    stay = steps.path_of(inger)

    # Mette finds it among what waits, and offers the weekend after.
    mette.goto("/stoetteophold/")
    look(mette, "mette-ser-hvad-der-venter")
    mette.get_by_role("link", name="5.–7. november 2027").click()
    mette.get_by_role("link", name="Tilbyd et ophold").click()
    days(mette, "12.11.2027", "14.11.2027")
    mette.get_by_label("Hvem kan barnet være hos?").fill("Birgit og Søren Holm, Ådal")
    mette.get_by_role("radio", name="Kommunen").check()
    look(mette, "mette-tilbyder-et-ophold")
    mette.get_by_role("button", name="Send tilbuddet").click()
    expect(mette.get_by_text("Tilbudt, venter på familien")).to_be_visible()

    # Inger says yes; both see the same.
    inger.goto(stay)
    look(inger, "inger-ser-tilbuddet")
    inger.get_by_role("button", name="Ja, det passer").click()
    expect(inger.get_by_text("Opholdet er aftalt og står i kalenderen.")).to_be_visible()
    look(inger, "inger-har-sagt-ja")
    mette.goto(stay)
    expect(mette.get_by_text("Aftalt", exact=True)).to_be_visible()
    look(mette, "mette-ser-at-det-er-aftalt")


def test_a_holiday_without_the_child_is_wished_for_and_both_see_the_warning(enter: Enter, look: Look) -> None:
    inger, mette = enter("Inger Dahl"), enter("Mette Holm", wide=True)
    steps.child(inger, "Noah")
    inger.get_by_role("link", name="Støtteophold og ferie").click()
    inger.get_by_role("link", name="Se ferieplanen").click()
    plan = steps.path_of(inger)
    before = _days_warned(inger)
    inger.get_by_role("link", name="Skriv et ferieønske").click()
    days(inger, "14.6.2027", "20.6.2027")
    inger.get_by_role("radio", name="Nej, og vi har brug for støtteophold").check()
    look(inger, "inger-skriver-et-ferieoenske")
    inger.get_by_role("button", name="Send til kommunen").click()
    assert _days_warned(inger) == before + 5
    look(inger, "inger-ser-advarslen")

    mette.goto(plan)
    assert _days_warned(mette) == before + 5
    expect(mette.get_by_text(re.compile("Familien har ønsket ferie uden barnet"))).to_be_visible()
    look(mette, "mette-ser-advarslen")


def _days_warned(page: Page) -> int:
    title = page.get_by_role("heading", name=re.compile(r"^\d+ feriedage uden tilbudt støtteophold")).inner_text()
    return int(title.split()[0])
