"""The page of one question, and the page of one municipality beside its group and the whole country."""

from __future__ import annotations

from dataclasses import dataclass

from plejebro.kernel.statistics import difference
from plejebro.surveys.enums import Side, SizeGroup
from plejebro.surveys.questions import SCALES
from plejebro.surveys.results.charts import Chart, bar_chart
from plejebro.surveys.results.counts import ALL
from plejebro.surveys.results.pages import OVERALL, Block, Figure, Line, figure, group_block, place_lines
from plejebro.surveys.results.reading import SIDES, Cell, Place, Published, Question
from plejebro.surveys.results.words import HIDDEN, SIDE_WORDS, group_name, percent, question_name, share_text


@dataclass(frozen=True)
class AskedOf:
    """A side's wording of the question, its answers step by step (words, how many, share), and its figure."""

    side: str
    text: str
    figure: Figure
    steps: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class QuestionPage:
    """A question of a round."""

    title: str
    round_title: str
    is_synthetic: bool
    finding: str
    sides: tuple[AskedOf, ...]
    groups: Block
    places: tuple[Line, ...]
    hides: bool


@dataclass(frozen=True)
class MunicipalityRow:
    """A theme of one side: the municipality, its size group, and the whole; `told` says what stands between."""

    label: str
    own: Figure
    group: Figure
    whole: Figure
    told: str


@dataclass(frozen=True)
class MunicipalitySide:
    """One side of a municipality."""

    side: str
    chart: Chart
    rows: tuple[MunicipalityRow, ...]


@dataclass(frozen=True)
class MunicipalityPage:
    """A municipality's own page of a round."""

    code: str
    name: str
    group: str
    round_title: str
    is_synthetic: bool
    sides: tuple[MunicipalitySide, ...]
    hides: bool


def question_page(found: Published, side: str, key: str) -> QuestionPage | None:
    """The page of a scale question and of the other side's question on the same; None for one that is not there."""
    one = found.question(side, key)
    if one is None or not one.is_scale:
        return None
    asked = found.pairs[one.pair]
    return QuestionPage(
        title=question_name(one),
        round_title=found.title,
        is_synthetic=found.is_synthetic,
        finding=_finding(asked),
        sides=tuple(_asked_of(asked[side]) for side in SIDES if side in asked),
        groups=group_block(found, asked),
        places=place_lines(found, asked),
        hides=any(cell.hidden for question in asked.values() for cell in question.cells.values()),
    )


def municipality_page(found: Published, code: str) -> MunicipalityPage | None:
    """The page of a municipality; None for one that is not named in the round."""
    place = found.places.get(code)
    if place is None:
        return None
    sides = tuple(_municipality_side(found, side, place) for side in SIDES if side in found.sides)
    return MunicipalityPage(
        code=code,
        name=place.name,
        group=SizeGroup(place.group).label if place.group else "",
        round_title=found.title,
        is_synthetic=found.is_synthetic,
        sides=sides,
        hides=any(row.own.hidden for side in sides for row in side.rows),
    )


def _finding(asked: dict[str, Question]) -> str:
    said = [(SIDE_WORDS[side], asked[side]) for side in SIDES if side in asked and asked[side].cell().share is not None]
    parts = [f"{percent(one.cell().share or 0.0)} af {whom}" for whom, one in said]
    return f"{' og '.join(parts)} svarer {_two_best(said[0][1])}" if said else "For få har svaret på spørgsmålet"


def _two_best(one: Question) -> str:
    first, second = SCALES[one.kind][:2]
    return f"“{first.lower()}” eller “{second.lower()}”"


def _asked_of(one: Question) -> AskedOf:
    cell = one.cell()
    words = SCALES[one.kind]
    if cell.counts is None:
        steps = tuple((word, HIDDEN, HIDDEN) for word in words)
    else:
        steps = tuple(
            (word, str(number), percent(number / cell.n) if cell.n else "")
            for word, number in zip(words, cell.counts, strict=True)
        )
    return AskedOf(str(Side(one.side).label), one.text, figure(cell), steps)


def _municipality_side(found: Published, side: Side, place: Place) -> MunicipalitySide:
    asked = [one for one in found.scales if one.side == side]
    overall = next((one for one in asked if one.pair == OVERALL), None)
    rows = []
    if overall:
        keys = [place.code, *([place.group] if place.group else []), ALL]
        rows = [(group_name(key, dict(found.places)), overall.cell(key), str(side)) for key in keys]
    title = f"{side.label}: {_beside(overall, place) if overall else 'ingen spørgsmål om det hele'}"
    chart = bar_chart(f"kommune-{side}", title, "Andel tilfredse med samarbejdet alt i alt", rows)
    return MunicipalitySide(str(side.label), chart, tuple(_municipality_row(one, place) for one in asked))


def _municipality_row(one: Question, place: Place) -> MunicipalityRow:
    own, group, whole = one.cell(place.code), one.cell(place.group), one.cell()
    return MunicipalityRow(question_name(one), figure(own), figure(group), figure(whole), _told(own, whole))


def _beside(one: Question, place: Place) -> str:
    own = one.cell(place.code)
    told = _told(own, one.cell())
    return told or share_text(own)


def _told(own: Cell, whole: Cell) -> str:
    """How the municipality lies to the whole. It is itself a part of the whole: only a clear gap is told."""
    if own.share is None or whole.share is None or not own.bounds or not whole.bounds:
        return ""
    apart = difference(own.share, own.bounds, whole.share, whole.bounds)
    if not apart.is_clear:
        return "ingen sikker forskel fra hele landet"
    return f"{'højere' if apart.value > 0 else 'lavere'} end hele landet"
