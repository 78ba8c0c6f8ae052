"""A sample drawn from the decisions in Plejebro: random, once, and without anything that leads back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse

from plejebro.audit.models import Event
from plejebro.decisions.enums import Status
from plejebro.decisions.models import DecisionCase
from plejebro.kernel.refusals import NotPossible
from plejebro.practice_review import frame
from plejebro.practice_review.models import Coding, SampledDecision
from plejebro.practice_review.perms import subjects_of_study
from plejebro.practice_review.sample import draw_sample
from tests.cast import Cast


def made(cast: Cast) -> list[DecisionCase]:
    """The cases of the story that are no family's own, as if each had been decided yesterday."""
    rows = DecisionCase.objects.exclude(status=Status.DROPPED).filter(placement__shared_at__isnull=False)
    rows.update(decided_on=cast.today)
    return list(rows.select_related("placement__child", "placement__municipality", "placement__family").order_by("pk"))


def test_nothing_of_a_drawn_decision_leads_back(cast: Cast) -> None:
    cases = made(cast)
    study = cast.thing("study:draft")
    assert draw_sample(actor=cast.agnete.viewer(), study=study) == len(cases) > 1
    study.refresh_from_db()
    assert study.frame_size == len(cases)
    kept = json.dumps(
        list(SampledDecision.objects.filter(study=study).order_by("pk").values()), default=str, ensure_ascii=False
    )
    for case in cases:
        child = case.placement.child
        words = (child.given_name, child.family_name, str(child.public_id), str(case.public_id), case.case_number)
        notes = [text for row in case.evidence.order_by("pk") for text in (row.note,) if text]
        for word in (*words, str(case.placement.public_id), case.placement.family.name, case.reason, *notes):
            assert not word or word not in kept, word
        if child.born_on and child.born_on.day != 1:
            assert child.born_on.isoformat() not in kept


def test_the_law_was_asked_on_the_true_birthday(cast: Cast) -> None:
    cases = {case.placement.municipality.code: case for case in made(cast)}
    study = cast.thing("study:draft")
    draw_sample(actor=cast.agnete.viewer(), study=study)
    for row in study.decisions.order_by("number"):
        assert len(row.assessment["requirements"]) == 42
        assert row.assessment["age"] == row.age
        assert row.municipality_code in cases
        assert all(set(item) <= {"date"} for one in row.assessment["requirements"] for item in one["evidence"])


def test_a_sample_is_drawn_once_and_the_log_says_of_what(cast: Cast) -> None:
    cases = made(cast)
    study = cast.thing("study:draft")
    draw_sample(actor=cast.agnete.viewer(), study=study)
    with pytest.raises(NotPossible, match="allerede taget"):
        draw_sample(actor=cast.agnete.viewer(), study=study)
    event = Event.objects.filter(action="review.draw").order_by("-pk")[0]
    logged = {(s.kind, s.public_id) for s in event.subjects.all()}
    assert logged == {("decision", case.public_id) for case in cases} | {
        (s.kind, s.public_id) for s in subjects_of_study(study)
    }


def test_the_population_is_what_the_study_says(cast: Cast) -> None:
    cases = made(cast)
    study = cast.thing("study:draft")
    code = cases[0].placement.municipality.code
    study.municipality_codes = [code]
    assert {unit.stratum for unit in frame.units_of(study)} == {code}
    study.municipality_codes, study.kinds = [], ["contact"]
    assert len(frame.units_of(study)) == sum(case.kind == "contact" for case in cases)
    study.kinds, study.routes = [], ["K6"]
    assert frame.units_of(study) == []
    with pytest.raises(NotPossible, match="ingen afgørelser, som passer"):
        study.save()
        draw_sample(actor=cast.agnete.viewer(), study=study)


def test_agnete_draws_and_the_reviewers_code_with_the_law_beside(cast: Cast) -> None:
    made(cast)
    study = cast.thing("study:draft")
    browser = cast.agnete.client()
    at: Any = lambda name: reverse(f"practice_review:{name}", args=[study.public_id])  # noqa: E731
    assert browser.post(at("draw")).status_code == 302
    again = browser.post(at("draw"))
    assert "Stikprøven er allerede taget" in again.content.decode()
    study.refresh_from_db()
    people = {"coders": [str(cast.rune.user.public_id), str(cast.bodil.user.public_id)], "version": str(study.version)}
    assert browser.post(at("members"), {**people, "settlers": [str(cast.agnete.user.public_id)]}).status_code == 302
    assert browser.post(at("start")).status_code == 302
    mine = Coding.objects.filter(decision__study=study, coder=cast.rune.user).order_by("pk")[0]
    page = cast.rune.client().get(reverse("practice_review:code", args=[mine.public_id])).content.decode()
    assert "I sagen: " in page
    assert "barnets lov" in page
