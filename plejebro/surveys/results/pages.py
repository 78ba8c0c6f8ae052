"""The pages of a published round: findings, charts and tables in words, made of the publication alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models.fields.json import KeyTextTransform

from plejebro.kernel.clock import local
from plejebro.kernel.danish import date_text, sort_key
from plejebro.kernel.statistics import difference
from plejebro.surveys.enums import Side
from plejebro.surveys.results.charts import Chart, PairChart, bar_chart, pair_chart
from plejebro.surveys.results.counts import ALL
from plejebro.surveys.results.models import Publication
from plejebro.surveys.results.reading import SIDES, Cell, Published, Question
from plejebro.surveys.results.words import (
    HIDDEN,
    SIDE_WORDS,
    bounds_text,
    change_text,
    decimal,
    group_name,
    mean_text,
    number_text,
    percent,
    question_name,
    share_text,
    theme,
)

OVERALL: Final = ("samlet", "")
ENDS: Final = 4
"""How many of the best and of the worst themes the chart shows; the table has them all."""


@dataclass(frozen=True)
class PublishedRow:
    """A published round in the list."""

    public_id: UUID
    title: str
    period: str
    published: str
    headline: str
    is_synthetic: bool


@dataclass(frozen=True)
class Figure:
    """A cell in words."""

    n: str
    share: str
    bounds: str
    mean: str
    change: str
    hidden: bool


@dataclass(frozen=True)
class Line:
    """A row of a table: a name, and a figure for each side that was asked; `link` leads to the question."""

    label: str
    figures: tuple[tuple[str, Figure], ...]
    side: str = ""
    key: str = ""
    gap: str = ""


@dataclass(frozen=True)
class Block:
    """A chart with its table beneath."""

    chart: Chart | PairChart
    caption: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class SideLine:
    """How many of a side answered; by size group too."""

    side: str
    asked: str
    answered: str
    share: str
    groups: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ChoiceBlock:
    """A choice of one side: how many chose each answer."""

    side: str
    text: str
    n: str
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class DriverBlock:
    """What goes together with overall satisfaction for a side."""

    side: str
    whom: str
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class ResultsPage:
    """The results of a round, ready to be laid out."""

    title: str
    period: str
    purpose: str
    is_synthetic: bool
    headline: str
    previous: str
    sides: tuple[SideLine, ...]
    overall: Block
    themes: PairChart
    theme_lines: tuple[Line, ...]
    indexes: tuple[tuple[str, str, str], ...]
    groups: Block
    places: tuple[Line, ...]
    drivers: tuple[DriverBlock, ...]
    choices: tuple[ChoiceBlock, ...]
    numbers: tuple[tuple[str, str, str, str], ...]
    texts: tuple[tuple[str, str, tuple[str, ...]], ...]
    hides: bool


def published_rounds() -> list[PublishedRow]:
    """The published rounds, the newest first. One query, without the figures."""
    rows = (
        Publication.objects.select_related("round").defer("content").annotate(said=KeyTextTransform("headline", "content"))
    )
    return [_index_row(row) for row in rows.order_by("-published_at", "-pk")]


def results_page(found: Published) -> ResultsPage:
    """The page of the whole round."""
    lines = theme_lines(found)
    return ResultsPage(
        title=found.title,
        period=found.period,
        purpose=found.purpose,
        is_synthetic=found.is_synthetic,
        headline=headline(found),
        previous=found.previous,
        sides=tuple(_side_line(found, side) for side in SIDES if side in found.sides),
        overall=_overall(found),
        themes=_theme_chart(found),
        theme_lines=lines,
        indexes=_indexes(found),
        groups=group_block(found, found.pairs.get(OVERALL, {})),
        places=place_lines(found, found.pairs.get(OVERALL, {})),
        drivers=_drivers(found),
        choices=tuple(_choice(one) for one in found.questions if one.options),
        numbers=_numbers(found),
        texts=_texts(found),
        hides=any(cell.hidden for one in found.scales for cell in one.cells.values()),
    )


def figure(cell: Cell) -> Figure:
    """The cell in words."""
    return Figure(
        number_text(cell), share_text(cell), bounds_text(cell), mean_text(cell), change_text(cell.change), cell.hidden
    )


def headline(found: Published) -> str:
    """The finding on the whole, of both sides where both may be shown."""
    asked = found.pairs.get(OVERALL)
    if asked is None:
        return f"Svarene fra {found.title}"
    said = [
        (SIDE_WORDS[side], asked[side].cell()) for side in SIDES if side in asked and asked[side].cell().share is not None
    ]
    if not said:
        return "For få har svaret til et samlet resultat"
    parts = [f"{percent(cell.share or 0.0)} af {whom}" for whom, cell in said]
    return f"{' og '.join(parts)} er tilfredse med samarbejdet alt i alt"


def theme_lines(found: Published, key: str = ALL) -> tuple[Line, ...]:
    """Each theme with both sides' figures, and what stands between them."""
    return tuple(_theme_line(sides, key) for sides in found.pairs.values())


