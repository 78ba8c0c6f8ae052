"""Counting coded decisions: the shares, their intervals, and every requirement. Pure: no database, no framework.

The command, the pages, the charts and the exports all count here, so that they give the same figures. Nothing is
suppressed here: pages, charts and exports do that (`suppression.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from plejebro.kernel.statistics import Interval, wilson, wilson_finite

MET: Final = "met"
NOT_MET: Final = "not_met"
NOT_DOCUMENTED: Final = "not_documented"
NOT_APPLICABLE: Final = "not_applicable"
CODES: Final = (MET, NOT_MET, NOT_DOCUMENTED, NOT_APPLICABLE)
FAULTS: Final = frozenset({NOT_MET, NOT_DOCUMENTED})
APPLICABLE: Final = frozenset({MET, NOT_MET, NOT_DOCUMENTED})
# Written out rather than asked of `law`, whose data the command need not load; a test compares them.
REQUIREMENT_IDS: Final = tuple(f"R{number:02d}" for number in range(1, 43))
ROUTES: Final = tuple(f"K{number}" for number in range(1, 8))


@dataclass(frozen=True, slots=True)
class CodedDecision:
    """One decision with its codes: requirement id → one of `CODES`; a requirement that is not coded is not there."""

    decision_id: str
    municipality_code: str
    decision_date: date
    child_born: date
    route: str
    codes: Mapping[str, str]
    coder: str = ""
    line: int = 0

    @property
    def is_correct(self) -> bool:
        """Nothing that is coded is `not_met` or `not_documented`."""
        return FAULTS.isdisjoint(self.codes.values())


@dataclass(frozen=True, slots=True)
class Frame:
    """What the sample was drawn from: how many decisions there were, and how many were drawn."""

    population: int
    sample: int


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `n`, as an unrounded fraction with its 95 % bounds; all three None when n is 0."""

    count: int
    n: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """How one requirement was coded. `not_followed` is the share of the applicable that are not met or documented."""

    id: str
    met: int
    not_met: int
    not_documented: int
    not_followed: Share

    @property
    def applicable(self) -> int:
        """Decisions in which the requirement was coded as applying; the law is not consulted."""
        return self.met + self.not_met + self.not_documented


@dataclass(frozen=True, slots=True)
class Tabulation:
    """The figures of a set of coded decisions; `requirements` has all 42 in order."""

    n: int
    correct: Share
    with_faults: Share
    requirements: tuple[RequirementRow, ...]


def tabulate(decisions: Iterable[CodedDecision], frame: Frame | None = None) -> Tabulation:
    """Counts the decisions. Bounds are Wilson's, with finite population correction when the `frame` is known."""
    rows = list(decisions)
    correct = sum(row.is_correct for row in rows)
    counted: dict[str, dict[str, int]] = {key: dict.fromkeys(CODES, 0) for key in REQUIREMENT_IDS}
    for row in rows:
        for requirement, code in row.codes.items():
            counted[requirement][code] += 1
    return Tabulation(
        n=len(rows),
        correct=share_of(correct, len(rows), frame),
        with_faults=share_of(len(rows) - correct, len(rows), frame),
        requirements=tuple(_row(key, counted[key], frame) for key in REQUIREMENT_IDS),
    )


def share_of(count: int, n: int, frame: Frame | None = None) -> Share:
    """`count` of `n` with its bounds; without bounds and share when n is 0."""
    if n == 0:
        return Share(count, 0, None, None, None)
    bounds = _bounds(count, n, frame)
    return Share(count, n, count / n, bounds.low, bounds.high)


def as_json(table: Tabulation) -> dict[str, Any]:
    """The figures as the command prints them: unrounded fractions, null where there is nothing to divide by."""
    return {
        "n": table.n,
        "correct": _share_json(table.correct),
        "with_faults": _share_json(table.with_faults),
        "requirements": {row.id: requirement_json(row) for row in table.requirements},
    }


def requirement_json(row: Any) -> dict[str, Any]:
    """One requirement as command and export print it, from a bare row or one as it may be shown; None is nothing to divide
    by, or hidden."""
    return {
        "applicable": row.applicable,
        "met": row.met,
        "not_met": row.not_met,
        "not_documented": row.not_documented,
        "share_not_followed": row.not_followed.share,
        "low": row.not_followed.low,
        "high": row.not_followed.high,
    }


def _row(key: str, counted: Mapping[str, int], frame: Frame | None) -> RequirementRow:
    faults = counted[NOT_MET] + counted[NOT_DOCUMENTED]
    applicable = faults + counted[MET]
    return RequirementRow(key, counted[MET], counted[NOT_MET], counted[NOT_DOCUMENTED], share_of(faults, applicable, frame))


def _bounds(count: int, n: int, frame: Frame | None) -> Interval:
    # More decisions than were drawn have been brought in by hand: then the frame says nothing of them.
    if frame is None or not n <= frame.sample <= frame.population:
        return wilson(count, n)
    return wilson_finite(count, n, frame.population, sample=frame.sample)


def _share_json(share: Share) -> dict[str, Any]:
    return {"count": share.count, "share": share.share, "low": share.low, "high": share.high}
