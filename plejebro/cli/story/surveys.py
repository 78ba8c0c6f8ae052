"""The surveys of the story: one that is closed, one that is open, one that is only planned.

SYNTETISKE DATA: nobody who answers in them is anybody of the story. The invented municipalities take part, and some real
codes, so that there is something to see on the map.
"""

from __future__ import annotations

from datetime import date, timedelta

from plejebro.cli.story.stage import Stage
from plejebro.cli.story.survey_results import run_survey_results
from plejebro.kernel import clock
from plejebro.surveys import synthetic
from plejebro.surveys.closing import close_round
from plejebro.surveys.editing.shipped import COOPERATION, load_shipped
from plejebro.surveys.enums import Side
from plejebro.surveys.models import Questionnaire, Round
from plejebro.surveys.rounds import RoundPlan, draw_round, open_round, plan_round

# Code → families and employees. Ådal, Fjordby and Skovlund; large, middling and very small municipalities.
COUNTS = {
    "901": (14, 9),
    "902": (11, 7),
    "903": (8, 6),
    "101": (14, 8),
    "461": (11, 7),
    "751": (13, 8),
    "851": (9, 7),
    "730": (8, 6),
    "561": (8, 2),
    "563": (2, 1),
    "741": (3, 2),
    "825": (3, 1),
}
_PURPOSE = "At se, hvor samarbejdet går godt, og hvor det kan blive bedre, set fra begge sider."


def run_surveys(stage: Stage) -> None:
    """Plans the three rounds, and the one before them that is published."""
    run_survey_results(stage, COUNTS)
    stage.at(stage.today - timedelta(days=70), "9.00", lambda: _ask(stage, "closed", "Samarbejdsmålingen, efterår", 28))
    stage.at(stage.today - timedelta(days=42), "9.00", lambda: _close(stage))
    stage.at(stage.today - timedelta(days=6), "9.00", lambda: _ask(stage, "open", "Samarbejdsmålingen, vinter", 21))
    stage.at(stage.today - timedelta(days=1), "10.00", lambda: _plan_next(stage))


def _ask(stage: Stage, key: str, title: str, days: int) -> None:
    load_shipped()
    actor, today = stage.viewer("agnete"), clock.today()
    previous = _round(stage, "closed" if key == "open" else "published")
    plan = _plan(title, today - timedelta(days=14), today, today + timedelta(days=days), previous)
    row = plan_round(actor=actor, plan=plan, seed=synthetic.SEED, is_synthetic=True)
    draw_round(actor=actor, round_=row, members=synthetic.members(COUNTS))
    open_round(actor=actor, round_=row)
    first = key == "closed"
    families, employees = (0.75, 0.9) if first else (0.1, 0.1)
    synthetic.answer_round(actor=actor, round_=row, family_rate=families, municipality_rate=employees)
    stage.things[f"round:{key}"] = row


def _plan_next(stage: Stage) -> None:
    """A round among the families and employees of the story; nothing is sent before somebody draws."""
    opens = stage.today + timedelta(days=45)
    plan = _plan("Samarbejdsmålingen, næste år", stage.today, opens, opens + timedelta(days=28), _round(stage, "closed"))
    stage.things["round:draft"] = plan_round(actor=stage.viewer("agnete"), plan=plan, seed=synthetic.SEED)


def _plan(title: str, population_on: date, opens_on: date, closes_on: date, previous: Round | None) -> RoundPlan:
    forms = {row.side: row for row in Questionnaire.objects.filter(code=COOPERATION, number=1)}
    return RoundPlan(
        title=title,
        purpose=_PURPOSE,
        family_form=forms[Side.FAMILY],
        municipality_form=forms[Side.MUNICIPALITY],
        population_on=population_on,
        opens_on=opens_on,
        closes_on=closes_on,
        previous=previous,
    )


def _close(stage: Stage) -> None:
    close_round(actor=stage.viewer("agnete"), round_=_round(stage, "closed"))


def _round(stage: Stage, key: str) -> Round:
    row: Round = stage.things[f"round:{key}"]
    return row
