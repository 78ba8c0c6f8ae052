"""What is counted, and how: the figures of a file of coded decisions."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plejebro import law
from plejebro.law.types import ROUTES as LAW_ROUTES
from plejebro.practice_review.tabulation import (
    CODES,
    REQUIREMENT_IDS,
    ROUTES,
    CodedDecision,
    Frame,
    as_json,
    tabulate,
)


def decision(number: int, **codes: str) -> CodedDecision:
    return CodedDecision(f"A{number}", "101", date(2024, 5, 2), date(2014, 8, 9), "K1", codes)


def test_the_ids_and_routes_are_the_laws() -> None:
    assert law.requirement_ids() == REQUIREMENT_IDS
    assert LAW_ROUTES == ROUTES


def test_a_decision_is_correct_when_nothing_coded_is_a_fault() -> None:
    rows = [
        decision(1, R07="met", R08="not_applicable"),
        decision(2, R07="not_documented"),
        decision(3, R07="met", R08="not_met"),
        decision(4, R08="not_applicable"),
    ]
    table = tabulate(rows)
    assert (table.correct.count, table.with_faults.count, table.n) == (2, 2, 4)
    r07 = table.requirements[6]
    assert (r07.id, r07.applicable, r07.met, r07.not_met, r07.not_documented) == ("R07", 3, 2, 0, 1)
    assert r07.not_followed.share == pytest.approx(1 / 3)


def test_the_json_has_all_42_and_null_where_nothing_applies() -> None:
    found = as_json(tabulate([decision(1, R07="not_applicable")]))
    assert list(found) == ["n", "correct", "with_faults", "requirements"]
    assert tuple(found["requirements"]) == REQUIREMENT_IDS
    assert found["requirements"]["R07"] == {
        "applicable": 0,
        "met": 0,
        "not_met": 0,
        "not_documented": 0,
        "share_not_followed": None,
        "low": None,
        "high": None,
    }
    assert found["correct"] == {"count": 1, "share": 1.0, "low": pytest.approx(0.2065, abs=1e-4), "high": 1.0}
    assert found["with_faults"]["low"] == 0.0


def test_no_decisions_are_no_share() -> None:
    found = as_json(tabulate([]))
    assert found["n"] == 0
    assert found["correct"] == {"count": 0, "share": None, "low": None, "high": None}


@given(
    st.lists(st.dictionaries(st.sampled_from(REQUIREMENT_IDS), st.sampled_from(CODES), min_size=1, max_size=6), max_size=30)
)
def test_the_parts_add_up_whatever_is_coded(coded: list[dict[str, str]]) -> None:
    table = tabulate(decision(number, **codes) for number, codes in enumerate(coded))
    assert table.correct.count + table.with_faults.count == table.n == len(coded)
    for row in table.requirements:
        assert row.applicable == row.met + row.not_followed.count
        assert row.applicable <= table.n
        if row.not_followed.share is not None:
            assert row.not_followed.low <= row.not_followed.share <= row.not_followed.high  # type: ignore[operator]
    # A fault anywhere is a decision with faults, and the other way round.
    assert (table.with_faults.count > 0) == any(row.not_followed.count for row in table.requirements)


def test_a_known_frame_narrows_the_bounds_and_leaves_the_share() -> None:
    rows = [decision(number, R07="met" if number % 3 else "not_met") for number in range(30)]
    plain, framed = tabulate(rows), tabulate(rows, Frame(population=60, sample=30))
    assert plain.correct.share == framed.correct.share
    assert plain.correct.low < framed.correct.low  # type: ignore[operator]
    assert plain.correct.high > framed.correct.high  # type: ignore[operator]


def test_a_frame_the_rows_do_not_fit_in_is_left_out() -> None:
    rows = [decision(number, R07="met") for number in range(30)]
    assert tabulate(rows, Frame(population=20, sample=20)) == tabulate(rows)
