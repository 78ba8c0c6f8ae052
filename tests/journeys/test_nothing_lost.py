"""What one has written is there still, whatever happens meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps

pytestmark = pytest.mark.journey

Enter = Callable[..., Page]


def test_a_draft_outlives_the_session(enter: Enter) -> None:
    page = enter("Hanna Saleh")
    steps.begin_enquiry(page, "Elias", topic="Andet", title="Nøgle til skolen", text="Elias har mistet sin nøgle.")
    expect(page.locator("[data-draft-status]")).to_contain_text("Kladden er gemt")
    form = steps.path_of(page)
    page.context.clear_cookies(name=re.compile("session"))
    page.get_by_label("Hvad vil du spørge om?").fill("Elias har mistet sin nøgle igen.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("[data-draft-status]")).to_contain_text("Du er logget af")
    expect(page.get_by_label("Hvad vil du spørge om?")).to_have_value("Elias har mistet sin nøgle igen.")

    # Logged in again in another tab, she sends from the first one as if nothing had happened.
    other = page.context.new_page()
    other.goto("/konto/login/")
    other.get_by_role("button", name="Hanna Saleh").click()
    other.wait_for_load_state()
    other.goto(form)
    expect(other.get_by_label("Overskrift")).to_have_value("Nøgle til skolen")
    steps.send(page)
    expect(page.locator("main")).to_contain_text("Elias har mistet sin nøgle igen.")


def test_without_javascript_an_expired_session_leads_back_to_the_draft(enter: Enter) -> None:
    page = enter("Hanna Saleh", javascript=False)
    steps.begin_enquiry(page, "Elias", topic="Andet", title="Cykelhjelm", text="Første linje.")
    page.get_by_role("button", name="Gem kladde").click()
    page.context.clear_cookies(name=re.compile("session"))
    page.get_by_role("button", name="Send", exact=True).click()
    assert "Server Error" not in page.content()
    page.goto("/konto/login/")
    page.get_by_role("button", name="Hanna Saleh").click()
    page.wait_for_load_state()
    steps.child(page, "Elias")
    page.get_by_role("link", name="Skriv til kommunen").first.click()
    expect(page.get_by_label("Hvad vil du spørge om?")).to_have_value("Første linje.")


def test_a_double_click_sends_once(enter: Enter) -> None:
    page = enter("Anne Bak")
    steps.begin_enquiry(page, "Emil", topic="Udlæg og særudgifter", title="Dobbelt tryk", text="Kun én gang, tak.")
    page.get_by_role("button", name="Send", exact=True).dblclick()
    page.wait_for_url("**/henvendelser/*/*")
    expect(page.locator(".bubble")).to_have_count(1)
    page.goto("/henvendelser/?vis=alle&q=Dobbelt")
    expect(page.get_by_role("link", name="Dobbelt tryk")).to_have_count(1)


def test_a_form_sent_twice_from_two_windows_is_one_enquiry(enter: Enter) -> None:
    page = enter("Anne Bak", javascript=False)
    steps.begin_enquiry(page, "Emil", topic="Udlæg og særudgifter", title="Sendt to gange", text="Kun én gang, tak.")
    page.get_by_role("button", name="Gem kladde").click()
    expect(page.get_by_label("Overskrift")).to_have_value("Sendt to gange")
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.get_by_label("Overskrift")).to_have_value("Sendt to gange")
    for window in (page, other):
        window.get_by_role("button", name="Send", exact=True).click()
        window.wait_for_url(re.compile(r"/henvendelser/[0-9a-f-]{36}/"))
    assert steps.path_of(page) == steps.path_of(other)
    page.goto("/henvendelser/?vis=alle&q=gange")
    expect(page.get_by_role("link", name="Sendt to gange")).to_have_count(1)


def test_one_closes_while_the_other_writes_and_neither_is_overwritten(
    enter: Enter, look: Callable[[Page, str], None]
) -> None:
    lise, mette = enter("Lise Krog"), enter("Mette Holm", wide=True)
    steps.begin_enquiry(lise, "Asta", topic="Andet", title="Låne cykel", text="Må Asta låne en cykel?")
    steps.send(lise)
    mette.goto(steps.path_of(lise))
    mette.get_by_role("textbox", name="Besked").fill("Ja, hun må låne en i klubben.")
    mette.get_by_role("radio", name=re.compile("^Svar")).check()

    lise.locator("summary", has_text="Træk henvendelsen tilbage").click()
    lise.get_by_role("button", name="Træk tilbage").click()
    expect(lise.get_by_text(re.compile("^Afsluttet")).first).to_be_visible()

    mette.get_by_role("button", name="Send", exact=True).click()
    expect(mette.get_by_role("heading", name="Der er sket noget, mens du skrev")).to_be_visible()
    expect(mette.locator("main")).to_contain_text("Ja, hun må låne en i klubben.")
    look(mette, "der-er-sket-noget")
    lise.reload()
    expect(lise.locator("main")).not_to_contain_text("i klubben")


def test_a_file_that_is_not_what_it_says_gets_a_sentence_and_the_text_stays(
    enter: Enter, look: Callable[[Page, str], None], tmp_path: Path
) -> None:
    page = enter("Inger Dahl")
    program = tmp_path / "kontrakt.pdf"
    program.write_bytes(b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + bytes(2000))
    steps.begin_enquiry(page, "Noah", topic="Kontrakt", title="Kontrakten", text="Her er vores kontrakt.")
    page.get_by_label(re.compile("^Filer")).set_input_files(program)
    page.get_by_role("button", name="Send", exact=True).click()
    problem = page.get_by_role("alert")
    expect(problem).to_contain_text("Det er ikke sendt endnu")
    expect(problem).to_contain_text("kontrakt.pdf")
    expect(page.get_by_label("Hvad vil du spørge om?")).to_have_value("Her er vores kontrakt.")
    look(page, "en-daarlig-fil")
    page.get_by_label("Overskrift").fill("Kontrakten uden fil")
    steps.send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Kontrakten uden fil")
