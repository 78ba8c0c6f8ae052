"""Disclosure control over a whole publication: which cells are hidden, so that nobody's answers can be reckoned out.

A publication is every figure a reader can lay side by side: all tables, breakdowns and filters of a round, and what was
published before of the same answers. A *cell* is a group of people with their answers to one question, {answer: number of
people}. Shown, a cell gives everything away at once: from n and a share one gets the counts, so there is no use in hiding
one and showing the other. Cells hang together by sums: a size group is its municipalities, the whole is the size groups.

    hidden = protect_groups(answers_by_municipality, {"small": ["101", ...], "all": [...]})    # or Publication, below

Three things hold for what is shown (`leaks` finds what breaks them, `protect` hides until there is nothing to find):

1. No cell is shown that is under the threshold, or in which too few answered anything else than the most common answer
   (dominance: "everybody answered very dissatisfied" tells what each of them answered, however many they are).
2. No hidden cell follows from the shown ones by adding and subtracting, however many are combined.
3. No other group follows either that could not have been shown itself: not what is left of a total, not the difference
   between two filters that overlap, and no bound comes out (since counts are never negative) that is itself forbidden: a
   hidden cell that can hold four at most, or in which only one answer is possible.

Guidance for callers:
- One question and one side of the cooperation is one publication: nobody is in two of them. Put in only the answers that a
  share is made of; "don't know" is another cell, or is not shown.
- Filters: every combination that can be chosen is a cell, whether or not anybody has chosen it yet.
- Another round has other answers, so nothing can be subtracted from it. A change is a function of two cells: show it when
  both are shown (`change_may_be_shown`). Rounds that are pooled, and a round that is published again with late answers,
  do hang together: one publication, with `already_shown` and `already_hidden` naming what stands.
- An index over several questions is a function of their cells: show it where all of them are shown.

Time: a division of the whole and its size groups by 98 municipalities takes milliseconds; every crossing of 98
municipalities with four kinds and ten larger groups (540 cells) up to ten seconds. Reckon that out when a round closes.

Known and accepted: that a cell is hidden says that it is small or a neighbour of a small one; a shown total in which an
answer was given by nobody says so of each of its parts; and what one of the respondents knows of others is theirs.

Method and words: A. Hundepool et al., Statistical Disclosure Control (2012), chapter 4 (primary and secondary suppression,
the attacker's equations, dominance) and section 5.2 (tables that share cells).
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256
from hmac import digest
from typing import Final, Generic, TypeVar

from plejebro.kernel.derivations import Derivation, Derivations
from plejebro.kernel.linear import Number
from plejebro.kernel.small_numbers import THRESHOLD

K = TypeVar("K", bound=Hashable)
Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Rules:
    """When a group may be shown: at least `threshold` people, and at least `otherwise` of them who answered something
    else than the most common answer. `otherwise=0` turns dominance off."""

    threshold: int = THRESHOLD
    otherwise: int = 1

    def forbid(self, counts: Mapping[str, Number]) -> bool:
        """Whether the group must not be shown. Nobody (all zeros) may: there is no one to recognise."""
        n = sum(counts.values())
        return n > 0 and (n < self.threshold or n - max(counts.values()) < self.otherwise)


RULES: Final = Rules()


@dataclass(frozen=True, slots=True)
class Sum(Generic[K]):
    """A relation every reader can use: the total's people are those of the parts, each counted once."""

    total: K
    parts: tuple[K, ...]


def protect(
    cells: Mapping[K, Counts],
    sums: Iterable[Sum[K]] = (),
    *,
    rules: Rules = RULES,
    never_shown: Collection[K] = (),
    already_shown: Collection[K] = (),
    already_hidden: Collection[K] = (),
) -> frozenset[K]:
    """The cells to hide; the same every time for the same publication in the same order.

    `never_shown` are groups the reader knows of but is not shown (the municipalities under a publication by region); they
    are protected like the rest, but a large one may follow. `already_shown` cannot be hidden; what they alone give away
    is not repaired: ask `leaks`. `already_hidden` stay so: what was hidden must not follow from a later publication.
    Where there is a choice the smallest cell goes (ties: the first in `cells`), so parts before totals. Raises ValueError
    when a total is not the sum of its parts, or a sum contains itself or is no cell.
    """
    linked = _Linked(cells, list(sums), rules, frozenset(never_shown))
    return _Search(linked, frozenset(already_shown)).hidden(already_hidden)


def protect_groups(
    parts: Mapping[K, Counts],
    groups: Mapping[K, Collection[K]],
    *,
    rules: Rules = RULES,
    never_shown: Collection[K] = (),
    already_shown: Collection[K] = (),
    already_hidden: Collection[K] = (),
) -> frozenset[K]:
    """`protect` for parts and any groups of parts: overlapping, nested, the whole. A group's people are counted here.

    The relations between groups need not be stated: who is in which is enough. KeyError when a group names no part.
    """
    cells = dict(parts)
    cells.update({group: added(parts[member] for member in members) for group, members in groups.items()})
    sums = [Sum(group, tuple(members)) for group, members in groups.items()]
    return protect(
        cells,
        sums,
        rules=rules,
        never_shown=never_shown,
        already_shown=already_shown,
        already_hidden=already_hidden,
    )


