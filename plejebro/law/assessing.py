"""What the law asks of one decision, requirement by requirement. It counts what is on file; it passes no verdict.

The order that decides a status: not applicable (by law, then by the facts), excepted, then what the evidence shows. Where
the data is silent, or the route that decides has not been chosen by a person, the status is unclear.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from plejebro.kernel import clock
from plejebro.kernel.danish import age as age_on
from plejebro.kernel.danish import date_text
from plejebro.law.catalogue import Day, RightRow, catalogue
from plejebro.law.types import ASK_A_LAWYER, Assessment, Evidence, Facts, Finding, Kind, OpenRoute, Right, Rule, Status

_KIND_WORDS: Final = {"move": "flytning", "return_home": "hjemgivelse", "contact": "ændret samvær"}
_LEAP_DAY: Final = "Den, der er født 29. februar, regnes her for at fylde år 1. marts i år uden skuddag."


@dataclass(frozen=True, slots=True)
class _Cell:
    """A requirement on one route: whether it applies, why (not), and its paragraphs. `fixed`: nothing on file changes it."""

    rule: Rule
    applies: str
    why: str
    basis: tuple[str, ...]
    note: str
    fixed: bool = False


def assess(facts: Facts, *, today: date | None = None) -> Assessment:
    """What the law in force on the decision's date asked, and what is on file for it.

    `today` decides whether the time has come for what is due after the decision; without it, today in Denmark. The age
    is in whole years. Raises ValueError for a decision before 2011.
    """
    today = today or clock.today()
    day = catalogue().on(facts.decision_date)
    age = age_on(facts.child_born, facts.decision_date)
    cells = _cells(catalogue().last_change(facts.decision_date), facts.kind, facts.route)
    route = day.routes.get(facts.route or "")
    return Assessment(
        kind=facts.kind,
        regime=day.regime.code,
        act=day.regime.act,
        decision_date=facts.decision_date,
        age=age,
        route=facts.route,
        requirements=tuple(_find(cell, facts, age, day, today) for cell in cells),
        open_routes=() if facts.route else _open_routes(day, facts.kind),
        rights=tuple(
            Right(row.who, row.right, row.basis, row.deadline, row.why)
            for row in day.rights
            if _has_right(row, facts, age) and (not row.routes or (route is not None and route.available))
        ),
    )


@lru_cache(maxsize=1024)
def _cells(last_change: date, kind: Kind, route: str | None) -> tuple[_Cell, ...]:
    """The 42 requirements on one route: the same for all days until the law changes again."""
    day = catalogue().on(last_change)
    return tuple(_cell(rule, day, kind, route) for rule in day.rules)


def _cell(rule: Rule, day: Day, kind: Kind, route: str | None) -> _Cell:
    basis = rule.basis_for(kind, route)
    chosen = day.routes.get(route or "")
    if chosen is not None and not chosen.available:
        return _Cell(rule, "uklart", chosen.absent, basis, _note(rule, unclear=True), fixed=True)
    row = rule.applies[kind]
    open_now = [code for code, one in day.routes.items() if one.available and kind in one.kinds]
    values = {row[route]} if route else {row[code] for code in open_now}
    if len(values) > 1:
        return _Cell(rule, "uklart", "Det afhænger af vejen, og den er ikke valgt.", basis, _note(rule))
    value = values.pop()
    if value == "nej":
        return _Cell(rule, value, _why_not(rule, kind, chosen.name if chosen else ""), basis, "")
    if value == "uklart":
        why = rule.unclear.get(route or "") or f"Kilden siger ikke, om kravet gælder ved {_KIND_WORDS[kind]} på denne måde."
        return _Cell(rule, value, why, basis, _note(rule, unclear=True))
    return _Cell(rule, value, "", basis, _note(rule))


def _why_not(rule: Rule, kind: Kind, route_name: str) -> str:
    if set(rule.applies[kind].values()) == {"nej"}:
        return f"Loven havde ikke dette krav ved {_KIND_WORDS[kind]} den dag."
    return f"Kræves ikke på denne vej ({route_name.lower()})."


def _note(rule: Rule, *, unclear: bool = False) -> str:
    return f"{ASK_A_LAWYER} {rule.note}".strip() if rule.note or unclear else ""


def _find(cell: _Cell, facts: Facts, age: int, day: Day, today: date) -> Finding:
    rule = cell.rule
    evidence = facts.evidence.get(rule.id, ())
    status, why = _status(cell, facts, evidence, age, today)
    if rule.party_age and status != "not_applicable" and cell.applies == "ja":
        why = f"{why} {_party(rule.party_age, age)}"
    if rule.old_papers and facts.case_opened and facts.case_opened < day.regime.starts and day.regime.old_papers:
        why = f"{why} {day.regime.old_papers}"
    note = cell.note
    if (rule.min_age or rule.below_age or rule.party_age) and (facts.child_born.month, facts.child_born.day) == (2, 29):
        note = f"{note or ASK_A_LAWYER} {_LEAP_DAY}"
    return Finding(rule, status, cell.basis, evidence, why, "" if status == "not_applicable" else note)


def _status(cell: _Cell, facts: Facts, evidence: tuple[Evidence, ...], age: int, today: date) -> tuple[Status, str]:
    rule = cell.rule
    if cell.fixed:
        return "unclear", cell.why
    if cell.applies == "nej":
        return "not_applicable", cell.why
    if rule.min_age is not None and age < rule.min_age:
        return "not_applicable", f"Barnet var {age} år den dag; kravet gælder fra {rule.min_age} år."
    if rule.below_age is not None and age >= rule.below_age:
        return "not_applicable", f"Barnet var {age} år den dag; kravet gælder kun under {rule.below_age} år."
    if rule.id in facts.not_applicable:
        return "not_applicable", f"Ikke relevant: {facts.not_applicable[rule.id]}"
    if cell.applies == "uklart":
        return "unclear", cell.why
    if rule.id in facts.exceptions:
        if rule.known_exceptions:
            return "excepted", f"Undtaget: {facts.exceptions[rule.id]}"
        return "unclear", f"Loven kender ingen undtagelse fra dette krav. Begrundelsen er: {facts.exceptions[rule.id]}"
    return _shown_by(rule, facts.decision_date, evidence, today)


def _shown_by(rule: Rule, decided: date, evidence: tuple[Evidence, ...], today: date) -> tuple[Status, str]:
    dates = [item.date for item in evidence if item.date is not None]
    if dates:
        first = min(dates)
        if rule.due != "after" and first > decided:
            return "late", f"Dateret {date_text(first)}, efter afgørelsen {date_text(decided)}."
        return "documented", f"Dokumenteret {date_text(first)}."
    undated = " Det, der er lagt ind, har ingen dato og tæller derfor ikke." if evidence else ""
    if rule.only_if:
        return "unclear", rule.only_if + undated
    if rule.due == "after" and today <= decided + timedelta(days=rule.after_days):
        return "unclear", f"Tiden er ikke kommet endnu.{undated}"
    return "missing", f"Ikke dokumenteret.{undated}"


def _party(party_age: int, age: int) -> str:
    if age >= party_age:
        return f"Barnet er selv part (fra {party_age} år)."
    return f"Barnet er under {party_age} år og ikke selv part; kravet gælder de andre parter."


def _open_routes(day: Day, kind: Kind) -> tuple[OpenRoute, ...]:
    return tuple(
        OpenRoute(row.code, row.deciding_facts) for row in day.routes.values() if row.available and kind in row.kinds
    )


def _has_right(row: RightRow, facts: Facts, age: int) -> bool:
    return (
        facts.kind in row.kinds
        and (not row.routes or facts.route in row.routes)
        and (row.min_age is None or age >= row.min_age)
        and (row.below_age is None or age < row.below_age)
    )
