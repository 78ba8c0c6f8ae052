"""The decisions in Plejebro a study can be drawn from, and what is kept of one that is: nothing anybody has written.

Dates, kind, route and what the law answers to them are kept. Names, CPR numbers, places, notes and the wording of
reasons are left behind here, before anything is stored (trust.md B: pseudonymised at sampling).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from plejebro import law
from plejebro.audit.types import Subject
from plejebro.decisions.enums import Status
from plejebro.decisions.lawbook import facts_of as facts_of_case
from plejebro.decisions.models import DecisionCase
from plejebro.kernel import clock
from plejebro.practice_review.models import Study
from plejebro.practice_review.sampling import Unit

IN_THE_CASE = "Begrundelsen står i sagen."


@dataclass(frozen=True)
class Found:
    """One drawn decision, without what anybody has written. `key` is its own id and is never stored in the clear."""

    key: str
    municipality_code: str
    facts: law.Facts
    assessment: dict[str, Any]


def units_of(study: Study) -> list[Unit]:
    """The frame: every decision that was made in the period and fits the study, by municipality. One query."""
    rows = population(study).values_list("public_id", "placement__municipality__code")
    return [Unit(str(key), code) for key, code in rows]


def population(study: Study) -> QuerySet[DecisionCase]:
    """The decisions of the frame. A family's own record is no authority's decision, and is not in it."""
    rows = DecisionCase.objects.filter(
        decided_on__range=(study.period_from, study.period_to),
        placement__shared_at__isnull=False,
        placement__child__born_on__isnull=False,
    ).exclude(status=Status.DROPPED)
    if study.kinds:
        rows = rows.filter(kind__in=study.kinds)
    if study.routes:
        rows = rows.filter(route__in=study.routes)
    if study.municipality_codes:
        rows = rows.filter(placement__municipality__code__in=study.municipality_codes)
    return rows.order_by("public_id")


def facts_of(keys: Sequence[str]) -> list[Found]:
    """The decisions with the given ids, in that order, as they may be kept. Two queries."""
    rows = DecisionCase.objects.filter(public_id__in=keys).select_related("placement__child", "placement__municipality")
    by_key = {str(row.public_id): row for row in rows.prefetch_related("evidence").order_by("pk")}
    return [_found(key, by_key[key]) for key in keys]


def subjects_of(keys: Iterable[str]) -> list[Subject]:
    """What the log says was drawn."""
    return [Subject("decision", UUID(key)) for key in keys]


def without_words(facts: law.Facts) -> law.Facts:
    """The same facts without anything people have written: dates stay, notes and reasons go."""
    evidence = {key: tuple(law.Evidence(item.date) for item in items) for key, items in facts.evidence.items()}
    return replace(
        facts,
        evidence=evidence,
        not_applicable=dict.fromkeys(facts.not_applicable, IN_THE_CASE),
        exceptions=dict.fromkeys(facts.exceptions, IN_THE_CASE),
    )


def _found(key: str, case: DecisionCase) -> Found:
    born, decided = case.placement.child.born_on, case.decided_on
    if born is None or decided is None:
        raise ValueError("a decision of the frame has a date and a child with a birthday")
    facts = without_words(facts_of_case(case, born, case.evidence.all(), decided))
    answer = law.as_json(law.assess(facts, today=clock.today()))
    return Found(key, case.placement.municipality.code, facts, answer)
