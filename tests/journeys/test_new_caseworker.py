"""A caseworker changes: what was asked goes on with its date, and the family knows who and from when."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps

pytestmark = pytest.mark.journey


def test_a_handover_keeps_questions_and_dates_and_tells_the_family(
    enter: Callable[..., Page], look: Callable[[Page, str], None]
) -> None:
    jens, sara, hanne, lars = enter("Jens Bak"), enter("Sara Lund"), enter("Hanne Gram"), enter("Lars Munk")
    steps.begin_enquiry(jens, "Emil", topic="Samvær", title="Samvær i påsken", text="Hvilke dage er Emil hos sin far?")
    steps.send(jens)
    thread = steps.path_of(jens)
    clock = jens.locator(".clock .words").inner_text()
    assert "Aftalt svarfrist" in clock
    assert sara.goto(thread).status == 200  # type: ignore[union-attr]
    assert lars.goto(thread).status == 404  # type: ignore[union-attr]

    steps.child(jens, "Emil")
    placement = steps.path_of(jens)
    hanne.goto(placement)
    hanne.get_by_role("link", name="Lad en anden overtage").click()
    hanne.get_by_role("radio", name=re.compile("rådgiver", re.I)).check()
    hanne.get_by_label("Den, der overtager").select_option(label="Lars Munk (børne- og ungerådgiver)")
    hanne.get_by_label("En hilsen med på vejen").fill("Lars har læst det hele og ringer i denne uge.")
    look(hanne, "leder-overleverer")
    hanne.get_by_role("button", name="Overlever opgaven").click()
    hanne.wait_for_url("**/overlevering/*/")
    note = steps.path_of(hanne)
    expect(hanne.get_by_role("heading", level=1)).to_contain_text("Lars Munk")
    look(hanne, "overlevering")

    # Lars has the thread with the same date, and the note; Sara has neither any more.
    assert lars.goto(thread).status == 200  # type: ignore[union-attr]
    assert lars.locator(".clock .words").inner_text() == clock
    expect(lars.locator("main")).to_contain_text("Lars Munk")
    lars.goto("/")
    expect(lars.get_by_role("link", name=re.compile("Emil")).first).to_be_visible()
    assert lars.goto(note).status == 200  # type: ignore[union-attr]
    expect(lars.locator("main")).to_contain_text("Samvær i påsken")
    assert sara.goto(thread).status == 404  # type: ignore[union-attr]
    assert sara.goto(placement).status == 404  # type: ignore[union-attr]
    look(sara, "gammel-raadgiver-404")

    # The family is told who and from when, and that what is agreed stands.
    jens.goto("/beskeder/")
    look(jens, "familiens-beskeder")
    jens.goto(placement)
    expect(jens.get_by_role("region", name="Hvem er med")).to_contain_text("Lars Munk")
    jens.goto(note)
    expect(jens.locator("main")).to_contain_text("Lars har læst det hele")
    expect(jens.locator("main")).to_contain_text("står ved magt")
