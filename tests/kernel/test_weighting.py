"""Who answered, and shares that weigh as the population does."""

from __future__ import annotations

import pytest

from plejebro.kernel.weighting import Response, response_table, weighted_share, weights


def test_post_stratification_gives_the_textbook_figures() -> None:
    """S. L. Lohr, Sampling: Design and Analysis, the university with 2,700 women and 1,300 men: 84 of 240 and 40 of 160
    asked want to teach, which is 1,270 of 4,000 (and 1,240 unweighted)."""
    found = weighted_share({"women": 2700, "men": 1300}, {"women": (84, 240), "men": (40, 160)})
    assert found is not None
    assert found.share * 4000 == pytest.approx(1270)
    assert found.covered == 1.0
    assert found.effective_n == pytest.approx(390.84, abs=0.01)
    assert found.low < 1240 / 4000 < found.high


def test_answers_that_fit_the_population_weigh_one() -> None:
    assert weights({"small": 100, "large": 300}, {"small": 10, "large": 30}) == {"small": 1.0, "large": 1.0}
    found = weighted_share({"small": 100, "large": 300}, {"small": (5, 10), "large": (15, 30)})
    assert found is not None
    assert (found.share, found.effective_n) == pytest.approx((0.5, 40))
    # By hand: W²(1-f)pq/(n-1), 1/16·0.9·0.25/9 + 9/16·0.9·0.25/29.
    assert found.error == pytest.approx((0.0625 * 0.9 * 0.25 / 9 + 0.5625 * 0.9 * 0.25 / 29) ** 0.5)


def test_a_stratum_where_nobody_answered_is_stood_for_by_no_one() -> None:
    found = weighted_share({"small": 100, "large": 300}, {"small": (5, 10), "large": (0, 0)})
    assert found is not None
    assert (found.share, found.n, found.covered) == (0.5, 10, 0.25)
    assert weighted_share({"small": 100}, {}) is None
    assert weights({"small": 100}, {"small": 0}) == {}


def test_one_answer_says_nothing_of_the_spread_and_a_census_everything() -> None:
    one = weighted_share({"small": 100, "large": 300}, {"small": (1, 1), "large": (15, 30)})
    census = weighted_share({"small": 10, "large": 30}, {"small": (5, 10), "large": (15, 30)})
    assert one is not None
    assert census is not None
    assert one.error is None
    assert census.error == 0.0


@pytest.mark.parametrize("population", [{"large": 300}, {"small": 0}, {"small": 5}])
def test_answers_from_people_who_are_not_there_are_refused(population: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="answers from"):
        weighted_share(population, {"small": (5, 10)})


def test_the_table_of_who_answered_shows_whom_we_hear_less_than_they_are() -> None:
    rows, whole = response_table(
        {
            "small": Response(invited=50, complete=40, partial=5),
            "large": Response(invited=160, complete=60, partial=0, ineligible=10),
            "empty": Response(invited=0, complete=0),
        }
    )
    small, large, empty = rows
    assert (whole.invited, whole.eligible, whole.silent) == (210, 200, 95)
    assert (whole.rate, whole.rate_with_partial) == (0.5, 0.525)
    assert (small.response.rate, small.share_of_eligible, small.share_of_answers) == (0.8, 0.25, 0.4)
    assert (small.ratio, large.ratio) == pytest.approx((1.6, 0.8))
    assert (empty.response.rate, empty.response.rate_with_partial, empty.ratio) == (None, None, None)


def test_a_table_of_nobody_divides_by_nothing() -> None:
    rows, whole = response_table({"small": Response(3, 0, ineligible=3)})
    assert (rows[0].share_of_eligible, rows[0].share_of_answers, rows[0].ratio, whole.rate) == (None, None, None, None)
    with pytest.raises(ValueError, match="more answers than invitations"):
        Response(3, 2, 1, 1)