def group_block(found: Published, asked: dict[str, Question]) -> Block:
    """A question in the size groups and the whole."""
    keys = [ALL, *(group.value for group in found.size_groups)] if asked else []
    places = dict(found.places)
    rows = [
        (group_name(key, places), [(str(side.label), asked[side].cell(key), str(side)) for side in SIDES if side in asked])
        for key in keys
    ]
    lines = tuple(_line(group_name(key, places), asked, key) for key in keys)
    chart = pair_chart("grupper", _group_finding(found, asked), f"Andel {_best(asked)} efter kommunens størrelse", rows)
    return Block(chart, "Efter kommunens størrelse", lines)


def place_lines(found: Published, asked: dict[str, Question]) -> tuple[Line, ...]:
    """A question in each municipality that has a figure, shown or hidden, in alphabetical order."""
    places = sorted(found.places.values(), key=lambda place: sort_key(place.name))
    codes = {code for one in asked.values() for code in one.cells}
    return tuple(_line(place.name, asked, place.code) for place in places if place.code in codes)


def gap_text(sides: dict[str, Question], key: str = ALL) -> str:
    """How far the two sides are apart, and whether it is more than chance; empty where one of them may not be shown."""
    if len(sides) < 2:
        return ""
    first, second = (sides[side].cell(key) for side in SIDES)
    if first.share is None or second.share is None or not first.bounds or not second.bounds:
        return ""
    apart = difference(second.share, second.bounds, first.share, first.bounds)
    points = decimal(abs(100 * apart.value), 0)
    if not apart.is_clear:
        return "ingen sikker forskel"
    return f"kommunerne {points} procentpoint {'højere' if apart.value > 0 else 'lavere'}"


def _index_row(row: Any) -> PublishedRow:
    return PublishedRow(
        public_id=row.round.public_id,
        title=row.round.title,
        period=f"{date_text(row.round.opens_on)} – {date_text(row.round.closes_on)}",
        published=date_text(local(row.published_at).date()),
        headline=row.said,
        is_synthetic=row.round.is_synthetic,
    )


def _line(label: str, asked: dict[str, Question], key: str) -> Line:
    figures = tuple((str(side.label), figure(asked[side].cell(key))) for side in SIDES if side in asked)
    return Line(label, figures, gap=gap_text(asked, key))


def _theme_line(asked: dict[str, Question], key: str) -> Line:
    first = next(iter(asked.values()))
    figures = tuple((str(side.label), figure(asked[side].cell(key))) for side in SIDES if side in asked)
    return Line(question_name(first), figures, first.side, first.key, gap_text(asked, key))


def _ends(found: Published) -> list[tuple[str, str]]:
    """The themes that go best and worst for the families (the municipalities, where no family was asked), best first."""
    lead = next((side for side in SIDES if side in found.sides), Side.FAMILY)
    shares = {
        pair: asked[lead].cell().share
        for pair, asked in found.pairs.items()
        if pair != OVERALL and lead in asked and asked[lead].cell().share is not None
    }
    ranked = sorted(shares, key=lambda pair: (-(shares[pair] or 0.0), pair))
    return ranked if len(ranked) <= 2 * ENDS else [*ranked[:ENDS], *ranked[-ENDS:]]


def _theme_chart(found: Published) -> PairChart:
    rows = []
    for asked in (found.pairs[pair] for pair in _ends(found)):
        sides = [(str(side.label), asked[side].cell(), str(side)) for side in SIDES if side in asked]
        rows.append((question_name(next(iter(asked.values()))), sides))
    few = len(found.pairs) - 1 > len(rows) == 2 * ENDS
    about = f"De {ENDS} højeste og de {ENDS} laveste: andel" if few else "Andel"
    return pair_chart("tema", _theme_finding(found), f"{about}, der har givet et af de to øverste svar", rows)


def _theme_finding(found: Published) -> str:
    ranked = _ends(found)
    if len(ranked) < 2:
        return "For få svar til at sammenligne temaer"
    lead = next(side for side in SIDES if side in found.sides)
    most, least = (found.pairs[pair][lead] for pair in (ranked[0], ranked[-1]))
    whom, (high, low) = SIDE_WORDS[lead].capitalize(), (percent(one.cell().share or 0.0) for one in (most, least))
    often, seldom = f"“{question_name(most)}” ({high})", f"“{question_name(least)}” ({low})"
    return f"{whom} svarer oftest øverst på skalaen om {often} og sjældnest om {seldom}"


