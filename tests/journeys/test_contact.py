"""A contact plan: proposed by the adviser, answered by the family, a year of visits; one cancelled and made up; figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.test_negotiating import code

pytestmark = pytest.mark.journey

Enter = Callable[..., Page]
Look = Callable[[Page, str], None]


def accept(page: Page, look: Look, name: str) -> None:
    """Accepts the version on the page: the second factor is set up on the way, then a code is given."""
    page.get_by_role("link", name="Godkend", exact=True).click()
    look(page, f"{name}-skal-godkende")
    page.get_by_role("button", name="Slå totrins-login til").click()
    page.locator("summary", has_text="Kan du ikke bruge kameraet?").click()
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label(re.compile("kode", re.I)).first.fill(code(secret))
    page.get_by_role("button", name="Slå til").click()
    page.get_by_role("link", name=re.compile("Tilbage til aftalen")).click()
    page.get_by_role("button", name="Bekræft med en kode").click()
    page.get_by_label(re.compile("kode", re.I)).first.fill(code(secret))
    page.get_by_role("button", name="Bekræft", exact=True).click()
    page.get_by_label("Jeg har læst det hele, og jeg godkender det").check()
    look(page, f"{name}-godkender")
    page.get_by_role("button", name="Godkend", exact=True).click()
    expect(page.get_by_text("Du har godkendt.")).to_be_visible()


def test_a_plan_is_agreed_a_visit_is_made_up_and_the_figures_are_right(enter: Enter, look: Look) -> None:
    sara, anne = enter("Sara Lund", wide=True), enter("Anne Bak")

    # Sara makes a plan for Emil and his father and proposes every other Saturday.
    sara.goto("/")
    sara.get_by_role("link", name=re.compile("Emil")).first.click()
    sara.goto(f"{steps.path_of(sara)}samvaer/")
    overview = steps.path_of(sara)
    look(sara, "sara-ser-ingen-plan")
    sara.get_by_role("link", name="Ny samværsplan").click()
    sara.get_by_label("Hvem skal barnet se?").fill("far")
    sara.get_by_label("Forælder", exact=True).check()
    look(sara, "sara-laver-en-plan")
    sara.get_by_role("button", name="Gå videre til planen").click()
    starts = date.today() + timedelta(days=1)
    sara.get_by_label("Skal gælde fra").fill(f"{starts:%d.%m.%Y}")
    sara.get_by_label("Fra klokken").fill("10.00")
    sara.get_by_label("Til klokken").fill("15.00")
    sara.get_by_label("Særlige dage").fill("juleaften")
    sara.get_by_label("Sted", exact=True).fill("Biblioteket")
    sara.get_by_label("Hvem bringer barnet?").fill("Plejefamilien")
    sara.get_by_label("Hvem henter barnet?").fill("Far")
    sara.get_by_label("Hvad siger barnet om omfang, rammer og sted?").fill("Vil gerne se far på biblioteket.")
    sara.get_by_label("Barnet blev spurgt den").fill(f"{date.today() - timedelta(days=7):%d.%m.%Y}")
    sara.get_by_label("Planen ses igennem igen senest").fill(f"{date.today() + timedelta(days=300):%d.%m.%Y}")
    sara.get_by_role("button", name="Send forslaget").click()
    expect(sara.get_by_text("Vi kan ikke læse").first).to_be_visible()
    look(sara, "sara-har-skrevet-noget-vi-ikke-kan-laese")
    expect(sara.get_by_label("Sted", exact=True)).to_have_value("Biblioteket")
    sara.get_by_label("Særlige dage").fill("")
    sara.get_by_role("button", name="Send forslaget").click()
    expect(sara.get_by_text("Forslaget er sendt.")).to_be_visible()
    plan = steps.path_of(sara)
    sara.get_by_role("link", name="Se forslaget").click()
    accept(sara, look, "sara")

    # Anne is asked, reads it, writes her statement and says yes.
    anne.goto(overview)
    expect(anne.get_by_text("Venter på jer siden")).to_be_visible()
    look(anne, "anne-bliver-spurgt")
    anne.get_by_role("link", name="Samvær med far").first.click()
    expect(anne.get_by_text("Hver anden lørdag kl. 10.00 til 15.00.")).to_be_visible()
    look(anne, "anne-laeser-forslaget")
    accept(anne, look, "anne")

    # A year of visits stands in the calendar.
    sara.goto(plan)
    expect(sara.get_by_text("Gælder nu").or_(sara.get_by_text("Aftalt")).first).to_be_visible()
    look(sara, "sara-ser-den-aftalte-plan")
    first_year = starts + timedelta(days=(5 - starts.weekday()) % 7)
    rest = len(range(0, (date(first_year.year, 12, 31) - first_year).days + 1, 14))
    sara.get_by_role("link", name=f"Se hele {date.today().year}").click()
    expect(sara.get_by_text(f"{rest} samvær")).to_be_visible()
    look(sara, "sara-ser-aaret")

    # One visit is cancelled by the father, and gets another day.
    anne.goto(plan)
    anne.locator(".visits a").first.click()
    look(anne, "anne-ser-et-samvaer")
    anne.get_by_role("link", name="Aflys").click()
    anne.get_by_label("Forælder eller anden, barnet skulle se").check()
    anne.get_by_label("Hvorfor?").fill("Far skal på arbejde.")
    look(anne, "anne-aflyser")
    anne.get_by_role("button", name="Aflys").click()
    anne.get_by_role("link", name="Find en ny dag").click()
    anne.get_by_label("Dag", exact=True).fill(f"{first_year + timedelta(days=14):%d.%m.%Y}")
    anne.get_by_role("button", name="Læg i kalenderen").click()
    expect(anne.get_by_text("Der er allerede samvær").first).to_be_visible()
    look(anne, "anne-kan-ikke-bruge-den-dag")
    anne.get_by_label("Dag", exact=True).fill(f"{first_year + timedelta(days=1):%d.%m.%Y}")
    anne.get_by_role("button", name="Læg i kalenderen").click()
    expect(anne.get_by_text("I stedet for")).to_be_visible()
    look(anne, "anne-har-fundet-en-ny-dag")
    anne.get_by_role("link", name="Skriv, hvordan barnet havde det").click()
    anne.get_by_label("Før samværet").check()
    anne.get_by_label("Hvad så I?").fill("Han pakkede selv tasken og glædede sig.")
    look(anne, "anne-skriver-hvordan-han-havde-det")
    anne.get_by_role("button", name="Gem").click()

    # The figures are right for both.
    for name, page in (("sara", sara), ("anne", anne)):
        last = first_year + timedelta(days=360)
        page.goto(f"{overview}tal/?fra={starts:%d.%m.%Y}&til={last:%d.%m.%Y}")
        row = page.get_by_role("row", name=re.compile("^Far"))
        total = len(range(0, (min(last, date.today() + timedelta(days=365)) - first_year).days + 1, 14))
        expect(row.get_by_role("cell").nth(0)).to_have_text(str(total))
        expect(row.get_by_role("cell").nth(4)).to_have_text("1")
        expect(row.get_by_role("cell").nth(5)).to_have_text("1")
        expect(row.get_by_role("cell").nth(6)).to_have_text("0")
        look(page, f"{name}-ser-tallene")
