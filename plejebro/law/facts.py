"""From JSON to facts, with one Danish sentence for the first thing that is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from plejebro.law.catalogue import FIRST_DAY, requirement_ids
from plejebro.law.types import KINDS, ROUTES, Evidence, Facts, Kind

_FIELDS: Final = (
    *("kind", "decision_date", "case_opened", "child_born", "route"),
    *("evidence", "not_applicable", "exceptions"),
)
_EVIDENCE_FIELDS: Final = ("date", "kind", "note")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class BadFacts(ValueError):
    """The facts cannot be read; the message is a Danish sentence naming the field."""


def read_facts(value: object) -> Facts:
    """The facts in a JSON object of the shape that `plejebro law assess` takes; BadFacts for anything else."""
    given = _object(value, "Filen")
    _only(given, _FIELDS, "")
    decided, born = _needed(given, "decision_date"), _needed(given, "child_born")
    if decided < FIRST_DAY:
        raise BadFacts("decision_date: afgørelser før 1. januar 2011 er ikke med i dataene.")
    if decided < born:
        raise BadFacts("decision_date: afgørelsen ligger før barnets fødsel (child_born).")
    return Facts(
        decision_date=decided,
        child_born=born,
        kind=_kind(given.get("kind")),
        case_opened=_date(given.get("case_opened"), "case_opened"),
        route=_route(given.get("route")),
        evidence=_evidence(given.get("evidence")),
        not_applicable=_reasons(given.get("not_applicable"), "not_applicable"),
        exceptions=_reasons(given.get("exceptions"), "exceptions"),
    )


def _object(value: object, field: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BadFacts(f"{field}: her skal stå et JSON-objekt med navngivne felter.")
    return value


def _only(given: Mapping[str, Any], known: tuple[str, ...], path: str) -> None:
    for key in given:
        if key not in known:
            raise BadFacts(f"{path}{_shown(key)}: feltet kendes ikke. Felterne er {', '.join(known)}.")


def _needed(given: Mapping[str, Any], field: str) -> date:
    found = _date(given.get(field), field)
    if found is None:
        raise BadFacts(f"{field}: datoen mangler.")
    return found


def _date(value: object, field: str) -> date | None:
    if value is None:
        return None
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise BadFacts(f"{field}: {_shown(value)} er ikke en dato. Skriv den som 2024-05-02.")


def _kind(value: object) -> Kind:
    if value is None:
        return "move"
    if value not in KINDS:
        raise BadFacts(f"kind: {_shown(value)} kendes ikke. Vælg {', '.join(KINDS)}.")
    return value


def _route(value: object) -> str | None:
    if value is not None and value not in ROUTES:
        raise BadFacts(f"route: {_shown(value)} kendes ikke. Vælg {', '.join(ROUTES)}, eller lad feltet stå tomt.")
    return value


def _evidence(value: object) -> dict[str, tuple[Evidence, ...]]:
    found = {}
    for key, items in _by_requirement(value, "evidence"):
        if not isinstance(items, list):
            raise BadFacts(f"evidence.{key}: her skal stå en liste.")
        found[key] = tuple(_item(item, f"evidence.{key}[{number}]") for number, item in enumerate(items, start=1))
    return found


def _item(value: object, path: str) -> Evidence:
    given = _object(value, path)
    _only(given, _EVIDENCE_FIELDS, f"{path}.")
    texts = {name: _text(given.get(name), f"{path}.{name}") for name in ("kind", "note")}
    return Evidence(_date(given.get("date"), f"{path}.date"), **texts)


def _text(value: object, path: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadFacts(f"{path}: her skal stå en tekst.")
    return value


def _reasons(value: object, field: str) -> dict[str, str]:
    found = {}
    for key, reason in _by_requirement(value, field):
        if not isinstance(reason, str) or not reason.strip():
            raise BadFacts(f"{field}.{key}: begrundelsen mangler.")
        found[key] = reason
    return found


def _by_requirement(value: object, field: str) -> list[tuple[str, Any]]:
    """The entries keyed by requirement; one whose value is null says nothing."""
    if value is None:
        return []
    given = _object(value, field)
    known = requirement_ids()
    for key in given:
        if key not in known:
            raise BadFacts(f"{field}.{_shown(key)}: kravet kendes ikke. Kravene hedder {known[0]} til {known[-1]}.")
    return [(key, item) for key, item in given.items() if item is not None]


def _shown(value: object) -> str:
    """The value in a sentence: on one line and never long."""
    text = " ".join(str(value).split())
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"