def _overall(found: Published) -> Block:
    asked = found.pairs.get(OVERALL, {})
    rows = [(str(side.label), asked[side].cell(), str(side)) for side in SIDES if side in asked]
    line = _line("Alt i alt", asked, ALL)
    chart = bar_chart("alle", _overall_finding(asked), f"Andel {_best(asked)} med samarbejdet alt i alt", rows)
    return Block(chart, "Samarbejdet alt i alt", (line,) if asked else ())


def _overall_finding(asked: dict[str, Question]) -> str:
    gap = gap_text(asked)
    if not gap:
        return "De to sider kan ikke sammenlignes"
    if gap.startswith("ingen"):
        return "Der er ingen sikker forskel på de to siders svar"
    return f"{gap[0].upper()}{gap[1:]} end plejefamilierne"


def _group_finding(found: Published, asked: dict[str, Question]) -> str:
    family = asked.get(Side.FAMILY)
    cells = [(group, family.cell(group.value)) for group in found.size_groups] if family else []
    shown = [(cell.share, group, cell) for group, cell in cells if cell.share is not None]
    if len(shown) < 2:
        return "For få svar til at sammenligne kommuner efter størrelse"
    top, low = max(shown, key=lambda row: row[0] or 0.0), min(shown, key=lambda row: row[0] or 0.0)
    apart = top[2].bounds and low[2].bounds and top[2].bounds.low > low[2].bounds.high
    if not apart:
        return "Der er ingen sikker forskel mellem små og store kommuner for plejefamilierne"
    return f"Plejefamilierne er mest tilfredse i {group_name(top[1].value, {}).lower()}"


def _best(asked: dict[str, Question]) -> str:
    return next((one.best for one in asked.values()), "tilfredse")


def _side_line(found: Published, side: Side) -> SideLine:
    facts = found.sides[side]
    share = HIDDEN if facts.answered is None else percent(facts.answered / facts.asked) if facts.asked else ""
    groups = tuple(
        (group_name(key, {}), HIDDEN if pair is None else f"{pair[1]} af {pair[0]}") for key, pair in facts.groups.items()
    )
    return SideLine(side.label, str(facts.asked), HIDDEN if facts.answered is None else str(facts.answered), share, groups)


def _indexes(found: Published) -> tuple[tuple[str, str, str], ...]:
    """The dimensions that several questions ask about: an index for each side."""
    several = [name for name in dict.fromkeys(one.dimension for one in found.scales) if name and _questions(found, name) > 1]
    return tuple((theme(name, ""), *(_index(found, name, side) for side in SIDES)) for name in several)  # type: ignore[misc]


def _questions(found: Published, dimension: str) -> int:
    return max(sum(one.side == side and one.dimension == dimension for one in found.scales) for side in SIDES)


def _index(found: Published, dimension: str, side: Side) -> str:
    if side not in found.sides:
        return "ikke spurgt"
    index = found.index(dimension, side)
    return HIDDEN if index is None else decimal(index, 0)


def _drivers(found: Published) -> tuple[DriverBlock, ...]:
    return tuple(
        DriverBlock(
            Side(side).label,
            SIDE_WORDS[Side(side)],
            tuple((question_name(one.question), decimal(one.r, 2), _strength(one.r)) for one in rows if one.sure),
        )
        for side, rows in found.drivers.items()
        if any(one.sure for one in rows)
    )


def _strength(r: float) -> str:
    """Cohen's words for the size of a correlation (Psychological Bulletin 112, 1992), in Danish."""
    return "stærk sammenhæng" if r >= 0.5 else "nogen sammenhæng" if r >= 0.3 else "svag sammenhæng"


def _choice(one: Question) -> ChoiceBlock:
    rows = tuple(
        (option.label, HIDDEN, HIDDEN)
        if option.chosen is None
        else (option.label, str(option.chosen), percent(option.chosen / one.n) if one.n else "")
        for option in one.options
    )
    return ChoiceBlock(Side(one.side).label, one.text, HIDDEN if one.n is None else f"{one.n} har svaret", rows)


def _numbers(found: Published) -> tuple[tuple[str, str, str, str], ...]:
    return tuple(
        (Side(one.side).label, one.text, *((str(one.n), decimal(one.mean, 1)) if one.mean is not None else (HIDDEN, HIDDEN)))
        for one in found.questions
        if one.kind == "number"
    )


def _texts(found: Published) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    made: dict[tuple[str, str], list[str]] = {}
    for side, key, text in found.texts:
        made.setdefault((side, key), []).append(text)
    return tuple(
        (Side(side).label, question.text if (question := found.question(side, key)) else key, tuple(rows))
        for (side, key), rows in made.items()
    )


def all_cells(found: Published) -> Sequence[tuple[Question, str, Cell]]:
    """Every cell of the publication with its question and group, in order: what the files list."""
    return [(one, key, cell) for one in found.scales for key, cell in one.cells.items()]
