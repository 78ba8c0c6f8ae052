"""Shares with their uncertainty, and how well two people agree. Pure Python: no rounding, no table look-ups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from math import sqrt
from typing import Final, NamedTuple

Z95: Final = 1.959964
"""The standard normal's 97.5 % point, for two-sided 95 % intervals."""


class Interval(NamedTuple):
    """The bounds of a share, both fractions from 0 to 1."""

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


def _score_interval(count: int, n: int, z2: float) -> Interval:
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
