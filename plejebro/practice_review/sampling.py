"""Drawing a sample. Pure: the same frame, size and seed give the same sample, whoever draws it."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plejebro.kernel.danish import age as age_on
from plejebro.practice_review.enums import Method


@dataclass(frozen=True, slots=True)
class Unit:
    """A decision that can be drawn: its key, and the stratum it lies in (the municipality)."""

    key: str
    stratum: str


def draw(units: Sequence[Unit], *, size: int, seed: int, method: Method) -> list[str]:
    """The keys of `size` units, all of them when there are not more; in random order, which says nothing of the frame.

    Stratified: every stratum gets its proportional share (largest remainders), so that the sample weighs itself and the
    shares need no weights. Source: W. G. Cochran, Sampling Techniques (3rd ed. 1977), chapter 5.
    """
    chance = random.Random(seed)  # noqa: S311 - reproducible on purpose: the seed is part of the method
    in_order = sorted(units, key=lambda unit: unit.key)
    size = min(size, len(in_order))
    if method == Method.SIMPLE:
        drawn = chance.sample([unit.key for unit in in_order], size)
    else:
        strata: dict[str, list[str]] = defaultdict(list)
        for unit in in_order:
            strata[unit.stratum].append(unit.key)
        parts = allocate({name: len(keys) for name, keys in strata.items()}, size)
        drawn = [key for name in sorted(strata) for key in chance.sample(strata[name], parts[name])]
    chance.shuffle(drawn)
    return drawn


def allocate(sizes: dict[str, int], wanted: int) -> dict[str, int]:
    """How many to draw from each stratum, in proportion to its size; remainders go to the largest, then by name."""
    total = sum(sizes.values())
    if total == 0:
        return {}
    parts = {name: wanted * size // total for name, size in sizes.items()}
    by_remainder = sorted(sizes, key=lambda name: (-(wanted * sizes[name] % total), name))
    for name in by_remainder[: wanted - sum(parts.values())]:
        parts[name] += 1
    return parts


def month_of(born: date) -> date:
    """What is kept of a birthday: its month."""
    return born.replace(day=1)


def day_within(born_month: date, decided_on: date, age: int) -> date:
    """A day of the month of birth that gives the age that was kept: what an export says in place of the birthday."""
    days = (born_month.replace(day=number) for number in range(1, 29))
    return next((day for day in days if day <= decided_on and age_on(day, decided_on) == age), born_month)
