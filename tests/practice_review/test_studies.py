"""A study from its plan to its results: the sample, the file, the people, and what may be shown."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from plejebro.kernel.csv_files import BadFile
from plejebro.kernel.refusals import NotPossible
from plejebro.practice_review import actions, exports, synthetic
from plejebro.practice_review.actions import StudyPlan
from plejebro.practice_review.enums import DecisionState, Method, Source, StudyState
from plejebro.practice_review.models import Study
from plejebro.practice_review.queries import final_decisions
from plejebro.practice_review.results import results_of
from plejebro.practice_review.sample import import_decisions
from plejebro.practice_review.sampling import Unit, allocate, day_within, draw
from tests.cast import Cast

HEAD = "decision_id;municipality_code;decision_date;child_born;route;R07;R08"


def file_study(cast: Cast, **changes: Any) -> Study:
    plan = StudyPlan(
        title="Papirsager",
        source=Source.FILE,
        period_from=date(2024, 1, 1),
        period_to=date(2024, 12, 31),
        requirements=("R07", "R08"),
        **changes,
    )
    return actions.create_study(actor=cast.agnete.viewer(), plan=plan, seed=1)


def bring(cast: Cast, study: Study, *rows: str, head: str = HEAD, coded: bool = True) -> int:
    data = "\n".join([head, *rows]).encode()
    return import_decisions(actor=cast.agnete.viewer(), study=study, data=data, coded=coded)


def lines_of(refused: pytest.ExceptionInfo[BadFile]) -> list[int]:
    return [fault.line for fault in refused.value.faults]


# --- drawing --------------------------------------------------------------------------------------------------------


def test_the_same_seed_draws_the_same_sample_whatever_order_the_frame_comes_in() -> None:
    units = [Unit(f"u{number:03d}", str(number % 4)) for number in range(200)]
    for method in Method:
        first = draw(units, size=30, seed=5, method=method)
        assert first == draw(units[::-1], size=30, seed=5, method=method)
        assert first != draw(units, size=30, seed=6, method=method)
        assert len(set(first)) == 30
    assert sorted(draw(units, size=999, seed=5, method=Method.SIMPLE)) == [unit.key for unit in units]


def test_a_stratified_sample_is_proportional() -> None:
    assert allocate({"101": 60, "751": 30, "461": 10}, 20) == {"101": 12, "751": 6, "461": 2}
    assert sum(allocate({"a": 7, "b": 5, "c": 1}, 6).values()) == 6
    assert allocate({}, 5) == {}
    units = [Unit(f"u{number:03d}", "101" if number < 150 else "751") for number in range(200)]
    drawn = draw(units, size=20, seed=1, method=Method.STRATIFIED)
    assert sum(int(key[1:]) < 150 for key in drawn) == 15


def test_the_day_in_an_export_gives_the_age_that_was_kept() -> None:
    decided = date(2024, 5, 2)
    assert day_within(date(2014, 5, 1), decided, 9) == date(2014, 5, 3)
    assert day_within(date(2014, 5, 1), decided, 10) == date(2014, 5, 1)
    assert day_within(date(2014, 8, 1), decided, 9) == date(2014, 8, 1)


# --- files ----------------------------------------------------------------------------------------------------------


def test_a_file_without_a_coder_is_what_holds(cast: Cast) -> None:
    study = file_study(cast)
    assert bring(cast, study, "P1;101;2024-05-02;2014-05-31;K1;met;not_met", "P2;751;2024-06-02;2010-01-01;;met;") == 2
    first, second = final_decisions(study)
    assert (first.codes, second.codes) == ({"R07": "met", "R08": "not_met"}, {"R07": "met"})
    row = study.decisions.get(case_number="P1")
    assert (row.born_month, row.age, row.state) == (date(2014, 5, 1), 9, DecisionState.SETTLED)


def test_a_file_with_two_coders_is_compared(cast: Cast) -> None:
    study = file_study(cast)
    head = HEAD.replace("route;", "route;coder;")
    facts = "101;2024-05-02;2014-05-31;K1"
    rows = [f"P1;{facts};A;met;met", f"P1;{facts};B;met;met", f"P2;{facts};A;met;met", f"P2;{facts};B;met;not_met"]
    assert bring(cast, study, *rows, head=head) == 2
    assert [row.state for row in study.decisions.order_by("number")] == [DecisionState.SETTLED, DecisionState.DISPUTED]
    assert [row.decision_id for row in final_decisions(study)] == ["P1"]


BAD = [
    (["P1;101;2023-05-02;2014-05-31;K1;met;met"], HEAD, "uden for undersøgelsens periode"),
    (["010190-1234;101;2024-05-02;2014-05-31;K1;met;met"], HEAD, "CPR-nummer"),
    (["P1;101;2024-05-02;2014-05-31;K1;met;met"], HEAD.replace("R08", "R09"), "bedømmer ikke R09"),
    (["P1;101;2024-05-02;2014-05-31;K1;A;met;met"], HEAD.replace("route", "route;coder"), "to gange"),
    (
        ["P1;101;2024-05-02;2014-05-31;K1;A;met;met", "P1;751;2024-05-02;2014-05-31;K1;B;met;met"],
        HEAD.replace("route", "route;coder"),
        "ikke de samme som på linje 2",
    ),
    (
        ["P1;101;2024-05-02;2014-05-31;K1;A;met;met", "P1;101;2024-05-02;2014-05-31;K1;;met;met"],
        HEAD.replace("route", "route;coder"),
        "mangler",
    ),
    (
        ["P1;101;2024-05-02;2014-05-31;K1;A;met;met", "P1;101;2024-05-02;2014-05-31;K1;a;met;met"],
        HEAD.replace("route", "route;coder"),
        "den samme",
    ),
]


@pytest.mark.parametrize(("rows", "head", "words"), BAD)
def test_one_bad_row_and_nothing_is_imported(cast: Cast, rows: list[str], head: str, words: str) -> None:
    study = file_study(cast)
    with pytest.raises(BadFile, match=words) as refused:
        bring(cast, study, *rows, head=head)
    assert lines_of(refused) == [len(rows) + 1]
    assert not study.decisions.exists()


def test_a_second_file_may_add_but_never_repeat(cast: Cast) -> None:
    study = file_study(cast)
    bring(cast, study, "P1;101;2024-05-02;2014-05-31;K1;met;met")
    with pytest.raises(BadFile, match="allerede i undersøgelsen"):
        bring(cast, study, "P2;101;2024-05-02;2014-05-31;K1;met;met", "P1;101;2024-05-02;2014-05-31;K1;met;met")
    assert study.decisions.count() == 1
    bring(cast, study, "P2;101;2024-05-02;2014-05-31;K1;met;met")
    assert list(study.decisions.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_the_upload_names_every_bad_line_and_keeps_the_page(cast: Cast) -> None:
    study = file_study(cast)
    address = reverse("practice_review:import_file", args=[study.public_id])
    browser = cast.agnete.client()
    bad = SimpleUploadedFile("a.csv", f"{HEAD}\nP1;101;2024-05-02;2014-05-31;K1;ja;met\n".encode())
    page = browser.post(address, {"file": bad, "coded": "ja"}).content.decode()
    assert "Intet er indlæst" in page
    assert "R07 har koden" in page
    good = SimpleUploadedFile("a.csv", f"{HEAD}\nP1;101;2024-05-02;2014-05-31;K1;;\n".encode())
    assert browser.post(address, {"file": good, "coded": "nej"}).status_code == 302
    assert study.decisions.get().state == DecisionState.WAITING


# --- the analyst's pages --------------------------------------------------------------------------------------------


def test_agnete_walks_a_study_from_plan_to_results(cast: Cast) -> None:
    browser = cast.agnete.client()
    plan = {
        "title": "Vores papirsager",
        "source": "file",
        "period_from": "01.01.2024",
        "period_to": "31.12.2024",
        "requirements": ["R07", "R08"],
        "version": "1",
    }
    answer = browser.post(reverse("practice_review:study_new"), plan)
    assert answer.status_code == 302
    study = Study.objects.get(title="Vores papirsager")
    at = {name: reverse(f"practice_review:{name}", args=[study.public_id]) for name in STEPS}
    changed = {**plan, "title": "Vores egne papirsager", "frame_size": "40"}
    assert browser.post(at["study_edit"], changed).status_code == 302
    assert browser.post(at["study_edit"], changed).status_code == 409
    rows = [f"P{number};101;2024-05-02;2014-05-31;K1;{'met' if number % 3 else 'not_met'};met" for number in range(30)]
    sent = SimpleUploadedFile("a.csv", "\n".join([HEAD, *rows]).encode())
    assert browser.post(at["import_file"], {"file": sent, "coded": "ja"}).status_code == 302
    page = browser.get(at["members"]).content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)
    people = {"coders": [str(cast.rune.user.public_id)], "settlers": [], "version": version and version.group(1)}
    assert "Vælg mindst to." in browser.post(at["members"], people).content.decode()
    people["coders"].append(str(cast.bodil.user.public_id))  # type: ignore[union-attr]
    people["settlers"] = [str(cast.agnete.user.public_id)]
    assert browser.post(at["members"], people).status_code == 302
    assert browser.post(at["start"]).status_code == 302
    assert "Alle afgørelser er færdige" in browser.get(at["study"]).content.decode()
    assert browser.post(at["close"]).status_code == 302
    study.refresh_from_db()
    assert study.state == StudyState.CLOSED
    page = browser.get(at["results"]).content.decode()
    assert "33 % af afgørelserne" in page.replace("\xa0", " ")
    assert "40 afgørelser i alt" in page
    found = json.loads(browser.get(at["export_json"]).content)
    assert (found["population"], found["interval"], found["with_faults"]["count"]) == (40, "wilson_finite", 10)


STEPS = ("study", "study_edit", "members", "import_file", "start", "close", "results", "export_json", "export_csv", "draw")


def test_a_study_that_is_sampled_keeps_its_plan(cast: Cast) -> None:
    study = file_study(cast)
    bring(cast, study, "P1;101;2024-05-02;2014-05-31;K1;met;met")
    plan = StudyPlan(
        title="Ny", source=Source.FILE, period_from=date(2024, 1, 1), period_to=date(2024, 2, 1), requirements=("R07",)
    )
    with pytest.raises(NotPossible, match="Stikprøven er taget"):
        actions.correct_study(actor=cast.agnete.viewer(), study=study, plan=plan)


def test_coding_begins_only_with_two_coders_and_a_third(cast: Cast) -> None:
    study = file_study(cast)
    with pytest.raises(NotPossible, match="ingen afgørelser"):
        actions.start_coding(actor=cast.agnete.viewer(), study=study)
    bring(cast, study, "P1;101;2024-05-02;2014-05-31;K1;;", coded=False)
    with pytest.raises(NotPossible, match="mindst to bedømmere"):
        actions.start_coding(actor=cast.agnete.viewer(), study=study)
    two = [cast.rune.user, cast.bodil.user]
    with pytest.raises(NotPossible, match="både bedømme og afgøre"):
        actions.set_members(actor=cast.agnete.viewer(), study=study, coders=two, settlers=two[:1])
    actions.set_members(actor=cast.agnete.viewer(), study=study, coders=two, settlers=[])
    with pytest.raises(NotPossible, match="afgør uenighed"):
        actions.start_coding(actor=cast.agnete.viewer(), study=study)


def test_an_analyst_sees_studies_and_no_case(cast: Cast) -> None:
    browser = cast.agnete.client()
    assert browser.get(reverse("web:placement", args=[cast.noah.public_id])).status_code == 404
    assert browser.get(reverse("practice_review:studies")).status_code == 200
    assert cast.rune.client().get(reverse("practice_review:studies")).status_code == 403


def test_reviewers_see_the_results_when_the_study_is_closed(cast: Cast) -> None:
    browser = cast.rune.client()
    closed, running = cast.thing("study:57").public_id, cast.thing("study:open").public_id
    assert browser.get(reverse("practice_review:results", args=[closed])).status_code == 200
    assert browser.get(reverse("practice_review:results", args=[running])).status_code == 403
    assert "Resultatet kan ses, når" in browser.get(reverse("practice_review:study", args=[running])).content.decode()
    assert browser.get(reverse("practice_review:export_decisions", args=[closed])).status_code == 403


def test_the_sample_file_can_be_fetched_and_brought_in(cast: Cast) -> None:
    content = cast.agnete.client().get(reverse("practice_review:sample_file")).content
    first, last = synthetic.PERIOD
    plan = StudyPlan(
        title="Prøve", source=Source.FILE, period_from=first, period_to=last, requirements=synthetic.REQUIREMENTS
    )
    study = actions.create_study(actor=cast.agnete.viewer(), plan=plan)
    assert import_decisions(actor=cast.agnete.viewer(), study=study, data=content) == synthetic.SIZE


# --- what may be shown ----------------------------------------------------------------------------------------------


def test_small_numbers_are_hidden_on_the_page_in_the_chart_and_in_the_files(cast: Cast) -> None:
    study = file_study(cast)
    rows = [f"A{n};101;2024-05-02;2014-05-31;K1;{'not_met' if n < 3 else 'met'};met" for n in range(20)]
    rows += [f"B{n};751;2024-05-02;2008-05-31;K2;{'not_met' if n < 9 else 'met'};met" for n in range(20)]
    bring(cast, study, *rows)
    actions.start_coding(actor=cast.agnete.viewer(), study=study)
    shown = results_of(study)
    assert shown.with_faults.count == 12
    assert [(group.n, group.with_faults.count) for group in shown.divisions["route"]] == [(20, None), (20, None)]
    page = cast.agnete.client().get(reverse("practice_review:results", args=[study.public_id])).content.decode()
    assert "Små tal er skjult" in page
    assert "-skraveret)" in page
    files = exports.results_csv(shown), json.dumps(exports.results_json(shown))
    # 3 of 20 and 9 of 20 stand nowhere; 12 of 40 does.
    for text in (page, *files):
        assert re.findall(r"\b[14]5,0 %|;0,[14]50000;|: 0\.[14]5\b", text.replace("\xa0", " ")) == []
    assert "for få" in files[0]


def test_with_fewer_than_five_decisions_nothing_is_shown(cast: Cast) -> None:
    study = file_study(cast)
    bring(cast, study, *(f"A{n};101;2024-05-02;2014-05-31;K1;met;met" for n in range(4)))
    actions.start_coding(actor=cast.agnete.viewer(), study=study)
    shown = results_of(study)
    assert (shown.n, shown.correct.count, shown.requirements[6].applicable) == (None, None, None)
    assert (shown.correct.share, shown.correct.low) == (None, None)
    page = cast.agnete.client().get(reverse("practice_review:results", args=[study.public_id])).content.decode()
    assert "ikke nok færdige afgørelser" in page


def test_agreement_is_counted_over_both_codings(cast: Cast) -> None:
    found = {row.id: row for row in results_of(cast.thing("study:57")).agreement}
    assert set(found) == set(synthetic.REQUIREMENTS)
    assert all(row.pairs == 57 for row in found.values())
    assert any(row.kappa is not None and 0 < row.kappa < 1 for row in found.values())


def test_pages_do_not_ask_more_often_for_more(cast: Cast, django_assert_max_num_queries: Any) -> None:
    browser = cast.agnete.client()
    for name, limit in (("study", 22), ("results", 18)):
        path = reverse(f"practice_review:{name}", args=[cast.thing("study:57").public_id])
        browser.get(path)
        with django_assert_max_num_queries(limit):
            assert browser.get(path).status_code == 200
