"""An attacker with the whole publication, every pair of its filters and every combination of its tables recovers nothing.

The attacker shares nothing with the product but the rule of what must not be known: at least five people, and not all of one
answer. It gets the shown cells and knows which municipality and size group everybody could be in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from random import Random

import pytest

from plejebro.kernel.disclosure import Sum, leaks
from plejebro.surveys.results.counts import ALL, REST
from plejebro.surveys.results.publication import Cells, shown_cells

SIZES = ("small", "medium", "large")
STEPS = ("5", "4", "3", "2", "1")
ROUNDS = 150
Group = frozenset[str]
Counts = tuple[int, ...]


@dataclass
class Survey:
    """One question of one side: its parts, each with its answers, and which parts each cell is of."""

    parts: dict[str, Counter[str]]
    members: dict[str, Group]

    def counts(self, group: Group) -> Counts:
        """The true answers of a group of parts."""
        return tuple(sum(self.parts[part][step] for part in group) for step in STEPS)


def invented(dice: Random) -> Survey:
    """A question with municipalities of all sizes, some answers without one, and many small numbers."""
    parts: dict[str, Counter[str]] = {}
    members: dict[str, set[str]] = {ALL: set()}
    for number in range(dice.randint(2, 14)):
        group = dice.choice(SIZES)
        part = f"{101 + number}"
        parts[part] = _answers(dice, dice.choice((1, 3, 4, 5, 6, 9, 20)))
        members.setdefault(group, set()).add(part)
    for group in dice.sample(sorted(members.keys() - {ALL}), dice.randint(0, len(members) - 1)):
        parts[f"{REST}{group}"] = _answers(dice, dice.randint(1, 9))
        members[group].add(f"{REST}{group}")
    members[ALL] = set(parts)
    return Survey(parts, {key: frozenset(group) for key, group in members.items()})


def _answers(dice: Random, n: int) -> Counter[str]:
    mood = dice.choice(((1, 1, 1, 1, 1), (8, 4, 1, 0, 0), (1, 0, 0, 0, 0)))
    return Counter(dice.choices(STEPS, mood, k=n))


def protected(survey: Survey) -> Cells:
    """What the product publishes."""
    groups = {key: sorted(group) for key, group in survey.members.items()}
    return shown_cells(survey.parts, groups)


def only_small(survey: Survey) -> Cells:
    """The control: hides what must not be known by itself, and nothing beside it."""
    cells = {**survey.members, **{part: frozenset([part]) for part in survey.parts if not part.startswith(REST)}}
    return {
        key: None if forbidden(survey.counts(group)) else list(survey.counts(group))
        for key, group in cells.items()
        if any(survey.counts(group))
    }


def forbidden(counts: Counts) -> bool:
    """Whether so many answers must not be known: fewer than five people, or all of one mind."""
    return 0 < sum(counts) < 5 or (sum(counts) > 0 and max(counts) == sum(counts))


@dataclass
class Tried:
    """What the attacks tried and found."""

    pairs: int = 0
    combinations: int = 0
    recovered: int = 0


def attack(survey: Survey, cells: Cells, tried: Tried) -> None:
    """Every pair of overlapping filters, and every total less any two or three of the tables below it."""
    known: dict[Group, Counts] = {}
    for key, cell in cells.items():
        if cell is not None:
            known[survey.members.get(key, frozenset([key]))] = tuple(cell)
    for (one, first), (other, second) in combinations(known.items(), 2):
        tried.pairs += 1
        for large, small, most, least in ((one, other, first, second), (other, one, second, first)):
            if small < large:
                _found(survey, large - small, _less(most, least), tried)
    for large, most in known.items():
        below = [(group, counts) for group, counts in known.items() if group < large]
        for size in (2, 3):
            for some in combinations(below, size):
                tried.combinations += 1
                if sum(len(group) for group, _ in some) == len(frozenset().union(*(group for group, _ in some))):
                    rest, left = large, most
                    for group, counts in some:
                        rest, left = rest - group, _less(left, counts)
                    _found(survey, rest, left, tried)


def _less(counts: Counts, other: Counts) -> Counts:
    return tuple(a - b for a, b in zip(counts, other, strict=True))


def _found(survey: Survey, group: Group, counts: Counts, tried: Tried) -> None:
    if group and forbidden(counts):
        assert counts == survey.counts(group)
        tried.recovered += 1


def kernel_leaks(survey: Survey, cells: Cells) -> int:
    """What the kernel's own search finds, bounds and least squares included."""
    every = {**survey.parts, **{key: _sum(survey.parts, group) for key, group in survey.members.items()}}
    sums = [Sum(key, tuple(sorted(group))) for key, group in survey.members.items()]
    rest = [part for part in survey.parts if part.startswith(REST)]
    hidden = [key for key, cell in cells.items() if cell is None]
    return len(leaks(every, sums, hidden, never_shown=rest))


def _sum(parts: Mapping[str, Counter[str]], group: Group) -> Counter[str]:
    return sum((parts[part] for part in sorted(group)), Counter[str]())


def test_no_pair_of_filters_and_no_combination_of_tables_recovers_a_hidden_cell(capsys: pytest.CaptureFixture[str]) -> None:
    dice, ours, control = Random(6), Tried(), Tried()
    found, found_in_control = 0, 0
    for _ in range(ROUNDS):
        survey = invented(dice)
        for cells, tried in ((protected(survey), ours), (only_small(survey), control)):
            attack(survey, cells, tried)
        found += kernel_leaks(survey, protected(survey))
        found_in_control += kernel_leaks(survey, only_small(survey))
    with capsys.disabled():
        print(
            f"\n{ROUNDS} publications: {ours.pairs} pairs of filters and {ours.combinations} combinations of tables tried, "
            f"{ours.recovered + found} cells recovered; control: {control.recovered + found_in_control} recovered"
        )
    assert (ours.recovered, found) == (0, 0)
    assert control.recovered > 20 and found_in_control > 20
    assert ours.pairs > 1000


def test_a_reader_of_two_rounds_recovers_nothing_by_the_change() -> None:
    """The change stands only where both rounds show the cell: then it says nothing the two do not."""
    from plejebro.surveys.results.publication import add_changes

    dice = Random(7)
    changes = 0
    for _ in range(50):
        now, before = protected(invented(dice)), protected(invented(dice))
        row = {"side": "family", "key": "samlet", "cells": now}
        add_changes([row], [{"side": "family", "key": "samlet", "cells": before}])
        for key in row["change"]:  # type: ignore[attr-defined]
            changes += 1
            assert now[key] is not None and before[key] is not None
    assert changes > 50
