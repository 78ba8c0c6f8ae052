"""The rhythm in and out of plain text: what the command line is given, and the answer as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from plejebro.law.rhythm import CourseDays, Decided, Due, NetworkPeriod, RhythmFacts

_SINGLE = ("ends", "born", "kept_from", "examined", "support_began", "support_done", "support_postponed")


class BadDate(ValueError):
    """Something given is not what it should be; the message says what, in Danish."""


def read_rhythm(given: Mapping[str, Any], today: date) -> tuple[RhythmFacts, date]:
    """The facts and the day they are seen from, of the command's arguments; raises BadDate."""
    single: dict[str, Any] = {name: _day(name, given[name]) if given[name] else None for name in _SINGLE}
    facts = RhythmFacts(
        starts=_day("from", given["starts"]),
        follow_ups=_days("follow-up", given["follow_up"]),
        decided=tuple(Decided(*_pair("decided", text)) for text in given["decided"]),
        visits=_days("visit", given["visit"]),
        course_days=tuple(_course(text) for text in given["course"]),
        inspections=_days("inspection", given["inspection"]),
        network=tuple(_network(text) for text in given["network"]),
        **single,
    )
    if facts.ends is not None and facts.ends < facts.starts:
        raise BadDate("--to: slutdatoen ligger før startdatoen.")
    return facts, _day("on", given["on"]) if given["on"] else today


def rhythm_as_json(facts: RhythmFacts, on: date, dues: Sequence[Due]) -> dict[str, Any]:
    """The answer with every due; dates as 2026-11-24, course days as numbers."""
    return {
        "from": facts.starts.isoformat(),
        "to": facts.ends.isoformat() if facts.ends else None,
        "on": on.isoformat(),
        "dues": [due_as_json(due) for due in dues],
    }


def due_as_json(due: Due) -> dict[str, Any]:
    """One due."""
    answer: dict[str, Any] = {
        "rule": due.rule,
        "name": due.name,
        "number": due.number,
        "state": due.state,
        "due": _text(due.due),
        "aim": _text(due.aim),
        "done": _text(due.done),
        "days_late": due.days_late,
        "who": due.who,
        "plain": due.plain,
        "basis": list(due.basis),
        "source": due.source,
        "confidence": due.confidence,
        "regime": due.regime,
        "note": due.note,
    }
    if due.needed is not None and due.got is not None:
        answer |= {"needed": float(due.needed), "got": float(due.got)}
    return answer


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(name: str, text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        option = name.replace("_", "-").replace("starts", "from").replace("ends", "to")
        raise BadDate(f"--{option}: {text} er ikke en dato. Skriv den som 2014-05-01.") from None
    if not 1950 <= day.year <= 2200:
        raise BadDate(f"{text}: året skal ligge mellem 1950 og 2200.")
    return day


def _days(name: str, texts: Sequence[str]) -> tuple[date, ...]:
    return tuple(_day(name, text) for text in texts)


def _pair(name: str, text: str) -> tuple[date, date]:
    first, _, second = text.partition(":")
    return _day(name, first), _day(name, second)


def _course(text: str) -> CourseDays:
    day, _, count = text.partition(":")
    try:
        days = Decimal(count or "1")
    except InvalidOperation:
        raise BadDate(f"--course: {count} er ikke et antal dage.") from None
    if not days.is_finite() or not 0 < days <= 31:
        raise BadDate(f"--course: {count} er ikke et antal dage mellem 0,5 og 31.")
    return CourseDays(_day("course", day), days)


def _network(text: str) -> NetworkPeriod:
    first, _, last = text.partition(":")
    return NetworkPeriod(_day("network", first), _day("network", last) if last else None)
