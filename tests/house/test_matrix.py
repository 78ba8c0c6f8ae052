"""The generated matrix (trust programme A1): every route × method × role × relation, against a hand-written table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db.models import Q
from django.test import Client

from plejebro.access import registry
from plejebro.accounts.actions import create_account, grant_platform_role
from plejebro.accounts.enums import PlatformRoleKind
from plejebro.cli.story import PASSWORD
from tests.cast import Cast, Someone
from tests.house import canary, expected, headers
from tests.house.objects import NoObject, Target, targets
from tests.house.walk import ABSENT, HAT, METHOD, OPEN, REFUSED, THEIRS, Route, ask, quiet, routes, wanted

__all__ = ["quiet"]

# Addresses of libraries with a secret part: what they answer is the library's, so they are asked with a wrong one.
WRONG = "forkert"
# The walk in so many tests, for two cores to share.
PARTS = 8
# An empty form names nobody to log in as.
NOTHING_WITHOUT_CONTENT = {("POST", "accounts:demo_login")}


@dataclass
class Matrix:
    """The cells that were asked, and those where house and table disagree."""

    cells: int = 0
    mismatches: list[str] = field(default_factory=list)
    without_object: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    rules: list[canary.Rule] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)
    seen: int = 0

    def compare(self, route: Route, method: str, who: str, target: Target, client: Client) -> None:
        """Asks one cell."""
        self.cells += 1
        should = wanted(route, who, target)
        does = ask(
            client, method, route, target, lambda answer: self._look(f"{method} {route.name} {target.key}", who, answer)
        )
        same = does == should or (does == METHOD and should in (OPEN, REFUSED, ABSENT))
        # Somebody without a hat is sent to choose one also from pages that are open to all.
        same = same or (does == HAT and should == OPEN and route.access is not None and not route.access.needs_hat)
        same = (
            same or (should == THEIRS and not does.startswith("an error")) or (method, route.name) in NOTHING_WITHOUT_CONTENT
        )
        if not same and not _secret_is_wrong(route, should, does):
            self.mismatches.append(f"{method} {route.name} {target.key} as {who}: {does}, should be {should}")

    def _look(self, cell: str, who: str, answer: Any) -> None:
        self.seen += 1
        if " gallery " in cell:  # shows our components with invented text of their own
            return
        text = canary.text_of(answer)
        if cell.startswith("POST placements:cpr") and answer.status_code == 200:
            text = canary.without_number(text, self.numbers[cell.rsplit(" ", 1)[-1]])
        for marker in canary.leaks(self.rules, who, text):
            self.leaks.append(f"{cell} as {who}: {marker}")
        wrong = headers.wrong(answer)
        if wrong:
            self.leaks.append(f"{cell} as {who}: headers {wrong}")


def _secret_is_wrong(route: Route, should: str, does: str) -> bool:
    return bool(route.parts) and _has_secret(route) and should == OPEN and does == ABSENT


def _has_secret(route: Route) -> bool:
    """Whether the route was asked with a wrong secret."""
    return route.access is not None and route.access.kind in ("public", "login", "demo")


@pytest.fixture
def browsers(cast: Cast) -> dict[str, Client]:
    """A browser for everybody in the table, and one for nobody in particular."""
    for key, role in (("union", PlatformRoleKind.UNION_ADVISER), ("analyst", PlatformRoleKind.ANALYST)):
        user = create_account(actor=None, email=f"{key}@eksempel.dk", full_name=key.title(), password=PASSWORD, is_demo=True)
        grant_platform_role(actor=None, user=user, role=role, starts=cast.today)
        cast._told.users[key] = user
    people = {key: Someone(key, cast._told.users[key].pk) for key in expected.ROLES}
    return {"anonymous": Client(), **{key: person.client() for key, person in people.items()}}


def walk(cast: Cast, browsers: dict[str, Client], some: Iterable[Route]) -> Matrix:
    """Asks every cell of `some` routes."""
    matrix = Matrix(rules=canary.rules(cast), numbers=canary.numbers(cast))
    for route in some:
        if route.access is None:
            matrix.mismatches.append(f"{route.name} is unclassified")
            continue
        try:
            things = list(targets(cast, route.name, list(route.parts), route.kind))
        except NoObject as missing:
            if not _has_secret(route):
                matrix.without_object.append(str(missing))
                continue
            things = [Target("", "", dict.fromkeys(route.parts, _wrong(route)))]
        methods = _methods(route, things, browsers)
        for target in things:
            for who in sorted(expected.asked_about(target.kind, target.key)):
                for method in methods:
                    matrix.compare(route, method, who, target, browsers[who])
    return matrix


def _methods(route: Route, things: list[Target], browsers: dict[str, Client]) -> list[str]:
    """The methods the page knows at all, found out by somebody who is let in: the others need not be asked by all."""
    for target in things:
        for who, client in browsers.items():
            if wanted(route, who, target) == OPEN:
                return [method for method in ("GET", "POST") if ask(client, method, route, target) != METHOD]
    return ["GET", "POST"]


def _wrong(route: Route) -> object:
    import uuid

    return uuid.UUID(int=7) if any(part.endswith("_id") for part in route.parts) else WRONG


def test_every_page_says_who_may_come() -> None:
    assert [route.name for route in routes() if route.access is None] == []


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_lets_in_exactly_whom_the_table_says(
    part: int, cast: Cast, browsers: dict[str, Client], caplog: pytest.LogCaptureFixture
) -> None:
    """The same walk looks at every answer: no marker of a protected child or of the other municipality's (B1, B10)."""
    matrix = walk(cast, browsers, routes()[part::PARTS])
    print(f"\nmatrix, part {part + 1} of {PARTS}: {matrix.cells} cells, {len(matrix.mismatches)} mismatches")
    print(f"canary: {matrix.seen} answers, {len(matrix.leaks)} leaks")
    assert matrix.without_object == []
    assert canary.leaks(matrix.rules, "the log", caplog.text) == []
    wrong = [f"{number} × {line}" for line, number in Counter(matrix.mismatches).most_common()]
    assert not wrong and not matrix.leaks, "\n".join(["", *wrong[:80], *matrix.leaks[:40]])
    assert matrix.cells > 5000 / PARTS


def test_the_matrix_sees_a_door_that_was_left_open(
    cast: Cast, browsers: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry._facts, "adviser_of_placement", lambda viewer: Q(pk__isnull=False))
    placement = [route for route in routes() if route.name == "web:placement"]
    found = walk(cast, browsers, placement).mismatches
    assert any("as tove: open, should be not found (404)" in line for line in found), found[:5]


def test_outsiders_are_rich(cast: Cast) -> None:
    """Every case worker or parent who is refused somewhere has something of the same kind (A10)."""
    for who in (
        "inger",
        "karen",
        "lise",
        "ruth",
        "mona",
        "sara",
        "nadia",
        "mette",
        "hanne",
        "bo",
        "ole",
        "birgit",
        "peter",
        "rikke",
        "jens_falk",
    ):
        assert any(who in people for _, ties in expected.PLACEMENTS.values() for people in ties.values()), who
