"""A small round to answer in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from plejebro.kernel import clock
from plejebro.surveys import synthetic
from plejebro.surveys.editing.shipped import COOPERATION, load_shipped
from plejebro.surveys.models import Questionnaire, Round
from plejebro.surveys.rounds import RoundPlan, draw_round, hand_out_codes, open_round, plan_round
from tests.cast import Cast


def form_of(side: str) -> Questionnaire:
    """The shipped survey of cooperation of a side."""
    load_shipped()
    return Questionnaire.objects.get(code=COOPERATION, side=side, number=1)


def plan(**changes: Any) -> RoundPlan:
    """A round of the families that opens today and lasts three weeks."""
    today = clock.today()
    given = {"title": "En måling", "population_on": today, "opens_on": today, "closes_on": today + timedelta(days=21)}
    return RoundPlan(**{**given, "family_form": form_of("family"), **changes})


def open_synthetic(cast: Cast, counts: dict[str, tuple[int, int]], **changes: Any) -> tuple[Round, list[str]]:
    """An open synthetic round and the codes of everybody who is asked."""
    actor = cast.agnete.viewer()
    row = plan_round(actor=actor, plan=plan(**changes), seed=7, is_synthetic=True)
    draw_round(actor=actor, round_=row, members=synthetic.members(counts))
    open_round(actor=actor, round_=row)
    row.refresh_from_db()
    return row, [code.code for code in hand_out_codes(actor=actor, round_=row)]
