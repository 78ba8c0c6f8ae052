"""A publication as values: every figure with its share, interval and mean, worked out from the shown numbers alone.

`read(content)` gives a `Published`; pages, drawings and files are made of it and of nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from plejebro.kernel.statistics import Interval, wilson
from plejebro.surveys.enums import Side, SizeGroup
from plejebro.surveys.questions import STEPS
from plejebro.surveys.results.counts import ALL

SIDES: Final = (Side.FAMILY, Side.MUNICIPALITY)


@dataclass(frozen=True, slots=True)
class Change:
    """The change in the share of satisfied since the round before, as fractions. `sure`: after Holm; of the whole alone."""

    value: float
    low: float
    high: float
    sure: bool | None = None

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out 0, and Holm's correction, where there is one, does not say otherwise."""
        return (self.low > 0 or self.high < 0) and self.sure is not False


@dataclass(frozen=True, slots=True)
class Cell:
    """The answers of a group to a question. `counts` follow STEPS (5 first); None is hidden, all zeros is nobody."""

    counts: tuple[int, ...] | None
    change: Change | None = None

    @property
    def hidden(self) -> bool:
        """Whether it may not be shown."""
        return self.counts is None

    @property
    def n(self) -> int:
        """How many answered; 0 for nobody and for what is hidden."""
        return sum(self.counts or ())

    @property
    def satisfied(self) -> int:
        """How many gave one of the two best answers."""
        return sum((self.counts or ())[:2])

    @property
    def share(self) -> float | None:
        """The share of satisfied, as a fraction; None when hidden or nobody answered."""
        return self.satisfied / self.n if self.n else None

    @property
    def bounds(self) -> Interval | None:
        """Wilson's 95 % interval of the share."""
        return wilson(self.satisfied, self.n) if self.n else None

    @property
    def mean(self) -> float | None:
        """The mean from 1 to 5."""
        return sum(step * k for step, k in zip(STEPS, self.counts or (), strict=False)) / self.n if self.n else None


NOBODY: Final = Cell((0, 0, 0, 0, 0))


@dataclass(frozen=True)
class Option:
    """One of the answers of a choice and how many chose it; None is hidden."""

    key: str
    label: str
    chosen: int | None


@dataclass(frozen=True)
class Question:
    """A question of one side as it is published. A scale has cells; a choice options; a number a mean."""

    side: str
    key: str
    kind: str
    text: str
    section: str
    dimension: str
    about: str
    cells: Mapping[str, Cell]
    options: tuple[Option, ...] = ()
    n: int | None = None
    mean: float | None = None

    @property
    def is_scale(self) -> bool:
        """Whether it was answered on one of the five-step scales."""
        return self.kind in ("satisfaction", "agreement", "frequency")

    @property
    def pair(self) -> tuple[str, str]:
        """What binds it to the other side's question: the dimension and whom it is about; by its key without one."""
        return (self.dimension or self.key, self.about)

    @property
    def best(self) -> str:
        """What the two best answers say, in Danish: the figure's name."""
        return {"agreement": "enige", "frequency": "altid eller ofte"}.get(self.kind, "tilfredse")

    def cell(self, key: str = ALL) -> Cell:
        """The cell; nobody where there is none."""
        return self.cells.get(key, NOBODY)


@dataclass(frozen=True)
class Place:
    """A municipality of the round."""

    code: str
    name: str
    group: str


@dataclass(frozen=True)
class SideFacts:
    """How many of a side were asked and answered; None is hidden."""

    side: str
    title: str
    population: int
    asked: int
    answered: int | None
    groups: Mapping[str, tuple[int, int] | None]


@dataclass(frozen=True)
class Driver:
    """A question and how closely it goes with overall satisfaction."""

    question: Question
    r: float
    low: float
    high: float
    sure: bool


