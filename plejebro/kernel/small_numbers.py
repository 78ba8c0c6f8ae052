"""Small numbers: which cells of a table may be shown, so that nobody can be recognised in it or reckoned out of it.

Primary suppression hides every count from 1 to one below the threshold. Complementary suppression then hides more, until
no hidden count follows from the shown ones: not by subtraction within a row or a column, nor along several of them, nor
because counts are never negative. Zeros are shown: nobody stands in them.

Method: A. Hundepool et al., Statistical Disclosure Control (2012), chapter 4; the hidden cells of an additive table are
the edges of a graph between rows and columns, and a cell is determined exactly when its edge lies on no cycle
(D. Gusfield, SIAM Journal on Computing 17 (1988), 552-571).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

K = TypeVar("K", bound=Hashable)
R = TypeVar("R", bound=Hashable)
C = TypeVar("C", bound=Hashable)

THRESHOLD: Final = 5


def is_small(count: int, threshold: int = THRESHOLD) -> bool:
    """Whether a count must not be shown: at least 1 and below the threshold."""
    return 0 < count < threshold


def shown_parts(parts: Mapping[K, int], *, threshold: int = THRESHOLD) -> tuple[dict[K, int | None], int | None]:
    """The parts of a whole and their total as they may be shown; None is hidden.

    Shown parts and a shown total leave at least two hidden parts, which together are at least `threshold`; so what is
    hidden is known as a sum only. A total that is small is hidden, and then so is every part that is not 0.
    """
    hidden, whole_is_hidden = hidden_parts(parts, threshold)
    shown = {key: None if key in hidden else count for key, count in parts.items()}
    return shown, None if whole_is_hidden else sum(parts.values())


def hidden_parts(parts: Mapping[K, int], threshold: int = THRESHOLD) -> tuple[set[K], bool]:
    """Which parts of a whole to hide, and whether to hide the whole too.

    Parts from 1 to below the threshold are hidden. While only one is, or they are together fewer than the threshold, the
    smallest shown part is hidden too (ties: the first in `parts`); when none is left, or the whole is small, the whole is.
    """
    hidden = {key for key, count in parts.items() if is_small(count, threshold)}
    # The smallest of the others first: it costs the reader least. Nobody stands in a zero, so it hides nothing.
    rest = sorted((key for key, count in parts.items() if count >= max(threshold, 1)), key=lambda key: parts[key])
    whole_is_hidden = is_small(sum(parts.values()), threshold)
    while hidden and (len(hidden) == 1 or sum(parts[key] for key in hidden) < threshold):
        if not rest:
            return hidden, True
        hidden.add(rest.pop(0))
    return hidden, whole_is_hidden


def shown_table(
    rows: Mapping[R, Mapping[C, int]], *, threshold: int = THRESHOLD
) -> tuple[dict[R, dict[C, int | None]], dict[R, int | None], dict[C, int | None], int | None]:
    """A table with its margins as they may be shown: cells, row totals, column totals, grand total; None is hidden.

    The column totals are shown as `shown_parts` shows them and are never hidden for the sake of the rows: so several
    tables that divide the same whole in different ways can stand beside each other and beside the whole.
    Every row must have the same columns; KeyError otherwise. An empty table is empty with the total 0.
    """
    row_keys = list(rows)
    column_keys = list(next(iter(rows.values()), {}))
    grid = [[rows[row][column] for column in column_keys] for row in row_keys]
    shown = _Grid(_with_margins(grid), threshold).shown()
    body = {row: dict(zip(column_keys, shown[i], strict=False)) for i, row in enumerate(row_keys)}
    row_totals = {row: shown[i][-1] for i, row in enumerate(row_keys)}
    column_totals = dict(zip(column_keys, shown[-1], strict=False))
    return body, row_totals, column_totals, shown[-1][-1]


def _with_margins(grid: Sequence[Sequence[int]]) -> list[list[int]]:
    wide = [[*row, sum(row)] for row in grid]
    return [*wide, [sum(column) for column in zip(*wide, strict=True)] if wide else [0]]


class _Grid:
    """A table with its margins as cells: in every row and column the last cell is the sum of the others.

    The last row is settled first, by itself: it is the whole, which is shown elsewhere too.
    """

    def __init__(self, cells: list[list[int]], threshold: int) -> None:
        self.cells, self.threshold = cells, threshold
        self.height, self.width = len(cells), len(cells[0])
        self.hidden = {(i, j) for i, j in self._all() if is_small(cells[i][j], threshold)}
        columns, _ = shown_parts(dict(enumerate(cells[-1][:-1])), threshold=threshold)
        self.hidden |= {(self.height - 1, j) for j, count in columns.items() if count is None}

    def shown(self) -> list[list[int | None]]:
        """The cells, with None for what is hidden. Ends, since every round hides one more."""
        while cell := self._one_more():
            self.hidden.add(cell)
        return [[None if (i, j) in self.hidden else self.cells[i][j] for j in range(self.width)] for i in range(self.height)]

    def _one_more(self) -> tuple[int, int] | None:
        for line in self._lines():
            if self._gives_away(line) and (found := self._cheapest(line)):
                return found
        for i, j in sorted(self._determined()):
            if found := self._cheapest(self._row(i)) or self._cheapest(self._column(j)):
                return found
        return None

    def _gives_away(self, line: list[tuple[int, int]]) -> bool:
        """Whether the hidden cells of a line follow from its shown ones, or are together a small number."""
        hidden = [cell for cell in line if cell in self.hidden]
        if len(hidden) == 1:
            return True
        total_is_shown = line[-1] not in self.hidden
        return bool(hidden) and total_is_shown and sum(self.cells[i][j] for i, j in hidden) < self.threshold

    def _cheapest(self, line: list[tuple[int, int]]) -> tuple[int, int] | None:
        """The smallest shown cell of the line that is not 0, a part before the total; a 0 when there is nothing else.

        Never one of the last row, and none when there is nothing left to hide.
        """
        rest = [cell for cell in line if cell not in self.hidden and cell[0] < self.height - 1]
        last = line[-1]
        ranked = sorted(rest, key=lambda cell: (self._value(cell) == 0, cell == last, self._value(cell)))
        return ranked[0] if ranked else None

    def _determined(self) -> set[tuple[int, int]]:
        """Hidden cells that the shown ones determine: bridges of the graph, or bounds that meet."""
        return {cell for cell in self.hidden if self._is_bridge(cell)} | self._bounds_meet()

    def _is_bridge(self, cell: tuple[int, int]) -> bool:
        """Whether no other path of hidden cells leads from the cell's row to its column."""
        start, goal = ("row", cell[0]), ("column", cell[1])
        reached, waiting = {start}, [start]
        while waiting:
            kind, number = waiting.pop()
            for other in self.hidden - {cell}:
                if other[0 if kind == "row" else 1] != number:
                    continue
                step = ("column", other[1]) if kind == "row" else ("row", other[0])
                if step not in reached:
                    reached.add(step)
                    waiting.append(step)
        return goal not in reached

    def _bounds_meet(self) -> set[tuple[int, int]]:
        """Hidden cells for which "never negative" leaves one value, found by narrowing the bounds line by line."""
        low = dict.fromkeys(self.hidden, 0)
        high = dict.fromkeys(self.hidden, self.cells[-1][-1] + 1)
        narrowed = True
        while narrowed:
            narrowed = False
            for line in self._lines():
                for cell in (cell for cell in line if cell in self.hidden):
                    least, most = self._from_the_others(cell, line, low, high)
                    if least > low[cell] or most < high[cell]:
                        low[cell], high[cell] = max(least, low[cell]), min(most, high[cell])
                        narrowed = True
        return {cell for cell in self.hidden if low[cell] == high[cell]}

    def _from_the_others(
        self,
        cell: tuple[int, int],
        line: list[tuple[int, int]],
        low: Mapping[tuple[int, int], int],
        high: Mapping[tuple[int, int], int],
    ) -> tuple[int, int]:
        """What the other cells of the line leave for this one: parts add up to the last cell."""
        others = [other for other in line if other != cell]
        least = {other: low.get(other, self._value(other)) for other in others}
        most = {other: high.get(other, self._value(other)) for other in others}
        last = line[-1]
        if cell == last:
            return sum(least.values()), sum(most.values())
        parts = [other for other in others if other != last]
        return least[last] - sum(most[part] for part in parts), most[last] - sum(least[part] for part in parts)

    def _value(self, cell: tuple[int, int]) -> int:
        return self.cells[cell[0]][cell[1]]

    def _all(self) -> Iterator[tuple[int, int]]:
        return ((i, j) for i in range(self.height) for j in range(self.width))

    def _row(self, i: int) -> list[tuple[int, int]]:
        return [(i, j) for j in range(self.width)]

    def _column(self, j: int) -> list[tuple[int, int]]:
        return [(i, j) for i in range(self.height)]

    def _lines(self) -> Iterator[list[tuple[int, int]]]:
        yield from (self._row(i) for i in range(self.height))
        yield from (self._column(j) for j in range(self.width))
