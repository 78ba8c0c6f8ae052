"""A round of the survey from plan to result, and what everybody can read of it, in a real browser."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps

pytestmark = pytest.mark.journey

Enter = Callable[..., Page]
Look = Callable[[Page, str], None]
TITLE = "Prøvemålingen"


def days_from_now(days: int) -> str:
    """A date as it is typed."""
    return f"{date.today() + timedelta(days=days):%d.%m.%Y}"


def plan_a_round(page: Page) -> str:
    """An analyst plans a round: the long questionnaire for families, the short one for employees. Returns its path."""
    page.goto("/maalinger/")
    page.get_by_role("link", name="Ny måling").click()
    page.get_by_label("Titel").fill(TITLE)
    page.get_by_label("Formål").fill("At se, hvor samarbejdet kan blive bedre.")
    page.get_by_label("Plejefamiliernes skema").select_option(label="Samarbejdsmåling – plejefamilier, version 1")
    page.get_by_label("Kommunernes skema").select_option(label="Puls – kommuner, version 1")
    page.get_by_label("Hvilken dag opgøres det").fill(days_from_now(0))
    page.get_by_label("Åbner").fill(days_from_now(40))
    page.get_by_label("Sidste dag at svare").fill(days_from_now(80))
    page.get_by_role("button", name="Opret målingen").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    return steps.path_of(page)


def take_step(page: Page, link: str, button: str, said: str) -> None:
    """From the round's page to a step, and the step taken."""
    page.get_by_role("link", name=re.compile(link)).click()
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text(said).first).to_be_visible()


def invitations(page: Page, headline: str) -> dict[str, str]:
    """Address → link of every e-mail in the outbox with these words."""
    found: dict[str, str] = {}
    page.goto("/demo/udbakke/")
    while True:
        for row in page.locator("main li", has_text=headline).all():
            to = re.search(r"Til (\S+) ", row.inner_text())
            link = row.locator('a[href^="/svar/"]')
            if to and link.count():
                found.setdefault(to[1], str(link.get_attribute("href")))
        older = page.get_by_role("link", name="Ældre")
        if not older.count():
            return found
        older.click()


def answer(page: Page, which: int) -> None:
    """Fills in the section that is shown: the answer number `which` of each question, texts and numbers too."""
    for group in page.locator("main fieldset").all():
        boxes = group.locator("input[type=radio], input[type=checkbox]")
        if boxes.count():
            boxes.nth(min(which, boxes.count() - 1)).check(force=True)
    for number in page.locator("main input[type=number], main input[inputmode=numeric]").all():
        number.fill("2")
    for text in page.locator("main textarea").all():
        text.fill("En fast dag, hvor vi kan ringe.")


def go_on(page: Page) -> None:
    """To the next section or to the review."""
    page.get_by_role("button", name=re.compile("^Gem og (fortsæt|se svarene)")).click()


def answer_to_the_end(page: Page, link: str, which: int) -> None:
    """The whole questionnaire, and sends it."""
    page.goto(link)
    page.get_by_role("link", name=re.compile("^Begynd|^Fortsæt")).click()
    while not page.get_by_role("button", name="Send svaret").count():
        answer(page, which)
        go_on(page)
    page.get_by_role("button", name="Send svaret").click()
    expect(page.get_by_text("Dit svar er sendt")).to_be_visible()


def test_a_round_is_planned_answered_reminded_closed_and_published(enter: Enter, look: Look) -> None:
    agnete, anybody = enter("Agnete Thorup", wide=True), enter()
    path = plan_a_round(agnete)
    take_step(agnete, "^Træk, hvem", "Træk", "Der er trukket.")
    look(agnete, "agnete-har-trukket")
    take_step(agnete, "^Åbn målingen nu", "Åbn, og send invitationer", "Målingen er åben.")

    # Inger answers on her phone with nothing but the link, and takes a break on the way.
    links = invitations(agnete, f"Vil du svare på {TITLE}?")
    inger = next(link for to, link in links.items() if to.startswith("inger"))
    anybody.goto(inger)
    look(anybody, "inger-faar-et-skema")
    anybody.get_by_role("link", name="Begynd").click()
    answer(anybody, 1)
    go_on(anybody)
    look(anybody, "inger-svarer")
    anybody.goto(inger)
    expect(anybody.get_by_role("link", name="Fortsæt, hvor du slap")).to_be_visible()
    answer_to_the_end(anybody, inger, 1)
    look(anybody, "inger-har-svaret")

    # Of the employees seven answer, differently; the short questionnaire tells them from the families.
    answered = 0
    for link in links.values():
        if link != inger and answered < 7:
            anybody.goto(link)
            if "Puls" in anybody.locator("main").inner_text():
                answer_to_the_end(anybody, link, answered % 4)
                answered += 1
    assert answered == 7

    # The reminder goes to those who have not answered; how far it is, is told for whole sides alone.
    agnete.goto(path)
    expect(agnete.get_by_text("færre end 5").first).to_be_visible()
    take_step(agnete, "^Send en påmindelse", "Send", "Påmindelsen er sendt.")
    reminded = invitations(agnete, f"Du kan stadig nå at svare på {TITLE}.")
    assert reminded and len(reminded) < len(links)

    agnete.goto(path)
    take_step(agnete, "^Luk målingen", "Luk målingen", "Målingen er lukket.")
    agnete.get_by_role("link", name="Se udkastet til resultat").click()
    expect(agnete.get_by_text("Et udkast, som kun analytikere kan se")).to_be_visible()
    look(agnete, "agnete-ser-udkastet")
    assert anybody.goto(f"{path}resultat/").status == 404  # type: ignore[union-attr]
    agnete.get_by_role("link", name="Offentliggør resultatet …").click()
    look(agnete, "agnete-offentliggoer")
    agnete.get_by_role("button", name="Offentliggør", exact=True).click()
    expect(agnete.get_by_text("Resultatet er offentliggjort.")).to_be_visible()
    only_the_employees_are_in_the_result(anybody, path)
    look(anybody, "resultat-af-en-lille-maaling")


