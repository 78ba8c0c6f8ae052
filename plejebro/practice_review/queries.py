"""Reads of studies: what is finished, as the tabulation takes it, and the lists of the pages."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from plejebro.municipalities.models import Municipality
from plejebro.practice_review.enums import Slot
from plejebro.practice_review.models import Code, SampledDecision, Study
from plejebro.practice_review.sampling import day_within
from plejebro.practice_review.tabulation import REQUIREMENT_IDS, CodedDecision


def study_named(text: str) -> Study | None:
    """The study with the id; None for anything else, also for nonsense."""
    try:
        return Study.objects.filter(public_id=UUID(text)).first()
    except ValueError:
        return None


def final_decisions(study: Study) -> list[CodedDecision]:
    """Every settled decision of the study with what holds, in the order of the sample. Two queries."""
    codes: dict[int, dict[str, str]] = defaultdict(dict)
    rows = Code.objects.filter(coding__decision__study=study, coding__slot=Slot.FINAL)
    for decision_id, requirement, value in rows.values_list("coding__decision_id", "requirement", "value"):
        codes[decision_id][requirement] = value
    decisions = SampledDecision.objects.filter(study=study, pk__in=codes).order_by("number")
    return [_coded(row, codes[row.pk]) for row in decisions]


def independent_pairs(study: Study) -> dict[str, list[tuple[str, str]]]:
    """Per requirement the pairs of codes the two have given, for decisions both have finished. One query."""
    rows = Code.objects.filter(coding__decision__study=study, coding__slot__lt=Slot.FINAL, coding__finished_at__isnull=False)
    found: dict[tuple[int, str], dict[int, str]] = defaultdict(dict)
    for decision_id, slot, key, value in rows.values_list(
        "coding__decision_id", "coding__slot", "requirement", "value"
    ).order_by("coding__decision_id"):
        found[decision_id, key][slot] = value
    pairs: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for (_, key), by_slot in found.items():
        if len(by_slot) == Slot.SECOND:
            pairs[key].append((by_slot[Slot.FIRST], by_slot[Slot.SECOND]))
    return dict(pairs)


def names_of_municipalities() -> dict[str, str]:
    """Name by code. One query."""
    return dict(Municipality.objects.order_by("code").values_list("code", "name"))


def _coded(row: SampledDecision, codes: dict[str, str]) -> CodedDecision:
    return CodedDecision(
        decision_id=row.case_number,
        municipality_code=row.municipality_code,
        decision_date=row.decided_on,
        child_born=day_within(row.born_month, row.decided_on, row.age),
        route=row.route,
        codes={key: codes[key] for key in REQUIREMENT_IDS if key in codes},
    )
