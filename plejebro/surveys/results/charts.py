"""Bar charts of shares with their intervals, as numbers an SVG template draws. No drawing by scripts, no colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from plejebro.surveys.results.reading import Cell
from plejebro.surveys.results.words import share_text

# Drawn for a phone: units are those of a screen 360 wide, and a wide screen enlarges the whole.
WIDTH: Final = 340.0
ROW: Final = 46.0
BAR: Final = 14.0
AXIS: Final = 22.0
# As many letters as stand beside the value; the table has the whole name.
LABEL: Final = 42


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: a label and the share above, a bar with its interval below. A hidden row is hatched and says "for få svar".

    `tone` is "family", "municipality" or "": the side, which the label says too.
    """

    label: str
    value: str
    tone: str
    label_y: float
    bar_y: float
    middle_y: float
    width: float
    low_x: float
    high_x: float
    has_bar: bool
    hidden: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: the finding as its title, the rows, the axis marks; the same figures stand in the table below it."""

    key: str
    title: str
    about: str
    bars: tuple[Bar, ...]
    height: float
    axis_y: float
    marks: tuple[tuple[float, str, str], ...]


def bar_chart(key: str, title: str, about: str, rows: Sequence[tuple[str, Cell, str]]) -> Chart:
    """A chart of the share of each row (label, cell, tone), from 0 to 100 %."""
    bars = tuple(_bar(number, *row) for number, row in enumerate(rows))
    axis_y = len(rows) * ROW + 4
    marks = ((0.0, "0 %", "start"), (WIDTH / 2, "50 %", "middle"), (WIDTH, "100 %", "end"))
    return Chart(key, title, about, bars, axis_y + AXIS, axis_y, marks)


def shortened(label: str) -> str:
    """As much of a label as there is room for; the table has the whole."""
    return label if len(label) <= LABEL else f"{label[: LABEL - 1].rstrip()}…"


def _bar(number: int, label: str, cell: Cell, tone: str) -> Bar:
    top = number * ROW
    bounds = cell.bounds
    return Bar(
        label=shortened(label),
        value=share_text(cell),
        tone=tone,
        label_y=top + 15,
        bar_y=top + 22,
        middle_y=top + 22 + BAR / 2,
        width=round(WIDTH * (cell.share or 0.0), 1),
        low_x=round(WIDTH * bounds.low, 1) if bounds else 0.0,
        high_x=round(WIDTH * bounds.high, 1) if bounds else 0.0,
        has_bar=cell.share is not None,
        hidden=cell.hidden,
    )


@dataclass(frozen=True, slots=True)
class PairRow:
    """A theme with one bar for each side that was asked."""

    label: str
    label_y: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class PairChart:
    """Themes one under the other, both sides' bars beneath each."""

    key: str
    title: str
    about: str
    rows: tuple[PairRow, ...]
    height: float
    axis_y: float
    marks: tuple[tuple[float, str, str], ...]


THEME: Final = 30.0
SMALL_ROW: Final = 36.0


def pair_chart(key: str, title: str, about: str, rows: Sequence[tuple[str, Sequence[tuple[str, Cell, str]]]]) -> PairChart:
    """A chart of themes, each with the sides' rows (label, cell, tone)."""
    made, top = [], 0.0
    for theme, sides in rows:
        bars = tuple(_moved(_bar(0, *side), top + THEME + number * SMALL_ROW - 6) for number, side in enumerate(sides))
        made.append(PairRow(shortened(theme), top + 16, bars))
        top += THEME + len(sides) * SMALL_ROW + 10
    marks = ((0.0, "0 %", "start"), (WIDTH / 2, "50 %", "middle"), (WIDTH, "100 %", "end"))
    return PairChart(key, title, about, tuple(made), top + AXIS + 4, top + 4, marks)


def _moved(bar: Bar, top: float) -> Bar:
    return replace(bar, label_y=top + 15, bar_y=top + 19, middle_y=top + 19 + BAR / 2)
