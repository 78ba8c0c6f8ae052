"""Heat tables: many shares at once, as a real table whose cells have the steps of the map behind their figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plejebro.kernel.danish import sort_key
from plejebro.surveys.enums import Side
from plejebro.surveys.results.counts import ALL
from plejebro.surveys.results.maps import LEGEND, look_of
from plejebro.surveys.results.reading import Cell, Published, Question
from plejebro.surveys.results.words import SIDE_WORDS, WHOLE, group_name, percent, question_name, share_text, theme


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A figure, its column's name (for narrow screens), and its look: "step-1" to "step-5", "hidden" or "none"."""

    column: str
    value: str
    look: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A row: its name, and a cell for each column."""

    label: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True)
class Heat:
    """A heat table: what it is called while it is folded away, the finding as its title, columns, rows, and what the steps
    mean."""

    key: str
    name: str
    title: str
    about: str
    first: str
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    legend: tuple[tuple[str, str], ...] = tuple((f"step-{number}", words) for number, words in enumerate(LEGEND, 1))


def heat_of_groups(found: Published, side: Side) -> Heat | None:
    """A side's themes by the municipalities' size, beside the whole; None where the side was not asked, or where all the
    municipalities are of one size and there is nothing to compare."""
    asked = [pair[side] for pair in found.pairs.values() if side in pair]
    if not asked or len(found.size_groups) < 2:
        return None
    keys = [ALL, *(group.value for group in found.size_groups)]
    columns = [(key, WHOLE if key == ALL else group_name(key, {})) for key in keys]
    rows = tuple(_row(question_name(one), one, columns) for one in asked)
    about = f"Andel af {SIDE_WORDS[side]}, der har givet et af de to øverste svar, efter kommunens størrelse"
    name = f"{side.label}: alle temaer i små og store kommuner"
    return Heat(f"varme-{side}", name, _finding(asked, side), about, "Tema", tuple(label for _, label in columns), rows)


def heat_of_places(found: Published, side: Side) -> Heat | None:
    """Municipality by municipality: how satisfied the side is alt i alt and with each of those it works with.

    Municipalities with nothing but hidden and empty cells are left out; None where nobody is left.
    """
    asked = [one for one in found.scales if one.side == side and one.dimension == "samlet"]
    columns = [theme(*one.pair) for one in asked]
    places = sorted(found.places.values(), key=lambda place: sort_key(place.name))
    rows = []
    for place in places:
        cells = [one.cell(place.code) for one in asked]
        if any(cell.n for cell in cells):
            rows.append(HeatRow(place.name, tuple(_cell(name, cell) for name, cell in zip(columns, cells, strict=True))))
    if not rows:
        return None
    about = (
        f"Andel af {SIDE_WORDS[side]}, der er tilfredse eller meget tilfredse. Kommuner med for få svar overalt er ikke med"
    )
    title = f"{len(rows)} af {len(places)} kommuner har svar nok til at blive vist"
    name = f"{side.label}: alt i alt, kommune for kommune"
    return Heat(f"varme-kommuner-{side}", name, title, about, "Kommune", tuple(columns), tuple(rows))


def _row(label: str, one: Question, columns: Iterable[tuple[str, str]]) -> HeatRow:
    return HeatRow(label, tuple(_cell(name, one.cell(key)) for key, name in columns))


def _cell(column: str, cell: Cell) -> HeatCell:
    return HeatCell(column, share_text(cell), look_of(cell))


def _finding(asked: Sequence[Question], side: Side) -> str:
    """The theme with the smallest share among the whole; colours alone say nothing of what is chance."""
    shares = [(one.cell().share or 0.0, one) for one in asked if one.cell().share is not None]
    if len(shares) < 2:
        return "For få svar til at sammenligne temaer"
    least, one = min(shares, key=lambda row: row[0])
    return f"Færrest af {SIDE_WORDS[side]} svarer øverst på skalaen om “{question_name(one)}” ({percent(least)})"
