"""A part of one thing is not reached through another: an own case's address with the id of a part of another case in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from plejebro.agreements.models import Negotiation
from plejebro.agreements.views import negotiations
from tests.cast import Cast
from tests.house.objects import TABLES, NoObject, Target, targets
from tests.house.walk import ABSENT, METHOD, OPEN, REFUSED, Route, ask, quiet, routes, wanted

__all__ = ["quiet"]

# The parts that are ids of something below the thing; a number or a word means another of the same in each thing.
_BELOW = 2


def crossings(cast: Cast, route: Route) -> Iterator[tuple[str, Target]]:
    """Somebody who may open the route for one thing, and that thing's address with the parts of another in it."""
    try:
        found = [target for target in targets(cast, route.name, list(route.parts), route.kind) if target.key]
    except NoObject:
        return
    table = TABLES.get(route.kind, {})
    main = next((part for part in route.parts if part in ("public_id", f"{route.kind}_id")), None)
    if main is None or sum(isinstance(value, UUID) for value in (found[0].values.values() if found else ())) < _BELOW:
        return
    for target in found[:2]:
        for key in (key for key in table if key != target.key):
            thing = cast.thing(key if route.kind == "placement" else f"{route.kind}:{key}")
            mixed = Target(route.kind, key, {**target.values, main: thing.public_id})
            who = next((who for who in _people(route.kind, key) if wanted(route, who, mixed) == OPEN), None)
            if who is not None:
                yield who, mixed


def _people(kind: str, key: str) -> list[str]:
    from tests.house import expected

    return sorted(expected.asked_about(kind, key) - {"anonymous"})


def _client(cast: Cast, clients: dict[str, Client], who: str) -> Client | None:
    if who not in clients:
        if who not in cast._told.users:
            return None
        clients[who] = getattr(cast, who).client()
    return clients[who]


def cross(cast: Cast, some: list[Route]) -> tuple[int, set[str], list[str]]:
    """Asks every crossing of `some` routes: how many, on which routes, and those that were let in."""
    clients: dict[str, Client] = {}
    asked, wrong, walked = 0, [], set()
    for route in some:
        for who, mixed in crossings(cast, route):
            client: Any = _client(cast, clients, who)
            if client is None:
                continue
            for method in ("GET", "POST"):
                does = ask(client, method, route, mixed)
                asked += 1
                walked.add(route.name)
                if does not in (ABSENT, REFUSED, METHOD):
                    wrong.append(f"{method} {route.name} of {mixed.key} as {who}: {does}")
    return asked, walked, wrong


def test_no_part_of_one_thing_is_reached_through_another(cast: Cast) -> None:
    asked, walked, wrong = cross(cast, routes())
    print(f"\ncrossings: {asked} asked on {len(walked)} routes, {len(wrong)} let in")
    assert wrong == []
    assert asked > 100


def test_the_crossing_sees_a_negotiation_found_without_its_contract(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def found_anywhere(contract: Any, negotiation_id: UUID) -> Negotiation:
        row = Negotiation.objects.get(public_id=negotiation_id)
        row.contract = contract
        return row

    monkeypatch.setattr(negotiations, "negotiation_of", found_anywhere)
    _, _, wrong = cross(cast, [route for route in routes() if route.name == "agreements:negotiation"])
    assert wrong
