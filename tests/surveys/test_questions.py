"""The questionnaire as a value, and those that come with the product."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from plejebro.surveys.editing.shipped import COOPERATION, DATA, ENVIRONMENT, PULSE, shipped
from plejebro.surveys.editing.words import ABOUT_WORDS, DIMENSION_WORDS
from plejebro.surveys.enums import Side
from plejebro.surveys.questions import (
    KINDS,
    BadQuestionnaire,
    Form,
    as_json,
    asked,
    is_shown,
    load_form,
    read_draft,
    read_form,
)

FAMILY, MUNICIPALITY = (COOPERATION, Side.FAMILY), (COOPERATION, Side.MUNICIPALITY)
PULSES = [(PULSE, Side.FAMILY), (PULSE, Side.MUNICIPALITY)]
ALL = [FAMILY, MUNICIPALITY, (ENVIRONMENT, Side.FAMILY), *PULSES]
MOST = {FAMILY: 40, MUNICIPALITY: 40, (ENVIRONMENT, Side.FAMILY): 18, **dict.fromkeys(PULSES, 3)}
OTHERS_INSTRUMENTS = ("DPQ", "COPSOQ")


def texts(form: Form) -> list[str]:
    """Everything a person reads on the way through."""
    found = [form.lead]
    for section in form.sections:
        found += [f"{section.title}.", section.lead]
        for question in section.questions:
            found += [question.text, question.help]
    return [text for text in found if text]


def lix(text: str) -> float:
    """Björnsson's readability index: words to a sentence, and the share of words of more than six letters in percent."""
    words = re.findall(r"\w+", text)
    sentences = len(re.findall(r"[.?!:](?=\s|$)", text)) or 1
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)


def compared(form: Form) -> set[tuple[str, str, str]]:
    """What can be laid beside the other side: dimension, whom it is about, and the kind of answer."""
    return {(one.dimension, one.about, one.kind) for one in form.questions if one.dimension}


# --- the shipped questionnaires -------------------------------------------------------------------------------------


def test_every_file_in_the_folder_is_shipped_and_loads_without_mistakes() -> None:
    forms = shipped()
    assert set(forms) == set(ALL)
    assert len(list(DATA.glob("*.toml"))) == len(forms)
    assert [form.title for form in forms.values()] == [
        "Samarbejdsmåling – plejefamilier",
        "Samarbejdsmåling – kommuner",
        "Arbejdsmiljø og psykisk belastning",
        "Puls – plejefamilier",
        "Puls – kommuner",
    ]


@pytest.mark.parametrize("key", ALL)
def test_a_questionnaire_is_answered_on_a_phone_in_eight_minutes(key: tuple[str, Side]) -> None:
    form = shipped()[key]
    assert len(form.questions) <= MOST[key]
    assert form.minutes <= 8
    words = sum(len(re.findall(r"\w+", text)) for text in texts(form))
    # Reading calmly at 160 words a minute, and six seconds to choose each answer.
    assert words / 160 + len(form.questions) * 6 / 60 <= 9
    assert max(len(section.questions) for section in form.sections) <= 8


@pytest.mark.parametrize("key", ALL)
def test_the_questions_are_easy_to_read_and_none_is_asked_twice(key: tuple[str, Side]) -> None:
    form = shipped()[key]
    assert lix(" ".join(texts(form))) < 40
    asked_texts = [question.text for question in form.questions]
    assert len(set(asked_texts)) == len(asked_texts)


def test_lix_is_higher_for_heavy_prose() -> None:
    assert lix("Kommunalbestyrelsens tilrettelæggelse af sagsbehandlingsprocedurer forudsætter dokumentation.") > 60


def test_both_sides_are_asked_the_same_with_their_own_words() -> None:
    family, municipality = shipped()[FAMILY], shipped()[MUNICIPALITY]
    shared = compared(family) & compared(municipality)
    assert compared(family) == compared(municipality), "a dimension is asked of one side only, or in another way"
    assert len({dimension for dimension, _, _ in shared}) >= 15
    same_words = {one.text for one in family.questions} & {one.text for one in municipality.questions}
    assert same_words == {"Hvordan har samarbejdet udviklet sig det seneste år?"}


@pytest.mark.parametrize("key", [FAMILY, MUNICIPALITY])
def test_consultant_adviser_leader_and_inspection_are_asked_about_apart(key: tuple[str, Side]) -> None:
    form = shipped()[key]
    assert {one.about for one in form.questions} == set(ABOUT_WORDS)
    overall = {one.about for one in form.questions if one.dimension == "samlet" and one.kind == "satisfaction"}
    assert overall == set(ABOUT_WORDS), "how satisfied altogether is asked about each of them"
    assert (form.question("samlet").dimension, form.question("samlet").about) == ("samlet", "")


