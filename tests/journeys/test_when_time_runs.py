"""Nobody answers: the reminder, the leader's notice, the late text, and the family's step up the ladder."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps

pytestmark = pytest.mark.journey

TITLE = "Supervision til foråret"
TEXT = "Hvem kan give os supervision om søvn?"


def forward(page: Page, button: str) -> None:
    """Moves the demo's clock by its own page."""
    page.goto("/demo/ur/")
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text(re.compile("Uret er stillet"))).to_be_visible()


def test_an_enquiry_nobody_answers_is_reminded_of_and_passed_over(
    enter: Callable[..., Page], look: Callable[[Page, str], None]
) -> None:
    karen, bo = enter("Karen Toft"), enter("Bo Rask", wide=True)
    steps.begin_enquiry(karen, "Liv", topic="Støtte og supervision", title=TITLE, text=TEXT)
    steps.send(karen)
    thread = steps.path_of(karen)
    number = re.search(r"PB-[A-Z0-9-]+", karen.locator(".lead").inner_text())
    assert number, karen.locator(".lead").inner_text()
    case = number[0]

    # Two working days before the date the one who owes the answer is reminded.
    for _ in range(8):
        forward(bo, "En dag frem")
        letters = [row for row in all_letters(bo) if case in row]
        if any("venter på svar fra dig" in row for row in letters):
            break
    reminders = [row for row in letters if "venter på svar fra dig" in row and "mette" in row.lower()]
    assert reminders, letters
    karen.goto(thread)
    expect(karen.locator(".clock")).to_contain_text("tilbage")

    # Past the date: the leader has a notice and sees it on the home page, and the family reads how late it is.
    forward(bo, "En uge frem")
    letters = [row for row in all_letters(bo) if case in row]
    assert any("bo.rask" in row.lower() or "bo@" in row.lower() for row in letters), letters
    assert not [row for row in letters if re.search(r"Liv\b|Karen|Toft|upervision|søvn", row.split("Til ", 1)[0])], letters
    karen.reload()
    expect(karen.locator(".clock")).to_contain_text(re.compile("over den aftalte frist|frist er overskredet"))
    bo.goto("/")
    look(bo, "leder-hjem")

    # Karen goes a step up; it stands in the thread with the date, for both sides.
    ladder = karen.get_by_role("region", name="Hvis der ikke bliver svaret")
    ladder.get_by_role("textbox").fill("Vi har ventet længe.")
    ladder.get_by_role("button", name=re.compile("^Gå op til")).click()
    expect(karen.get_by_text("I er gået et trin op.")).to_be_visible()
    expect(ladder.locator(".ladder .taken").nth(1)).to_contain_text("Teamleder")
    look(karen, "karen-er-gaaet-op")
    bo.goto("/henvendelser/?vis=alle")
    bo.goto("/")
    bo.get_by_role("link", name=TITLE).first.click()
    expect(bo.get_by_text("Vi har ventet længe.")).to_be_visible()
    look(bo, "leder-ser-trinet")


def all_letters(page: Page) -> list[str]:
    """The letters in the outbox, newest first, as text."""
    page.goto("/demo/udbakke/")
    return page.locator("main .card li").all_inner_texts()