def leaks(
    cells: Mapping[K, Counts],
    sums: Iterable[Sum[K]],
    hidden: Collection[K],
    *,
    rules: Rules = RULES,
    never_shown: Collection[K] = (),
) -> list[frozenset[K]]:
    """What a reader can reckon out although it is hidden: each a group of the smallest cells, together known exactly (or
    bounded below the threshold). Empty for what `protect` gives, unless `already_shown` had given something away."""
    linked = _Linked(cells, list(sums), rules, frozenset(never_shown))
    found = _Search(linked, frozenset(cells)).all_leaks(set(hidden))
    return [frozenset(linked.leaves[leaf] for leaf in leak.coefficients) for leak in found]


def change_may_be_shown(key: K, hidden: Collection[K], key_before: K, hidden_before: Collection[K]) -> bool:
    """Whether the change between two rounds may be shown: with one round shown, the change gives the other away."""
    return key not in hidden and key_before not in hidden_before


def added(cells: Iterable[Counts]) -> dict[str, int]:
    """The answers of several groups of different people together."""
    total: dict[str, int] = {}
    for counts in cells:
        for answer, number in counts.items():
            total[answer] = total.get(answer, 0) + number
    return total


@dataclass(slots=True)
class Publication(Generic[K]):
    """A publication put together table by table, then protected at once.

    publication = Publication()
    for code, counts in by_municipality.items():
        publication.people(code, counts)
    publication.group("all", by_municipality)
    hidden = publication.hidden()
    """

    rules: Rules = RULES
    _cells: dict[K, Counts] = field(default_factory=dict)
    _sums: list[Sum[K]] = field(default_factory=list)
    _never: set[K] = field(default_factory=set)

    def people(self, key: K, counts: Counts, *, shown: bool = True) -> None:
        """A group that is not divided further. ValueError when the key is taken."""
        if key in self._cells:
            raise ValueError(f"{key!r} stands twice in the publication")
        self._cells[key] = counts
        if not shown:
            self._never.add(key)

    def group(self, key: K, members: Iterable[K], *, shown: bool = True) -> None:
        """A group of groups that stand already; said twice with other members, both are relations a reader can use."""
        parts = tuple(members)
        counts = added(self._cells[member] for member in parts)
        if key not in self._cells:
            self.people(key, counts, shown=shown)
        self._sums.append(Sum(key, parts))

    def hidden(self, already_shown: Collection[K] = (), already_hidden: Collection[K] = ()) -> frozenset[K]:
        """What to hide: see `protect`."""
        return protect(
            self._cells,
            self._sums,
            rules=self.rules,
            never_shown=self._never,
            already_shown=already_shown,
            already_hidden=already_hidden,
        )

    def leaks(self, hidden: Collection[K]) -> list[frozenset[K]]:
        """What still follows when just these are hidden: see `leaks`."""
        return leaks(self._cells, self._sums, hidden, rules=self.rules, never_shown=self._never)


def rounded(count: int, base: int = 5) -> int:
    """The count to the nearest multiple of `base`, halves up: the same for everybody, and a little untrue.

    Figures that are rounded one by one need not add up. Source: Hundepool et al. (2012), section 5.4.
    """
    return (2 * count + base) // (2 * base) * base


def randomly_rounded(count: int, key: str, secret: bytes, base: int = 3) -> int:
    """The count rounded up or down to a multiple of `base`, unbiased: a remainder r goes up with probability r/base.

    The draw comes of the secret, the cell's key and the count, so the same cell is rounded the same way every time:
    whoever asks again gets no second draw to take an average of. Source: Hundepool et al. (2012), section 5.4.2.
    """
    down, rest = divmod(count, base)
    if rest == 0:
        return count
    drawn = int.from_bytes(digest(secret, f"{key}\x00{count}".encode(), sha256)[:8], "big")
    return (down + (drawn * base < rest << 64)) * base


