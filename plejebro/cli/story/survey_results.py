"""The survey of the story that is published: the summer's, which the autumn's is compared with. SYNTETISKE DATA."""

from __future__ import annotations

from datetime import timedelta

from plejebro.cli.story.stage import Stage
from plejebro.kernel import clock
from plejebro.surveys import synthetic
from plejebro.surveys.closing import close_round
from plejebro.surveys.editing.shipped import COOPERATION, load_shipped
from plejebro.surveys.enums import Side, TextState
from plejebro.surveys.models import FreeText, Questionnaire
from plejebro.surveys.results.actions import publish_results
from plejebro.surveys.rounds import RoundPlan, draw_round, open_round, plan_round
from plejebro.surveys.texts import decide_text

_PURPOSE = "At se, hvor samarbejdet går godt, og hvor det kan blive bedre, set fra begge sider."
# Another climate than the autumn's.
_SEED = 20260512
_LET_THROUGH = 3


def run_survey_results(stage: Stage, counts: dict[str, tuple[int, int]]) -> None:
    """Plans the summer's round: asked, closed, read through and published before the autumn's begins."""
    stage.at(stage.today - timedelta(days=110), "9.00", lambda: _ask(stage, counts))
    stage.at(stage.today - timedelta(days=88), "9.00", lambda: _close(stage))
    stage.at(stage.today - timedelta(days=80), "10.00", lambda: _publish(stage))


def _ask(stage: Stage, counts: dict[str, tuple[int, int]]) -> None:
    load_shipped()
    actor, today = stage.viewer("agnete"), clock.today()
    forms = {row.side: row for row in Questionnaire.objects.filter(code=COOPERATION, number=1)}
    plan = RoundPlan(
        title="Samarbejdsmålingen, sommer",
        purpose=_PURPOSE,
        family_form=forms[Side.FAMILY],
        municipality_form=forms[Side.MUNICIPALITY],
        population_on=today - timedelta(days=14),
        opens_on=today,
        closes_on=today + timedelta(days=21),
    )
    row = plan_round(actor=actor, plan=plan, seed=_SEED, is_synthetic=True)
    draw_round(actor=actor, round_=row, members=synthetic.members(counts))
    open_round(actor=actor, round_=row)
    synthetic.answer_round(actor=actor, round_=row, family_rate=0.7, municipality_rate=0.85, seed=_SEED)
    stage.things["round:published"] = row


def _close(stage: Stage) -> None:
    close_round(actor=stage.viewer("agnete"), round_=stage.things["round:published"])


def _publish(stage: Stage) -> None:
    """The first few texts are read through and let through; the rest wait, and are not shown."""
    actor, row = stage.viewer("agnete"), stage.things["round:published"]
    for text in FreeText.objects.filter(round=row).order_by("text", "pk")[:_LET_THROUGH]:
        decide_text(actor=actor, text=text, state=TextState.SHOWN, cleaned=text.text, seen=text.version)
    publish_results(actor=actor, round_=row)