@dataclass(frozen=True)
class Published:
    """A whole publication."""

    title: str
    purpose: str
    period: str
    is_synthetic: bool
    previous: str
    places: Mapping[str, Place]
    sides: Mapping[str, SideFacts]
    questions: tuple[Question, ...]
    drivers: Mapping[str, tuple[Driver, ...]]
    texts: tuple[tuple[str, str, str], ...]

    @cached_property
    def scales(self) -> tuple[Question, ...]:
        """The questions with a scale, in the questionnaires' order."""
        return tuple(one for one in self.questions if one.is_scale)

    @cached_property
    def pairs(self) -> dict[tuple[str, str], dict[str, Question]]:
        """Dimension and whom it is about → side → question, in the order of the families' questionnaire."""
        found: dict[tuple[str, str], dict[str, Question]] = {}
        for one in self.scales:
            found.setdefault(one.pair, {}).setdefault(one.side, one)
        return found

    @property
    def size_groups(self) -> tuple[SizeGroup, ...]:
        """The size groups that have municipalities or cells."""
        keys = {key for one in self.scales for key in one.cells} | {place.group for place in self.places.values()}
        return tuple(group for group in SizeGroup if group.value in keys)

    def question(self, side: str, key: str) -> Question | None:
        """The question, or None."""
        return next((one for one in self.questions if one.side == side and one.key == key), None)

    def index(self, dimension: str, side: str, key: str = ALL) -> float | None:
        """The dimension's index from 0 to 100: the mean of its questions' means, 1 → 0 and 5 → 100.

        None where one of its questions is hidden or has no answers there: an index is a function of their cells.
        """
        means = [one.cell(key).mean for one in self.scales if one.side == side and one.dimension == dimension]
        known = [mean for mean in means if mean is not None]
        return (sum(known) / len(known) - 1) * 25 if known and len(known) == len(means) else None


def read(content: Mapping[str, Any]) -> Published:
    """The publication in a JSON value, as `publication.compute` makes it."""
    questions = tuple(_question(row) for row in content["questions"])
    by_key = {(one.side, one.key): one for one in questions}
    return Published(
        title=content["title"],
        purpose=content["purpose"],
        period=content["period"],
        is_synthetic=content["synthetic"],
        previous=(content["previous"] or {}).get("title", ""),
        places={code: Place(code, row["name"], row["group"]) for code, row in content["municipalities"].items()},
        sides={side: _side(side, row) for side, row in content["sides"].items()},
        questions=questions,
        drivers={
            side: tuple(_driver(by_key[side, row["question"]], row) for row in rows)
            for side, rows in content["drivers"].items()
        },
        texts=tuple((row["side"], row["question"], row["text"]) for row in content["texts"]),
    )


def _question(row: Mapping[str, Any]) -> Question:
    changes = row.get("change", {})
    cells = {
        key: _cell(counts, changes.get(key), row.get("sure") if key == ALL else None)
        for key, counts in row.get("cells", {}).items()
    }
    number = row.get("number") or {}
    chosen = row.get("chosen", {})
    return Question(
        **{name: row[name] for name in ("side", "key", "kind", "text", "section", "dimension", "about")},
        cells=cells,
        options=tuple(Option(one["key"], one["label"], chosen[one["key"]]) for one in row.get("options", [])),
        n=row.get("n", number.get("n")),
        mean=number.get("mean"),
    )


def _cell(counts: Sequence[int] | None, change: Sequence[float] | None, sure: bool | None) -> Cell:
    return Cell(None if counts is None else tuple(counts), Change(change[0], change[1], change[2], sure) if change else None)


def _side(side: str, row: Mapping[str, Any]) -> SideFacts:
    groups = {group: found and (found["asked"], found["answered"]) for group, found in row["groups"].items()}
    return SideFacts(side, row["title"], row["population"], row["asked"], row["answered"], groups)


def _driver(question: Question, row: Mapping[str, Any]) -> Driver:
    return Driver(question, row["r"], row["low"], row["high"], row["sure"])
