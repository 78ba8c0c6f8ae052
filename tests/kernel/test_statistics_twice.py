"""Every formula a second time: statsmodels, SciPy and NumPy compute the same from the same numbers."""

from __future__ import annotations

from math import atanh, sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from plejebro.kernel.correlation import correlation
from plejebro.kernel.statistics import cohen_kappa, cronbach_alpha, holm, mean_of, newcombe, student_t, wilson
from plejebro.kernel.weighting import weighted_share, weights

STEPS = st.integers(1, 5)


def shares(largest: int = 3000) -> st.SearchStrategy[tuple[int, int]]:
    return st.integers(1, largest).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(shares())
def test_wilson(share: tuple[int, int]) -> None:
    assert wilson(*share) == pytest.approx(proportion_confint(*share, alpha=0.05, method="wilson"), abs=1e-7)


@given(shares(), shares())
def test_newcombe(first: tuple[int, int], second: tuple[int, int]) -> None:
    # statsmodels divides by the share itself, so it has nothing to say where one is 0 or all.
    assume(0 < first[0] < first[1] and 0 < second[0] < second[1])
    low, high = confint_proportions_2indep(*first, *second, method="newcomb", compare="diff")
    assert newcombe(*first, *second)[1:] == pytest.approx((low, high), abs=1e-7)


@pytest.mark.parametrize("freedom", [*range(1, 60), 99, 100, 500, 1000, 1001, 5000, 10**6])
def test_t(freedom: int) -> None:
    assert student_t(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), abs=5e-6)


@given(st.lists(STEPS, min_size=2, max_size=60))
def test_mean(values: list[int]) -> None:
    other = DescrStatsW(values)
    mine = mean_of({value: values.count(value) for value in values})
    assert mine.mean == pytest.approx(other.mean)
    assert mine.bounds is not None
    if len(set(values)) > 1:
        assert mine.error == pytest.approx(other.std_mean)
        assert mine.bounds == pytest.approx(other.tconfint_mean(alpha=0.05), abs=1e-6)


@given(st.lists(st.lists(STEPS, min_size=4, max_size=4), min_size=3, max_size=40))
def test_alpha(rows: list[list[int]]) -> None:
    mine = cronbach_alpha(rows)
    matrix = np.cov(np.array(rows).T)
    if mine is None:
        assert matrix.sum() == pytest.approx(0, abs=1e-9)
    else:
        # Another way to the same: the mean covariance over the mean of all entries.
        covariance = (matrix.sum() - np.trace(matrix)) / 12
        assert mine == pytest.approx(16 * covariance / matrix.sum())


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=60))
def test_kappa(pairs: list[tuple[int, int]]) -> None:
    mine = cohen_kappa(pairs)
    assume(mine is not None)
    table = np.zeros((4, 4))
    for one, other in pairs:
        table[one, other] += 1
    # Rows and columns that nobody used make its variance undefined, which it warns of; kappa itself it has.
    with np.errstate(all="ignore"):
        assert mine == pytest.approx(cohens_kappa(table, return_results=False), abs=1e-12)


@given(st.lists(st.floats(0, 1, allow_subnormal=False), min_size=1, max_size=25))
def test_holm(values: list[float]) -> None:
    assert holm(values) == pytest.approx(multipletests(values, method="holm")[1])


@settings(deadline=None)
@given(st.lists(st.tuples(STEPS, STEPS), min_size=5, max_size=60))
def test_correlation(pairs: list[tuple[int, int]]) -> None:
    mine = correlation(pairs)
    x, y = [x for x, _ in pairs], [y for _, y in pairs]
    if mine is None:
        assert len(set(x)) == 1 or len(set(y)) == 1
        return
    other: Any = stats.pearsonr(x, y)
    assert mine.r == pytest.approx(other.statistic, abs=1e-9)
    if abs(mine.r) < 0.999:
        bounds = other.confidence_interval(0.95)
        assert mine.bounds == pytest.approx((bounds.low, bounds.high), abs=1e-7)
        assert mine.p == pytest.approx(2 * stats.norm.sf(abs(atanh(mine.r)) * sqrt(len(pairs) - 3)), abs=1e-9)


STRATA = st.dictionaries(
    st.integers(0, 6),
    st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n), st.integers(n, 5 * n))),
    min_size=1,
)


@given(STRATA)
def test_a_weighted_share(strata: dict[int, tuple[int, int, int]]) -> None:
    """One value and one weight per answer, through statsmodels' weighted mean and Kish's formula on the bare weights."""
    population = {stratum: large for stratum, (_, _, large) in strata.items()}
    mine = weighted_share(population, {stratum: (count, n) for stratum, (count, n, _) in strata.items()})
    assert mine is not None
    weight = weights(population, {stratum: n for stratum, (_, n, _) in strata.items()})
    values = np.concatenate([[1.0] * count + [0.0] * (n - count) for count, n, _ in strata.values()])
    each = np.concatenate([[weight[stratum]] * n for stratum, (_, n, _) in strata.items()])
    assert each.sum() == pytest.approx(len(values))
    assert mine.share == pytest.approx(DescrStatsW(values, weights=each).mean)
    assert mine.effective_n == pytest.approx(each.sum() ** 2 / (each**2).sum())
    assert (mine.low, mine.high) == pytest.approx(
        proportion_confint(mine.share * mine.effective_n, mine.effective_n, method="wilson"), abs=1e-7
    )
