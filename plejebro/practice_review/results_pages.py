"""The page of a study's results: findings, charts and tables in words, with nothing in it that may not be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plejebro.practice_review.charts import Chart, bar_chart, finding, value_text
from plejebro.practice_review.lawview import name_of
from plejebro.practice_review.results import Results, ShownGroup
from plejebro.practice_review.words import HIDDEN, agreement_words, decimal, percent, whole_percent


@dataclass(frozen=True)
class TableRow:
    """A row under a chart, already in words."""

    label: str
    n: str
    count: str
    share: str
    hidden: bool


@dataclass(frozen=True)
class Section:
    """A chart with its table."""

    chart: Chart
    caption: str
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class RequirementLine:
    """A requirement in the table of all."""

    id: str
    name: str
    applicable: str
    met: str
    not_met: str
    not_documented: str
    share: str


@dataclass(frozen=True)
class AgreementLine:
    """How well the two agreed on a requirement, in words."""

    id: str
    name: str
    pairs: str
    equal: str
    kappa: str
    words: str


@dataclass(frozen=True)
class ResultsPage:
    """The results, ready to be laid out."""

    title: str
    is_final: bool
    is_synthetic: bool
    headline: str
    n: str
    left_out: int
    method: str
    overall: Section
    requirements: Section
    requirement_lines: tuple[RequirementLine, ...]
    divisions: tuple[Section, ...]
    agreement: tuple[AgreementLine, ...]
    hides: bool


MOST_BARS = 10
_DIVISIONS = (
    ("route", "vejen", "Afgørelser med fejl, efter vejen til afgørelsen"),
    ("age", "barnets alder", "Afgørelser med fejl, efter barnets alder"),
    ("municipality", "kommunen", "Afgørelser med fejl, efter kommune"),
)


def results_page(results: Results) -> ResultsPage:
    """The page of the results: findings, charts and tables, with nothing in it that may not be shown."""
    coded = [row for row in results.requirements if row.was_coded]
    worst = sorted(
        (row for row in coded if row.not_followed.share),
        key=lambda row: (-(row.not_followed.share or 0.0), row.id),
    )[:MOST_BARS]
    return ResultsPage(
        title=results.title,
        is_final=results.closed_at is not None,
        is_synthetic=results.is_synthetic,
        headline=_headline(results),
        n=_number(results.n),
        left_out=results.sampled - results.n if results.n is not None else 0,
        method=_method(results),
        overall=_overall(results),
        requirements=Section(
            bar_chart(
                "krav",
                f"Oftest ikke fulgt: {name_of(worst[0].id)}" if worst else "Intet krav kan vises som ikke fulgt",
                "Andel af de afgørelser, hvor kravet gælder, der ikke følger det eller ikke dokumenterer det",
                [(f"{row.id} {name_of(row.id)}", row.not_followed) for row in worst],
            ),
            "",
            (),
        ),
        requirement_lines=tuple(
            RequirementLine(
                row.id,
                name_of(row.id),
                _number(row.applicable),
                _number(row.met),
                _number(row.not_met),
                _number(row.not_documented),
                value_text(row.not_followed),
            )
            for row in coded
        ),
        divisions=tuple(_section(key, what, caption, results.divisions[key]) for key, what, caption in _DIVISIONS),
        agreement=tuple(_agreement_line(row) for row in results.agreement),
        hides=_hides(results),
    )


def _headline(results: Results) -> str:
    share = results.with_faults.share
    if share is None:
        return "Der er ikke nok færdige afgørelser til et resultat"
    return f"{whole_percent(share)} af afgørelserne følger ikke et eller flere krav"


def _overall(results: Results) -> Section:
    rows = (("Korrekt grundlag", results.correct), ("Et eller flere krav ikke fulgt", results.with_faults))
    known = results.correct.count is not None and results.n
    title = (
        f"{results.correct.count} af {results.n} har et korrekt grundlag" if known else "For få afgørelser til et resultat"
    )
    chart = bar_chart("alle", title, "Andel af alle bedømte afgørelser", rows)
    return Section(chart, "Alle bedømte afgørelser", tuple(_table_row(label, share) for label, share in rows))


def _section(key: str, what: str, caption: str, groups: tuple[ShownGroup, ...]) -> Section:
    chart = bar_chart(key, finding(groups, what), caption, [(row.label, row.with_faults) for row in groups])
    return Section(chart, caption, tuple(_table_row(row.label, row.with_faults) for row in groups))


def _table_row(label: str, share: Any) -> TableRow:
    return TableRow(label, _number(share.n), _number(share.count), value_text(share), share.hidden)


def _number(count: int | None) -> str:
    return HIDDEN if count is None else str(count)


def _method(results: Results) -> str:
    interval = "95 %-intervaller efter Wilson"
    if results.frame:
        return f"{interval}, rettet for, at der er {results.frame.population} afgørelser i alt."
    return f"{interval}. Det er ikke oplyst, hvor mange afgørelser stikprøven er taget af."


def _agreement_line(row: Any) -> AgreementLine:
    if row.hidden:
        return AgreementLine(row.id, name_of(row.id), HIDDEN, HIDDEN, HIDDEN, "")
    kappa = "kan ikke beregnes" if row.kappa is None else decimal(row.kappa, 2)
    words = "begge brugte kun én kode" if row.kappa is None else agreement_words(row.kappa)
    return AgreementLine(row.id, name_of(row.id), str(row.pairs), percent(row.equal, 0), kappa, words)


def _hides(results: Results) -> bool:
    groups = [group for division in results.divisions.values() for group in division]
    return any(
        [
            results.correct.hidden,
            *(group.with_faults.hidden or group.n is None for group in groups),
            *(None in (row.applicable, row.met, row.not_met, row.not_documented) for row in results.requirements),
        ]
    )
