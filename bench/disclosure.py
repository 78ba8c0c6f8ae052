"""Attacks on what a publication shows: can a reader with all its tables and filters reckon out what is hidden?

python -m bench.disclosure [publications of each kind, 200]

The attacker shares nothing with `plejebro.kernel.disclosure` but the rules: it gets the shown cells and who belongs to which
group, and uses NumPy and SciPy. Four attacks: every pair of filters; every combination of up to three tables; every hidden
cell as a combination of all of them (least squares); and its bounds, knowing that nobody is counted less than zero times
(linear programming). The control hides only what is forbidden by itself: there the same attacks must succeed.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, product
from random import Random

import numpy as np
from scipy.optimize import linprog

from plejebro.kernel.disclosure import RULES, Publication, Rules

ANSWERS = ("1", "2", "3", "4", "5")
Vector = tuple[int, ...]
Group = frozenset[str]


@dataclass
class Case:
    """A publication: the smallest groups with their answers, and every cell as a set of them."""

    kind: str
    parts: dict[str, Vector]
    cells: dict[str, Group]
    shown_before: frozenset[str] = frozenset()
    hidden_before: frozenset[str] = frozenset()

    def answers(self, group: Group) -> Vector:
        """How many of the group gave each answer."""
        return tuple(sum(self.parts[part][i] for part in group) for i in range(len(ANSWERS)))

    def forbidden(self, group: Group) -> bool:
        """Whether the rules forbid showing the group."""
        return RULES.forbid(dict(zip(ANSWERS, self.answers(group), strict=True)))


def protected(case: Case, rules: Rules = RULES) -> frozenset[str]:
    """What the product hides."""
    return _publication(case, rules).hidden(case.shown_before, case.hidden_before)


def only_small(case: Case) -> frozenset[str]:
    """The control: what is forbidden by itself, and nothing more."""
    small = {key for key, group in case.cells.items() if case.forbidden(group)}
    return frozenset(small - case.shown_before | case.hidden_before)


def _publication(case: Case, rules: Rules) -> Publication[str]:
    publication: Publication[str] = Publication(rules)
    single = {next(iter(group)): key for key, group in case.cells.items() if len(group) == 1}
    names = {part: single.get(part, f"part:{part}") for part in case.parts}
    for part, answers in case.parts.items():
        publication.people(names[part], dict(zip(ANSWERS, answers, strict=True)), shown=part in single)
    for key, group in case.cells.items():
        if len(group) > 1:
            publication.group(key, [names[part] for part in sorted(group)])
    return publication


@dataclass
class Report:
    """How much was tried and what was found."""

    publications: int = 0
    cells: int = 0
    hidden: int = 0
    pairs: int = 0
    combinations: int = 0
    systems: int = 0
    bounds: int = 0
    found: Counter[str] = field(default_factory=Counter)
    examples: list[tuple[str, str, object]] = field(default_factory=list)

    @property
    def recovered(self) -> int:
        """Everything that was found, by any attack."""
        return sum(self.found.values())

    def add(self, attack: str, case: Case, what: object) -> None:
        """Notes a find."""
        self.found[attack] += 1
        if len(self.examples) < 5:
            self.examples.append((attack, case.kind, what))

    def __str__(self) -> str:
        by_attack = ", ".join(f"{attack}: {number}" for attack, number in sorted(self.found.items())) or "none"
        return (
            f"{self.publications} publications, {self.cells:,} cells, {self.hidden:,} hidden\n"
            f"  {self.pairs:,} filter pairs, {self.combinations:,} table combinations, "
            f"{self.systems:,} hidden cells against all tables, {self.bounds:,} bounds\n"
            f"  {self.recovered:,} recovered ({by_attack})"
        )


def attack(case: Case, hidden: frozenset[str], report: Report, *, bounded: int = 10**9) -> None:
    """Tries everything on one publication; at most `bounded` hidden cells are bounded by linear programming."""
    shown = {key: group for key, group in case.cells.items() if key not in hidden}
    report.publications += 1
    report.cells += len(case.cells)
    report.hidden += len(hidden)
    secret = {case.cells[key] for key in hidden if sum(case.answers(case.cells[key]))}
    _pairs(case, shown, secret, report)
    known = {part for group in shown.values() if len(group) == 1 for part in group}
    known |= {part for part, answers in case.parts.items() if not sum(answers)}
    reduced = {group - known for group in shown.values()} - {frozenset()}
    _combinations(case, sorted(reduced, key=sorted), {group - known for group in secret}, report)
    _systems(case, known, sorted(reduced, key=sorted), [case.cells[key] for key in sorted(hidden)], report, bounded)


def _pairs(case: Case, shown: Mapping[str, Group], secret: set[Group], report: Report) -> None:
    """What two filters leave between them: one inside the other, or overlapping where the overlap can be chosen too."""
    public = set(shown.values())
    for a, b in combinations(shown.values(), 2):
        report.pairs += 1
        overlap = a & b
        if overlap and overlap != a and overlap != b and overlap not in public:
            continue
        for left in (a - overlap, b - overlap, a ^ b):
            if left and left not in public and (left in secret or case.forbidden(left)):
                report.add("pair", case, (sorted(a), sorted(b)))
                break


def _combinations(case: Case, reduced: list[Group], secret: set[Group], report: Report) -> None:
    parts = sorted({part for group in reduced for part in group})
    rows = {group: np.array([part in group for part in parts], dtype=int) for group in reduced}
    numbers = np.array([case.parts[part] for part in parts]).reshape(len(parts), len(ANSWERS))
    for size in (1, 2, 3):
        for chosen in combinations(reduced, size):
            for signs in product((1, -1), repeat=size - 1):
                report.combinations += 1
                total = rows[chosen[0]] + sum((s * rows[g] for s, g in zip(signs, chosen[1:], strict=True)), np.int64(0))
                total = -total if total.max() <= 0 else total
                if total.min() < 0 or total.max() != 1:
                    continue
                left = frozenset(part for part, one in zip(parts, total, strict=True) if one)
                answers = dict(zip(ANSWERS, map(int, total @ numbers), strict=True))
                if left in secret or RULES.forbid(answers):
                    report.add("combination", case, [sorted(group) for group in chosen])


def _systems(case: Case, known: set[str], reduced: list[Group], hidden: list[Group], report: Report, bounded: int) -> None:
    parts = [part for part in case.parts if part not in known]
    matrix = np.array([[part in group for part in parts] for group in reduced], dtype=float).reshape(
        len(reduced), len(parts)
    )
    numbers = np.array([case.parts[part] for part in parts]).reshape(len(parts), len(ANSWERS))
    for group in hidden:
        if not sum(case.answers(group)):
            continue
        wanted = np.array([part in group for part in parts], dtype=float)
        report.systems += 1
        if _is_combination(matrix, wanted):
            report.add("system", case, sorted(group))
        elif case.forbidden(group) and bounded > 0:
            bounded -= 1
            report.bounds += 1
            seen = case.answers(group & known)
            most = {answer: seen[i] + _most(matrix, matrix @ numbers[:, i], wanted) for i, answer in enumerate(ANSWERS)}
            if RULES.forbid(most):
                report.add("bound", case, (sorted(group), most))


def _is_combination(matrix: np.ndarray, wanted: np.ndarray) -> bool:
    if not wanted.any():
        return True
    if not matrix.size:
        return False
    answer = np.linalg.lstsq(matrix.T, wanted, rcond=None)[0]
    return bool(np.abs(matrix.T @ answer - wanted).max() < 1e-8)


def _most(matrix: np.ndarray, people: np.ndarray, wanted: np.ndarray) -> float:
    """The largest the group can be when every part is zero or more."""
    if not matrix.size:
        return float("inf")
    found = linprog(-wanted, A_eq=matrix, b_eq=people, bounds=(0, None), method="highs")
    return float("inf") if found.status == 3 else round(-found.fun, 6)


def cases(random: Random, kind: str) -> Iterator[Case]:
    """A synthetic publication, or two that follow each other."""
    yield from KINDS[kind](random)


def _people(random: Random, names: list[str]) -> dict[str, Vector]:
    """Many small groups and a few large ones, as municipalities are; now and then all answer the same."""
    found = {}
    for name in names:
        n = random.choice((0, *range(1, 9), random.randint(5, 15), random.randint(10, 60)))
        weights = random.choice(((2, 4, 9, 50, 35), (10, 20, 30, 30, 10), (0, 0, 0, 1, 8)))
        drawn = random.choices(range(len(ANSWERS)), weights, k=n)
        found[name] = tuple(drawn.count(i) for i in range(len(ANSWERS)))
    return found


def _divided(random: Random, names: list[str], into: int, label: str) -> dict[str, Group]:
    groups: dict[str, set[str]] = {}
    for name in names:
        groups.setdefault(f"{label}{random.randrange(into)}", set()).add(name)
    return {key: frozenset(members) for key, members in sorted(groups.items())}


def _nested(random: Random) -> Iterator[Case]:
    """Municipalities in size groups in the whole."""
    names = [f"m{i:02}" for i in range(random.randint(3, 40))]
    parts = _people(random, names)
    cells = {name: frozenset({name}) for name in names} | _divided(random, names, 4, "size") | {"all": frozenset(names)}
    yield Case("nested", parts, _without_twins(cells))


def _overlapping(random: Random) -> Iterator[Case]:
    """The same with regions, forms of organisation and pairs of filters across."""
    names = [f"m{i:02}" for i in range(random.randint(4, 30))]
    parts = _people(random, names)
    size, region = _divided(random, names, 3, "size"), _divided(random, names, 4, "region")
    form = _divided(random, names, 2, "form")
    cells = {name: frozenset({name}) for name in names} | size | region | form | {"all": frozenset(names)}
    cells |= {f"{a}+{b}": size[a] & region[b] for a in size for b in region if size[a] & region[b]}
    yield Case("overlapping", parts, _without_twins(cells))


def _filters(random: Random) -> Iterator[Case]:
    """Families by municipality and kind of family: every filter and every pair of them, the crossing itself or not."""
    names, kinds = [f"m{i}" for i in range(random.randint(3, 9))], ["a", "b", "c"]
    atoms = [f"{name}/{kind}" for name in names for kind in kinds]
    parts = _people(random, atoms)
    size = _divided(random, names, 3, "size")
    chosen = {**{name: frozenset({name}) for name in names}, **size, "all": frozenset(names)}
    crossed = random.random() < 0.5
    cells = {}
    for key, members in chosen.items():
        cells[key] = frozenset(f"{name}/{kind}" for name in members for kind in kinds)
        if crossed or len(members) > 1:
            cells |= {f"{key}/{kind}": frozenset(f"{name}/{kind}" for name in members) for kind in kinds}
    yield Case("filters", parts, _without_twins(cells))


def _late(random: Random) -> Iterator[Case]:
    """A round is published, more answers come, and it is published again: what stands cannot be taken back."""
    names = [f"m{i:02}" for i in range(random.randint(3, 20))]
    parts = _people(random, [f"{name}/{batch}" for name in names for batch in ("early", "late")])
    size = _divided(random, names, 3, "size")
    groups = {**{name: frozenset({name}) for name in names}, **size, "all": frozenset(names)}
    early = {f"{key}/early": frozenset(f"{name}/early" for name in members) for key, members in groups.items()}
    both = {key: frozenset(f"{name}/{b}" for name in members for b in ("early", "late")) for key, members in groups.items()}
    first = Case("late", {part: answers for part, answers in parts.items() if part.endswith("early")}, _without_twins(early))
    yield first
    hidden = protected(first)
    shown = frozenset(first.cells) - hidden
    yield Case("late", parts, _without_twins(first.cells | both), shown_before=shown, hidden_before=hidden)


def _pooled(random: Random) -> Iterator[Case]:
    """Two rounds and the two together."""
    names = [f"m{i:02}" for i in range(random.randint(3, 15))]
    parts = _people(random, [f"{name}/{year}" for name in names for year in ("2027", "2028")])
    size = _divided(random, names, 3, "size")
    groups = {**{name: frozenset({name}) for name in names}, **size, "all": frozenset(names)}
    cells = {}
    for key, members in groups.items():
        for year in ("2027", "2028"):
            cells[f"{key}/{year}"] = frozenset(f"{name}/{year}" for name in members)
        cells[key] = cells[f"{key}/2027"] | cells[f"{key}/2028"]
    yield Case("pooled", parts, _without_twins(cells))


KINDS: dict[str, Callable[[Random], Iterator[Case]]] = {
    "nested": _nested,
    "overlapping": _overlapping,
    "filters": _filters,
    "late": _late,
    "pooled": _pooled,
}


def _without_twins(cells: Mapping[str, Group]) -> dict[str, Group]:
    """Two names for the same people are one cell."""
    found: dict[Group, str] = {}
    for key, group in cells.items():
        found.setdefault(group, key)
    return {key: group for group, key in found.items()}


def run(publications: int, *, seed: int = 1, bounded: int = 10**9) -> tuple[Report, Report]:
    """The attacks on `publications` of each kind, and the same on the control."""
    report, control = Report(), Report()
    for kind in KINDS:
        random = Random(f"{seed} {kind}")
        for _ in range(publications):
            for case in cases(random, kind):
                attack(case, protected(case), report, bounded=bounded)
                attack(case, only_small(case), control, bounded=min(bounded, 3))
    return report, control


def main() -> None:
    """Prints what was tried and what was found, with the control beside it; exit 1 when anything was recovered."""
    started = time.perf_counter()
    report, control = run(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
    print(f"protected: {report}\nonly small cells hidden: {control}\n{time.perf_counter() - started:.0f} s")
    for example in report.examples:
        print("  ", *example)
    raise SystemExit(1 if report.recovered or not control.recovered else 0)


if __name__ == "__main__":
    main()
