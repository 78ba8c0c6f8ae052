"""Every page a role can reach by links from its home: it answers, reads well by machine, and fits a phone and a desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import PHONE, WIDE, House

pytestmark = pytest.mark.journey

MOST_PAGES = 25
TWICE = ("/anbringelser/<id>/", "/henvendelser/<id>/")
DOWNLOADS = re.compile(
    r"/(hent|pdf|udskrift|eksempel|fil/[^/]+|dokument/[^/]+|reservekoder/hent|recovery-codes/download)/?$"
    r"|/regneark/?$|\.(csv|do|ics|json|pdf|sps|toml|xlsx)$"
)
ROLES = {
    "familie": "Inger Dahl",
    "familie-uden-kommune": "Mona Vind",
    "raadgiver": "Sara Lund",
    "konsulent": "Mette Holm",
    "teamleder": "Hanne Gram",
    "afdelingsleder": "Birgit Sand",
    "administrator": "Tove Bruun",
    "drift": "Dorte Vinther",
    "uden-login": None,
}
# A page that looks different to each role is checked once for each of them, any other page once in all.
OWN_FACE = ("/", "/anbringelser/<id>/", "/henvendelser/<id>/", "/anbringelser/<id>/ny-henvendelse/")
_checked: set[tuple[str, str]] = set()


def pattern_of(path: str) -> str:
    """`/anbringelser/<id>/` for the address of one placement."""
    path = re.sub(r"/resultat/(family|municipality)/[^/]+/$", "/resultat/<side>/<key>/", path)
    return re.sub(r"/(?:[0-9a-f]{8}-[0-9a-f-]{27}|\d+)(?=/)", "/<id>", path)


def links_of(page: Page, base: str) -> list[str]:
    """Addresses of our own pages linked from this one, in the order they stand."""
    if urlsplit(page.url).path == "/demo/udbakke/":
        return []  # other people's letters: their links are not this role's
    found = page.eval_on_selector_all("a[href]", "links => links.map(a => a.getAttribute('href'))")
    own = [urljoin(page.url, address) for address in found]
    return [
        urlsplit(address).path
        for address in own
        if address.startswith(base) and not DOWNLOADS.search(urlsplit(address).path)
    ]


def visit(page: Page, path: str, role: str, look: Callable[[Page, str], None]) -> list[str]:
    """Opens the page at phone width, widens it, and says what is wrong."""
    wrong = []
    pattern = pattern_of(path)
    page.set_viewport_size(PHONE)
    answer = page.goto(path)
    if answer is None or answer.status != 200:
        return [f"{role} {path}: {answer.status if answer else 'no answer'}"]
    key = (pattern, role if pattern in OWN_FACE else "")
    name = f"{role}{pattern.replace('/', '_').replace('<id>', 'x').rstrip('_')}"
    for size in (PHONE, WIDE):
        page.set_viewport_size(size)
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if overflow > 1:
            wrong.append(f"{role} {path} scrolls {overflow} px sideways at {size['width']}")
        elif key not in _checked:
            try:
                look(page, name)
            except AssertionError as error:
                wrong.append(str(error).split("\nassert")[0])
    _checked.add(key)
    return wrong


def _first_old(waiting: list[str]) -> int:
    """Where the pages that are already checked begin in the queue."""
    return next((n for n, path in enumerate(waiting) if (pattern_of(path), "") in _checked), len(waiting))


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role_answers_and_is_accessible(
    role: str, enter: Callable[..., Page], look: Callable[[Page, str], None], house: House
) -> None:
    page = enter(ROLES[role])
    waiting, seen, wrong, visited = ["/"], {}, [], 0
    known = {"/"}
    while waiting and visited < MOST_PAGES:
        path = waiting.pop(0)
        pattern = pattern_of(path)
        if seen.get(pattern, 0) >= (2 if pattern in TWICE else 1):
            continue
        seen[pattern] = seen.get(pattern, 0) + 1
        visited += 1
        wrong += visit(page, path, role, look)
        for link in links_of(page, house.url):
            if link not in known:
                known.add(link)
                # What another role has been checked on comes last, so that the bound is spent on new pages.
                waiting.insert(len(waiting) if (pattern_of(link), "") in _checked else _first_old(waiting), link)
    print(f"{role}: {visited} pages, {sorted(seen)}")
    assert visited >= (6 if ROLES[role] else 5)
    assert not wrong, "\n".join(wrong)
