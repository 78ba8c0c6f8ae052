"""The pulse over the quarters, as numbers an SVG template draws, made of the published quarters alone.

A quarter in which a side has too few answers has no figure: the line breaks there, and the page says "for få svar". Only the
whole country is drawn; municipalities have too few answers in a quarter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist
from typing import Final
from uuid import UUID

from plejebro.kernel.danish import date_text
from plejebro.kernel.statistics import newcombe
from plejebro.surveys.enums import RoundKind, RoundState, Side
from plejebro.surveys.models import Round
from plejebro.surveys.results.models import Publication
from plejebro.surveys.results.reading import NOBODY, SIDES, Cell, Published, read
from plejebro.surveys.results.words import SIDE_WORDS, bounds_text, decimal, number_text, share_text, theme

MOST: Final = 8
"""How many quarters are drawn: two years, the newest."""
WIDTH: Final = 340.0
LEFT: Final = 36.0
TOP: Final = 8.0
HEIGHT: Final = 120.0
# The two sides stand a little apart, so that their intervals can be told from each other.
_ASIDE: Final = {Side.FAMILY: -5.0, Side.MUNICIPALITY: 5.0}


@dataclass(frozen=True)
class Quarter:
    """A published pulse: the first day of its quarter, and its figures."""

    first: date
    public_id: UUID
    found: Published

    @property
    def label(self) -> str:
        """ "3. kvartal 2026"."""
        return f"{self.first.month // 3 + 1}. kvartal {self.first.year}"


@dataclass(frozen=True, slots=True)
class Point:
    """A share with its interval."""

    x: float
    y: float
    high_y: float
    low_y: float


@dataclass(frozen=True)
class TrendLine:
    """A side's line: `paths` are its unbroken stretches, `hidden` where it has too few answers."""

    label: str
    tone: str
    points: tuple[Point, ...]
    paths: tuple[str, ...]
    hidden: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class TrendRow:
    """A quarter in the table: for each side its name, share, interval and number."""

    label: str
    public_id: UUID
    figures: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class Trend:
    """One question over the quarters: the finding as its title, both sides' lines, and the same figures as a table."""

    key: str
    theme: str
    title: str
    lines: tuple[TrendLine, ...]
    marks: tuple[tuple[float, str, str], ...]
    levels: tuple[tuple[float, str], ...]
    rows: tuple[TrendRow, ...]


@dataclass(frozen=True, slots=True)
class Unpublished:
    """A pulse that is not published: what its analysts can do with it."""

    title: str
    public_id: UUID
    state: str
    is_closed: bool
    closes: str


@dataclass(frozen=True)
class PulsePage:
    """The pulse's page."""

    trends: tuple[Trend, ...]
    quarters: int
    is_synthetic: bool
    hides: bool


def pulse_page() -> PulsePage:
    """The pulse over the newest published quarters. One query."""
    quarters = published_quarters()
    pairs = list(dict.fromkeys(pair for quarter in quarters for pair in quarter.found.pairs))
    trends = tuple(_trend(pair, quarters, 2 * len(pairs)) for pair in pairs)
    return PulsePage(
        trends=trends,
        quarters=len(quarters),
        is_synthetic=any(quarter.found.is_synthetic for quarter in quarters),
        hides=any(line.hidden for trend in trends for line in trend.lines),
    )


def published_quarters() -> list[Quarter]:
    """The newest MOST published pulses, the oldest first."""
    rows = Publication.objects.filter(round__kind=RoundKind.PULSE).select_related("round").order_by("-round__opens_on")
    return [Quarter(row.round.opens_on, row.round.public_id, read(row.content)) for row in reversed(rows[:MOST])]


def unpublished_pulses() -> list[Unpublished]:
    """The pulses that are open or wait to be published, the newest first: for analysts. One query."""
    rows = Round.objects.filter(kind=RoundKind.PULSE).exclude(state=RoundState.PUBLISHED).order_by("-opens_on", "-pk")
    return [
        Unpublished(
            row.title, row.public_id, RoundState(row.state).label, row.state == RoundState.CLOSED, date_text(row.closes_on)
        )
        for row in rows[:MOST]
    ]


