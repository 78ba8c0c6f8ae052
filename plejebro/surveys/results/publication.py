"""What of a round may be published: the figures that are shown, and only those, as one JSON value.

    {"format": 1, "title", "period", "synthetic", "purpose", "previous": {"title", "period"} | null,
     "municipalities": {"101": {"name", "group"}},
     "sides": {"family": {"title", "population", "asked", "answered", "groups": {"small": {"asked", "answered"} | null}}},
     "questions": [{"side", "key", "kind", "text", "section", "dimension", "about", …}],
     "drivers": {"family": [{"question", "r", "low", "high", "sure"}]}, "texts": [{"side", "question", "text"}]}

A scale question has "cells": {"all" | size group | municipality's code: [how many answered 5, 4, 3, 2, 1] | null}; null is
hidden, a cell in which nobody answered is left out. From the five numbers `reading` works out everything else, so there is
nothing more to hide or to forget. Each question of each side is one publication to `kernel.disclosure`: its municipalities,
size groups and whole, with the answers that name no municipality as parts that are never shown. Changes since the round
before stand where both cells are shown. Choices and numbers are shown for the whole side alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import erfc, sqrt
from typing import Any, Final

from plejebro.kernel.danish import date_text
from plejebro.kernel.disclosure import RULES, Rules, change_may_be_shown, protect_groups
from plejebro.kernel.small_numbers import hidden_parts
from plejebro.kernel.statistics import holm, mean_of, newcombe
from plejebro.municipalities.models import Municipality
from plejebro.surveys.enums import Side, SizeGroup, TextState
from plejebro.surveys.models import Frame, FreeText, Round
from plejebro.surveys.questions import STEPS, Form, Question
from plejebro.surveys.results.counts import ALL, REST, SideCounts, count_round
from plejebro.surveys.results.drivers import drivers_of
from plejebro.surveys.results.models import Publication

FORMAT: Final = 1
Cells = dict[str, "list[int] | None"]
Json = dict[str, Any]


def compute(round_: Round, *, rules: Rules = RULES) -> Json:
    """What would be published of the round now. The round has joined its questionnaires. Eight queries."""
    sides = count_round(round_)
    before = Publication.objects.filter(round_id=round_.previous_id).first() if round_.previous_id else None
    questions = [
        _question_json(side, section.title, question, counts, rules)
        for side, counts in sides.items()
        for section in counts.form.sections
        for question in section.questions
    ]
    if before:
        add_changes(questions, before.content["questions"])
    return {
        "format": FORMAT,
        "title": round_.title,
        "purpose": round_.purpose,
        "period": f"{date_text(round_.opens_on)} – {date_text(round_.closes_on)}",
        "synthetic": round_.is_synthetic,
        "previous": {name: before.content[name] for name in ("title", "period")} if before else None,
        "municipalities": _municipalities(sides),
        "sides": _sides(round_, {side: counts.form for side, counts in sides.items()}),
        "questions": questions,
        "drivers": {side: drivers_of(counts) for side, counts in sides.items()},
        "texts": _texts(round_),
    }


def shown_cells(
    parts: Mapping[str, Mapping[str, int]], groups: Mapping[str, Sequence[str]], *, rules: Rules = RULES
) -> Cells:
    """The cells of one question and side as they may be shown: five numbers each, or None; empty ones are left out.

    `parts` are the municipalities and, under names that begin with REST, the answers without one; these are never shown.
    """
    rest = [part for part in parts if part.startswith(REST)]
    hidden = protect_groups(parts, groups, rules=rules, never_shown=rest)
    whole = {group: sum((Counter(parts[part]) for part in members), Counter[str]()) for group, members in groups.items()}
    found: Cells = {}
    for key, counts in {**whole, **parts}.items():
        if key not in rest and any(counts.values()):
            found[key] = None if key in hidden else [counts.get(str(step), 0) for step in STEPS]
    return found


def add_changes(questions: Sequence[Json], before: Sequence[Json]) -> None:
    """Writes the change in the share of satisfied since the round before on each scale question, cell by cell.

    [difference, low, high] by Newcombe, as fractions. Of the whole, also whether it is sure when all the questions of the
    side are looked at together ("sure": Holm, from the pooled z test of two shares).
    """
    earlier = {(row["side"], row["key"]): row["cells"] for row in before if "cells" in row}
    for side in Side.values:
        rows = [row for row in questions if row["side"] == side and "cells" in row]
        tested: list[tuple[Json, float]] = []
        for row in rows:
            then = earlier.get((side, row["key"]), {})
            row["change"] = _changes(row["cells"], then)
            if ALL in row["change"]:
                tested.append((row, _p_of_change(row["cells"][ALL], then[ALL])))
        for (row, _), adjusted in zip(tested, holm([p for _, p in tested]), strict=True):
            row["sure"] = adjusted < 0.05


def _changes(now: Cells, then: Cells) -> dict[str, list[float]]:
    found = {}
    hidden, hidden_then = ({key for key, cell in cells.items() if cell is None} for cells in (now, then))
    for key in now.keys() & then.keys():
        if change_may_be_shown(key, hidden, key, hidden_then):
            new, old = now[key] or [], then[key] or []
            found[key] = list(newcombe(sum(new[:2]), sum(new), sum(old[:2]), sum(old)))
    return found


def _p_of_change(new: Sequence[int], old: Sequence[int]) -> float:
    n, m = sum(new), sum(old)
    pooled = (sum(new[:2]) + sum(old[:2])) / (n + m)
    spread = sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return erfc(abs(sum(new[:2]) / n - sum(old[:2]) / m) / spread / sqrt(2)) if spread else 1.0


def _question_json(side: str, section: str, question: Question, counts: SideCounts, rules: Rules) -> Json:
    found: Json = {
        "side": side,
        "key": question.key,
        "kind": question.kind,
        "text": question.text,
        "section": section,
        "dimension": question.dimension,
        "about": question.about,
    }
    if question.is_scale:
        parts = counts.scales[question.key]
        ordered = {part: parts[part] for part in sorted(parts, key=lambda part: (part.startswith(REST), part))}
        return {**found, "cells": shown_cells(ordered, counts.groups(ordered), rules=rules)}
    if question.kind in ("choice", "choices"):
        return {**found, **_choices(question, counts, rules)}
    return {**found, "number": _number(counts.numbers[question.key], rules)} if question.kind == "number" else found


def _choices(question: Question, counts: SideCounts, rules: Rules) -> Json:
    """Of the whole side, all of it or nothing: with the number of people beside it, one hidden option could only mean that
    everybody chose it. Of several choices each option is a question of its own."""
    given, n = counts.choices[question.key], counts.chosen_by[question.key]
    options = [{"key": option.key, "label": option.label} for option in question.options]
    if question.kind == "choice":
        hides = rules.forbid(given)
    else:
        took = [given[option.key] for option in question.options]
        hides = 0 < n < rules.threshold or any(rules.forbid({"yes": yes, "no": n - yes}) for yes in took if yes)
    chosen = {option.key: None if hides else given[option.key] for option in question.options}
    return {"options": options, "n": None if hides else n, "chosen": chosen}


def _number(values: Counter[int], rules: Rules) -> Json | None:
    """How many and the mean; None when it is hidden or nobody answered. Neither the smallest nor the largest is told."""
    n = sum(values.values())
    if n == 0 or rules.forbid({str(value): times for value, times in values.items()}):
        return None
    return {"n": n, "mean": round(mean_of({float(value): times for value, times in values.items()}).mean, 1)}


def _municipalities(sides: Mapping[str, SideCounts]) -> dict[str, Json]:
    group_of = {
        code: group for counts in sides.values() for code, group in counts.group_of.items() if not code.startswith(REST)
    }
    names = dict(Municipality.objects.filter(code__in=group_of).values_list("code", "name"))
    return {code: {"name": names.get(code, code), "group": group_of[code]} for code in sorted(group_of)}


def _sides(round_: Round, forms: Mapping[str, Form]) -> dict[str, Json]:
    rows = list(Frame.objects.filter(round=round_).values("side", "size_group", "population", "drawn", "answered"))
    return {side: _side(form.title, [row for row in rows if row["side"] == side]) for side, form in forms.items()}


def _side(title: str, rows: Sequence[Mapping[str, Any]]) -> Json:
    """How many were asked and answered; by size group only where not few of it answered, nor of one beside it."""
    asked, answered = Counter[str](), Counter[str]()
    for row in rows:
        asked[row["size_group"]] += row["drawn"]
        answered[row["size_group"]] += row["answered"]
    groups = [group for group in SizeGroup.values if asked[group]]
    hidden, whole_is_hidden = hidden_parts({group: answered[group] for group in groups})
    return {
        "title": title,
        "population": sum(row["population"] for row in rows),
        "asked": asked.total(),
        "answered": None if whole_is_hidden else answered.total(),
        "groups": {
            group: None if group in hidden else {"asked": asked[group], "answered": answered[group]} for group in groups
        },
    }


def _texts(round_: Round) -> list[Json]:
    """The cleaned texts that a person has let through, in the order of their random ids."""
    rows = FreeText.objects.filter(round=round_, state=TextState.SHOWN).order_by("pk")
    return [{"side": row.side, "question": row.question, "text": row.cleaned} for row in rows if row.cleaned]
