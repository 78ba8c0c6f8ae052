"""What is hidden stays hidden: whoever adds and subtracts what is shown never finds one answer only."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plejebro.kernel.small_numbers import is_small, shown_parts, shown_table

COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 40))


def test_small_is_one_to_four() -> None:
    assert [count for count in range(9) if is_small(count)] == [1, 2, 3, 4]


def test_a_single_small_part_takes_the_smallest_of_the_others_with_it() -> None:
    assert shown_parts({"met": 40, "not_met": 3, "not_documented": 9}) == (
        {"met": 40, "not_met": None, "not_documented": None},
        52,
    )


def test_zero_is_shown_and_a_small_total_is_hidden() -> None:
    assert shown_parts({"a": 0, "b": 20}) == ({"a": 0, "b": 20}, 20)
    assert shown_parts({"a": 0, "b": 3}) == ({"a": 0, "b": None}, None)
    assert shown_parts({}) == ({}, 0)


@given(st.lists(COUNTS, min_size=1, max_size=6))
def test_no_hidden_part_follows_from_the_total(counts: list[int]) -> None:
    parts = dict(enumerate(counts))
    shown, total = shown_parts(parts)
    assert total in (None, sum(counts))
    assert all(value in (None, parts[key]) for key, value in shown.items())
    assert not any(is_small(value) for value in shown.values() if value is not None)
    hidden = [parts[key] for key, value in shown.items() if value is None]
    if hidden and total is not None:
        assert len(hidden) >= 2
        assert sum(hidden) >= 5


def test_the_other_municipalities_do_not_give_a_small_one_away() -> None:
    table = {
        "Ådal": {"correct": 12, "faults": 3},
        "Fjordby": {"correct": 9, "faults": 8},
        "Skov": {"correct": 10, "faults": 7},
    }
    body, rows, columns, total = shown_table(table)
    assert body["Ådal"] == {"correct": None, "faults": None}
    assert (rows, columns, total) == (
        {"Ådal": 15, "Fjordby": 17, "Skov": 17},
        {"correct": 31, "faults": 18},
        49,
    )
    assert sum(row["faults"] is None for row in body.values()) == 2


def test_an_empty_table_is_empty() -> None:
    assert shown_table({}) == ({}, {}, {}, 0)


def test_every_row_has_the_same_columns() -> None:
    with pytest.raises(KeyError):
        shown_table({"a": {"x": 1, "y": 2}, "b": {"x": 1}})


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(COUNTS, min_size=width, max_size=width), max_size=5)))
def test_nothing_small_is_shown_and_nothing_shown_is_changed(grid: list[list[int]]) -> None:
    table = {i: dict(enumerate(row)) for i, row in enumerate(grid)}
    body, rows, columns, total = shown_table(table)
    for i, row in table.items():
        assert rows[i] in (None, sum(row.values()))
        assert all(body[i][j] in (None, count) for j, count in row.items())
    shown = [*(v for row in body.values() for v in row.values()), *rows.values(), *columns.values(), total]
    assert not any(is_small(value) for value in shown if value is not None)


def _consistent(shape: tuple[int, int], body: object, rows: object, columns: object, total: object) -> list[tuple[int, ...]]:
    """Every table of counts that agrees with what is shown. Nothing else is known to the reader."""
    height, width = shape
    known = {(i, j): body[i][j] for i in range(height) for j in range(width)}  # type: ignore[index]
    ranges = [range(8) if known[cell] is None else [known[cell]] for cell in sorted(known)]
    found = []
    for values in product(*ranges):
        lines = [values[i * width : (i + 1) * width] for i in range(height)]
        sums = [sum(line) for line in lines]
        if (
            all(rows[i] in (None, sums[i]) for i in range(height))  # type: ignore[index]
            and all(columns[j] in (None, sum(line[j] for line in lines)) for j in range(width))  # type: ignore[index]
            and total in (None, sum(sums))
        ):
            found.append(values)
    return found


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=2), min_size=1, max_size=3))
def test_no_hidden_cell_can_be_reckoned_out(grid: list[list[int]]) -> None:
    """By trying every table there could be, cell by cell: the only proof that asks nothing of the method."""
    table = {i: dict(enumerate(row)) for i, row in enumerate(grid)}
    body, rows, columns, total = shown_table(table)
    possible = _consistent((len(grid), 2), body, rows, columns, total)
    for number, cell in enumerate(product(range(len(grid)), range(2))):
        if body[cell[0]][cell[1]] is None and total is not None:
            assert len({values[number] for values in possible}) > 1, (grid, body, rows, columns)
