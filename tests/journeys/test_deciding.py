"""A decision walked by the adviser from opening to finished, with a wrong order caught, and the family's page beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps

pytestmark = pytest.mark.journey

Enter = Callable[..., Page]
Look = Callable[[Page, str], None]

STATEMENT = "Emil har det godt hos os. Han har fået en ven i klassen, og han sover hele natten nu."


def danish(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def today_of(page: Page) -> date:
    """The day it is in the demo, as a date that is offered by the page itself says it."""
    value = page.get_by_label("Hvilken dag er afgørelsen truffet?").input_value()
    day, month, year = (int(part) for part in value.split("."))
    return date(year, month, day)


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def put_on_file(page: Page, case: str, requirement: str, on: date, proof: str) -> None:
    """Something that shows a step, from the step's own page."""
    page.goto(f"{case}trin/{requirement}/")
    page.get_by_label("Hvilken dag blev det gjort?").fill(danish(on))
    page.get_by_label("Hvad viser det?").fill(proof)
    press(page, "Læg det på sagen")
    expect(page.get_by_text("Det er lagt på sagen.")).to_be_visible()


def test_a_decision_from_opening_to_finished_with_a_wrong_order_caught(enter: Enter, look: Look) -> None:
    sara, anne = enter("Sara Lund", wide=True), enter("Anne Bak")

    # Sara opens the case. That the family has given notice is written down, and does not choose the route.
    steps.child(sara, "Emil")
    sara.get_by_role("link", name="Åbn en afgørelsessag").click()
    sara.get_by_role("radio", name="Ændring af anbringelsessted").check()
    sara.get_by_label("Hvad er anledningen?").select_option("family_notice")
    sara.get_by_label("Hvorfor åbner du sagen?").fill("Anne og Jens har sagt op og vil gerne tale om, hvad der skal ske.")
    look(sara, "sara-aabner-en-sag")
    press(sara, "Åbn sagen")
    case = steps.path_of(sara)
    expect(sara.get_by_text("Vælg først, hvilken vej sagen går.")).to_be_visible()
    expect(sara.get_by_text("gør ikke i sig selv sagen til en begivenhed udefra")).to_be_visible()
    look(sara, "sara-har-aabnet")

    # The family knows nothing of it yet.
    steps.child(anne, "Emil")
    expect(anne.get_by_role("heading", name="Afgørelser")).to_have_count(0)
    answer = anne.goto(f"{case}familien/")
    assert answer is not None and answer.status == 404

    # The route is a person's choice, with a reason.
    sara.get_by_role("link", name="Vælg vejen").first.click()
    look(sara, "sara-vaelger-vejen")
    sara.get_by_role("radio", name=re.compile("^K1")).check()
    press(sara, "Vælg vejen")
    expect(sara.get_by_role("alert")).to_contain_text("Skriv, hvorfor sagen går den vej.")
    sara.get_by_label("Begrundelse").fill("Årsagen ligger i samarbejdet, og mor samtykker. Emil er syv år.")
    press(sara, "Vælg vejen")
    expect(sara.get_by_role("heading", name=re.compile("Må ikke springes over"))).to_be_visible()

    # She asks the family for its statement, and the family sees its own page from then on.
    sara.get_by_role("link", name="Bed familien om en udtalelse").first.click()
    sara.get_by_label("Svar senest").fill(danish(date.today() + timedelta(days=400)))
    look(sara, "sara-beder-om-en-udtalelse")
    press(sara, "Send til familien")
    expect(sara.get_by_text("Familien er bedt om en udtalelse.")).to_be_visible()
    anne.goto("/")
    anne.get_by_role("link", name="Ændring af anbringelsessted").first.click()
    expect(anne.get_by_role("heading", level=1)).to_have_text("Skal Emil flytte?")
    expect(anne.get_by_role("heading", name="I er ikke part i sagen")).to_be_visible()
    expect(anne.get_by_text("Bed måske Ankestyrelsen om en vurdering")).to_be_visible()
    look(anne, "anne-ser-sin-side")

    # The talk with the child counts only when it was about this decision.
    sara.goto(f"{case}traef-afgoerelse/")
    today = today_of(sara)
    yesterday = today - timedelta(days=1)
    sara.goto(f"{case}samtale/")
    sara.get_by_label("Hvilken dag?").fill(danish(yesterday))
    sara.get_by_label("Hvor?").fill("Skolen")
    sara.get_by_label("Hvem var med?").fill("Emil og Sara")
    sara.get_by_role("radio", name="Nej").check()
    sara.get_by_label("Hvad sagde barnet, med egne ord?").fill("Jeg vil gerne blive, hvor Buster er.")
    sara.get_by_role("checkbox", name="Vi talte om netop denne afgørelse").check()
    look(sara, "sara-skriver-samtalen-ned")
    press(sara, "Gem samtalen")
    expect(sara.get_by_text("Om netop denne afgørelse", exact=True)).to_be_visible()
    for requirement, proof in (("R02", "notat"), ("R03", "samtykke"), ("R13", "barnets plan")):
        put_on_file(sara, case, requirement, yesterday, proof)
    look(sara, "sara-har-lagt-noget-paa-sagen")

    # The family gives its statement today.
    anne.get_by_role("textbox", name="Jeres udtalelse").fill(STATEMENT)
    press(anne, "Giv udtalelsen")
    expect(anne.get_by_text("Jeres udtalelse er givet.")).to_be_visible()
    expect(anne.get_by_role("region", name="Det har I skrevet")).to_contain_text(STATEMENT)
    look(anne, "anne-har-givet-sin-udtalelse")

    # The decision was taken yesterday, before the statement came: the wrong order is caught and said plainly.
    sara.goto(f"{case}traef-afgoerelse/")
    sara.get_by_label("Hvilken dag er afgørelsen truffet?").fill(danish(yesterday))
    press(sara, "Skriv afgørelsen ned")
    caught = sara.locator(".notice", has_text="Forkert rækkefølge: dateret efter afgørelsen")
    expect(caught).to_contain_text("Udtalelse fra anbringelsesstedet")
    expect(sara.get_by_role("alert")).to_contain_text("Skriv, hvorfor afgørelsen alligevel er truffet.")
    look(sara, "sara-bliver-stoppet")
    sara.get_by_label(re.compile("^Hvorfor er afgørelsen truffet")).fill(
        "Vi traf afgørelsen, før udtalelsen var kommet. Vi tager sagen op igen, hvis udtalelsen ændrer noget."
    )
    press(sara, "Skriv afgørelsen ned")
    expect(sara.get_by_role("region", name="Da afgørelsen blev skrevet ned")).to_contain_text("Vi traf afgørelsen, før")
    sara.goto(f"{case}trin/R07/")
    expect(sara.get_by_text("Rækkefølgen er forkert")).to_be_visible()
    look(sara, "sara-ser-at-udtalelsen-kom-for-sent")

    # The family is told by letter, with its right to ask for a review of a decision about a child under ten.
    sara.goto(f"{case}brev/besked-til-plejefamilien/")
    text = sara.get_by_label("Brevets tekst").input_value()
    assert "I kan bede Ankestyrelsen om en vurdering" in text
    look(sara, "sara-skriver-til-familien")
    sara.get_by_label("Brevets tekst").fill(re.sub(r"\[[^\]]+\]", "Vi ringer til jer i morgen.", text))
    press(sara, "Gem brevet")
    expect(sara.get_by_text("Alt er fundet.")).to_be_visible()
    with sara.expect_download() as waiting:
        sara.get_by_role("link", name="Version 1 som PDF").click()
    assert waiting.value.suggested_filename.startswith("PB-")
    sara.get_by_role("link", name="Brevet er sendt").click()
    look(sara, "sara-skriver-ned-at-brevet-er-sendt")
    press(sara, "Brevet er sendt")
    expect(sara.get_by_text("Det er skrevet ned.")).to_be_visible()
    anne.goto(f"{case}familien/")
    expect(anne.get_by_text("Vi ringer til jer i morgen.").first).to_be_visible()
    expect(anne.get_by_text("Bed Ankestyrelsen om en vurdering").first).to_be_visible()
    main = anne.locator("main").inner_text()
    assert "Buster" not in main and "samtykker" not in main and "K1" not in main
    look(anne, "anne-har-faaet-besked")

    # The family asks for a review, and the move stops until Ankestyrelsen has answered.
    sara.goto(f"{case}ny-klage/")
    sara.get_by_role("radio", name="En anmodning om Ankestyrelsens vurdering").check()
    sara.get_by_role("radio", name="Plejefamilien").check()
    sara.get_by_role("radio", name="At barnet skal flytte").check()
    sara.get_by_label("Hvilken dag kom det?").fill(danish(today))
    press(sara, "Skriv det ned")
    expect(sara.get_by_role("region", name="Stoplys")).to_contain_text("Flytningen er standset")
    look(sara, "sara-ser-rodt")
    sara.goto(f"{case}afslut/")
    press(sara, "Afslut sagen")
    expect(sara.get_by_role("alert")).to_contain_text("ikke er afgjort endnu")
    sara.goto(case)
    sara.get_by_role("link", name="Følg det, der er kommet ind").click()
    sara.get_by_label("Afgjort").fill(danish(today))
    sara.get_by_label("Hvordan endte det?").select_option("nothing")
    press(sara, "Gem")
    expect(sara.get_by_role("region", name="Stoplys")).not_to_contain_text("Flytningen er standset")

    # The move and the end of the contract are dates of their own; then the case is finished.
    sara.goto(f"{case}dato/flytningen/")
    sara.get_by_label("Barnet flyttede: dato").fill(danish(today))
    look(sara, "sara-skriver-en-dato")
    press(sara, "Gem datoen")
    sara.get_by_role("link", name="Afslut sagen").first.click()
    press(sara, "Afslut sagen")
    expect(sara.get_by_text("Sagen er ikke længere i gang")).to_be_visible()
    look(sara, "sara-har-afsluttet")
    sara.goto("/afgoerelser/?vis=afsluttede")
    expect(sara.get_by_role("link", name=re.compile("^Emil")).first).to_be_visible()
    look(sara, "sara-ser-listen")


def test_a_statement_can_be_given_without_javascript(enter: Enter) -> None:
    page = enter("Lise Krog", javascript=False)
    page.get_by_role("link", name="Ændring af anbringelsessted").first.click()
    page.get_by_role("textbox", name="Jeres udtalelse").fill("Asta har brug for ro.")
    press(page, "Gem kladde")
    expect(page.get_by_text("Kladden er gemt. Den er ikke sendt.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Jeres udtalelse")).to_have_value("Asta har brug for ro.")
    press(page, "Giv udtalelsen")
    expect(page.get_by_text("Jeres udtalelse er givet.")).to_be_visible()
