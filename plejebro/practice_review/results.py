"""The results of a study as they may be shown: tabulated by the same core as the command, small numbers hidden.

`counted` is the whole truth and stays inside; everything that leaves the room — pages, charts, files, the command's
`results` — is a `Results`, in which what must not be shown is None.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from plejebro.kernel.danish import age as age_on
from plejebro.kernel.small_numbers import THRESHOLD, is_small, shown_parts, shown_table
from plejebro.kernel.statistics import cohen_kappa
from plejebro.practice_review.models import Study
from plejebro.practice_review.queries import final_decisions, independent_pairs, names_of_municipalities
from plejebro.practice_review.tabulation import (
    REQUIREMENT_IDS,
    CodedDecision,
    Frame,
    RequirementRow,
    Share,
    share_of,
    tabulate,
)

CORRECT, FAULTS = "correct", "with_faults"
NO_ROUTE: Final = ""
# Where the law's age limits lie (party from 10, consent from 12 or 15), so that a group follows one set of rules.
AGE_GROUPS: Final = ((0, 9, "0–9 år"), (10, 11, "10–11 år"), (12, 14, "12–14 år"), (15, 99, "15 år og derover"))


@dataclass(frozen=True, slots=True)
class ShownShare:
    """A share as it may be shown: all None when it is hidden; `n` alone when there is nothing to divide."""

    count: int | None
    n: int | None
    share: float | None
    low: float | None
    high: float | None
    hidden: bool


@dataclass(frozen=True, slots=True)
class ShownRequirement:
    """A requirement's figures as they may be shown. `applicable` None: too few decisions had it."""

    id: str
    applicable: int | None
    met: int | None
    not_met: int | None
    not_documented: int | None
    not_followed: ShownShare

    @property
    def was_coded(self) -> bool:
        """Whether it applied in any decision at all."""
        return self.applicable != 0


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """One group of a division, as it may be shown."""

    key: str
    label: str
    n: int | None
    with_faults: ShownShare
    correct: ShownShare


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well the two who coded agreed on one requirement: pairs, share of equal ones, Cohen's kappa; None is hidden."""

    id: str
    pairs: int | None
    equal: float | None
    kappa: float | None
    hidden: bool


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that may be shown of a study. `divisions` is route, age and municipality, each with its groups."""

    study_id: str
    title: str
    is_synthetic: bool
    closed_at: datetime | None
    n: int | None
    sampled: int
    frame: Frame | None
    correct: ShownShare
    with_faults: ShownShare
    requirements: tuple[ShownRequirement, ...]
    divisions: Mapping[str, tuple[ShownGroup, ...]]
    agreement: tuple[Agreement, ...]


def results_of(study: Study) -> Results:
    """The results of what is finished in the study; four queries whatever its size."""
    decisions = final_decisions(study)
    sampled = study.decisions.count()
    frame = Frame(study.frame_size, sampled) if study.frame_size and sampled <= study.frame_size else None
    table = tabulate(decisions, frame)
    outcome, n = shown_parts({CORRECT: table.correct.count, FAULTS: table.with_faults.count})
    return Results(
        study_id=str(study.public_id),
        title=study.title,
        is_synthetic=study.is_synthetic,
        closed_at=study.closed_at,
        n=n,
        sampled=sampled,
        frame=frame,
        correct=_shown(table.correct, outcome[CORRECT], n),
        with_faults=_shown(table.with_faults, outcome[FAULTS], n),
        requirements=tuple(_requirement(row) for row in table.requirements),
        divisions={
            "route": _division(decisions, lambda row: row.route, _route_label, frame),
            "age": _division(decisions, lambda row: _age_group(row), str, frame),
            "municipality": _by_municipality(decisions, frame),
        },
        agreement=_agreement(study),
    )


def _shown(share: Share, count: int | None, n: int | None) -> ShownShare:
    if count is None or n is None:
        return ShownShare(None, n, None, None, None, True)
    return ShownShare(count, n, share.share, share.low, share.high, False)


def _requirement(row: RequirementRow) -> ShownRequirement:
    """The three counts add up to the applicable ones, so they are hidden together. The share follows from `met`."""
    parts, applicable = shown_parts({"met": row.met, "not_met": row.not_met, "not_documented": row.not_documented})
    count = None if parts["met"] is None or applicable is None else row.not_followed.count
    return ShownRequirement(
        id=row.id,
        applicable=applicable,
        met=parts["met"],
        not_met=parts["not_met"],
        not_documented=parts["not_documented"],
        not_followed=_shown(row.not_followed, count, applicable),
    )


def _division(
    decisions: Iterable[CodedDecision],
    key_of: Callable[[CodedDecision], str],
    label_of: Callable[[str], str],
    frame: Frame | None,
) -> tuple[ShownGroup, ...]:
    """The decisions in groups, in the order of the keys, with what would give a small group away hidden too."""
    groups: dict[str, dict[str, int]] = defaultdict(lambda: {CORRECT: 0, FAULTS: 0})
    for row in decisions:
        groups[key_of(row)][CORRECT if row.is_correct else FAULTS] += 1
    ordered = {key: groups[key] for key in sorted(groups, key=lambda key: (key == NO_ROUTE, key))}
    cells, totals, _, _ = shown_table(ordered)
    return tuple(_group(key, label_of(key), counts, cells[key], totals[key], frame) for key, counts in ordered.items())


def _group(
    key: str,
    label: str,
    counts: Mapping[str, int],
    shown: Mapping[str, int | None],
    n: int | None,
    frame: Frame | None,
) -> ShownGroup:
    total = sum(counts.values())
    return ShownGroup(
        key=key,
        label=label,
        n=n,
        with_faults=_shown(share_of(counts[FAULTS], total, frame), shown[FAULTS], n),
        correct=_shown(share_of(counts[CORRECT], total, frame), shown[CORRECT], n),
    )


def _by_municipality(decisions: Iterable[CodedDecision], frame: Frame | None) -> tuple[ShownGroup, ...]:
    names = names_of_municipalities()
    return _division(decisions, lambda row: row.municipality_code, lambda code: names.get(code, f"Kommune {code}"), frame)


def _age_group(row: CodedDecision) -> str:
    age = age_on(row.child_born, row.decision_date)
    return next(label for low, high, label in AGE_GROUPS if low <= age <= high)


def _route_label(route: str) -> str:
    return ROUTE_NAMES.get(route, route)


ROUTE_NAMES: Final = {
    "K1": "K1 Samtykke",
    "K2": "K2 Uden samtykke",
    "K3": "K3 Begivenhed udefra",
    "K4": "K4 Akut",
    "K5": "K5 Fra kort midlertidigt ophold",
    "K6": "K6 Ungdomskriminalitetsnævnet",
    "K7": "K7 Privat familiepleje",
    NO_ROUTE: "Vejen er ikke oplyst",
}


def _agreement(study: Study) -> tuple[Agreement, ...]:
    """Kappa per requirement over the decisions that both have finished and coded it in; too few pairs are hidden."""
    by_requirement = independent_pairs(study)
    found = []
    for key in REQUIREMENT_IDS:
        pairs = by_requirement.get(key, [])
        if not pairs:
            continue
        if is_small(len(pairs), THRESHOLD):
            found.append(Agreement(key, None, None, None, True))
            continue
        equal = sum(one == other for one, other in pairs) / len(pairs)
        found.append(Agreement(key, len(pairs), equal, cohen_kappa(pairs), False))
    return tuple(found)
