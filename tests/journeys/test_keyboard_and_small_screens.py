"""By keyboard alone, on the narrowest phone, and on a page enlarged to twice its size."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps

pytestmark = pytest.mark.journey

NARROWEST = {"width": 320, "height": 640}


def outlined(page: Page) -> bool:
    """Whether the element in focus shows that it is."""
    return bool(
        page.evaluate(
            "() => { const s = getComputedStyle(document.activeElement);"
            "return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none'; }"
        )
    )


def test_the_keyboard_alone_is_enough(enter: Callable[..., Page]) -> None:
    page = enter("Inger Dahl", wide=True)
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Gå til indholdet")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    assert outlined(page)
    page.keyboard.press("Enter")
    expect(page.locator("#indhold")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")
        assert outlined(page), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")

    # A question sent without touching the mouse.
    steps.begin_enquiry(page, "Noah", topic="Andet", title="Med tastatur", text="Kan man nøjes med tasterne?")
    page.get_by_label("Hvad vil du spørge om?").focus()
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "send":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/henvendelser/*/*")
    expect(page.get_by_role("heading", level=1)).to_have_text("Med tastatur")


# What can be pressed in the page itself and is lower or narrower than 24 px; a link among other words may be (WCAG 2.5.8).
SMALL = """() => [...document.querySelectorAll(
  'main :is(a[href], button, select, summary, input:not([type=hidden]):not([type=radio]):not([type=checkbox]))'
)].filter(e => {
  const box = e.getBoundingClientRect();
  const words = [...e.parentElement.childNodes].some(n => n.nodeType === 3 && n.textContent.trim().length > 1);
  const among = words && getComputedStyle(e).display === 'inline';
  const least = e.matches('button, .button, select, summary') ? 43.5 : 24;
  return box.width && !among && (box.height < least || box.width < 24);
}).map(e => `${e.tagName} ${e.textContent.trim().slice(0, 40)}`)"""


@pytest.mark.parametrize("name", ["Inger Dahl", "Sara Lund", "Bo Rask", "Tove Bruun"])
def test_what_can_be_pressed_is_large_enough_for_a_finger(name: str, enter: Callable[..., Page]) -> None:
    page = enter(name)
    for path in pages_of(page):
        page.goto(path)
        assert page.evaluate(SMALL) == [], path


def test_on_paper_there_is_what_happened_and_nothing_to_press(enter: Callable[..., Page]) -> None:
    page = enter("Inger Dahl")
    steps.child(page, "Noah")
    thread = page.get_by_role("link", name="Aflastning i uge 7").first.get_attribute("href")
    page.set_viewport_size({"width": 680, "height": 960})
    for path in (steps.path_of(page), thread):
        page.emulate_media(media="screen")
        page.goto(path)
        page.emulate_media(media="print")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        for hidden in ("header.top", "nav.tabs", ".demo-strip", "footer.foot"):
            expect(page.locator(hidden)).to_be_hidden()
        assert page.locator("main :is(button, .button, input, textarea, summary):visible").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 1


def pages_of(page: Page) -> list[str]:
    """The home page, the first placement or employee on it, and what stands in the menu."""
    page.goto("/")
    first = page.locator("main a[href^='/anbringelser/'], main a[href^='/medarbejdere/']").first.get_attribute("href")
    menu = page.locator("nav.tabs a").evaluate_all("links => links.map(a => a.getAttribute('href'))")
    return list(dict.fromkeys(["/", first, *menu]))


@pytest.mark.parametrize("name", ["Inger Dahl", "Sara Lund", "Bo Rask", "Tove Bruun"])
def test_nothing_is_cut_off_on_the_narrowest_screen_and_at_twice_the_size(name: str, enter: Callable[..., Page]) -> None:
    page = enter(name)
    page.set_viewport_size(NARROWEST)
    for path in pages_of(page):
        page.goto(path)
        for size in ("100%", "200%"):
            # Text at twice its size (WCAG 1.4.4): the root is 10 px, so twice is 20; 320 px is 1280 enlarged four times.
            page.set_viewport_size(NARROWEST if size == "100%" else {"width": 640, "height": 640})
            page.evaluate("size => { document.documentElement.style.fontSize = size }", "" if size == "100%" else "20px")
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 1, f"{name} {path} scrolls {over} px sideways at {size}"
