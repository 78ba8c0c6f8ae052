"""The Danish map of a question: a square for each municipality, in five steps, as numbers an SVG template draws.

Squares of one size, placed roughly where the municipalities lie (data/denmark_tiles.toml): a map by area would let a few
large municipalities drown the many small ones. The steps are the same on every map, so that two maps can be compared.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp, lgamma
from pathlib import Path
from typing import Final

from plejebro.kernel.danish import sort_key
from plejebro.kernel.statistics import holm
from plejebro.surveys.enums import Side
from plejebro.surveys.results.counts import ALL
from plejebro.surveys.results.reading import NOBODY, Cell, Place, Published, Question
from plejebro.surveys.results.words import bounds_text, number_text, share_text, theme

_FILE: Final = Path(__file__).with_name("data") / "denmark_tiles.toml"
TILE: Final = 20
GAP: Final = 1.5
# The lowest share of each step but the first, as fractions; fixed, so that colours mean the same on every map.
STEPS: Final = (0.5, 0.6, 0.7, 0.8)
LEGEND: Final = ("under 50 %", "50–59 %", "60–69 %", "70–79 %", "80 % eller flere")
# Whether a municipality stands apart from the rest is tested on all of them at once (Holm); the chance of a false alarm.
_ALPHA: Final = 0.05
# A municipality with too few answers is left out of them when its round closes: without a cell it may be either.
NO_CELL: Final = "ingen eller for få svar"


@dataclass(frozen=True, slots=True)
class Tile:
    """A municipality's square. `look` is "step-1" to "step-5", "hidden" or "none"; `apart` is "over", "under" or ""."""

    code: str
    name: str
    short: str
    x: float
    y: float
    text_x: float
    text_y: float
    look: str
    value: str
    apart: str

    @property
    def said(self) -> str:
        """What the pointer and the screen reader are told."""
        apart = f", sikkert {self.apart} resten af landet" if self.apart else ""
        return f"{self.name}: {self.value}{apart}"


@dataclass(frozen=True, slots=True)
class MapLine:
    """A row of the table beneath the map."""

    name: str
    n: str
    share: str
    bounds: str
    apart: str


@dataclass(frozen=True)
class DanishMap:
    """A map: the finding as its title, the squares, what the steps mean, and the same figures as a table."""

    key: str
    title: str
    about: str
    tiles: tuple[Tile, ...]
    width: float
    height: float
    size: float
    legend: tuple[tuple[str, str], ...]
    lines: tuple[MapLine, ...]
    hides: bool


def maps_of(found: Published, asked: Mapping[str, Question]) -> tuple[DanishMap, ...]:
    """A map for each side that was asked (side → question, as in `Published.pairs`) and has municipalities to show."""
    sides = [(side, asked[side]) for side in Side if side in asked]
    return tuple(map_of(f"kort-{side}", side, found, one) for side, one in sides if _has_places(found, one))


def map_of(key: str, side: Side, found: Published, question: Question) -> DanishMap:
    """The map of a side's question. `key` is the drawing's own in the page."""
    about = f"{side.label}: andel {question.best} i hver kommune. {theme(*question.pair)}"
    return danish_map(key, about, found.places, question.cells)


def danish_map(key: str, about: str, places: Mapping[str, Place], cells: Mapping[str, Cell]) -> DanishMap:
    """The map of cells by municipality's code. Codes that are no place are left alone; a square without a cell is "none".

    The whole (ALL), when it is shown, tells who stands apart from the rest of the country.
    """
    apart = standing_apart(cells, places)
    tiles = tuple(_tile(square, places, cells, apart) for square in squares())
    rows = sorted((place for place in places.values() if place.code in cells), key=lambda place: sort_key(place.name))
    return DanishMap(
        key=key,
        title=_finding(cells, places, apart),
        about=about,
        tiles=tiles,
        width=max(square.column for square in squares()) * TILE + TILE,
        height=max(square.row for square in squares()) * TILE + TILE,
        size=TILE - GAP,
        legend=tuple((f"step-{number}", words) for number, words in enumerate(LEGEND, 1)),
        lines=tuple(_line(place.name, cells[place.code], apart.get(place.code, "")) for place in rows),
        hides=any(cells[place.code].hidden for place in rows),
    )


