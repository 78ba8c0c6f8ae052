"""The open guide: what the law asks before a child is moved, told to a family without login."""

from __future__ import annotations

from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client

from plejebro.web.rights_guide import RightsForm

pytestmark = pytest.mark.django_db
SITUATIONS = [value for value, _ in RightsForm.base_fields["situation"].choices]  # type: ignore[attr-defined]


def guide(**answers: object) -> str:
    response = Client().get(f"/rettigheder/?{urlencode(answers)}")
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_a_family_of_a_young_child_sees_that_it_may_ask_for_a_review() -> None:
    text = guide(situation="samtykke", age=9, day="02.05.2024")
    assert "Bede Ankestyrelsen om en vurdering" in text and "BL § 98, stk. 3" in text
    assert "Barn på 9 år, afgjort 2. maj 2024" in text and "barnets lov" in text


def test_from_ten_years_there_is_no_review() -> None:
    assert "Bede Ankestyrelsen" not in guide(situation="samtykke", age=10, day="02.05.2024")


def test_the_law_of_that_day_is_the_one_told() -> None:
    text = guide(situation="samtykke", age=14, day="01.05.2014")
    assert "SEL § 69, stk. 5" in text and "BL §" not in text
    assert "kravet gælder fra 15 år" in text


def test_who_does_not_know_the_way_is_told_what_decides_it() -> None:
    text = guide(situation="ved-ikke", age=5, day="24.11.2026")
    assert "Det afhænger af, hvilken vej sagen går" in text and "At I har sagt op, afgør det ikke alene" in text


def test_what_is_unsettled_says_so() -> None:
    assert "Uafklaret: spørg en jurist." in guide(situation="vores-forhold", age=5, day="24.11.2026")


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("day", ["28.02.2011", "29.02.2024", "01.01.2026"])
def test_every_situation_has_an_answer_at_any_age(situation: str, day: str) -> None:
    for age in (0, 10, 17):
        assert f"Barn på {age} år" in guide(situation=situation, age=age, day=day)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"situation": "samtykke", "age": "", "day": "02.05.2024"}, "Her mangler der noget."),
        ({"situation": "samtykke", "age": "ni", "day": "02.05.2024"}, "Skriv barnets alder i hele år."),
        ({"situation": "samtykke", "age": "18", "day": "02.05.2024"}, "Skriv en alder fra 0 til 17 år."),
        ({"situation": "samtykke", "age": "9", "day": "31.12.2010"}, "Vi har loven fra 1. januar 2011"),
        ({"situation": "samtykke", "age": "9", "day": "01.01.2099"}, "for langt ude i fremtiden"),
        ({"situation": "flyt", "age": "9", "day": "02.05.2024"}, "Vælg"),
    ],
)
def test_what_cannot_be_answered_is_said_and_what_was_typed_is_kept(answers: dict[str, str], sentence: str) -> None:
    text = guide(**answers)
    assert sentence in text
    assert answers["age"] in text and answers["day"] in text
