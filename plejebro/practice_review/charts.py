"""Bar charts of shares with their intervals, as numbers an SVG template draws. No drawing by scripts, no colours alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from plejebro.practice_review.results import ShownGroup, ShownShare
from plejebro.practice_review.words import HIDDEN, NONE, bounds, percent, whole_percent

# Drawn for a phone: units are those of a screen 360 wide, and a wide screen enlarges the whole.
WIDTH: Final = 340.0
ROW: Final = 46.0
BAR: Final = 14.0
AXIS: Final = 22.0
# As many letters as stand beside the value; the table has the whole name.
LABEL: Final = 38


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: a label and the share above, a bar with its interval below. A hidden row is hatched and says "for få"."""

    label: str
    value: str
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


def bar_chart(key: str, title: str, about: str, rows: Sequence[tuple[str, ShownShare]]) -> Chart:
    """A chart of the share of each row, from 0 to 100 %."""
    bars = tuple(_bar(number, label, share) for number, (label, share) in enumerate(rows))
    axis_y = len(rows) * ROW + 4
    marks = ((0.0, "0 %", "start"), (WIDTH / 2, "50 %", "middle"), (WIDTH, "100 %", "end"))
    return Chart(key, title, about, bars, axis_y + AXIS, axis_y, marks)


def finding(groups: Sequence[ShownGroup], what: str) -> str:
    """The title of a division's chart: which group has the largest share with faults, and whether that is sure."""
    shown = [group for group in groups if group.with_faults.share is not None]
    if len(shown) < 2:
        return f"For få afgørelser til at sammenligne {what}"
    ranked = sorted(shown, key=lambda group: group.with_faults.share or 0.0, reverse=True)
    first, last = ranked[0], ranked[-1]
    if first.with_faults.share == last.with_faults.share:
        return f"Andelen med fejl er den samme, uanset {what}"
    sentence = f"Størst andel med fejl: {first.label} ({whole_percent(first.with_faults.share or 0.0)})"
    apart = (first.with_faults.low or 0.0) > (last.with_faults.high or 0.0)
    return sentence if apart else f"{sentence}, men forskellen kan være tilfældig"


def value_text(share: ShownShare) -> str:
    """ "38,6 % (26,9–51,8 %)", "for få" or "ingen"."""
    if share.hidden:
        return HIDDEN
    if share.share is None or share.low is None or share.high is None:
        return NONE
    return f"{percent(share.share)} ({bounds(share.low, share.high)})"


def _short_value(share: ShownShare) -> str:
    if share.hidden:
        return HIDDEN
    return NONE if share.share is None else percent(share.share)


def _bar(number: int, label: str, share: ShownShare) -> Bar:
    top = number * ROW
    return Bar(
        label=label if len(label) <= LABEL else f"{label[: LABEL - 1].rstrip()}…",
        value=_short_value(share),
        label_y=top + 15,
        bar_y=top + 22,
        middle_y=top + 22 + BAR / 2,
        width=round(WIDTH * (share.share or 0.0), 1),
        low_x=round(WIDTH * (share.low or 0.0), 1),
        high_x=round(WIDTH * (share.high or 0.0), 1),
        has_bar=share.share is not None,
        hidden=share.hidden,
    )
