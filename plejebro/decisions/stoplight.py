"""The stop-light: does something that has come in stop the move, and which deadlines run? Pure; the rules are data.

`data/stoplight.toml` holds one row per rule with its paragraphs and the days it holds, so that a jurist can read it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, Literal

from plejebro.kernel.workdays import is_working_day

Answer = Literal["ja", "nej", "uklart"]
ASK_A_LAWYER: Final = "Uafklaret: spørg en jurist."
# The routes on which the committee, its chair or the youth-crime board decides whether; on the others the municipality.
BY_COMMITTEE: Final = ("K2", "K4", "K6", "K7")


@dataclass(frozen=True)
class Case:
    """What the rules need to know of a case. `age` is in whole years at the decision; `decided` may be planned."""

    kind: str
    route: str
    decided: date
    age: int


@dataclass(frozen=True)
class Incoming:
    """A complaint or a request for a review. `what` is "complaint" or "review"; an empty date has not come."""

    what: str
    about: str
    received: date
    forwarded: date | None = None
    settled: date | None = None
    label: str = ""


@dataclass(frozen=True)
class Suspension:
    """Whether it stops the move, whether deciding on immediate execution lifts that, and by what law."""

    answer: Answer
    immediate: Answer
    basis: tuple[str, ...]
    why: str
    note: str


@dataclass(frozen=True)
class Deadline:
    """A deadline. `on` is None when it is in words, or what it counts from has not happened (`waits_for`)."""

    id: str
    name: str
    who: str
    on: date | None
    hard: bool
    basis: tuple[str, ...]
    words: str
    note: str
    waits_for: str

    @property
    def is_unclear(self) -> bool:
        """Whether a jurist must be asked."""
        return self.note.startswith("Uafklaret")


@dataclass(frozen=True)
class Light:
    """The answer at the top: may the child be moved as things stand? `state` is red, amber or green."""

    state: Literal["red", "amber", "green"]
    headline: str
    reasons: tuple[tuple[str, Suspension], ...]


@lru_cache(maxsize=1)
def tables() -> Mapping[str, list[dict[str, Any]]]:
    """The rules as they stand in the data."""
    return tomllib.loads(files("plejebro.decisions").joinpath("data/stoplight.toml").read_text(encoding="utf-8"))


def decided_by(case: Case, about: str = "whether") -> str:
    """Who decides: "committee" or "municipality". The choice of place is always the municipality's own."""
    return "committee" if case.route in BY_COMMITTEE and about != "place" else "municipality"


def suspension(case: Case, incoming: Incoming) -> Suspension:
    """The first rule of the data that fits; where none does, or the route is not chosen, it is unclear."""
    for row in tables()["suspension"]:
        if row["what"] == incoming.what and row.get("about", incoming.about) == incoming.about and _fits(row, case):
            return Suspension(row["answer"], row["immediate"], tuple(row["basis"]), row["why"], row.get("note", ""))
    if not case.route:
        return Suspension("uklart", "uklart", (), "Vejen er ikke valgt, og den afgør, hvad der standser.", ASK_A_LAWYER)
    return Suspension("uklart", "uklart", (), "Reglerne siger ikke noget om dette.", ASK_A_LAWYER)


def light(case: Case, incoming: Iterable[Incoming], *, immediate: bool) -> Light:
    """Whether anything open stops the move now. `immediate`: immediate execution is decided."""
    reasons = tuple((item.label, suspension(case, item)) for item in incoming if item.settled is None)
    answers = [stops(found, immediate=immediate) for _, found in reasons]
    if "ja" in answers:
        return Light("red", _STOPPED.get(case.kind, _STOPPED["move"]), reasons)
    if "uklart" in answers:
        return Light("amber", "Det er uafklaret, om flytningen er standset. Spørg en jurist, før I gør mere.", reasons)
    lifted = any(found.answer == "ja" for _, found in reasons)
    if lifted:
        return Light("green", "Der er besluttet straks-iværksættelse, så klagen standser ikke flytningen.", reasons)
    if reasons:
        return Light("green", "Det, der er kommet ind, standser ikke flytningen.", reasons)
    return Light("green", "Der er ikke kommet en klage eller en anmodning om vurdering.", reasons)


def stops(found: Suspension, *, immediate: bool) -> Answer:
    """Whether it stops the move when immediate execution is (not) decided."""
    if found.answer != "ja" or not immediate:
        return found.answer
    return {"ja": "nej", "nej": "ja", "uklart": "uklart"}[found.immediate]  # type: ignore[return-value]