class _Linked(Generic[K]):
    """The cells written as sums of the smallest ones ("leaves"), each a bit; with who is forbidden among them."""

    def __init__(self, cells: Mapping[K, Counts], sums: Sequence[Sum[K]], rules: Rules, never: frozenset[K]) -> None:
        self.cells, self.rules, self.never = cells, rules, never
        self.order = {key: number for number, key in enumerate(cells)}
        self.n = {key: sum(counts.values()) for key, counts in cells.items()}
        _check(cells, sums, self.n)
        divided = {one.total for one in sums}
        self.leaves = [key for key in cells if key not in divided]
        self.bit = {key: 1 << number for number, key in enumerate(self.leaves)}
        self.leaf_counts = [cells[key] for key in self.leaves]
        self.mask: dict[K, int] = {}
        self.identities: list[tuple[int, int]] = []
        self._expand({key: [one for one in sums if one.total == key] for key in divided})
        # Nobody is in them, and the reader sees that.
        self.empty = sum(self.bit[key] for key in self.leaves if self.n[key] == 0)

    def _expand(self, sums_of: Mapping[K, list[Sum[K]]]) -> None:
        under_way: set[K] = set()

        def expand(key: K) -> int:
            if key in self.mask:
                return self.mask[key]
            if key not in sums_of:
                self.mask[key] = self.bit[key]
                return self.mask[key]
            if key in under_way:
                raise ValueError(f"{key!r} is a part of itself")
            under_way.add(key)
            ways = [self._united(key, [expand(part) for part in one.parts]) for one in sums_of[key]]
            self.identities += [(ways[0], other) for other in ways[1:] if other != ways[0]]
            self.mask[key] = ways[0]
            return ways[0]

        for key in self.cells:
            expand(key)

    def _united(self, key: K, parts: Iterable[int]) -> int:
        whole = 0
        for part in parts:
            if whole & part:
                raise ValueError(f"{key!r} counts somebody twice")
            whole |= part
        return whole

    def forbidden(self, coefficients: Mapping[int, Number]) -> bool:
        """Whether a known sum of leaves (none with a minus) tells what may not be told.

        A group: rule 1. A leaf that is counted more than once is bounded by the sum divided by its coefficient.
        """
        most = max(coefficients.values())
        total: dict[str, Number] = {}
        for leaf, number in coefficients.items():
            for answer, count in self.leaf_counts[leaf].items():
                total[answer] = total.get(answer, 0) + (count if number == most else Fraction(number) / most * count)
        return self.rules.forbid(total)


def _check(cells: Mapping[K, Counts], sums: Iterable[Sum[K]], n: Mapping[K, int]) -> None:
    for one in sums:
        missing = [key for key in (one.total, *one.parts) if key not in cells]
        if missing:
            raise ValueError(f"{missing[0]!r} is in a sum but is no cell")
        if n[one.total] != sum(n[part] for part in one.parts):
            raise ValueError(f"{one.total!r} is not the sum of its parts")


class _Search(Generic[K]):
    """Hides one cell more until the derivations find nothing."""

    def __init__(self, linked: _Linked[K], fixed: frozenset[K]) -> None:
        self.linked, self.fixed = linked, fixed
        self.safe: set[int] = set()
        # Cells with somebody in them, the smallest first: the order in which they are given up.
        self.by_size = sorted(
            (key for key in linked.cells if key not in linked.never and linked.n[key]),
            key=lambda key: (linked.n[key], linked.order[key]),
        )

    def hidden(self, already: Collection[K] = ()) -> frozenset[K]:
        """Primary, then complementary. Ends, since every round hides one more or sets a leak aside for good."""
        linked = self.linked
        hidden = {key for key in self.by_size if key not in self.fixed and linked.rules.forbid(linked.cells[key])}
        hidden.update(already)
        while more := self._one_more_round(hidden):
            hidden |= more
        return frozenset(hidden)

    def _one_more_round(self, hidden: set[K]) -> set[K]:
        """What the first search that finds anything makes us give up; empty when no search does."""
        for search in self._derivations(hidden).searches():
            more: set[K] = set()
            gone = 0
            for leak in search:
                # One that needs a cell just given up is none any more.
                if not leak.used & gone and (given_up := self._cheapest(leak, hidden)) is not None:
                    more.add(given_up)
                    gone |= 1 << self.linked.order[given_up]
            if more:
                return more
        return set()

    def all_leaks(self, hidden: set[K]) -> list[Derivation]:
        """Every leak with another set of leaves, as long as nothing more is hidden."""
        found = {frozenset(leak.coefficients): leak for search in self._derivations(hidden).searches() for leak in search}
        return list(found.values())

    def _cheapest(self, leak: Derivation, hidden: set[K]) -> K | None:
        for key in self.by_size:
            if key not in hidden and key not in self.fixed and leak.used >> self.linked.order[key] & 1:
                return key
        return None

    def _derivations(self, hidden: set[K]) -> Derivations:
        linked = self.linked
        shown = [key for key in linked.cells if key not in hidden and key not in linked.never]
        known, sources = linked.empty, {}
        for key in shown:
            if key in linked.bit:
                known |= linked.bit[key]
                sources[linked.bit[key]] = 1 << linked.order[key]
        return Derivations(
            totals=[(linked.mask[key], 1 << linked.order[key]) for key in shown if key not in linked.bit],
            known=known,
            sources=sources,
            identities=linked.identities,
            secrets={linked.mask[key] for key in hidden if linked.n[key]},
            weak={linked.mask[key] for key in (*hidden, *linked.never) if linked.rules.forbid(linked.cells[key])},
            safe=self.safe,
            counts=linked.leaf_counts,
            forbid=linked.rules.forbid,
            forbidden=linked.forbidden,
        )
