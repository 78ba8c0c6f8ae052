"""The practice reviews of the story: one that is finished, one that is being coded, one that is yet to be drawn.

SYNTETISKE DATA: 57 invented decisions from real municipality codes, made by a seed. The decisions of the third study are
the story's own.
"""

from __future__ import annotations

from datetime import date, timedelta

from plejebro.accounts.actions import grant_platform_role
from plejebro.accounts.enums import PlatformRoleKind
from plejebro.cli.story.offices import add_person
from plejebro.cli.story.stage import Stage
from plejebro.kernel import clock
from plejebro.practice_review import synthetic
from plejebro.practice_review.actions import StudyPlan, close_study, create_study, set_members, start_coding
from plejebro.practice_review.coding import save_coding, settle
from plejebro.practice_review.enums import DecisionState, Slot, Source
from plejebro.practice_review.models import Coding, Study
from plejebro.practice_review.sample import import_decisions
from plejebro.practice_review.tabulation import NOT_APPLICABLE, NOT_DOCUMENTED, CodedDecision

GROUP = "Undersøgelser"
PEOPLE = (
    ("agnete", "Agnete Thorup", PlatformRoleKind.ANALYST, "analytiker; ser afgørelser uden navne, aldrig sager"),
    ("rune", "Rune Kjeldsen", PlatformRoleKind.REVIEWER, "bedømmer; har afgørelser, der venter"),
    ("bodil", "Bodil Ravn", PlatformRoleKind.REVIEWER, "bedømmer; ser ikke Runes svar"),
)
CODERS = ("rune", "bodil")


def review_practice(stage: Stage) -> None:
    """Plans the people and the three studies."""
    stage.at(stage.today - timedelta(days=120), "9.00", lambda: _settle_in(stage))
    stage.at(stage.today - timedelta(days=90), "9.30", lambda: _finished(stage))
    stage.at(stage.today - timedelta(days=20), "10.00", lambda: _under_way(stage))
    stage.at(stage.today - timedelta(days=2), "11.00", lambda: _to_be_drawn(stage))


def _settle_in(stage: Stage) -> None:
    for key, name, role, line in PEOPLE:
        user = add_person(stage, key, name, GROUP, line)
        grant_platform_role(actor=None, user=user, role=role, starts=clock.today())


def _finished(stage: Stage) -> None:
    """57 decisions, coded by two, settled by a third, closed."""
    study = _study(stage, "57", "57 afgørelser om flytning")
    truth = synthetic.decisions()
    emails = stage.users["rune"].email, stage.users["bodil"].email
    rows = synthetic.coded_by_two(truth, emails)
    actor = stage.viewer("agnete")
    import_decisions(actor=actor, study=study, data=synthetic.to_csv(rows, with_coder=True).encode())
    start_coding(actor=actor, study=study)
    by_id = {row.decision_id: row for row in truth}
    disputed = study.decisions.filter(state=DecisionState.DISPUTED).select_related("study").order_by("number")
    for decision in disputed:
        settle(actor=actor, decision=decision, codes=by_id[decision.case_number].codes)
    close_study(actor=actor, study=study)


def _under_way(stage: Stage) -> None:
    """Twelve decisions to be coded: Rune has finished two and begun a third, Bodil has finished one and disagrees."""
    study = _study(stage, "open", "Afgørelser, der bedømmes nu")
    rows = synthetic.decisions(seed=7, size=12, with_faults=4, prefix="NY")
    actor = stage.viewer("agnete")
    data = synthetic.to_csv(rows, with_codes=False).encode()
    import_decisions(actor=actor, study=study, data=data, coded=False)
    start_coding(actor=actor, study=study)
    mine = {key: _codings(stage, study, key) for key in CODERS}
    by_id = {row.decision_id: row for row in rows}
    for number in (0, 1):
        _code(stage, "rune", mine["rune"][number], by_id)
    _code(stage, "rune", mine["rune"][2], by_id, finish=False)
    other = {"R07": NOT_DOCUMENTED, "R08": NOT_DOCUMENTED, "R11": NOT_APPLICABLE}
    _code(stage, "bodil", mine["bodil"][0], by_id, other=other)
    stage.things["coding:rune"] = mine["rune"][2]
    stage.things["coding:bodil"] = mine["bodil"][1]
    stage.things["sampled:disputed"] = mine["rune"][0].decision
    stage.things["sampled:waiting"] = mine["rune"][3].decision


def _to_be_drawn(stage: Stage) -> None:
    plan = StudyPlan(
        title="Afgørelser i Plejebro i år",
        purpose="Følges lovens krav, når kommunerne træffer afgørelse om at flytte et barn?",
        source=Source.PLEJEBRO,
        period_from=date(stage.today.year - 1, 1, 1),
        period_to=stage.today,
        requirements=synthetic.REQUIREMENTS,
        sample_size=20,
    )
    stage.things["study:draft"] = create_study(actor=stage.viewer("agnete"), plan=plan, seed=20261124)


def _study(stage: Stage, key: str, title: str) -> Study:
    first, last = synthetic.PERIOD
    plan = StudyPlan(
        title=title,
        purpose="Opdigtede afgørelser, der viser, hvordan en praksisundersøgelse ser ud.",
        source=Source.FILE,
        period_from=first,
        period_to=last,
        requirements=synthetic.REQUIREMENTS,
        is_synthetic=True,
    )
    study = create_study(actor=stage.viewer("agnete"), plan=plan, seed=synthetic.SEED)
    coders = [stage.users[name] for name in CODERS]
    set_members(actor=stage.viewer("agnete"), study=study, coders=coders, settlers=[stage.users["agnete"]])
    stage.things[f"study:{key}"] = study
    return study


def _codings(stage: Stage, study: Study, key: str) -> list[Coding]:
    rows = Coding.objects.filter(decision__study=study, coder=stage.users[key], slot__lt=Slot.FINAL)
    return list(rows.select_related("decision__study").order_by("decision__number"))


def _code(
    stage: Stage,
    key: str,
    coding: Coding,
    by_id: dict[str, CodedDecision],
    *,
    finish: bool = True,
    other: dict[str, str] | None = None,
) -> None:
    truth = by_id[coding.decision.case_number].codes
    codes = {**truth, **(other or {})} if finish else dict(list(truth.items())[:8])
    save_coding(actor=stage.viewer(key), coding=coding, codes=codes, finish=finish)
