"""The open calculator: the same answer as `plejebro pay`, unfolded, without login, for a year by month."""

from __future__ import annotations

from datetime import date
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client

from plejebro.agreements.calculator import calculate
from plejebro.agreements.calculator_year import year_of
from plejebro.agreements.rate_rows import book
from plejebro.rates import as_json, pay_on, shipped
from tests.filling import words

pytestmark = pytest.mark.django_db
ASKED = {"dag": "01.05.2023", "vederlag": 5, "foedt_maaned": 3, "foedt_aar": 2014, "nummer": 1}


def answer(**changed: object) -> str:
    response = Client().get(f"/loenberegner/?{urlencode({**ASKED, **changed})}")
    assert response.status_code == 200
    return unescape(words(response))


@pytest.mark.parametrize("day", [date(2018, 6, 1), date(2020, 2, 29), date(2023, 5, 1), date(2025, 1, 1)])
@pytest.mark.parametrize("number", [1, 3])
def test_the_page_says_what_plejebro_pay_says(day: date, number: int) -> None:
    """Every figure of the command's JSON stands on the page, in Danish."""
    born = date(2012, 4, 1)
    found = as_json(pay_on(day=day, count=4, born=born, child_number=number, book=shipped()))
    text = answer(dag=f"{day:%d.%m.%Y}", vederlag=4, foedt_maaned=4, foedt_aar=2012, nummer=number)
    for part in ("vederlag", "kost_og_logi", "lommepenge", "beklaedning"):
        for name in ("unit_day", "unit_month", "day", "month", "week"):
            amount = (found[part] or {}).get(name)
            if amount is not None:
                whole, rest = amount.split(".")
                shown = f"{int(whole):,}".replace(",", ".")
                assert shown in text and (rest == "00" or f"{shown},{rest}" in text), (part, name, amount)
        if found["missing"].get(part) == "ikke oplyst":
            assert "ikke oplyst" in text


def test_taxed_and_untaxed_stand_apart_and_unfold_to_rate_formula_and_source() -> None:
    text = answer()
    assert text.index("Det er der skat af") < text.index("5 vederlag 23.468 kr.") < text.index("Det er skattefrit")
    assert "5 × 154,31 × 365 / 12 = 23.468 kr. om måneden, rundet til hele kroner" in text
    assert "KL 2023: KL, brev af 1. september 2022" in text
    assert "200,00 × 365 / 12 = 6.083,33 kr. om måneden" in text
    assert "Vejledende: aftalen gælder" in text


def test_only_the_month_of_birth_is_asked_for_and_the_page_says_so() -> None:
    page = Client().get(f"/loenberegner/?{urlencode(ASKED)}")
    assert "regner med den 1. (1. marts 2014)" in words(page)
    assert 'name="foedt_dag"' not in page.content.decode() and "born" not in page.content.decode()


def test_a_year_without_a_rate_is_not_filled_in() -> None:
    text = answer(dag="01.05.2021")
    assert "Satsen for 2021 er ikke oplyst" in text and "Vederlaget for 2021 er ikke oplyst" in text
    assert "I alt uden det, der ikke er oplyst ikke oplyst 70.445,04" in text
    page = Client().get(f"/loenberegner/?{urlencode({**ASKED, 'dag': '01.05.2021'})}").content.decode()
    assert page.count("url(#aar-skraveret)") == 12


def test_pocket_money_of_a_small_child_is_not_called_missing() -> None:
    found = calculate(day=date(2023, 5, 1), count=5, born=date(2022, 1, 1), child_number=1, book=shipped())
    assert [line.what for line in found.tax_free] == ["Kost og logi", "Beklædning"]
    assert found.unknown == ("Beklædning",)


def test_the_chart_says_what_it_finds_and_the_table_holds_the_same_figures() -> None:
    year = year_of(year=2023, count=5, born=date(2013, 7, 1), child_number=1, book=shipped())
    # The 10th birthday: kost og logi from 200 to 214 kr. a day, (214 - 200) × 365 / 12 = 425,83.
    assert year.title == "Fra juli 2023 stiger beløbet med 426 kr. om måneden, når barnet fylder 10 år"
    assert [row.taxable for row in year.rows] == ["23.468,00"] * 12
    assert year.lacking == "ikke oplyst: beklædning" and {row.note for row in year.rows} == {""}
    assert year.sums.taxable == "281.616,00"  # 12 × 23.468


def test_equal_months_are_said_in_one_sentence() -> None:
    year = year_of(year=2020, count=4, born=date(2012, 1, 1), child_number=1, book=shipped())
    assert year.title.startswith("Hver måned i 2020: 17.693 kr. skattepligtigt og ")


def test_a_child_born_in_the_year_is_paid_for_from_its_month() -> None:
    year = year_of(year=2023, count=2, born=date(2023, 9, 1), child_number=1, book=shipped())
    assert [bar.value for bar in year.bars[:8]] == ["ikke født"] * 8
    assert year.rows[8].taxable == "9.387,00"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"vederlag": ""}, "Her mangler der noget."),
        ({"vederlag": "-1"}, "Skriv et helt tal fra 0 til 20."),
        ({"nummer": "0"}, "Skriv et helt tal fra 1 til 9."),
        ({"dag": "31.02.2023"}, "Skriv datoen som dag, måned og år"),
        ({"dag": "01.01.1990"}, "Skriv en dag fra 2007"),
        ({"foedt_maaned": "13"}, "Vælg en måned."),
        ({"foedt_aar": "2024"}, "Barnet er født efter den dag, vi regner på."),
        ({"foedt_aar": "14"}, "Skriv årstallet med fire cifre."),
        ({"foedt_aar": "1980"}, "Barnet er over 22 år den dag."),
    ],
)
def test_what_cannot_be_calculated_is_said_beside_the_field(changed: dict[str, str], sentence: str) -> None:
    assert sentence in answer(**changed)


def test_the_calculator_is_found_from_the_front_the_help_and_every_foot() -> None:
    assert Client().get("/").content.decode().count("/loenberegner/") == 2
    assert Client().get("/hjaelp/").content.decode().count("/loenberegner/") == 2


def test_without_an_operators_rows_the_book_is_the_shipped_one() -> None:
    assert book() is shipped()