def test_the_areas_of_the_study_of_2014_and_of_the_survey_of_2022_are_covered() -> None:
    wanted = {
        "svartid",
        "stabilitet",
        "overlevering",
        "inddragelse",
        "match",
        "information",
        "anerkendelse",
        "dagsorden",
        "referat",
        "samvaer",
        "vederlag",
        "genforhandling",
        "udlaeg",
        "supervision",
        "kurser",
        "stoetteophold",
        "stoette",
        "uenighed",
        "tryghed",
        "opgavedeling",
        "retningslinjer",
        "plan",
        "samlet",
    }
    for key in (FAMILY, MUNICIPALITY):
        assert wanted <= {one.dimension for one in shipped()[key].questions}


def test_every_dimension_has_a_name_and_stands_in_the_readme() -> None:
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    used = {one.dimension for form in shipped().values() for one in form.questions if one.dimension}
    assert used == set(DIMENSION_WORDS)
    assert [key for key in sorted(used) if f"| `{key}` |" not in readme] == []


def test_the_environment_form_claims_to_be_nobody_elses_and_asks_what_shall_be_asked() -> None:
    form = shipped()[(ENVIRONMENT, Side.FAMILY)]
    assert not any(name in text for name in OTHERS_INSTRUMENTS for text in texts(form))
    assert "Plejebros eget" in form.lead
    cooperation = {one.dimension for one in shipped()[FAMILY].questions}
    dimensions = {one.dimension for one in form.questions}
    assert dimensions & cooperation == set(), "its figures are not those of the survey of cooperation"
    assert {"maengde", "foelelser", "forudsigelighed", "graense", "trusler", "mening", "stoppe", "soevn"} <= dimensions


def test_nobody_is_asked_of_a_consultant_they_do_not_have() -> None:
    form = shipped()[FAMILY]
    about = [one for one in form.questions if one.about == "konsulent"]
    assert about
    assert all(is_shown(one, {"har-konsulent": "ja"}) for one in about)
    assert not any(is_shown(one, {"har-konsulent": "nej"}) or is_shown(one, {}) for one in about)


def test_an_answer_to_what_is_no_longer_asked_is_left_out() -> None:
    form = shipped()[(ENVIRONMENT, Side.FAMILY)]
    assert asked(form, {"trusler": 4, "trusler-hjaelp": 2}) == {"trusler": 4, "trusler-hjaelp": 2}
    assert asked(form, {"trusler": 1, "trusler-hjaelp": 2}) == {"trusler": 1}


def test_what_depends_on_another_stands_after_it_and_as_near_as_can_be() -> None:
    for form in shipped().values():
        keys = [one.key for one in form.questions]
        for one in form.questions:
            if one.show_if:
                assert keys.index(one.show_if.question) < keys.index(one.key)
        for before, after in pairwise(form.sections):
            assert before.key != after.key


# --- the value ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ALL)
def test_a_questionnaire_is_stored_and_read_back_unchanged(key: tuple[str, Side]) -> None:
    form = shipped()[key]
    assert read_form(as_json(form)) == form
    assert {one.kind for one in form.questions} <= set(KINDS)


BROKEN = [
    ("", "titel"),
    ('title = "T"', "ingen spørgsmål"),
    ('title = "T"\n[[sections]]\nkey = "a"\n[[sections.questions]]\nkey = "q"\nkind = "text"\ntext = "?"', "en titel"),
    (
        'title = "T"\n[[sections]]\nkey = "a"\ntitle = "A"\n[[sections.questions]]\nkey = "q"\nkind = "x"\ntext = "?"',
        "kendes ikke",
    ),
    (
        'title = "T"\n[[sections]]\nkey = "a"\ntitle = "A"\n[[sections.questions]]\nkey = "q"\nkind = "choice"\ntext = "?"',
        "mindst to svar",
    ),
    (
        'title = "T"\n[[sections]]\nkey = "a"\ntitle = "A"\n[[sections.questions]]\nkey = "q"\nkind = "text"\ntext = "?"\n'
        'show_if = { question = "p", is = ["ja"] }',
        "ikke står før",
    ),
    ("title = ", "kan ikke læses"),
]


@pytest.mark.parametrize(("content", "words"), BROKEN)
def test_a_bad_questionnaire_says_what_to_mend(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "skema.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadQuestionnaire, match=words):
        load_form(path)


def test_a_draft_is_read_as_far_as_it_can_be() -> None:
    form, mistakes = read_draft({"title": "Kladde", "sections": [{"key": "a", "title": "A", "questions": [{"key": "q"}]}]})
    assert [one.key for one in form.questions] == ["q"]
    assert any(sentence.startswith("“q”: ") for sentence in mistakes)
    assert read_draft(None)[1] == ("Spørgeskemaet mangler.",)
