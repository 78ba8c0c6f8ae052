"""What follows from a set of known sums: the attacker's arithmetic, exact, for `disclosure`.

The unknowns ("leaves") are the smallest groups of a publication, one bit each; a set of them is a whole number. A shown
total is an equation. A *derivation* is a sum of unknowns, none with a minus, that the equations fix. Four searches, the
cheap ones first because they also name the fewest cells:

1. each equation by itself, and each pair of which one's unknowns are a part of the other's;
2. hidden cells that are a combination of equations: Gaussian elimination to reduced row echelon form;
3. groups under the limit that are a combination of equations. In reduced form a group is the sum of exactly those rows whose
   pivot is in it, so a group of few people is a sum of few rows: all such sums are tried. Rows are added only where they
   take a minus away, since a sum of two groups is larger than each;
4. bounds: how large a group can be at most, answer by answer, when nothing is negative. Needed only where totals overlap
   without one being a part of the other; elsewhere the bound is what search 1 looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final

from plejebro.kernel.linear import Bounds, Number, Row, Rows, reduced, subtract

DEEPEST: Final = 6
"""How many rows are added at most: a forbidden group of fewer than five has at most four pivots."""

FAR: Final = 10**6
"""Stands for a number of people that nothing bounds."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """A sum of leaves (leaf number → coefficient above 0) that is known, and the cells (bits) it was made of."""

    coefficients: Mapping[int, Number]
    used: int


@dataclass(frozen=True, slots=True)
class Derivations:
    """`totals` are (leaves, cell) as bits, `known` the leaves that are seen directly, `sources` leaf bit → cell bit;
    `identities` are pairs of sets of leaves with the same people; `secrets` are the hidden cells' leaves, and `weak` the
    leaves of what the rules forbid to show. `counts` are each leaf's answers. `safe` remembers the weak ones that are well
    hidden: hiding more never brings them to light."""

    totals: Sequence[tuple[int, int]]
    known: int
    sources: Mapping[int, int]
    identities: Sequence[tuple[int, int]]
    secrets: Collection[int]
    weak: Collection[int]
    safe: set[int]
    counts: Sequence[Mapping[str, int]]
    forbid: Callable[[Mapping[str, Number]], bool]
    forbidden: Callable[[Mapping[int, Number]], bool]

    def searches(self) -> Iterator[Iterator[Derivation]]:
        """The searches one by one: each finds derivations of a secret or of a forbidden group."""
        equations = self._equations()
        yield self._seen_through()
        yield self._plain(equations)
        if equations or self.identities:
            rows = reduced([*self._rows(equations), *self._identity_rows()])
            yield self._secrets_in(rows)
            yield self._groups_in(rows)
            if self.identities or _cross([unknown for unknown, _, _ in equations]):
                yield self._bounded_by(rows)

    def _seen_through(self) -> Iterator[Derivation]:
        """Hidden cells of which every part is shown."""
        for secret in sorted(self.secrets):
            if not secret & ~self.known:
                yield Derivation(dict.fromkeys(_bits(secret), 1), self._cells_of(secret))

    def _equations(self) -> list[tuple[int, int, int]]:
        """(unknowns, all leaves, cell) of each shown total with unknowns, the smallest first, the same unknowns once."""
        found: dict[int, tuple[int, int, int]] = {}
        for leaves, cell in sorted(self.totals, key=lambda total: (total[0].bit_count(), total[1])):
            if unknown := leaves & ~self.known:
                found.setdefault(unknown, (unknown, leaves, cell))
        return list(found.values())

    def _plain(self, equations: Sequence[tuple[int, int, int]]) -> Iterator[Derivation]:
        hidden = {secret & ~self.known: secret for secret in sorted(self.secrets)}
        for unknown, leaves, cell in equations:
            if self._is_leak(unknown, hidden):
                yield self._derivation(unknown, cell, leaves | hidden.get(unknown, 0))
        for unknown, leaves, cell in equations:
            for smaller, other_leaves, other in equations:
                rest = unknown & ~smaller
                if smaller & ~unknown == 0 and rest and self._is_leak(rest, hidden):
                    yield self._derivation(rest, cell | other, leaves | other_leaves | hidden.get(rest, 0))

    def _is_leak(self, unknown: int, hidden: Mapping[int, int]) -> bool:
        return unknown in hidden or self.forbidden(dict.fromkeys(_bits(unknown), 1))

    def _derivation(self, unknown: int, cells: int, leaves: int) -> Derivation:
        return Derivation(dict.fromkeys(_bits(unknown), 1), cells | self._cells_of(leaves))

    def _cells_of(self, leaves: int) -> int:
        cells = 0
        for leaf in _bits(leaves & self.known):
            cells |= self.sources.get(1 << leaf, 0)
        return cells

    def _rows(self, equations: Sequence[tuple[int, int, int]]) -> Iterator[tuple[Row, int]]:
        for unknown, leaves, cell in equations:
            yield dict.fromkeys(_bits(unknown), 1), cell | self._cells_of(leaves)

    def _identity_rows(self) -> Iterator[tuple[Row, int]]:
        for one, other in self.identities:
            row: Row = dict.fromkeys(_bits(one & ~other & ~self.known), 1)
            row.update(dict.fromkeys(_bits(other & ~one & ~self.known), -1))
            if row:
                yield row, self._cells_of(one ^ other)

    def _secrets_in(self, rows: Rows) -> Iterator[Derivation]:
        for secret in sorted(self.secrets):
            unknown = secret & ~self.known
            wanted: Row = dict.fromkeys(_bits(unknown), 1)
            used = self._cells_of(secret)
            left = dict(wanted)
            for pivot in wanted.keys() & rows.keys():
                row, cells = rows[pivot]
                subtract(left, row, 1)
                used |= cells
            if wanted and not left:
                yield Derivation(wanted, used)

    def _groups_in(self, rows: Rows) -> Iterator[Derivation]:
        for pivot in sorted(rows):
            yield from self._grown(rows, rows[pivot][0], rows[pivot][1], (pivot,))

    def _bounded_by(self, rows: Rows) -> Iterator[Derivation]:
        """Groups that at their largest would still be forbidden, such as one in which only one answer is possible."""
        room = _Room(rows, self.counts)
        for group in sorted(self.weak):
            unknown, used = list(_bits(group & ~self.known)), self._cells_of(group)
            if not unknown or group in self.safe:
                continue
            seen_directly = {answer: self._count(group & self.known, answer) for answer in room.answers}
            most: dict[str, Number] = {answer: seen_directly[answer] + room.seen(unknown, answer) for answer in room.answers}
            for answer in room.answers:
                if self.forbid(most):
                    used |= room.widen(unknown, answer, most, seen_directly[answer], self.forbid)
            if self.forbid(most):
                yield Derivation(dict.fromkeys(_bits(group), 1), used)
            else:
                self.safe.add(group)

    def _count(self, leaves: int, answer: str) -> int:
        return sum(self.counts[leaf].get(answer, 0) for leaf in _bits(leaves))

    def _grown(self, rows: Rows, total: Row, used: int, pivots: tuple[int, ...]) -> Iterator[Derivation]:
        """The sum of these rows if it is a forbidden group; otherwise with one more row that takes a minus away."""
        minus = min((column for column, number in total.items() if number < 0), default=None)
        if minus is None:
            if self.forbidden(total):
                yield Derivation(total, used)
            return
        if len(pivots) == DEEPEST or not self.forbidden(dict.fromkeys(pivots, 1)):
            return
        for pivot in sorted(rows):
            row, cells = rows[pivot]
            if pivot not in pivots and row.get(minus, 0) > 0:
                grown = dict(total)
                subtract(grown, row, -1)
                yield from self._grown(rows, grown, used | cells, (*pivots, pivot))


class _Room:
    """How much there can be of each answer in each leaf, as far as anybody has asked."""

    def __init__(self, rows: Rows, counts: Sequence[Mapping[str, int]]) -> None:
        self.answers = sorted({answer for leaf in counts for answer in leaf})
        self._rows, self._counts = rows, counts
        self._space: dict[str, Bounds] = {}
        self._most: dict[str, dict[int, int]] = {
            answer: {leaf: of.get(answer, 0) for leaf, of in enumerate(counts)} for answer in self.answers
        }

    def seen(self, leaves: Sequence[int], answer: str) -> int:
        """The most of the answer in a solution met so far; in several leaves together, what is really there."""
        if len(leaves) == 1:
            return self._most[answer][leaves[0]]
        return sum(self._counts[leaf].get(answer, 0) for leaf in leaves)

    def widen(
        self,
        leaves: Sequence[int],
        answer: str,
        most: dict[str, Number],
        besides: int,
        forbid: Callable[[Mapping[str, Number]], bool],
    ) -> int:
        """Sets in `most` how much of the answer there can be in the leaves, and `besides`, or as much as makes it all
        permitted. Gives the cells (bits) that bound it."""
        if answer not in self._space:
            self._space[answer] = Bounds(self._rows, self._most[answer])
        space, least = self._space[answer], most[answer]
        # Never below what there can be already: nobody at all would be permitted.
        largest, cells = space.largest(leaves, lambda value: not forbid(most | {answer: max(least, besides + value)}))
        most[answer] = FAR if largest == inf else max(least, besides + int(largest))
        for leaf, value in space.solution():
            self._most[answer][leaf] = max(self._most[answer][leaf], int(value))
        return cells


def _cross(groups: Sequence[int]) -> bool:
    """Whether any two overlap without one being a part of the other."""
    return any(a & b and a & ~b and b & ~a for number, a in enumerate(groups) for b in groups[:number])


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
