"""The largest value under equations, against SciPy's linear programming, and the elimination behind it."""

from __future__ import annotations

from fractions import Fraction
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from plejebro.kernel.linear import Bounds, Row, reduced

SYSTEMS = st.integers(1, 7).flatmap(
    lambda width: st.tuples(
        st.lists(st.lists(st.sampled_from((0, 0, 1, 1, -1, 2)), min_size=width, max_size=width), min_size=1, max_size=6),
        st.lists(st.sampled_from((0, 0, 1, 2, 5)), min_size=width, max_size=width),
    )
)


def rows_of(matrix: list[list[int]]) -> list[tuple[Row, int]]:
    return [({j: number for j, number in enumerate(row) if number}, 1 << i) for i, row in enumerate(matrix)]


@settings(deadline=None, max_examples=200)
@given(SYSTEMS)
def test_the_largest_is_the_one_scipy_finds(system: tuple[list[list[int]], list[int]]) -> None:
    matrix, point = system
    right = [sum(a * x for a, x in zip(row, point, strict=True)) for row in matrix]
    bounds = Bounds(reduced(rows_of(matrix)), dict(enumerate(point)))
    for column in range(len(point)):
        mine, _ = bounds.largest([column])
        goal = [-float(j == column) for j in range(len(point))]
        other = linprog(goal, A_eq=matrix, b_eq=right, bounds=(0, None), method="highs")
        assert mine == inf if other.status == 3 else mine == pytest.approx(-other.fun, abs=1e-6)
        solution = dict(bounds.solution())
        assert all(value > 0 for value in solution.values())
        assert [sum(a * solution.get(j, 0) for j, a in enumerate(row)) for row in matrix] == right


def test_it_stops_when_it_is_enough() -> None:
    bounds = Bounds(reduced(rows_of([[1, 1, 1]])), {0: 1, 1: 2, 2: 6})
    assert bounds.largest([0], lambda value: value >= 0)[0] <= bounds.largest([0])[0] == 9


def test_elimination_is_exact_and_knows_what_a_row_is_made_of() -> None:
    rows = reduced(rows_of([[2, 3], [4, 7], [6, 10]]))
    assert {pivot: (row, mark) for pivot, (row, mark) in rows.items()} == {0: ({0: 1}, 3), 1: ({1: 1}, 3)}
    third = reduced(rows_of([[3, 1]]))
    assert third == {1: ({0: 3, 1: 1}, 1)}
    assert reduced([({0: 3, 1: 2}, 1)]) == {0: ({0: 1, 1: Fraction(2, 3)}, 1)}
