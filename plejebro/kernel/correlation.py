"""What hangs together with what: a correlation with its interval, and the drivers of overall satisfaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import atanh, erfc, fsum, sqrt, tanh
from typing import Final

from plejebro.kernel.statistics import Z95, Interval, holm

FEWEST_PAIRS: Final = 30
"""Below this a correlation on a five-step scale says next to nothing: at r = 0.4 the interval is 0.05 to 0.66."""


@dataclass(frozen=True, slots=True)
class Correlation:
    """Pearson's r of `n` pairs, its 95 % bounds, and the p value of there being no connection."""

    n: int
    r: float
    bounds: Interval
    p: float


@dataclass(frozen=True, slots=True)
class Driver:
    """How one question goes with overall satisfaction. `correlation` is None when too few answered both, or all the same.

    `p_adjusted` is Holm's, over all the questions that are looked at together.
    """

    question: str
    pairs: int
    correlation: Correlation | None
    p_adjusted: float | None


def correlation(pairs: Sequence[tuple[float, float]]) -> Correlation | None:
    """Pearson's correlation of pairs, with bounds and p value by Fisher's z: atanh(r) ± 1.96/√(n-3).

    None where it is not defined: fewer than four pairs, or one of the two does not vary. Sources: K. Pearson, Proceedings
    of the Royal Society 58 (1895), 240-242; R. A. Fisher, Metron 1 (1921), 3-32.
    """
    n = len(pairs)
    if n < 4:
        return None
    mean_x, mean_y = fsum(x for x, _ in pairs) / n, fsum(y for _, y in pairs) / n
    xx = fsum((x - mean_x) ** 2 for x, _ in pairs)
    yy = fsum((y - mean_y) ** 2 for _, y in pairs)
    if xx <= 0 or yy <= 0:
        return None
    r = max(-1.0, min(1.0, fsum((x - mean_x) * (y - mean_y) for x, y in pairs) / sqrt(xx * yy)))
    if abs(r) > 1 - 1e-12:
        return Correlation(n, float(round(r)), Interval(r, r), 0.0)
    z, half = atanh(r), Z95 / sqrt(n - 3)
    return Correlation(n, r, Interval(tanh(z - half), tanh(z + half)), erfc(abs(z) * sqrt(n - 3) / sqrt(2)))


def drivers(
    overall: Sequence[float | None], items: Mapping[str, Sequence[float | None]], *, fewest: int = FEWEST_PAIRS
) -> list[Driver]:
    """The questions in the order of how closely they go with overall satisfaction, the closest first.

    Each sequence has one place per person, None where there is no answer; a person counts where both answered. Holm's
    adjustment is over the questions with a correlation. What this is not: a cause. Two questions that say nearly the same
    both come high, and a question that all answer alike comes low however much it matters.
    ValueError when the sequences differ in length.
    """
    found = []
    for question, answers in items.items():
        pairs = [(x, y) for x, y in zip(answers, overall, strict=True) if x is not None and y is not None]
        found.append((question, len(pairs), correlation(pairs) if len(pairs) >= fewest else None))
    adjusted = iter(holm([it.p for _, _, it in found if it]))
    rows = [Driver(question, n, it, next(adjusted) if it else None) for question, n, it in found]
    return sorted(rows, key=lambda row: -row.correlation.r if row.correlation else 2.0)
