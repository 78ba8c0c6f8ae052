"""Shares, means and agreement against figures that others have published, and against what must hold for all.

The same formulas against statsmodels and SciPy: `test_statistics_twice.py`.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plejebro.kernel.statistics import (
    Interval,
    alpha_of_variances,
    cohen_kappa,
    cronbach_alpha,
    difference,
    holm,
    mean_of,
    newcombe,
    student_t,
    wilson,
    wilson_effective,
    wilson_finite,
)


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3 (Wilson's score).
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
    ],
)
def test_wilson_gives_the_published_intervals(count: int, n: int, low: float, high: float) -> None:
    assert wilson(count, n) == pytest.approx((low, high), abs=5e-5)


def test_the_study_of_57_decisions_has_a_wide_interval() -> None:
    assert wilson(35, 57) == pytest.approx((0.4843, 0.7294), abs=5e-5)


def test_nobody_and_everybody_are_exact() -> None:
    for n in range(1, 400):
        assert wilson(0, n).low == 0.0
        assert wilson(n, n).high == 1.0


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_lies_within_its_bounds_and_the_mirror_is_the_rest(pair: tuple[int, int]) -> None:
    count, n = pair
    low, high = wilson(count, n)
    assert 0 <= low <= count / n <= high <= 1
    mirror = wilson(n - count, n)
    assert (1 - mirror.high, 1 - mirror.low) == pytest.approx((low, high), abs=1e-12)


@given(st.integers(2, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n), st.integers(n, 5 * n))))
def test_a_known_frame_never_widens_the_interval(triple: tuple[int, int, int]) -> None:
    count, n, population = triple
    plain, corrected = wilson(count, n), wilson_finite(count, n, population)
    assert plain.low - 1e-12 <= corrected.low <= count / n + 1e-12
    assert count / n - 1e-12 <= corrected.high <= plain.high + 1e-12


def test_a_census_leaves_no_uncertainty() -> None:
    assert wilson_finite(22, 57, 57) == pytest.approx((22 / 57, 22 / 57))
    assert wilson_finite(1, 1, 1) == (1.0, 1.0)


def test_a_huge_frame_changes_nothing() -> None:
    assert wilson_finite(22, 57, 10**12) == pytest.approx(wilson(22, 57), abs=1e-9)


def test_the_correction_is_the_score_with_a_smaller_variance() -> None:
    """The bounds solve |p̂ - p| = z·√(p(1-p)/n · (N-n)/(N-1))."""
    low, high = wilson_finite(22, 57, 320)
    for p in (low, high):
        assert abs(22 / 57 - p) == pytest.approx(1.959964 * (p * (1 - p) / 57 * (320 - 57) / 319) ** 0.5)


def test_a_group_of_the_sample_is_corrected_by_the_fraction_of_the_whole() -> None:
    assert wilson_finite(5, 12, 320, sample=57) != wilson_finite(5, 12, 320)
    with pytest.raises(ValueError, match="does not fit"):
        wilson_finite(5, 12, 11)


@pytest.mark.parametrize(("count", "n"), [(1, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_is_refused(count: int, n: int) -> None:
    with pytest.raises(ValueError, match="is not a share"):
        wilson(count, n)


def test_kappa_gives_the_textbook_figures() -> None:
    """Cohen's 1960 paper, table 1 (proportions of 200 things)."""
    table = {"aa": 88, "ab": 14, "ac": 18, "ba": 10, "bb": 40, "bc": 10, "ca": 2, "cb": 6, "cc": 12}
    pairs = [(key[0], key[1]) for key, number in table.items() for _ in range(number)]
    assert cohen_kappa(pairs) == pytest.approx(0.492, abs=5e-4)


