"""What goes together with overall satisfaction: simple correlations, only where there are answers enough, never a cause."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from plejebro.kernel.correlation import FEWEST_PAIRS, Driver, drivers
from plejebro.surveys.questions import STEPS, Form
from plejebro.surveys.results.counts import SideCounts

OVERALL: Final = "samlet"
"""The dimension of the question on the whole; the one that is about nobody in particular."""

MOST_SHOWN: Final = 6


def overall_question(form: Form) -> str | None:
    """The key of the question on overall satisfaction, or None where the questionnaire has none."""
    return next((one.key for one in form.questions if one.dimension == OVERALL and not one.about and one.is_scale), None)


def drivers_of(side: SideCounts) -> list[dict[str, Any]]:
    """The questions that go most closely with overall satisfaction, as they are published, the closest first.

    Figures are of the whole side and rounded to two decimals; how many pairs there were is not told, since with the
    number of answers to each question it would tell of the few who left one of them out. Questions that say the same of
    one person (`samlet` about the adviser) are left in: that is what the reader wants to know.
    """
    overall = overall_question(side.form)
    if overall is None or side.answered < FEWEST_PAIRS:
        return []
    items = {key: [_step(row, key) for row in side.rows] for key in side.scales if key != overall}
    found = drivers([_step(row, overall) for row in side.rows], items)
    return [_as_json(one) for one in found if one.correlation and one.correlation.r > 0][:MOST_SHOWN]


def _as_json(one: Driver) -> dict[str, Any]:
    if one.correlation is None or one.p_adjusted is None:
        raise ValueError("a driver without a correlation is not published")
    bounds = one.correlation.bounds
    return {
        "question": one.question,
        "r": round(one.correlation.r, 2),
        "low": round(bounds.low, 2),
        "high": round(bounds.high, 2),
        "sure": one.p_adjusted < 0.05,
    }


def _step(row: Mapping[str, Any], key: str) -> float | None:
    value = row.get(key)
    return float(value) if value in STEPS else None
