"""Shares and means with their uncertainty, differences, agreement and reliability. Pure Python: no rounding, no tables.

Weights and response rates are in `weighting`, correlations in `correlation`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from math import atan, cos, fsum, pi, sin, sqrt
from typing import Final, NamedTuple

Z95: Final = 1.959964
"""The standard normal's 97.5 % point, for two-sided 95 % intervals."""


class Interval(NamedTuple):
    """Two bounds: of a share (fractions from 0 to 1), a difference of shares (-1 to 1), a mean or a correlation."""

    low: float
    high: float


def wilson(count: int, n: int, z: float = Z95) -> Interval:
    """Wilson's score interval for `count` of `n`, as fractions; exactly 0 below at count 0, exactly 1 above at count n.

        (p + z²/2n ± z·√(p(1-p)/n + z²/4n²)) / (1 + z²/n),  p = count/n

    Raises ValueError unless 0 ≤ count ≤ n and n > 0. Source: E. B. Wilson, Journal of the American Statistical
    Association 22 (1927), 209-212; recommended for small n by Brown, Cai and DasGupta, Statistical Science 16 (2001).
    """
    return _score_interval(count, n, z * z)


def wilson_finite(count: int, n: int, population: int, *, sample: int | None = None, z: float = Z95) -> Interval:
    """The same for a sample drawn without replacement from a frame of `population`: narrower, and a point at a census.

    The variance of the score is multiplied by (N - m)/(N - 1), which is to put z²·(N - m)/(N - 1) in the place of z²
    above. m is the whole `sample` (n unless told otherwise): a share within a group of the sample is corrected by the
    sampling fraction of the whole. Raises ValueError unless 0 ≤ count ≤ n ≤ m ≤ N and n > 0.
    Source: W. G. Cochran, Sampling Techniques (3rd ed. 1977), sections 2.6 and 2.13 (groups); H. Burstein, Journal of
    the American Statistical Association 70 (1975), 67-69, for the correction of binomial limits.
    """
    drawn = n if sample is None else sample
    if not n <= drawn <= population:
        raise ValueError(f"a sample of {drawn} with {n} in the group does not fit a frame of {population}")
    factor = (population - drawn) / (population - 1) if population > 1 else 0.0
    return _score_interval(count, n, z * z * factor)


def wilson_effective(share: float, n: float, z: float = Z95) -> Interval:
    """Wilson's interval where the share is weighted and `n` is the effective number of answers: neither need be whole.

    Raises ValueError unless 0 ≤ share ≤ 1 and n > 0. Source: P. S. Kott and D. A. Carr, Journal of Official Statistics 13
    (1997), 249-268; N. Dean and M. Pagano, Journal of Survey Statistics and Methodology 3 (2015), 484-503.
    """
    return _score_interval(share * n, n, z * z)


class Difference(NamedTuple):
    """A difference, first minus second, with its bounds. A fraction of 1: 0.1 is ten percentage points."""

    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out 0: the difference is more than chance explains, at the interval's level."""
        return self.low > 0 or self.high < 0


def newcombe(count1: int, n1: int, count2: int, n2: int, z: float = Z95) -> Difference:
    """The difference of two independent shares with Newcombe's hybrid score interval (his method 10, uncorrected).

        d - √((p1-l1)² + (u2-p2)²),  d + √((u1-p1)² + (p2-l2)²),  l and u: Wilson's bounds of each share

    Raises ValueError when one of them is no share. Not for the same people asked twice. Source: R. G. Newcombe,
    Statistics in Medicine 17 (1998), 873-890.
    """
    return difference(count1 / n1 if n1 else 0, wilson(count1, n1, z), count2 / n2 if n2 else 0, wilson(count2, n2, z))


def difference(first: float, bounds1: Interval, second: float, bounds2: Interval) -> Difference:
    """The same from any two independent figures with bounds of their own: shares of a finite population, weighted ones,
    means ("MOVER"). Source: G. Y. Zou and A. Donner, Statistics in Medicine 27 (2008), 1693-1702."""
    value = first - second
    down = sqrt((first - bounds1.low) ** 2 + (bounds2.high - second) ** 2)
    up = sqrt((bounds1.high - first) ** 2 + (second - bounds2.low) ** 2)
    return Difference(value, value - down, value + up)


class Mean(NamedTuple):
    """A mean with its standard error and 95 % bounds; the last three None when one value says nothing of the spread."""

    n: int
    mean: float
    sd: float | None
    error: float | None
    bounds: Interval | None


def mean_of(counts: Mapping[float, int], population: int | None = None) -> Mean:
    """The mean of values given as value → how many had it, with its standard error and a 95 % interval by Student's t.

        s² = Σ k·(x - x̄)² / (n-1),  SE = s/√n · √(1 - n/N),  x̄ ± t(n-1)·SE

    N is the `population` the n were drawn from (no correction when None). ValueError when nobody is there, or more than
    N. Source: W. G. Cochran, Sampling Techniques (3rd ed. 1977), sections 2.5-2.8.
    """
    n = sum(counts.values())
    if n <= 0 or (population is not None and n > population):
        raise ValueError(f"no mean of {n} values out of {population}")
    mean = fsum(value * number for value, number in counts.items()) / n
    if n == 1:
        return Mean(n, mean, None, None, None)
    sd = sqrt(fsum(number * (value - mean) ** 2 for value, number in counts.items()) / (n - 1))
    error = sd / sqrt(n) * sqrt(1 - n / population if population else 1)
    half = student_t(n - 1) * error
    return Mean(n, mean, sd, error, Interval(mean - half, mean + half))


