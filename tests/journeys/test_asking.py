"""The main job on a phone: a question with a photo, asked back, answered, accepted; and found again by both."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps

pytestmark = pytest.mark.journey

Enter = Callable[..., Page]
Look = Callable[[Page, str], None]
DUE = re.compile(r"Aftalt svarfrist: (\w+ \d+\. \w+) \((\d+) hverdage tilbage\)")


def test_a_foster_parent_asks_with_a_photo_and_gets_an_answer_both_can_find_again(
    enter: Enter, look: Look, tmp_path: Path
) -> None:
    inger, mette = enter("Inger Dahl"), enter("Mette Holm")

    # Inger asks, with a photo from her phone, and is told by when she has an answer.
    title = "Ny seng til Noah"
    steps.begin_enquiry(inger, "Noah", topic="Andet", title=title, text="Sengen er knækket. Se billedet.")
    inger.get_by_label(re.compile("^Filer")).set_input_files(steps.photo_from_phone(tmp_path))
    look(inger, "inger-skriver")
    promised = inger.get_by_text(re.compile(r"Aftalt svarfrist:")).inner_text()
    steps.send(inger)
    thread = steps.path_of(inger)
    due = DUE.search(inger.locator(".clock").inner_text())
    assert due, inger.locator("main").inner_text()
    assert due[2] == "5" and due[1] in promised
    look(inger, "inger-har-sendt")

    # The photo is kept, what the phone wrote into it is not.
    with inger.expect_download() as waiting:
        inger.get_by_role("link", name=re.compile(r"briller\.jpg")).click()
    kept = Path(waiting.value.path()).read_bytes()
    assert steps.exif_of(kept) == {} and b"Telefonmager" not in kept

    # Mette finds it among what waits, and asks back: the clock stands still.
    mette.goto("/henvendelser/")
    mette.get_by_role("link", name=title).click()
    steps.write(mette, "Hvor bred må den nye være?", kind="Spørg familien")
    expect(mette.locator(".clock")).to_contain_text("Venter på familien")
    look(mette, "mette-har-spurgt")

    # Inger is told that it is her turn, and replies: the clock goes on with the same date.
    inger.goto("/")
    inger.get_by_role("link", name=title).first.click()
    expect(inger.locator(".clock")).to_contain_text("Venter på jer")
    assert steps.path_of(inger) == thread
    steps.write(inger, "90 cm passer.")
    assert DUE.search(inger.locator(".clock").inner_text())[1] == due[1]  # type: ignore[index]

    # Mette answers, Inger accepts.
    mette.goto(thread)
    steps.write(mette, "I må købe en seng til 3.000 kr. og sende regningen.", kind="Svar")
    inger.goto(thread)
    look(inger, "inger-har-faaet-svar")
    inger.get_by_label(re.compile("aftal", re.I)).first.fill("Kommunen betaler en seng på 90 cm, højst 3.000 kr.")
    inger.get_by_role("button", name="Ja, godtag svaret").click()
    expect(inger.get_by_text(re.compile("^Afsluttet")).first).to_be_visible()

    # Both find what was agreed on the child's page.
    for page, name in ((inger, "inger"), (mette, "mette")):
        page.goto(thread)
        page.get_by_role("link", name="Noah").first.click()
        agreed = page.get_by_role("region", name="Det har vi aftalt")
        expect(agreed).to_contain_text("Kommunen betaler en seng på 90 cm")
        look(page, f"{name}-finder-det-aftalte")


def test_a_consultant_closes_with_what_was_agreed(enter: Enter) -> None:
    per, mette = enter("Per Dahl"), enter("Mette Holm", wide=True)
    steps.begin_enquiry(per, "Noah", topic="Ferie", title="Ferie i uge 28", text="Må vi tage til Norge i uge 28?")
    steps.send(per)
    mette.goto(steps.path_of(per))
    mette.locator("summary", has_text="Afslut med det aftalte").click()
    box = mette.locator("details[open]")
    box.get_by_role("textbox").fill("Noah må komme med til Norge i uge 28.")
    box.get_by_role("button", name="Afslut henvendelsen").click()
    expect(mette.get_by_role("heading", name="Det aftalte vi")).to_be_visible()
    per.reload()
    expect(per.locator(".card.agreed")).to_contain_text("Noah må komme med til Norge i uge 28.")


def test_an_enquiry_can_be_sent_and_read_without_javascript(enter: Enter) -> None:
    page = enter("Inger Dahl", javascript=False)
    steps.begin_enquiry(page, "Noah", topic="Samvær", title="Uden script", text="Kan man sende uden JavaScript?")
    page.get_by_role("button", name="Gem kladde").click()
    expect(page.get_by_text("Kladden er gemt. Den er ikke sendt.")).to_be_visible()
    expect(page.get_by_label("Overskrift")).to_have_value("Uden script")
    steps.send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Uden script")
    steps.write(page, "Og svare i tråden?")
    page.goto("/henvendelser/")
    expect(page.get_by_role("link", name="Uden script")).to_be_visible()
