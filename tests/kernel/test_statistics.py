"""Shares and agreement against figures that others have published, and against what must hold for all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plejebro.kernel.statistics import cohen_kappa, wilson, wilson_finite


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
