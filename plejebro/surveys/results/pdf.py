"""The results on paper, made by typst from the page model: what the page does not show, the PDF cannot show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from plejebro.kernel import clock
from plejebro.kernel.danish import datetime_text
from plejebro.surveys.results.charts import Bar
from plejebro.surveys.results.pages import Line, ResultsPage

TEMPLATE = Path(__file__).parent / "typst" / "results.typ"


def results_pdf(page: ResultsPage) -> bytes:
    """PDF/A-2a (archivable) and PDF/UA-1, Danish, tagged. Text goes in as data and is never read as typst code."""
    data = json.dumps(content_of(page), ensure_ascii=False)
    made: Any = typst.compile(str(TEMPLATE), sys_inputs={"data": data}, format="pdf", pdf_standards=["a-2a", "ua-1"])
    return bytes(made)


def content_of(page: ResultsPage) -> dict[str, Any]:
    """Exactly what the template prints. Widths of bars are fractions of the column."""
    return {
        "title": page.title,
        "headline": page.headline,
        "period": page.period,
        "purpose": page.purpose,
        "synthetic": page.is_synthetic,
        "previous": page.previous,
        "hides": page.hides,
        "sides": [[one.side, one.asked, one.answered, one.share] for one in page.sides],
        "themes_title": page.themes.title,
        "themes": [[row.label, [_bar(bar) for bar in row.bars]] for row in page.themes.rows],
        "tables": [
            ["Samarbejdet alt i alt", _table(page.overall.lines)],
            ["Tema for tema", _table(page.theme_lines)],
            ["Efter kommunens størrelse: samarbejdet alt i alt", _table(page.groups.lines)],
            ["Kommune for kommune: samarbejdet alt i alt", _table(page.places)],
        ],
        "drivers": [[one.whom, [list(row) for row in one.rows]] for one in page.drivers],
        "choices": [[f"{one.side}: {one.text}", [list(row) for row in one.rows]] for one in page.choices],
        "made": f"Hentet fra Plejebro {datetime_text(clock.now())}",
    }


def _bar(bar: Bar) -> dict[str, Any]:
    return {
        "label": bar.label,
        "value": bar.value,
        "width": bar.width / 340,
        "hidden": bar.hidden,
        "family": bar.tone == "family",
    }


def _table(lines: tuple[Line, ...]) -> list[list[str]]:
    """Name, side, how many, share, interval, mean and change."""
    rows = []
    for line in lines:
        for side, one in line.figures:
            rows.append([line.label, side, one.n, one.share, one.bounds, one.mean, one.change])
    return rows
