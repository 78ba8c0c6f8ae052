"""The answers as JSON values and as plain text."""

from __future__ import annotations

from datetime import date
from typing import Any

from plejebro.kernel.danish import date_text
from plejebro.law.types import ASK_A_LAWYER, CONSEQUENCES, Assessment, Evidence, Finding, Rule

_DUE = {"before": "før afgørelsen", "with": "samtidig med afgørelsen", "after": "efter afgørelsen"}
_CONFIDENCE = {"H": "læst i lovteksten", "M": "fra en anden kilde", "L": "ikke bekræftet"}


def as_json(assessment: Assessment) -> dict[str, Any]:
    """The assessment as `plejebro law assess` prints it: dates as ISO text, all 42 requirements in order of id."""
    return {
        "kind": assessment.kind,
        "regime": assessment.regime,
        "act": assessment.act,
        "decision_date": assessment.decision_date.isoformat(),
        "age": assessment.age,
        "route": assessment.route,
        "requirements": [_finding(finding) for finding in assessment.requirements],
        "missing": list(assessment.missing),
        "late": list(assessment.late),
        "open_routes": [{"route": one.route, "deciding_facts": list(one.deciding_facts)} for one in assessment.open_routes],
        "rights": [
            {"who": one.who, "right": one.right, "basis": list(one.basis), "deadline": one.deadline, "why": one.why}
            for one in assessment.rights
        ],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.rule.id,
        "name": finding.rule.name,
        "applies": finding.applies,
        "status": finding.status,
        "due": finding.rule.due,
        "basis": list(finding.basis),
        "confidence": finding.rule.confidence,
        "evidence": [_evidence(item) for item in finding.evidence],
        "why": f"{finding.why} {finding.note}".strip(),
    }


def _evidence(item: Evidence) -> dict[str, Any]:
    """Only what was given, so that what goes in comes out."""
    given = {"date": item.date and item.date.isoformat(), "kind": item.kind, "note": item.note}
    return {key: value for key, value in given.items() if value or key == "date"}


def requirement_as_json(rule: Rule, on: date) -> dict[str, Any]:
    """One requirement as it stood on a day."""
    return {
        "id": rule.id,
        "name": rule.name,
        "date": on.isoformat(),
        "plain": rule.plain,
        "applies_to": rule.applies_to,
        "applies": {kind: dict(cells) for kind, cells in rule.applies.items()},
        "min_age": rule.min_age,
        "below_age": rule.below_age,
        "party_age": rule.party_age,
        "due": rule.due,
        "basis": list(rule.basis),
        "basis_by_kind": {name: list(basis) for name, basis in rule.bases.items()},
        "exceptions": list(rule.known_exceptions),
        "proof": rule.proof,
        "consequence": list(rule.consequence),
        "confidence": rule.confidence,
        "note": rule.note,
        "sources": list(rule.sources),
    }


def requirement_as_text(rule: Rule, on: date) -> str:
    """One requirement as it stood on a day, in plain Danish."""
    lines = [f"{rule.id} {rule.name}", f"Sådan stod det {date_text(on)}:", "", rule.plain, ""]
    rows = [
        ("Hjemmel", "; ".join(rule.basis) or "ingen fundet"),
        *((_BASIS_WORDS[name], "; ".join(basis)) for name, basis in rule.bases.items() if name != "move"),
        ("Gælder", rule.applies_to),
        ("Alder", _ages(rule)),
        ("Hvornår", _DUE[rule.due]),
        ("Undtagelser", " ".join(rule.known_exceptions) or "loven nævner ingen"),
        ("Vises ved", rule.proof),
        ("Hvis det mangler", "; ".join(CONSEQUENCES[code] for code in rule.consequence) or "står ikke i kilden"),
        ("Sikkerhed", f"{rule.confidence} ({_CONFIDENCE[rule.confidence]})"),
        ("Lovens tekst", " ".join(rule.sources)),
    ]
    lines += [f"{name}: {text}" for name, text in rows if text]
    if rule.note:
        lines += ["", f"{ASK_A_LAWYER} {rule.note}"]
    return "\n".join(lines)


_BASIS_WORDS = {"return_home": "Hjemmel ved hjemgivelse", "contact": "Hjemmel ved ændret samvær", "K7": "Hjemmel ved K7"}


def _ages(rule: Rule) -> str:
    if rule.min_age is not None:
        return f"fra {rule.min_age} år"
    if rule.below_age is not None:
        return f"under {rule.below_age} år"
    return f"barnet er selv part fra {rule.party_age} år" if rule.party_age else ""
