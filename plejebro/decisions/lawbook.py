"""From what is recorded on a case to the facts the law is asked about, and which law data answered."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import cast

from plejebro import law
from plejebro.decisions.enums import EvidenceState
from plejebro.decisions.models import DecisionCase, Evidence
from plejebro.decisions.rules import Judged
from plejebro.law.types import Kind

# The law's data reaches back to here.
FIRST_DAY = date(2011, 1, 1)


def facts_of(case: DecisionCase, born: date, evidence: Iterable[Evidence], on: date) -> law.Facts:
    """The case as the law is asked about it, judged on the day `on`. Rows that are taken back count for nothing."""
    proofs: dict[str, list[law.Evidence]] = {}
    reasons: dict[str, dict[str, str]] = {EvidenceState.NOT_APPLICABLE: {}, EvidenceState.EXCEPTION: {}}
    for row in evidence:
        if row.withdrawn_at is not None:
            continue
        if row.state == EvidenceState.PROOF:
            proofs.setdefault(row.requirement, []).append(law.Evidence(row.on, row.proof, row.note))
        else:
            reasons[row.state][row.requirement] = row.note
    return law.Facts(
        decision_date=max(on, FIRST_DAY, born),
        child_born=born,
        kind=cast(Kind, str(case.kind)),
        case_opened=case.opened_on,
        route=str(case.route) or None,
        evidence={key: tuple(rows) for key, rows in proofs.items()},
        not_applicable=reasons[EvidenceState.NOT_APPLICABLE],
        exceptions=reasons[EvidenceState.EXCEPTION],
    )


def judge(case: DecisionCase, evidence: Iterable[Evidence], on: date, today: date) -> Judged | None:
    """What the law says of the case; None while the child's birthday is not known. The case has joined its child."""
    born = case.placement.child.born_on
    if born is None:
        return None
    facts = facts_of(case, born, evidence, on)
    return Judged(law.assess(facts, today=today), frozenset(facts.exceptions), case.decided_on is not None)


@lru_cache(maxsize=1)
def law_version() -> str:
    """Which law data answers: the first sixteen signs of a checksum over all of it."""
    folder = files("plejebro.law").joinpath("data")
    digest = hashlib.sha256()
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.name.endswith(".toml"):
            digest.update(entry.name.encode() + b"\0" + entry.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@lru_cache(maxsize=1)
def _act_names() -> dict[str, str]:
    text = files("plejebro.law").joinpath("data/acts.toml").read_text(encoding="utf-8")
    return {row["short"]: row["name"] for row in tomllib.loads(text)["act"]}


def spelled(basis: Iterable[str]) -> tuple[str, ...]:
    """Paragraphs as a citizen reads them: "barnets lov § 98, stk. 2" for "BL § 98, stk. 2"."""
    found = []
    for text in basis:
        short, _, rest = text.partition(" ")
        found.append(f"{_act_names()[short]} {rest}" if short in _act_names() else text.replace("BEK ", "bekendtgørelse "))
    return tuple(found)