def cell_of(quarter: Quarter, pair: tuple[str, str], side: Side) -> Cell | None:
    """The whole country's cell in the quarter; None where the side was not asked. Too few answers is hidden, and so is a
    side whose number of answers may not be told: none of its answers are let in."""
    facts = quarter.found.sides.get(side)
    if facts is None:
        return None
    asked = quarter.found.pairs.get(pair, {}).get(side)
    cell = asked.cell() if asked else NOBODY
    return Cell(None) if facts.answered is None or not cell.n else cell


def _trend(pair: tuple[str, str], quarters: Sequence[Quarter], comparisons: int) -> Trend:
    step = (WIDTH - LEFT) / len(quarters)
    middles = [LEFT + step * (number + 0.5) for number in range(len(quarters))]
    cells = {side: [cell_of(quarter, pair, side) for quarter in quarters] for side in SIDES}
    return Trend(
        key=f"puls-{pair[0]}",
        theme=theme(*pair),
        title=_finding(cells, quarters, comparisons),
        lines=tuple(_line(side, cells[side], middles) for side in SIDES if any(cells[side])),
        marks=tuple(
            (round(x, 1), f"{one.first.month // 3 + 1}. kv.", str(one.first.year))
            for x, one in zip(middles, quarters, strict=True)
        ),
        levels=tuple((_y(share), f"{100 * share:.0f} %") for share in (0.0, 0.5, 1.0)),
        rows=tuple(_row(one, {side: cells[side][number] for side in SIDES}) for number, one in enumerate(quarters)),
    )


def _line(side: Side, cells: Sequence[Cell | None], middles: Sequence[float]) -> TrendLine:
    points: list[Point] = []
    stretches: list[list[Point]] = [[]]
    hidden = []
    for cell, middle in zip(cells, middles, strict=True):
        x = round(middle + _ASIDE[side], 1)
        if cell is not None and cell.share is not None and cell.bounds:
            point = Point(x, _y(cell.share), _y(cell.bounds.high), _y(cell.bounds.low))
            points.append(point)
            stretches[-1].append(point)
            continue
        stretches.append([])
        if cell is not None:
            hidden.append(x)
    paths = tuple("M" + "L".join(f"{one.x} {one.y}" for one in stretch) for stretch in stretches if len(stretch) > 1)
    return TrendLine(side.label, str(side), tuple(points), paths, tuple(hidden))


def _row(quarter: Quarter, cells: dict[Side, Cell | None]) -> TrendRow:
    figures = tuple(
        (str(side.label), share_text(cell), bounds_text(cell), number_text(cell))
        for side, cell in cells.items()
        if cell is not None
    )
    return TrendRow(quarter.label, quarter.public_id, figures)


def _finding(cells: dict[Side, list[Cell | None]], quarters: Sequence[Quarter], comparisons: int) -> str:
    """What has changed from the first to the last quarter that can be shown, when it is more than chance.

    Newcombe's interval at 95 % over all the `comparisons` of the page together (Bonferroni).
    """
    z = NormalDist().inv_cdf(1 - 0.025 / comparisons)
    said, compared = [], False
    for side in SIDES:
        shown = [(cell, one) for cell, one in zip(cells[side], quarters, strict=True) if cell is not None and cell.n]
        if len(shown) < 2:
            continue
        compared = True
        (first, then), (last, _) = shown[0], shown[-1]
        apart = newcombe(last.satisfied, last.n, first.satisfied, first.n, z)
        if apart.is_clear:
            way = "steget" if apart.value > 0 else "faldet"
            points = decimal(abs(100 * apart.value), 0)
            said.append(f"{SIDE_WORDS[side]} er {way} {points} procentpoint siden {then.label}")
    if said:
        text = " og ".join(said)
        return f"Andelen af tilfredse blandt {text}"
    if not compared:
        return "Der er endnu for få kvartaler med svar nok til at vise en udvikling"
    return "Ingen sikker ændring"


def _y(share: float) -> float:
    return round(TOP + HEIGHT * (1 - share), 1)
