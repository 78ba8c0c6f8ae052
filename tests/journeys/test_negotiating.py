"""A lower level when the child starts at an efterskole: seen in kroner, countered with a companion, accepted by both."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps

pytestmark = pytest.mark.journey

Enter = Callable[..., Page]
Look = Callable[[Page, str], None]


def code(secret: str) -> str:
    """The code an app on a phone would show now (RFC 6238)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    first = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[first : first + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def propose(page: Page, *, count: str, starts: str, why: str) -> None:
    """Fills the proposal's form and sends it."""
    page.get_by_label("Skal gælde fra").fill(starts)
    page.get_by_label("Antal vederlag").fill(count)
    page.get_by_label("Begrundelse").fill(why)
    page.get_by_role("button", name="Send forslaget").click()


def accept(page: Page, look: Look, name: str) -> None:
    """Accepts what is on the page: the second factor is set up on the way, then a code is given."""
    page.get_by_role("link", name=re.compile("^Godkend version")).first.click()
    look(page, f"{name}-skal-godkende")
    page.get_by_role("button", name="Slå totrins-login til").click()
    page.locator("summary", has_text="Kan du ikke bruge kameraet?").click()
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label(re.compile("kode", re.I)).first.fill(code(secret))
    page.get_by_role("button", name="Slå til").click()
    look(page, f"{name}-har-faaet-reservekoder")
    page.get_by_role("link", name=re.compile("Tilbage til aftalen")).click()
    page.get_by_role("button", name="Bekræft med en kode").click()
    page.get_by_label(re.compile("kode", re.I)).first.fill(code(secret))
    page.get_by_role("button", name="Bekræft", exact=True).click()
    page.get_by_label("Jeg har læst det hele, og jeg godkender det").check()
    page.get_by_role("button", name="Godkend", exact=True).click()
    expect(page.get_by_text("Du har godkendt.")).to_be_visible()


def test_a_lower_level_is_countered_and_agreed(enter: Enter, look: Look) -> None:
    kaj, inger = enter("Kaj Thorsen", wide=True), enter("Inger Dahl")

    # Kaj opens the negotiation and proposes a lower level.
    kaj.goto("/kontrakter/")
    kaj.get_by_role("link", name=re.compile("Noah, Inger og Per Dahl")).click()
    look(kaj, "kaj-ser-kontrakten")
    contract = steps.path_of(kaj)
    kaj.get_by_role("link", name="Åbn en forhandling").click()
    kaj.get_by_label("Hvad er anledningen?").select_option("efterskole")
    kaj.get_by_label("Hvorfor vil I forhandle?").fill("Noah begynder på efterskole.")
    kaj.get_by_label("Dagsorden").fill("Hverdagen\nVederlag fra skolestart")
    look(kaj, "kaj-inviterer")
    kaj.get_by_role("button", name="Send invitationen").click()
    talk = steps.path_of(kaj)
    kaj.get_by_role("link", name="Stil et forslag").click()
    look(kaj, "kaj-stiller-forslag")
    propose(kaj, count="2", starts="1.8.2027", why="Færre timer på hverdagene.")

    # Inger finds it from the child's page, and sees what it means in kroner.
    inger.goto("/")
    inger.get_by_role("link", name="Noah").first.click()
    inger.get_by_role("link", name="Kontrakt og aftale om opgaven").click()
    expect(inger.get_by_text("Venter på jer").first).to_be_visible()
    look(inger, "inger-ser-hvad-der-er-aftalt")
    inger.goto(talk)
    money = inger.locator(".effect").first
    expect(money).to_contain_text("−15.636,00 kr.")
    expect(money).to_contain_text("−187.632,00 kr.")
    look(inger, "inger-ser-virkningen")

    # She brings a companion, and answers with another proposal.
    inger.locator("summary", has_text="Tag en bisidder").click()
    inger.get_by_label("Navn").fill("Ulla Bro")
    inger.get_by_label("Det er vores bisidder").check()
    inger.get_by_role("button", name="Tilføj").click()
    expect(inger.get_by_text("Ulla Bro")).to_be_visible()
    inger.get_by_role("link", name="Svar med et andet forslag").click()
    propose(inger, count="4", starts="1.8.2027", why="Han er hjemme hver weekend.")
    expect(inger.get_by_role("heading", name=re.compile("^Modforslag"))).to_be_visible()
    accept(inger, look, "inger")

    # Kaj sees the companion and the counter-proposal, and accepts it.
    kaj.goto(talk)
    expect(kaj.get_by_text("Ulla Bro")).to_be_visible()
    look(kaj, "kaj-ser-modforslaget")
    accept(kaj, look, "kaj")

    # Both download the same PDF; the hash can be checked by anybody; the old version is still there.
    for page in (inger, kaj):
        page.reload()
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Hent som PDF").click()
        assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF")
    look(inger, "inger-har-aftalt")
    inger.get_by_role("link", name="Tjek kontrolsummen").click()
    expect(inger.get_by_role("heading", name="Aftalen findes")).to_be_visible()
    look(inger, "kontrolsummen")
    inger.goto(contract)
    expect(inger.get_by_text("Derefter er der aftalt en ny version")).to_be_visible()
    inger.get_by_role("link", name="Version 2", exact=True).click()
    expect(inger.get_by_text("Gælder nu").or_(inger.get_by_text("Afløst")).first).to_be_visible()
    inger.goto(f"{contract}sammenlign/?fra=2&til=4")
    expect(inger.locator(".changes")).to_contain_text("Antal vederlag")
    look(inger, "inger-sammenligner")


def test_two_people_at_once_lose_nothing(enter: Enter, look: Look) -> None:
    anne, jens = enter("Anne Bak"), enter("Jens Bak", wide=True)
    anne.goto("/")
    anne.get_by_role("link", name="Emil").first.click()
    anne.get_by_role("link", name="Kontrakt og aftale om opgaven").click()
    anne.get_by_role("link", name="Plejekontrakt").click()
    anne.get_by_role("link", name="Væsentlig ændring, ingen kunne forudse").click()
    look(anne, "anne-forhandler")
    talk = steps.path_of(anne)
    for page in (anne, jens):
        page.goto(f"{talk}forslag/")
    propose(anne, count="8", starts="1.9.2027", why="Nætterne er hårde.")
    expect(anne.get_by_text("Forslaget er sendt.")).to_be_visible()
    propose(jens, count="9", starts="1.9.2027", why="En af os må gå ned i tid.")
    expect(jens.get_by_role("alert")).to_contain_text("Der er kommet et andet forslag")
    expect(jens.get_by_label("Antal vederlag")).to_have_value("9")
    look(jens, "jens-faar-det-at-vide")
    jens.get_by_role("button", name="Send forslaget").click()
    for why in ("Nætterne er hårde.", "En af os må gå ned i tid."):
        expect(jens.get_by_text(why)).to_be_visible()
