"""What goes with what, against the four data sets everybody knows."""

from __future__ import annotations

import pytest

from plejebro.kernel.correlation import correlation, drivers

X = (10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5)
ANSCOMBE = {
    "I": tuple(zip(X, (8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68), strict=True)),
    "II": tuple(zip(X, (9.14, 8.14, 8.74, 8.77, 9.26, 8.10, 6.13, 3.10, 9.13, 7.26, 4.74), strict=True)),
    "III": tuple(zip(X, (7.46, 6.77, 12.74, 7.11, 7.81, 8.84, 6.08, 5.39, 8.15, 6.42, 5.73), strict=True)),
    "IV": tuple(
        zip((8,) * 7 + (19,) + (8,) * 3, (6.58, 5.76, 7.71, 8.84, 8.47, 7.04, 5.25, 12.5, 5.56, 7.91, 6.89), strict=True)
    ),
}


@pytest.mark.parametrize("name", ANSCOMBE)
def test_the_correlation_is_the_published_one(name: str) -> None:
    """F. J. Anscombe, The American Statistician 27 (1973), 17-21: 0.82 (0.816) in all four."""
    found = correlation(ANSCOMBE[name])
    assert found is not None
    assert (found.n, found.r) == (11, pytest.approx(0.816, abs=1e-3))


def test_no_correlation_without_variation_or_with_three_pairs() -> None:
    assert correlation([(1, 1), (2, 2), (3, 3)]) is None
    assert correlation([(1, 4), (2, 4), (3, 4), (4, 4)]) is None
    perfect = correlation([(1, 5), (2, 4), (3, 3), (4, 2)])
    assert perfect is not None
    assert (perfect.r, perfect.p) == (-1.0, 0.0)


def test_the_closest_question_comes_first_and_silence_counts_nowhere() -> None:
    overall = [1, 2, 3, 4, 5, 5, 4, 3, 2, 1] * 4
    close = [value if number % 7 else None for number, value in enumerate(overall)]
    far = [3, 2, 3, 4, 2, 5, 1, 3, 2, 3] * 4
    same, few = [4] * 40, [1, 2, 3, 4, 5, *[None] * 35]
    found = drivers(overall, {"far": far, "same": same, "few": few, "close": close})
    assert [row.question for row in found] == ["close", "far", "same", "few"]
    assert [row.pairs for row in found] == [34, 40, 40, 5]
    assert found[0].correlation is not None
    assert found[0].correlation.r == pytest.approx(1.0)
    assert found[1].correlation is not None
    # Holm over the two that have a correlation: the larger of them keeps its p.
    assert found[1].p_adjusted == found[1].correlation.p
    assert found[2].correlation is None is found[3].p_adjusted


def test_every_person_has_a_place_in_every_question() -> None:
    with pytest.raises(ValueError, match=r"shorter|longer"):
        drivers([1, 2, 3], {"a": [1, 2]})
