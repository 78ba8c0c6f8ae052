"""Exact linear algebra on few and sparse rows: elimination, and the largest value under equations and "never negative".

Whole numbers, and fractions only where a pivot is not one: `disclosure` must not mistake nearly for exactly. Every row
carries a mark (bits) of what it was made of, and passes it on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from math import inf
from typing import Final

Number = int | Fraction
Row = dict[int, Number]
Rows = dict[int, tuple[Row, int]]
"""Reduced rows: pivot column → the row (1 in the pivot, which no other row has) and its mark."""

_VALUE: Final = -1
_HELP: Final = 1 << 40


def reduced(rows: Iterable[tuple[Row, int]]) -> Rows:
    """Gauss-Jordan elimination: the same equations with one pivot each; what follows from the others is left out."""
    done: Rows = {}
    for start, mark in rows:
        row = dict(start)
        for pivot in sorted(row.keys() & done.keys()):
            subtract(row, done[pivot][0], row[pivot])
            mark |= done[pivot][1]
        if row:
            # A pivot of one keeps the numbers whole.
            pivot = min(row, key=lambda column: (abs(row[column]) != 1, column))
            _place(done, pivot, row, mark)
    return done


def subtract(row: Row, other: Mapping[int, Number], factor: Number) -> None:
    """Takes `factor` times the other row from the row; zeros are left out."""
    for column, number in other.items():
        left = row.get(column, 0) - factor * number
        if left:
            # Whole numbers are ten times as quick as fractions that happen to be whole.
            row[column] = left.numerator if left.denominator == 1 else left
        else:
            row.pop(column, None)


class Bounds:
    """What the unknowns can be when the reduced rows have the values they have at a `point` that is never negative.

    The simplex method with Bland's rule, which ends; the first solution by Dantzig's two phases. Source: V. Chvátal, Linear
    Programming (1983), chapters 2, 3 and 8.
    """

    def __init__(self, rows: Rows, point: Mapping[int, int]) -> None:
        self._rows: Rows = {}
        helpers: Row = {}
        for pivot, (row, mark) in rows.items():
            value = sum(number * point[column] for column, number in row.items())
            if value < 0:
                basis = _HELP + pivot
                helpers[basis] = -1
                row = {column: -number for column, number in row.items()} | {basis: 1}
                value = -value
            else:
                basis, row = pivot, dict(row)
            if value:
                row[_VALUE] = value
            self._rows[basis] = (row, mark)
        if helpers:
            self._climb(helpers)
            self._drop(helpers)

    def largest(
        self, columns: Collection[int], is_enough: Callable[[Number], bool] = lambda value: False
    ) -> tuple[Number | float, int]:
        """The largest the columns' sum can be, `inf` when nothing bounds it, and the mark of the rows that say so.

        As soon as a value `is_enough` it is given instead of the largest.
        """
        return self._climb(dict.fromkeys(columns, 1), is_enough)

    def solution(self) -> Iterator[tuple[int, Number]]:
        """The last solution looked at: the columns that are not 0 in it."""
        return ((basis, row[_VALUE]) for basis, (row, _) in self._rows.items() if _VALUE in row)

    def _climb(self, goal: Row, is_enough: Callable[[Number], bool] = lambda value: False) -> tuple[Number | float, int]:
        gain, mark = dict(goal), 0
        for basis, (row, made_of) in self._rows.items():
            if factor := gain.get(basis, 0):
                subtract(gain, row, factor)
                mark |= made_of
        while not is_enough(-gain.get(_VALUE, 0)):
            entering = min((column for column, number in gain.items() if column >= 0 and number > 0), default=None)
            if entering is None:
                break
            leaving = self._leaving(entering)
            if leaving is None:
                return inf, mark
            row, made_of = self._rows.pop(leaving)
            _place(self._rows, entering, row, made_of)
            row, made_of = self._rows[entering]
            subtract(gain, row, gain[entering])
            mark |= made_of
        return -gain.get(_VALUE, 0), mark

    def _leaving(self, entering: int) -> int | None:
        best: tuple[Number, Number, int] | None = None
        for basis, (row, _) in self._rows.items():
            if (number := row.get(entering, 0)) > 0:
                value = row.get(_VALUE, 0)
                # value/number, compared without dividing; ties by the lower column.
                order = value * best[1] - best[0] * number if best else -1
                if best is None or order < 0 or (order == 0 and basis < best[2]):
                    best = value, number, basis
        return best[2] if best else None

    def _drop(self, helpers: Collection[int]) -> None:
        """Helpers are all zero now: out of the basis, and away."""
        for basis in [basis for basis in self._rows if basis in helpers]:
            row, made_of = self._rows.pop(basis)
            for other in helpers:
                row.pop(other, None)
            # The rows are independent, so something real is left; its value is zero, so any of it will do.
            _place(self._rows, min(column for column in row if column >= 0), row, made_of)
        for row, _ in self._rows.values():
            for other in helpers:
                row.pop(other, None)


def _place(rows: Rows, pivot: int, row: Row, mark: int) -> None:
    """The row becomes the one with 1 in the pivot, and the others lose theirs."""
    scale = row[pivot]
    row = {column: _divided(number, scale) for column, number in row.items()}
    for other, (other_row, other_mark) in rows.items():
        if factor := other_row.get(pivot, 0):
            subtract(other_row, row, factor)
            rows[other] = (other_row, other_mark | mark)
    rows[pivot] = (row, mark)


def _divided(number: Number, by: Number) -> Number:
    if by == 1 or by == -1:
        return number * by
    quotient = Fraction(number) / by
    return quotient.numerator if quotient.denominator == 1 else quotient
