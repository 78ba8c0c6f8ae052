"""The page on which the decision is recorded: what is missing on that day, said before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from plejebro.access.viewer import Viewer
from plejebro.decisions import lawbook, rules, shown
from plejebro.decisions.models import Evidence
from plejebro.decisions.rows import child_of
from plejebro.decisions.shown import StepRow
from plejebro.kernel.danish import date_text


@dataclass(frozen=True)
class FinalPage:
    """What is missing and what is unclear when the decision is taken on `day`."""

    day: str
    missing: list[StepRow]
    late: list[StepRow]
    unclear: list[StepRow]
    no_route: bool
    no_birthday: bool
    needs_reason: bool
    case_number: str
    shown_count: int


def final_page(case: Any, viewer: Viewer, day: date) -> FinalPage:
    """The steps as they stand for a decision on `day`; one query."""
    rows = list(Evidence.objects.filter(case_id=case.pk).order_by("pk"))
    judged = lawbook.judge(case, rows, day, viewer.today)
    if judged is None:
        return FinalPage(date_text(day), [], [], [], not case.route, True, True, case.case_number, 0)
    masked = child_of(case, viewer).is_masked
    gaps = rules.gaps(judged)
    steps = [shown.step_row(case, row, judged, is_masked=masked) for row in gaps]
    late = {row.id for row in gaps if row.status == "late"}
    open_ones = rules.open_questions(judged) if case.route else []
    return FinalPage(
        day=date_text(day),
        missing=[row for row in steps if row.id not in late],
        late=[row for row in steps if row.id in late],
        unclear=[shown.step_row(case, row, judged, is_masked=masked) for row in open_ones],
        no_route=not case.route,
        no_birthday=False,
        needs_reason=rules.needs_reason(judged),
        case_number=case.case_number,
        shown_count=len(rules.settled(judged)),
    )