def test_kappa_at_its_ends() -> None:
    assert cohen_kappa([("a", "a"), ("b", "b")]) == 1.0
    assert cohen_kappa([("a", "b"), ("b", "a")]) == -1.0
    assert cohen_kappa([]) is None
    assert cohen_kappa([("a", "a")] * 9) is None


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998), 873-890, table II, method 10, contrasts (a) to (h).
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_gives_the_published_intervals(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    found = newcombe(*first, *second)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert found.is_clear == (low > 0)


def test_a_difference_has_a_mirror_and_wants_two_shares() -> None:
    one, other = newcombe(56, 70, 48, 80), newcombe(48, 80, 56, 70)
    assert (other.value, other.low, other.high) == pytest.approx((-one.value, -one.high, -one.low))
    assert other.is_clear
    with pytest.raises(ValueError, match="is not a share"):
        newcombe(1, 2, 0, 0)


def test_two_censuses_differ_by_exactly_so_much() -> None:
    found = difference(0.8, Interval(0.8, 0.8), 0.6, Interval(0.6, 0.6))
    assert found == pytest.approx((0.2, 0.2, 0.2))


def test_an_effective_number_need_not_be_whole() -> None:
    assert wilson_effective(0.5, 20.0) == pytest.approx(wilson(10, 20))
    assert wilson(10, 21).low < wilson_effective(0.5, 20.5).low < wilson(11, 21).low
    with pytest.raises(ValueError, match="is not a share"):
        wilson_effective(0.5, 0)


@pytest.mark.parametrize(("freedom", "t"), [(1, 12.706), (2, 4.303), (4, 2.776), (10, 2.228), (30, 2.042), (120, 1.980)])
def test_t_stands_as_in_the_tables(freedom: int, t: float) -> None:
    """Any table of Student's t, column 0.975; for instance Abramowitz and Stegun, table 26.10."""
    assert student_t(freedom) == pytest.approx(t, abs=5e-4)
    with pytest.raises(ValueError, match="no t quantile"):
        student_t(0)


def test_the_mean_gives_students_own_figures() -> None:
    """Student, Biometrika 6 (1908), 1-25: hours of sleep gained by ten patients with one drug over another."""
    gained = dict.fromkeys((1.2, 2.4, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4), 1) | {1.3: 2}
    found = mean_of(gained)
    assert (found.n, found.mean, found.sd, found.error) == (10, *map(pytest.approx, (1.58, 1.229995, 0.3889587)))
    assert found.bounds == pytest.approx((0.7001142, 2.4598858), abs=1e-6)


def test_a_mean_of_one_a_census_and_nobody() -> None:
    assert mean_of({4: 1}) == (1, 4.0, None, None, None)
    census = mean_of({4: 5, 2: 5}, population=10)
    assert (census.error, census.bounds) == (0.0, (3.0, 3.0))
    for counts, population in (({}, None), ({3: 11}, 10)):
        with pytest.raises(ValueError, match="no mean of"):
            mean_of(counts, population)


def test_alpha_gives_the_published_figure() -> None:
    """Bland and Altman, BMJ 314 (1997), 572: ten items, variances together 11.16, the sum's 77.44."""
    assert alpha_of_variances([1.116] * 10, 77.44) == pytest.approx(0.95, abs=5e-3)


def test_alpha_at_its_ends() -> None:
    assert cronbach_alpha([[1, 1, 1], [2, 2, 2], [5, 5, 5]]) == pytest.approx(1.0)
    assert cronbach_alpha([[1, 2]]) is None
    assert cronbach_alpha([[1], [2]]) is None
    assert cronbach_alpha([[1, 5], [5, 1]]) is None
    with pytest.raises(ValueError, match=r"shorter|longer"):
        cronbach_alpha([[1, 2], [1, 2, 3]])


def test_holm_gives_the_textbook_figures() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    with pytest.raises(ValueError, match="between 0 and 1"):
        holm([1.2])


@given(st.lists(st.floats(0, 1), max_size=20))
def test_holm_never_makes_a_p_value_smaller_and_keeps_the_order(values: list[float]) -> None:
    adjusted = holm(values)
    assert all(before <= after <= 1 for before, after in zip(values, adjusted, strict=True))
    assert [after for _, after in sorted(zip(values, adjusted, strict=True))] == sorted(adjusted)