def deadlines(case: Case, events: Mapping[str, date | None], incoming: Iterable[Incoming]) -> list[Deadline]:
    """Every deadline that concerns the case. `events` are "told" and "decided"; the others follow from `incoming`."""
    found = []
    open_ones = list(incoming)
    for row in tables()["deadline"]:
        if not _fits(row, case):
            continue
        if row["event"] in ("told", "decided"):
            if row["event"] == "told" or events.get("decided"):
                found.append(_deadline(row, case, events.get(row["event"]), "", row["event"]))
            continue
        for item in open_ones:
            if _is_about(row, case, item) and (row["event"] == "settled") == (item.settled is not None):
                found.append(_deadline(row, case, getattr(item, row["event"]), item.label, row["event"]))
    return sorted(found, key=lambda deadline: (deadline.on is None, deadline.on or date.max, deadline.id))


def _fits(row: Mapping[str, Any], case: Case) -> bool:
    return (
        row.get("from", date.min) <= case.decided <= row.get("to", date.max)
        and ("routes" not in row or case.route in row["routes"] or _return_home_as_k1(row, case))
        and ("kinds" not in row or case.kind in row["kinds"])
        and case.age < row.get("below_age", 1000)
        and case.age >= row.get("above_age", 0)
    )


def _return_home_as_k1(row: Mapping[str, Any], case: Case) -> bool:
    # A return home is the municipality's own decision whatever the route; the law ties the right to it, not to consent.
    return case.kind == "return_home" and row.get("kinds") is not None and case.kind in row["kinds"]


def _is_about(row: Mapping[str, Any], case: Case, item: Incoming) -> bool:
    return (
        row.get("what", item.what) == item.what
        and ("about" not in row or item.about in row["about"])
        and row.get("decided_by", decided_by(case, item.about)) == decided_by(case, item.about)
    )


def _deadline(row: Mapping[str, Any], case: Case, start: date | None, label: str, event: str) -> Deadline:
    on = _end(row, start) if start else None
    note = row.get("note", "")
    if on is not None and not is_working_day(on):
        note = f"{note} Dagen er ikke en hverdag. Om fristen så går til næste hverdag, er ikke undersøgt her.".strip()
    return Deadline(
        id=row["id"],
        name=f"{row['name']} ({label})" if label else row["name"],
        who=row["who"],
        on=on,
        hard=row["hard"],
        basis=_basis(row, case),
        words=row.get("words", ""),
        note=note,
        waits_for=_WAITS_FOR[event] if start is None and "words" not in row else "",
    )


def _basis(row: Mapping[str, Any], case: Case) -> tuple[str, ...]:
    name = "basis_committee" if "basis_committee" in row and decided_by(case) == "committee" else "basis"
    before = f"{name}_before_2024"
    if before in row and case.decided < date(2024, 1, 1):
        name = before
    return tuple(row[name])


def _end(row: Mapping[str, Any], start: date) -> date | None:
    if "months" in row:
        return add_months(start, row["months"])
    if "weeks" not in row and "days" not in row:
        return None
    return start + timedelta(weeks=row.get("weeks", 0), days=row.get("days", 0))


def add_months(start: date, months: int) -> date:
    """The same day `months` later; the month's last day where it has no such day."""
    first = date(start.year + (start.month - 1 + months) // 12, (start.month - 1 + months) % 12 + 1, 1)
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(start.day, last.day))


_STOPPED: Final = {
    "move": "Flytningen er standset. Barnet må ikke flytte, før det, der er kommet ind, er afgjort.",
    "return_home": "Hjemgivelsen er standset. Barnet må ikke flytte hjem, før det, der er kommet ind, er afgjort.",
    "contact": "Ændringen er standset.",
}
_WAITS_FOR: Final = {
    "told": "Tælles fra den dag, parterne har fået afgørelsen. Skriv, hvornår brevet er sendt.",
    "decided": "Tælles fra afgørelsen.",
    "received": "Tælles fra den dag, klagen kom.",
    "forwarded": "Tælles fra den dag, klagen kom til Ankestyrelsen. Skriv, hvornår den er sendt.",
    "settled": "Tælles fra Ankestyrelsens afgørelse.",
}


@dataclass(frozen=True)
class Guidance:
    """Something the foster family can always do, in plain words."""

    id: str
    name: str
    text: str
    basis: tuple[str, ...]


def guidance(kind: str, on: date) -> list[Guidance]:
    """What is open to the foster family in a case of `kind` decided on `on`, whatever the route."""
    return [
        Guidance(row["id"], row["name"], row["text"], tuple(row["basis"]))
        for row in tables()["guidance"]
        if row["from"] <= on <= row.get("to", date.max) and kind in row.get("kinds", (kind,))
    ]
