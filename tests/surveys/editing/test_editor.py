"""Agnete makes a questionnaire: drafts, sections, questions, routing, preview, publishing."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plejebro.audit.models import Event
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.surveys.editing import actions, content
from plejebro.surveys.editing.shipped import COOPERATION, load_shipped, shipped
from plejebro.surveys.enums import Side
from plejebro.surveys.models import Questionnaire
from plejebro.surveys.questions import Form, Question, read_draft, read_form
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def brought_in(db: None) -> None:
    """The questionnaires of the product are there, as after every migration."""
    load_shipped()


def published(side: str = "family") -> Questionnaire:
    return Questionnaire.objects.get(code=COOPERATION, side=side, number=1)


def draft_of(cast: Cast) -> Questionnaire:
    return actions.new_version(actor=cast.agnete.viewer(), questionnaire=published())


def form_of(row: Questionnaire) -> Form:
    row.refresh_from_db()
    return read_draft(row.content)[0]


def at(name: str, row: Questionnaire, *more: str) -> str:
    return reverse(f"surveys:{name}", args=[row.public_id, *more])


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def post(browser: Client, row: Questionnaire, address: str, **data: object) -> Any:
    """Sends the form as it stands on the page now."""
    row.refresh_from_db()
    return browser.post(address, {"version": str(row.version), **data})


QUESTION = {
    "text": "Hvor tilfredse er I med kaffen?",
    "kind": "satisfaction",
    "section": "samlet",
    "about": "",
    "dimension": "",
    "key": "",
    "help": "",
    "options": "",
}


# --- what comes with the product ------------------------------------------------------------------------------------


def test_the_questionnaires_come_in_once_and_what_somebody_has_made_is_left_alone(cast: Cast) -> None:
    assert load_shipped() == 0
    draft_of(cast)
    rows = {(row.code, row.side): row for row in Questionnaire.objects.filter(number=1)}
    for key, form in shipped().items():
        assert read_form(rows[key].content) == form
        assert rows[key].published_at is not None
    before = Questionnaire.objects.count()
    assert load_shipped() == 0
    assert Questionnaire.objects.count() == before


# --- the whole way --------------------------------------------------------------------------------------------------


def test_agnete_makes_a_questionnaire_from_nothing_and_publishes_it(cast: Cast) -> None:
    browser = cast.agnete.client()
    new = {"title": "Måling om kaffe", "side": "family"}
    assert browser.post(reverse("surveys:questionnaire_new"), new).status_code == 302
    row = Questionnaire.objects.get(code="maaling-om-kaffe")
    page = text_of(browser.get(at("questionnaire", row)))
    assert "Spørgeskemaet har ingen spørgsmål." in page
    assert at("questionnaire_publish", row) not in page
    post(browser, row, at("section_new", row), title="Kaffen", lead="Kun om kaffe.")
    has = {**QUESTION, "text": "Drikker I kaffe?", "kind": "choice", "options": "ja: Ja\nnej: Nej", "section": "kaffen"}
    assert post(browser, row, at("question_new", row, "kaffen"), **has).status_code == 302
    how = {**QUESTION, "section": "kaffen", "dimension": "samlet", "key": "kaffe"}
    assert post(browser, row, at("question_new", row, "kaffen"), **how).status_code == 302
    asked = post(browser, row, at("question_route", row, "kaffe"), af="drikker-i-kaffe", values=["ja"])
    assert asked.status_code == 302
    preview = text_of(browser.get(at("questionnaire_preview", row)))
    assert "Stilles kun, når “Drikker I kaffe?” er besvaret med Ja." in preview
    assert "Meget tilfreds" in preview
    assert post(browser, row, at("questionnaire_publish", row)).status_code == 302
    row.refresh_from_db()
    assert row.published_at is not None
    form = read_form(row.content)
    assert [one.key for one in form.questions] == ["drikker-i-kaffe", "kaffe"]
    page = text_of(browser.get(at("questionnaire", row)))
    assert "Lav en ny version" in page
    assert "Tilføj et spørgsmål" not in page


def test_a_new_version_begins_with_the_old_one_and_leaves_it_as_it_is(cast: Cast) -> None:
    browser, old = cast.agnete.client(), published()
    for _ in range(2):  # the button pressed twice
        assert browser.post(at("questionnaire_version", old)).status_code == 302
    draft = Questionnaire.objects.get(code=COOPERATION, side="family", number=2)
    assert form_of(draft) == form_of(old)
    post(browser, draft, at("questionnaire_settings", draft), title="Målingen 2027", lead="Kort.", minutes="5")
    assert (form_of(draft).title, form_of(draft).minutes, draft.title) == ("Målingen 2027", 5, "Målingen 2027")
    assert form_of(old).minutes == 8
    listed = text_of(browser.get(reverse("surveys:questionnaires")))
    assert at("questionnaire", draft) in listed
    assert at("questionnaire", old) in listed


# --- sections and questions -----------------------------------------------------------------------------------------


def test_a_question_is_corrected_and_what_depends_on_it_follows_its_new_key(cast: Cast) -> None:
    browser, draft = cast.agnete.client(), draft_of(cast)
    page = text_of(browser.get(at("question_edit", draft, "har-konsulent")))
    assert "ved-ikke: Ved ikke" in page
    changed = {**QUESTION, "text": "Har I en konsulent?", "kind": "choice", "section": "om-jer", "key": "konsulent-har"}
    changed["options"] = "ja: Ja, det har vi\nnej: Nej"
    assert post(browser, draft, at("question_edit", draft, "har-konsulent"), **changed).status_code == 302
    form = form_of(draft)
    condition = form.question("konsulent-samlet").show_if
    assert condition is not None
    assert condition.question == "konsulent-har"
    assert read_draft(draft.content)[1] == ()
    again = post(browser, draft, at("question_edit", draft, "har-konsulent"), **changed)  # sent once more
    assert again.status_code == 302
    assert form_of(draft) == form


def test_a_question_moved_past_what_it_depends_on_is_pointed_out_beside_it_and_cannot_be_published(cast: Cast) -> None:
    browser, draft = cast.agnete.client(), draft_of(cast)
    post(browser, draft, at("question_move", draft, "konsulent-samlet"), section="om-jer", place="0")
    assert form_of(draft).questions[0].key == "konsulent-samlet"
    page = text_of(browser.get(at("questionnaire", draft)))
    beside = page[page.index('id="spm-konsulent-samlet"') :]
    assert "Det afhænger af “har-konsulent”, som ikke står før." in beside[: beside.index("</li>")]
    refused = post(browser, draft, at("questionnaire_publish", draft))
    assert refused.status_code == 409
    assert "Skemaet kan ikke udgives endnu" in text_of(refused)
    post(browser, draft, at("question_route", draft, "konsulent-samlet"), af="")
    assert form_of(draft).question("konsulent-samlet").show_if is None
    assert post(browser, draft, at("questionnaire_publish", draft)).status_code == 302


def test_questions_and_sections_are_moved_step_by_step_without_script(cast: Cast) -> None:
    browser, draft = cast.agnete.client(), draft_of(cast)

    def press(label: str, place: str) -> None:
        page = text_of(browser.get(at("questionnaire", draft)))
        block = page[page.index(f'id="{place}"') :]
        button = re.search(rf'<form method="post" action="([^"]+)">((?:(?!</form>).)*){label}', block, re.S)
        assert button
        hidden = dict(re.findall(r'type="hidden" name="(version|section|place)" value="([^"]*)"', button[2]))
        assert browser.post(button[1], hidden).status_code == 302

    press("Flyt ned", "spm-har-konsulent")
    assert [one.key for one in form_of(draft).questions][:2] == ["netvaerk", "har-konsulent"]
    press("Flyt ned", "spm-har-konsulent")
    assert form_of(draft).sections[1].questions[0].key == "har-konsulent"
    press("Flyt op", "spm-har-konsulent")
    assert [one.key for one in form_of(draft).questions][:2] == ["netvaerk", "har-konsulent"]
    press("Flyt op", "afsnit-samlet")
    assert [one.key for one in form_of(draft).sections][:2] == ["samlet", "om-jer"]


def test_a_section_is_corrected_and_removed_with_its_questions(cast: Cast) -> None:
    browser, draft = cast.agnete.client(), draft_of(cast)
    post(browser, draft, at("section_edit", draft, "svaert"), title="Når det brænder på", lead="")
    assert form_of(draft).sections[-2].title == "Når det brænder på"
    assert "4 spørgsmål, som også bliver fjernet" in text_of(browser.get(at("section_remove", draft, "svaert")))
    post(browser, draft, at("section_remove", draft, "svaert"))
    assert "svaert" not in {one.key for one in form_of(draft).sections}
    assert post(browser, draft, at("section_remove", draft, "svaert")).status_code == 302  # once more: nothing happens


def test_removing_a_question_says_what_depends_on_it(cast: Cast) -> None:
    browser, draft = cast.agnete.client(), draft_of(cast)
    page = text_of(browser.get(at("question_remove", draft, "samvaer-har")))
    assert "“Hvor tilfredse er I med, hvordan samvær bliver planlagt?” afhænger af det" in page
    assert post(browser, draft, at("question_remove", draft, "samvaer-har")).status_code == 302
    assert "samvaer-har" not in {one.key for one in form_of(draft).questions}


def test_the_question_that_decides_is_chosen_first_and_its_answers_after(cast: Cast) -> None:
    browser, draft = cast.agnete.client(), draft_of(cast)
    page = text_of(browser.get(at("question_route", draft, "klima")))
    assert "Nu stilles det altid." in page
    assert '<option value="samlet">' in page
    assert '<option value="udvikling">' not in page  # stands after it
    page = text_of(browser.get(at("question_route", draft, "klima"), {"af": "samlet"}))
    assert "Meget utilfreds" in page
    none = post(browser, draft, at("question_route", draft, "klima"), af="samlet")
    assert none.status_code == 422
    assert "Vælg mindst ét svar." in text_of(none)
    post(browser, draft, at("question_route", draft, "klima"), af="samlet", values=["1", "2"])
    condition = form_of(draft).question("klima").show_if
    assert condition is not None
    assert condition.values == ("2", "1")
    nonsense = post(browser, draft, at("question_route", draft, "klima"), af="findes-ikke")
    assert nonsense.status_code == 409
    assert form_of(draft).question("klima").show_if == condition
    first = text_of(browser.get(at("question_route", draft, "har-konsulent")))
    assert "Der står ingen spørgsmål med svar at vælge imellem før dette." in first


BAD = [
    ({"kind": "choice", "options": "ja"}, "Skriv mindst to svar"),
    ({"kind": "choice", "options": "ja: Ja\nja: Jo"}, "Linje 2: Nøglen “ja” er brugt før."),
    ({"kind": "choice", "options": "ja: Ja\n: Nej"}, "Linje 2: Skriv nøgle, kolon og tekst"),
    ({"kind": "choices", "options": "ja nej: Ja\nnej: Nej"}, "må kun have bogstaver, tal og bindestreg"),
    ({"key": "Ærlig talt!"}, "Brug kun små bogstaver"),
    ({"key": "klima"}, "Der er allerede et spørgsmål med nøglen “klima”"),
    ({"text": ""}, "Her mangler der noget."),
    ({"kind": "hvad som helst"}, "er ikke en af"),
]


@pytest.mark.parametrize(("changes", "words"), BAD)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_typed_is_lost(
    cast: Cast, changes: dict[str, str], words: str
) -> None:
    browser, draft = cast.agnete.client(), draft_of(cast)
    before = form_of(draft)
    answer = post(browser, draft, at("question_new", draft, "samlet"), **{**QUESTION, "help": "Sort kaffe", **changes})
    assert answer.status_code in (409, 422)
    page = text_of(answer)
    assert words in page
    assert "Sort kaffe" in page
    assert form_of(draft) == before


def test_answers_without_a_key_are_given_one(cast: Cast) -> None:
    browser, draft = cast.agnete.client(), draft_of(cast)
    typed = {
        **QUESTION,
        "kind": "choices",
        "options": "Sort kaffe\n\nte: Te med mælk",
        "key": "drik",
        "new_dimension": "Øl & kaffe",
    }
    post(browser, draft, at("question_new", draft, "samlet"), **typed)
    options = form_of(draft).question("drik").options
    assert form_of(draft).question("drik").dimension == "oel-kaffe"
    assert [(one.key, one.label) for one in options] == [("sort-kaffe", "Sort kaffe"), ("te", "Te med mælk")]


# --- twice, two at once, and never again ----------------------------------------------------------------------------


def test_the_same_form_sent_twice_adds_one_question(cast: Cast) -> None:
    browser, draft = cast.agnete.client(), draft_of(cast)
    sent = {**QUESTION, "version": str(draft.version)}
    for _ in range(2):
        assert browser.post(at("question_new", draft, "samlet"), sent).status_code == 302
    assert [one.text for one in form_of(draft).questions].count(QUESTION["text"]) == 1
    assert draft.version == 2


def test_a_step_pressed_twice_is_one_step(cast: Cast) -> None:
    browser, draft = cast.agnete.client(), draft_of(cast)
    sent = {"version": str(draft.version), "section": "samlet", "place": "1"}
    for _ in range(2):
        assert browser.post(at("question_move", draft, "samlet"), sent).status_code == 302
    assert [one.key for one in form_of(draft).sections[1].questions][:2] == ["klima", "samlet"]
    assert draft.version == 2


def test_two_analysts_at_once_the_second_is_told_and_keeps_what_was_typed(cast: Cast) -> None:
    browser, draft = cast.agnete.client(), draft_of(cast)
    sent = {"version": str(draft.version), "title": "Min titel", "lead": "Min tekst", "minutes": "6"}
    actions.change_draft(
        actor=cast.agnete.viewer(), questionnaire=draft, seen=1, change=content.about_itself("Din titel", "", 7)
    )
    answer = browser.post(at("questionnaire_settings", draft), sent)
    assert answer.status_code == 409
    page = text_of(answer)
    assert "Noget er ændret" in page
    assert "Min tekst" in page
    shown = re.search(r'name="version" value="(\d+)"', page)
    assert shown
    assert shown[1] == "2"
    assert browser.post(at("questionnaire_settings", draft), {**sent, "version": shown[1]}).status_code == 302
    assert form_of(draft).title == "Min titel"
    moved = browser.post(at("section_move", draft, "svaert"), {"version": "1", "place": "0"}, follow=True)
    assert "ændret et andet sted imens" in text_of(moved)


def test_a_published_version_is_never_changed(cast: Cast) -> None:
    browser, row = cast.agnete.client(), published()
    before = form_of(row)
    assert browser.get(at("question_edit", row, "klima")).status_code == 404
    answer = post(browser, row, at("question_edit", row, "klima"), **{**QUESTION, "text": "Noget andet?"})
    assert answer.status_code == 409
    assert "Versionen er udgivet og kan ikke ændres." in text_of(answer)
    assert "Noget andet?" in text_of(answer)
    post(browser, row, at("question_move", row, "klima"), section="om-jer", place="0")
    assert post(browser, row, at("questionnaire_discard", row)).status_code == 409
    assert form_of(row) == before
    changes: list[dict[str, Any]] = [{"title": "Snyd"}, {"published_at": None}, {"content": {}}]
    for change in changes:
        with pytest.raises(DatabaseError, match="stands once"), transaction.atomic():
            Questionnaire.objects.filter(pk=row.pk).update(**change)
    draft = draft_of(cast)  # the control: a draft can be changed
    assert Questionnaire.objects.filter(pk=draft.pk).update(title="Frit") == 1


def test_publishing_twice_publishes_once_and_an_older_page_does_not_publish(cast: Cast) -> None:
    draft, agnete = draft_of(cast), cast.agnete.viewer()
    actions.change_draft(actor=agnete, questionnaire=draft, seen=1, change=content.about_itself("Ny", "", 7))
    with pytest.raises(ChangedMeanwhile):
        actions.publish(actor=agnete, questionnaire=draft, seen=1)
    first = actions.publish(actor=agnete, questionnaire=draft, seen=2)
    cast.later(days=1)
    assert actions.publish(actor=agnete, questionnaire=draft, seen=2).published_at == first.published_at
    draft.refresh_from_db()
    assert Event.objects.filter(action="survey.questionnaire.publish").count() == 1


def test_a_draft_can_be_thrown_away_but_not_one_a_round_is_made_with(cast: Cast) -> None:
    from plejebro.surveys.models import Round

    browser, draft = cast.agnete.client(), draft_of(cast)
    day = cast.today
    round_ = Round.objects.create(
        title="Prøve", family_form=draft, population_on=day, seed=1, opens_on=day, closes_on=day, created_at=draft.created_at
    )
    answer = browser.post(at("questionnaire_discard", draft))
    assert answer.status_code == 409
    assert "En måling er ved at blive forberedt" in text_of(answer)
    round_.delete()
    assert browser.post(at("questionnaire_discard", draft)).status_code == 302
    assert not Questionnaire.objects.filter(pk=draft.pk).exists()


def test_a_title_is_used_once_on_each_side(cast: Cast) -> None:
    agnete = cast.agnete.viewer()
    first = actions.create_questionnaire(actor=agnete, title="Kaffe", side=Side.FAMILY)
    assert actions.create_questionnaire(actor=agnete, title="Kaffe", side=Side.FAMILY).pk == first.pk
    assert actions.create_questionnaire(actor=agnete, title="Kaffe", side=Side.MUNICIPALITY).pk != first.pk
    change = content.add_section(read_form(published().content).sections[0])
    actions.change_draft(actor=agnete, questionnaire=first, seen=1, change=change)
    with pytest.raises(NotPossible, match="Lav en ny version"):
        actions.create_questionnaire(actor=agnete, title="Kaffe", side=Side.FAMILY)
    with pytest.raises(NotPossible, match="bogstaver eller tal"):
        actions.create_questionnaire(actor=agnete, title="!!!", side=Side.FAMILY)


def test_every_change_stands_in_the_log(cast: Cast) -> None:
    draft = draft_of(cast)
    change = content.remove_question("klima")
    actions.change_draft(actor=cast.agnete.viewer(), questionnaire=draft, seen=1, change=change)
    actions.change_draft(actor=cast.agnete.viewer(), questionnaire=draft, seen=1, change=change)
    written = Event.objects.filter(action__startswith="survey.questionnaire").order_by("pk").values_list("action", flat=True)
    assert list(written)[-2:] == ["survey.questionnaire.version", "survey.questionnaire.change"]


# --- files ----------------------------------------------------------------------------------------------------------


def test_the_toml_file_is_the_questionnaire_and_the_csv_file_has_a_row_for_each_question(cast: Cast) -> None:
    browser, row = cast.agnete.client(), published()
    got = browser.get(at("questionnaire_toml", row))
    assert read_form(tomllib.loads(text_of(got))) == form_of(row)
    assert "samarbejde-family-1.toml" in got["Content-Disposition"]
    text = text_of(browser.get(at("questionnaire_csv", row))).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len(rows) == 40
    assert rows[0]["svarmuligheder"] == "ja: Ja | nej: Nej | ved-ikke: Ved ikke"
    named = {one["nøgle"]: one for one in rows}
    assert named["konsulent-svartid"]["om"] == "Familieplejekonsulenten"
    assert "er besvaret med Ja" in named["konsulent-svartid"]["stilles når"]


def test_hard_signs_survive_the_toml_file_and_a_formula_is_no_formula_in_the_csv(cast: Cast) -> None:
    browser, draft = cast.agnete.client(), draft_of(cast)
    hard = '=HYPERLINK("http://eksempel.dk") \\ “citat” \x7f \t slut'
    question = Question("svaer", "text", hard)
    change = content.add_question("samlet", question)
    actions.change_draft(actor=cast.agnete.viewer(), questionnaire=draft, seen=1, change=change)
    read = read_form(tomllib.loads(text_of(browser.get(at("questionnaire_toml", draft)))))
    assert read.question("svaer").text == hard
    text = text_of(browser.get(at("questionnaire_csv", draft)))
    assert "'=HYPERLINK" in text
    assert ";=HYPERLINK" not in text and ';"=HYPERLINK' not in text


# --- who may come, and how much it costs ----------------------------------------------------------------------------


READING = ("questionnaire", "questionnaire_preview", "questionnaire_toml", "questionnaire_csv")
CHANGING = (
    "questionnaire_version",
    "questionnaire_settings",
    "questionnaire_publish",
    "questionnaire_discard",
    "section_new",
)


def test_only_an_analyst_comes_to_the_questionnaires(cast: Cast) -> None:
    draft = draft_of(cast)
    before = form_of(draft)
    # Inger has a family, a child and enquiries of her own, Sara a caseload, Rune decisions to code, Tove a municipality.
    for who in ("inger", "sara", "birgit", "tove", "rune", "operator"):
        browser = cast.people[who].client()
        assert browser.get(reverse("surveys:questionnaires")).status_code == 403, who
        assert browser.post(reverse("surveys:questionnaire_new"), {"title": "X", "side": "family"}).status_code == 403, who
        for name in READING:
            assert browser.get(at(name, draft)).status_code == 404, (who, name)
        for name in CHANGING:
            assert post(browser, draft, at(name, draft), title="X", minutes="3").status_code == 404, (who, name)
        assert post(browser, draft, at("question_move", draft, "klima"), section="om-jer", place="0").status_code == 404
        assert post(browser, draft, at("question_remove", draft, "klima")).status_code == 404
    assert form_of(draft) == before
    assert Client().get(reverse("surveys:questionnaires")).status_code == 302
    assert cast.agnete.client().get(reverse("surveys:questionnaires")).status_code == 200  # the control


def test_a_look_and_its_thing_stand_in_the_log(cast: Cast) -> None:
    row = published()
    last = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    cast.agnete.client().get(at("questionnaire", row))
    looks = Event.objects.filter(pk__gt=last, subjects__public_id=row.public_id)
    assert looks.count() == 1


def test_more_questionnaires_and_versions_cost_no_more_queries(cast: Cast) -> None:
    browser, agnete = cast.agnete.client(), cast.agnete.viewer()

    def cost(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert browser.get(address).status_code == 200
        return len(seen)

    places = [reverse("surveys:questionnaires"), at("questionnaire", published())]
    [browser.get(place) for place in places]
    few = [cost(place) for place in places]
    for number in range(12):
        actions.create_questionnaire(actor=agnete, title=f"Skema {number}", side=Side.FAMILY)
    for _ in range(3):
        draft = draft_of(cast)
        actions.publish(actor=agnete, questionnaire=draft, seen=draft.version)
    assert [cost(place) for place in places] == few


def test_an_installation_without_questionnaires_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plejebro.surveys.editing.views.pages.list_page", list)
    assert "Der er ingen spørgeskemaer endnu" in text_of(cast.agnete.client().get(reverse("surveys:questionnaires")))
