"""Closed rounds with just the answers a test needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from plejebro.kernel import clock
from plejebro.surveys.models import Answer, Frame, Questionnaire, Round

GROUPS = {"101": "large", "147": "large", "151": "small", "153": "small", "155": "small", "901": "large"}
QUESTIONS: tuple[dict[str, Any], ...] = (
    {"key": "samlet", "kind": "satisfaction", "text": "Hvor tilfredse er I alt i alt?", "dimension": "samlet"},
    {"key": "svartid", "kind": "satisfaction", "text": "Hvor tilfredse er I med svartiden?", "dimension": "svartid"},
)
Given = Mapping[str, Sequence[int]]


def form(side: str, questions: Sequence[dict[str, Any]] = QUESTIONS) -> Questionnaire:
    """A questionnaire of one section."""
    content = {"title": f"Skema {side}", "sections": [{"key": "alt", "title": "Alt", "questions": list(questions)}]}
    number = Questionnaire.objects.filter(code="proeve", side=side).count() + 1
    return Questionnaire.objects.create(
        code="proeve", side=side, title=f"Skema {side}", number=number, content=content, created_at=clock.now()
    )


def closed_round(
    family: Given, municipality: Given | None = None, *, questions: Sequence[dict[str, Any]] = QUESTIONS, **changes: Any
) -> Round:
    """A closed round: for each side, place → the answers to "samlet", one per person; the other questions get the same.

    A place is a municipality's code, "rest:small" for those of a size group without a municipality, or "rest:".
    """
    both = {"family": family, "municipality": municipality or {}}
    row = Round.objects.create(
        **{
            "title": "Prøvemåling",
            "family_form": form("family", questions),
            "municipality_form": form("municipality", questions) if municipality else None,
            "population_on": clock.today(),
            "seed": 1,
            "opens_on": clock.today() - timedelta(days=30),
            "closes_on": clock.today() - timedelta(days=2),
            "state": "closed",
            "is_synthetic": True,
            "created_at": clock.now(),
            **changes,
        }
    )
    keys = [one["key"] for one in questions if one["kind"] in ("satisfaction", "agreement", "frequency")]
    for side, places in both.items():
        for place, steps in places.items():
            answer(row, side, place, [dict.fromkeys(keys, step) for step in steps])
    return Round.objects.select_related("family_form", "municipality_form").get(pk=row.pk)


def answer(row: Round, side: str, place: str, answers: Sequence[Mapping[str, Any]]) -> None:
    """Lets answers in from a place."""
    code = "" if place.startswith("rest:") else place
    group = GROUPS[code] if code else place.removeprefix("rest:")
    Answer.objects.bulk_create(
        Answer(round=row, side=side, municipality_code=code, size_group=group, answers=dict(one)) for one in answers
    )
    if code:
        number = len(answers)
        Frame.objects.create(
            round=row,
            side=side,
            municipality_code=code,
            size_group=group,
            population=2 * number,
            drawn=number,
            answered=number,
        )


def steps(five: int = 0, four: int = 0, three: int = 0, two: int = 0, one: int = 0) -> list[int]:
    """So many answers of each step."""
    return [5] * five + [4] * four + [3] * three + [2] * two + [1] * one