@lru_cache(maxsize=1024)
def student_t(freedom: int, probability: float = 0.975) -> float:
    """The t distribution's quantile, for whole degrees of freedom; `probability` above a half. Found by bisection.

    Source: M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions (1964), 26.7.3-26.7.4. Above 1,000 degrees
    of freedom the first term of 26.7.5 on the normal quantile is enough (for 0.975 only: `Z95`).
    """
    if freedom < 1 or not 0.5 < probability < 1:
        raise ValueError(f"no t quantile at {probability} with {freedom} degrees of freedom")
    if freedom > 1000 and probability == 0.975:
        return Z95 + (Z95**3 + Z95) / (4 * freedom)
    low, high = 0.0, 1.0
    while _t_within(high, freedom) < 2 * probability - 1:
        high *= 2
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if _t_within(middle, freedom) < 2 * probability - 1 else (low, middle)
    return (low + high) / 2


def _t_within(t: float, freedom: int) -> float:
    """P(-t < T < t), as the finite series in the angle arctan(t/√ν)."""
    angle = atan(t / sqrt(freedom))
    square = cos(angle) ** 2
    odd = freedom % 2
    term = total = cos(angle) if odd else 1.0
    if freedom == 1:
        total = 0.0
    for step in range(2 + odd, freedom - 1, 2):
        term *= square * (step - 1) / step
        total += term
    return (angle + sin(angle) * total) * 2 / pi if odd else sin(angle) * total


def cronbach_alpha(rows: Sequence[Sequence[float]]) -> float | None:
    """Cronbach's alpha: how well several questions measure one thing; one row per person, all questions answered.

        α = k/(k-1) · (1 - Σ var(question) / var(sum of the questions)),  variances with n-1

    None where it is not defined: fewer than two questions or persons, or the sums do not vary. Leave out persons who
    lack an answer first. ValueError when the rows differ in length. Source: L. J. Cronbach, Psychometrika 16 (1951),
    297-334; worked example: J. M. Bland and D. G. Altman, BMJ 314 (1997), 572.
    """
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    items = [_variance(column) for column in zip(*rows, strict=True)]
    return alpha_of_variances(items, _variance([fsum(row) for row in rows]))


def alpha_of_variances(items: Sequence[float], total: float) -> float | None:
    """The same from the variance of each question and of their sum; None when the sum does not vary."""
    k = len(items)
    return None if k < 2 or total <= 0 else k / (k - 1) * (1 - fsum(items) / total)


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down adjustment of p values that are looked at together, in the order given.

        the i-th smallest: max over j ≤ i of min(1, (m - j + 1)·p(j))

    An adjusted value below 0.05 keeps the chance of even one false alarm among all m below 5 %, however they hang
    together. Source: S. Holm, Scandinavian Journal of Statistics 6 (1979), 65-70.
    """
    if any(not 0 <= p <= 1 for p in p_values):
        raise ValueError("a p value lies between 0 and 1")
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    for rank, number in enumerate(sorted(range(len(p_values)), key=lambda number: p_values[number])):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[number]))
        adjusted[number] = largest
    return adjusted


def cohen_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa of two people's codings of the same things, one pair per thing: 1 is full agreement, 0 is chance.

        κ = (po - pe) / (1 - pe),  po = share of equal pairs,  pe = Σ (share of the code with one)·(… with the other)

    None where it is not defined: no pairs, or both used one and the same code throughout (pe = 1).
    Source: J. Cohen, Educational and Psychological Measurement 20 (1960), 37-46.
    """
    n = len(pairs)
    if n == 0:
        return None
    one, other = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    # In whole numbers until the end: so that "one code throughout" is seen exactly.
    equal = sum(a == b for a, b in pairs)
    by_chance = sum(number * other[code] for code, number in one.items())
    if by_chance == n * n:
        return None
    return (equal * n - by_chance) / (n * n - by_chance)


def _variance(values: Sequence[float]) -> float:
    mean = fsum(values) / len(values)
    return fsum((value - mean) ** 2 for value in values) / (len(values) - 1)


def _score_interval(count: float, n: float, z2: float) -> Interval:
    if n <= 0 or not 0 <= count <= n:
        raise ValueError(f"{count} of {n} is not a share")
    p = count / n
    centre = p + z2 / (2 * n)
    half = sqrt(z2 * (p * (1 - p) / n + z2 / (4 * n * n)))
    scale = 1 + z2 / n
    # The formula gives these two exactly; floating point gives them nearly.
    low = 0.0 if count == 0 else max(0.0, (centre - half) / scale)
    high = 1.0 if count == n else min(1.0, (centre + half) / scale)
    return Interval(low, high)