def only_the_employees_are_in_the_result(page: Page, path: str) -> None:
    """One family answered: it is told nowhere, neither on the page nor in the files."""
    page.goto(f"{path}resultat/")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile(r"^[0-9]+\s% af kommunernes medarbejdere er tilfredse")
    )
    expect(page.get_by_role("row", name=re.compile("^Plejefamilier")).get_by_text("for få svar").first).to_be_visible()
    rows = list(csv.DictReader(io.StringIO(page.request.get(f"{path}resultat/tal.csv").text()), delimiter=";"))
    assert rows and {row["side"] for row in rows} == {"municipality"}
    told = json.loads(page.request.get(f"{path}resultat/tal.json").text())
    assert told["sides"]["family"]["answered"] == {"suppressed": True}
    assert not [one for one in told["questions"] if one["side"] == "family" and ("all" in one or one.get("by"))]
    assert page.request.get(f"{path}resultat/resultat.pdf").body().startswith(b"%PDF-")


def test_a_result_is_published_compared_with_the_one_before_and_commented_on(enter: Enter, look: Look) -> None:
    agnete, birgit, anybody = enter("Agnete Thorup", wide=True), enter("Birgit Sand", wide=True), enter()
    agnete.goto("/maalinger/")
    agnete.get_by_role("link", name="Samarbejdsmålingen, efterår").click()
    path = steps.path_of(agnete)
    agnete.get_by_role("link", name="Se udkastet til resultat").click()
    agnete.get_by_role("link", name="Offentliggør resultatet …").click()
    agnete.get_by_role("button", name="Offentliggør", exact=True).click()
    expect(agnete.get_by_text("Resultatet er offentliggjort.")).to_be_visible()

    # Birgit, head of department in Ådal, finds it at the foot of any page, and sees her own municipality's figures.
    birgit.goto("/")
    birgit.get_by_role("link", name="Målinger af samarbejdet").click()
    look(birgit, "birgit-ser-resultater")
    birgit.get_by_role("link", name="Se resultatet af Samarbejdsmålingen, efterår").click()
    expect(birgit.get_by_text("SYNTETISKE DATA").first).to_be_visible()
    expect(birgit.get_by_text("procentpoint").first).to_be_attached()
    look(birgit, "birgit-ser-hele-landet")
    birgit.get_by_role("link", name="Se jeres kommunes tal").click()
    look(birgit, "birgit-ser-sin-kommune")
    birgit.get_by_role("link", name="Skriv en kommentar til jeres tal").click()
    birgit.get_by_label("Jeres kommentar").fill("Vi har fået en fast telefontid hver tirsdag.")
    look(birgit, "birgit-skriver-en-kommentar")
    birgit.get_by_role("button", name="Gem kommentaren").click()
    expect(birgit.get_by_text("Kommentaren er gemt.")).to_be_visible()

    # Anybody reads both without logging in, on a phone.
    anybody.goto(f"{path}resultat/")
    expect(anybody.get_by_text("Vi har fået en fast telefontid hver tirsdag.")).to_be_visible()
    look(anybody, "resultat-paa-telefon")
    anybody.goto(f"{path}resultat/family/konsulent-samlet/")
    expect(anybody.get_by_text("mere end 85 %").first).to_be_visible()
    expect(anybody.get_by_text("for få svar").first).to_be_attached()
    look(anybody, "et-spoergsmaal-paa-telefon")
    assert anybody.goto(f"{path}resultat/kommune/901/").status in (403, 404, 200)  # type: ignore[union-attr]
    assert "/konto/login/" in anybody.url, "a municipality's own page is for its own people"
    anybody.goto("/maalinger/puls/")
    look(anybody, "pulsen")
