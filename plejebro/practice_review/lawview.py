"""The law as it stood on a decision's day, as the coding form shows it beside each requirement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from plejebro import law
from plejebro.kernel.danish import date_text
from plejebro.law.types import Kind
from plejebro.practice_review.models import SampledDecision

_APPLIES = {"ja": "Loven stiller kravet i sager som denne.", "nej": "Loven stiller ikke kravet i sager som denne."}
_UNCLEAR = "Det er uafklaret, om loven stiller kravet i sager som denne."
_STATUS = {
    "documented": "dokumenteret",
    "missing": "ikke dokumenteret",
    "late": "dokumenteret for sent",
    "excepted": "undtaget",
    "not_applicable": "gælder ikke",
    "unclear": "uafklaret",
}


@dataclass(frozen=True)
class Beside:
    """What stands beside one requirement: the law that day, and what the case held when it was sampled."""

    id: str
    name: str
    plain: str
    applies: str
    applies_to: str
    basis: str
    due: str
    proof: str
    exceptions: tuple[str, ...]
    note: str
    sources: tuple[str, ...]
    on_file: str


def beside(decision: SampledDecision, requirement: str) -> Beside:
    """The requirement as it stood when the decision was made; for a day before the law data begins, its name alone."""
    on_file = _on_file(decision, requirement)
    try:
        rule = law.requirement(requirement, decision.decided_on)
    except ValueError:
        first = law.requirement(requirement, date(2011, 1, 1))
        note = f"Plejebro kender loven fra 2011. Find kravet, som det var {date_text(decision.decided_on)}."
        return Beside(requirement, first.name, "", "", "", "", "", "", (), note, (), on_file)
    kind = cast(Kind, str(decision.kind))
    said = rule.applies.get(kind, {}).get(decision.route, "") if decision.route else ""
    return Beside(
        id=requirement,
        name=rule.name,
        plain=rule.plain,
        applies=_of_age(rule, decision.age) or (_APPLIES.get(said, _UNCLEAR) if said else ""),
        applies_to=rule.applies_to,
        basis=", ".join(rule.basis_for(kind, decision.route or None)),
        due={"before": "Før afgørelsen", "with": "Sammen med afgørelsen", "after": "Efter afgørelsen"}[rule.due],
        proof=rule.proof,
        exceptions=rule.known_exceptions,
        note=rule.note,
        sources=rule.sources,
        on_file=on_file,
    )


def _of_age(rule: law.Rule, age: int) -> str:
    if rule.min_age is not None and age < rule.min_age:
        return f"Kravet gælder fra {rule.min_age} år, og barnet var {age}."
    if rule.below_age is not None and age >= rule.below_age:
        return f"Kravet gælder under {rule.below_age} år, og barnet var {age}."
    return ""


def name_of(requirement: str) -> str:
    """The requirement's Danish name; names are the same in every period."""
    return law.requirement(requirement, date(2024, 1, 1)).name


def _on_file(decision: SampledDecision, requirement: str) -> str:
    """What the answer of the sampling day said: a status and the dates, in words."""
    answer: Mapping[str, Any] = decision.assessment or {}
    found = next((row for row in answer.get("requirements", []) if row["id"] == requirement), None)
    if found is None:
        return ""
    days = [date_text(date.fromisoformat(item["date"])) for item in found["evidence"] if item.get("date")]
    dated = f" ({', '.join(days)})" if days else ""
    return f"I sagen: {_STATUS[found['status']]}{dated}."
