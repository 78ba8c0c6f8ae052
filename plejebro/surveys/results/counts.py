"""Counting the answers of a round, once: per side and question how many gave each answer in each place.

Nothing here may be shown: it holds every small number. `publication` decides what may.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from plejebro.surveys.answering import form_of
from plejebro.surveys.enums import Side
from plejebro.surveys.models import Answer, Frame, Round
from plejebro.surveys.questions import STEPS, Form, Question

ALL: Final = "all"
REST: Final = "rest:"
"""Before the size group of the answers that name no municipality; alone for those that name neither."""

Row = tuple[str, str, str, Mapping[str, Any]]
"""An answer: side, municipality's code or "", size group or "", and question → answer."""


@dataclass(slots=True)
class SideCounts:
    """One side's answers. `scales` and `choices` are question → part → answer → how many; `numbers` has the values.

    A part is a municipality's code, or the rest of a size group; everybody is in exactly one.
    """

    form: Form
    answered: int = 0
    group_of: dict[str, str] = field(default_factory=dict)
    scales: dict[str, dict[str, Counter[str]]] = field(default_factory=dict)
    choices: dict[str, Counter[str]] = field(default_factory=dict)
    chosen_by: Counter[str] = field(default_factory=Counter)
    numbers: dict[str, Counter[int]] = field(default_factory=dict)
    rows: list[Mapping[str, Any]] = field(default_factory=list)

    def take(self, code: str, group: str, answers: Mapping[str, Any]) -> None:
        """Counts one answer."""
        part = code or f"{REST}{group}"
        self.group_of[part] = group
        self.answered += 1
        self.rows.append(answers)
        for key, value in answers.items():
            if key in self.scales:
                if value in STEPS:
                    self.scales[key].setdefault(part, Counter())[str(value)] += 1
            elif key in self.choices:
                chosen = value if isinstance(value, list) else [value]
                self.choices[key].update(str(one) for one in chosen)
                self.chosen_by[key] += 1
            elif key in self.numbers and isinstance(value, int):
                self.numbers[key][value] += 1

    def groups(self, parts: Iterable[str]) -> dict[str, list[str]]:
        """The size groups and the whole, as the parts they are made of."""
        found: dict[str, list[str]] = {}
        for part in parts:
            if self.group_of[part]:
                found.setdefault(self.group_of[part], []).append(part)
            found.setdefault(ALL, []).append(part)
        return found


def count_round(round_: Round) -> dict[str, SideCounts]:
    """Every answer of the round, counted in one pass. Two queries; the round has joined its questionnaires."""
    asked = {Side.FAMILY: round_.family_form_id, Side.MUNICIPALITY: round_.municipality_form_id}
    sides = {str(side): _empty(form_of(round_, side)) for side, form in asked.items() if form}
    rows = Answer.objects.filter(round=round_).order_by("pk")
    count(sides, rows.values_list("side", "municipality_code", "size_group", "answers").iterator(chunk_size=2000))
    return sides


def count(sides: Mapping[str, SideCounts], rows: Iterable[Row]) -> None:
    """Counts rows into their sides; those of a side that is not asked are left out."""
    for side, code, group, answers in rows:
        if side in sides:
            sides[side].take(code, group, answers)


def group_of_codes(round_: Round) -> dict[str, str]:
    """The size group of each municipality of the round. One query."""
    return dict(Frame.objects.filter(round=round_).values_list("municipality_code", "size_group"))


def _empty(form: Form) -> SideCounts:
    found = SideCounts(form)
    for question in form.questions:
        _make_room(found, question)
    return found


def _make_room(found: SideCounts, question: Question) -> None:
    if question.is_scale:
        found.scales[question.key] = {}
    elif question.kind in ("choice", "choices"):
        found.choices[question.key] = Counter()
    elif question.kind == "number":
        found.numbers[question.key] = Counter()