def look_of(cell: Cell) -> str:
    """The step of a cell's share: "step-1" (under 50 %) to "step-5" (80 % or more), "hidden" or "none"."""
    if cell.hidden:
        return "hidden"
    if cell.share is None:
        return "none"
    return f"step-{1 + sum(cell.share >= lowest for lowest in STEPS)}"


def standing_apart(cells: Mapping[str, Cell], places: Mapping[str, Place]) -> dict[str, str]:
    """The municipalities whose share differs from the rest of the country's by more than chance: code → "over" or "under".

    Fisher's exact test of each against the rest, corrected by Holm over all that are shown: with nearly a hundred
    municipalities some five would else stand out without reason. Nobody does where the whole is hidden.
    """
    whole = cells.get(ALL, NOBODY)
    shown = [(code, cells[code]) for code in sorted(places) if code in cells and cells[code].n]
    tested = [(code, cell) for code, cell in shown if whole.n > cell.n]
    p_values = [fisher(cell.satisfied, cell.n, whole.satisfied, whole.n) for _, cell in tested]
    return {
        code: "over" if (cell.share or 0.0) > (whole.share or 0.0) else "under"
        for (code, cell), p in zip(tested, holm(p_values), strict=True)
        if p < _ALPHA
    }


def fisher(count: int, n: int, whole_count: int, whole_n: int) -> float:
    """The two-sided p of Fisher's exact test: `count` of `n`, who are among the `whole_count` of `whole_n`.

    The sum of the hypergeometric chances that are no greater than what was seen (R. A. Fisher, Statistical Methods for
    Research Workers, 5th ed., § 21.02; two-sided as in Agresti, Categorical Data Analysis, § 3.5).
    """
    lowest, highest = max(0, n + whole_count - whole_n), min(n, whole_count)
    base = _ways(whole_n, n)
    chances = [exp(_ways(whole_count, k) + _ways(whole_n - whole_count, n - k) - base) for k in range(lowest, highest + 1)]
    seen = chances[count - lowest]
    return min(1.0, sum(chance for chance in chances if chance <= seen * (1 + 1e-7)))


@dataclass(frozen=True, slots=True)
class Square:
    """Where a municipality stands in the grid."""

    code: str
    short: str
    column: int
    row: int


@cache
def squares() -> tuple[Square, ...]:
    """The 98 squares, from north to south."""
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(
        Square(code, content["short"][code], column, row)
        for row, line in enumerate(content["grid"].strip().splitlines())
        for column, code in enumerate(line.split())
        if code != "."
    )


def _ways(n: int, k: int) -> float:
    """The logarithm of n over k."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _has_places(found: Published, question: Question) -> bool:
    return any(question.cell(code).n for code in found.places)


def _tile(square: Square, places: Mapping[str, Place], cells: Mapping[str, Cell], apart: Mapping[str, str]) -> Tile:
    place = places.get(square.code)
    cell = cells.get(square.code, NOBODY) if place else NOBODY
    return Tile(
        code=square.code,
        name=place.name if place else square.short,
        short=square.short,
        x=square.column * TILE + GAP / 2,
        y=square.row * TILE + GAP / 2,
        text_x=square.column * TILE + TILE / 2,
        text_y=square.row * TILE + TILE / 2 + 2.6,
        look=look_of(cell),
        value=share_text(cell) if cell.n or cell.hidden else NO_CELL,
        apart=apart.get(square.code, ""),
    )


def _line(name: str, cell: Cell, apart: str) -> MapLine:
    return MapLine(name, number_text(cell), share_text(cell), bounds_text(cell), f"sikkert {apart}" if apart else "")


def _finding(cells: Mapping[str, Cell], places: Mapping[str, Place], apart: Mapping[str, str]) -> str:
    shown = sum(1 for code in places if cells.get(code, NOBODY).n)
    if shown < 2:
        return "For få svar til et kort over kommunerne"
    if not apart:
        return "Ingen kommune skiller sig sikkert ud fra resten af landet"
    if len(apart) <= 2:
        return " og ".join(f"{places[code].name} ligger sikkert {way} resten af landet" for code, way in apart.items())
    over = sum(way == "over" for way in apart.values())
    sides = [f"{number} {way}" for number, way in ((over, "over"), (len(apart) - over, "under")) if number]
    return f"{' og '.join(sides)}: {len(apart)} af {shown} kommuner skiller sig sikkert ud fra resten af landet"
