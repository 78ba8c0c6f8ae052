"""Reads the data once and answers what stood on a given day."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final

from plejebro.law.types import KINDS, ROUTES, Applies, Kind, Regime, Route, Rule

FIRST_DAY: Final = date(2011, 1, 1)
_LAST: Final = date.max
_BASES: Final = {"basis_return_home": "return_home", "basis_contact": "contact", "basis_K7": "K7"}


@dataclass(frozen=True)
class RightRow:
    """A right as it stood within one period. `routes` empty: on every route, also when none is chosen."""

    who: str
    right: str
    kinds: tuple[str, ...]
    routes: tuple[str, ...]
    basis: tuple[str, ...]
    deadline: str | None
    why: str
    min_age: int | None
    below_age: int | None


@dataclass(frozen=True)
class Day:
    """Everything that stood between two changes of the law."""

    regime: Regime
    routes: Mapping[str, Route]
    rules: tuple[Rule, ...]
    rights: tuple[RightRow, ...]


class Catalogue:
    """The law as data from 1 January 2011. Raises ValueError at the start when the data has a gap or an unknown word."""

    def __init__(self, documents: Mapping[str, Mapping[str, Any]]) -> None:
        self.regimes: tuple[Regime, ...] = tuple(_regime(row) for row in documents["regimes"]["regime"])
        self._acts = {row["short"]: row["versions"] for row in documents["acts"]["act"]}
        self._routes: list[dict[str, Any]] = documents["routes"]["route"]
        self._rights: list[dict[str, Any]] = documents["rights"]["right"]
        self._requirements: list[dict[str, Any]] = sorted(
            (
                row
                for name, document in documents.items()
                if name.startswith("requirements")
                for row in document["requirement"]
            ),
            key=lambda row: str(row["id"]),
        )
        self.ids: tuple[str, ...] = tuple(row["id"] for row in self._requirements)
        self._cuts = sorted(set(self._changes()))
        self._days: dict[date, Day] = {}
        for cut in self._cuts:
            self._days[cut] = self._build(cut)

    def on(self, day: date) -> Day:
        """What stood on `day`; ValueError before 2011, where the data does not reach."""
        return self._days[self.last_change(day)]

    def last_change(self, day: date) -> date:
        """The first day of the stretch without changes that `day` lies in; ValueError before 2011."""
        if day < FIRST_DAY:
            raise ValueError(f"no data before {FIRST_DAY}")
        return self._cuts[bisect_right(self._cuts, day) - 1]

    def _changes(self) -> Iterable[date]:
        """The days on which anything the data knows of became different."""
        periods = [
            *({"from": regime.starts} for regime in self.regimes),
            *(period for row in self._requirements for period in row["period"]),
            *(period for row in self._rights for period in row["periods"]),
            *(version for versions in self._acts.values() for version in versions),
            *(row for row in self._routes if "from" in row),
        ]
        for period in periods:
            yield max(period["from"], FIRST_DAY)
            if period.get("to"):
                yield period["to"] + timedelta(days=1)

    def _build(self, day: date) -> Day:
        regime = next(regime for regime in self.regimes if regime.starts <= day <= (regime.ends or _LAST))
        return Day(
            regime=regime,
            routes={row["code"]: _route(row, regime, day) for row in self._routes},
            rules=tuple(self._rule(row, day) for row in self._requirements),
            rights=tuple(_right(row, period) for row in self._rights for period in row["periods"] if _holds(period, day)),
        )

    def _rule(self, row: dict[str, Any], day: date) -> Rule:
        periods = [period for period in row["period"] if _holds(period, day)]
        if len(periods) != 1:
            raise ValueError(f"{row['id']} has {len(periods)} periods on {day}")
        period = periods[0]
        bases = {"move": tuple(period["basis"])}
        bases |= {name: tuple(period[key]) for key, name in _BASES.items() if key in period}
        return Rule(
            id=row["id"],
            name=row["name"],
            plain=period.get("plain", row["plain"]),
            applies_to=row["applies_to"],
            proof=row["proof"],
            consequence=tuple(row["consequence"]),
            consequence_source=row.get("consequence_source", ""),
            confidence=row["confidence"],
            due=row["due"],
            after_days=row.get("after_days", 0),
            only_if=row.get("only_if", ""),
            applies={kind: _cells(period[kind], row["id"]) for kind in KINDS},
            bases=bases,
            known_exceptions=tuple(period.get("exceptions", ())),
            min_age=period.get("min_age"),
            below_age=period.get("below_age"),
            party_age=period.get("party_age"),
            unclear=row.get("unclear", {}),
            note=" ".join(text for text in (row.get("note", ""), period.get("note", "")) if text),
            old_papers=row.get("old_papers", False),
            sources=tuple(
                dict.fromkeys(url for basis in bases.values() for text in basis if (url := self._address(text, day)))
            ),
        )

    def _address(self, basis: str, day: date) -> str:
        """The official address of the act a paragraph stands in, as consolidated on `day`; empty where none is known."""
        found = ""
        for version in self._acts.get(re.split(r"[ §]", basis)[0], ()):
            if version["from"] <= day:
                found = version["url"]
        return found


def _holds(period: Mapping[str, Any], day: date) -> bool:
    return bool(period["from"] <= day <= period.get("to", _LAST))


def _cells(value: str | dict[str, Applies], requirement: str) -> dict[str, Applies]:
    cells: dict[str, Any] = dict.fromkeys(ROUTES, value) if isinstance(value, str) else value
    if set(cells) != set(ROUTES) or not set(cells.values()) <= {"ja", "nej", "uklart"}:
        raise ValueError(f"{requirement}: {value}")
    return cells


def _regime(row: Mapping[str, Any]) -> Regime:
    return Regime(row["code"], row["act"], row["from"], row.get("to"), row["about"], row.get("old_papers", ""))


def _route(row: Mapping[str, Any], regime: Regime, day: date) -> Route:
    kinds: tuple[Kind, ...] = tuple(row["kinds"])
    return Route(
        code=row["code"],
        name=row["name"],
        trigger=row["trigger"],
        who_decides=row["who_decides"],
        confidence=row["confidence"],
        kinds=kinds,
        basis=tuple(row["basis"][regime.code]),
        deciding_facts=tuple(row["deciding_facts"]),
        note=row.get("note", ""),
        absent=row["before"] if day < row.get("from", FIRST_DAY) else "",
    )


def _right(row: Mapping[str, Any], period: Mapping[str, Any]) -> RightRow:
    return RightRow(
        who=row["who"],
        right=row["right"],
        kinds=tuple(row["kinds"]),
        routes=tuple(row.get("routes", ())),
        basis=tuple(period["basis"]),
        deadline=period.get("deadline", row.get("deadline")) or None,
        why=" ".join(text for text in (row["why"], period.get("note", "")) if text),
        min_age=period.get("min_age"),
        below_age=period.get("below_age"),
    )


@cache
def catalogue() -> Catalogue:
    """The shipped data, read at first use."""
    folder = files("plejebro.law") / "data"
    documents = [entry for entry in folder.iterdir() if entry.name.endswith(".toml")]
    return Catalogue({entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text("utf-8")) for entry in documents})


def requirement_ids() -> tuple[str, ...]:
    """R01 to R42, in order."""
    return catalogue().ids


def requirement(identifier: str, on: date) -> Rule:
    """One requirement as it stood on a day; KeyError for an unknown id, ValueError before 2011."""
    day = catalogue().on(on)
    try:
        return day.rules[catalogue().ids.index(identifier)]
    except ValueError as error:
        raise KeyError(identifier) from error


def routes(on: date) -> tuple[Route, ...]:
    """K1 to K7 as they stood on a day; ValueError before 2011."""
    return tuple(catalogue().on(on).routes.values())


def regime_on(day: date) -> Regime:
    """The period of the law that a decision of `day` falls in; ValueError before 2011."""
    return catalogue().on(day).regime
