"""The notice from the contract's own clause, the effect in kroner, and what a content may hold. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from plejebro.agreements.effect import effect
from plejebro.agreements.notice import Clause, clause_of, last_day, months_after, takes_effect
from plejebro.agreements.schema import CONTRACT, RESPITE, SCHEMAS, BadContent, checked, shown
from plejebro.cli.story.agreements import contract_content, task_content
from plejebro.rates import RateBook, shipped

KL = Clause(3, 14, 30, "1_15")
DAYS = some.dates(date(2020, 1, 1), date(2035, 12, 31))


def test_kls_pattern_is_the_suggested_clause() -> None:
    assert clause_of(CONTRACT.defaults()) == KL
    assert KL.sentence() == "Varslet er 14 dage de første 3 måneder, derefter 30 dage til den 1. eller den 15. i en måned."


@pytest.mark.parametrize(
    ("given_on", "effect_on"),
    [
        (date(2026, 9, 10), date(2026, 9, 25)),  # within the first three months: 14 days, the day itself not counted
        (date(2026, 11, 24), date(2027, 1, 1)),
        (date(2026, 12, 1), date(2027, 1, 1)),
        (date(2026, 12, 2), date(2027, 1, 15)),
    ],
)
def test_notice_runs_out_to_the_first_or_the_fifteenth(given_on: date, effect_on: date) -> None:
    began = date(2026, 8, 1)
    assert takes_effect(KL, given=given_on, began=began) == effect_on
    assert last_day(KL, given=given_on, began=began) == effect_on - timedelta(days=1)


@given(DAYS, some.integers(0, 200))
def test_notice_is_never_shorter_than_agreed_and_a_later_notice_never_ends_sooner(given_on: date, days: int) -> None:
    clause, began = Clause(0, 0, days, "1_15"), date(2019, 1, 1)
    first = takes_effect(clause, given=given_on, began=began)
    assert timedelta(days=days) < first - given_on <= timedelta(days=days + 18)
    assert first.day in (1, 15)
    assert takes_effect(clause, given=given_on + timedelta(days=1), began=began) >= first


def test_months_after_the_last_of_a_month() -> None:
    assert months_after(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_after(date(2027, 12, 15), 1) == date(2028, 1, 15)


def counted(count: int, **changes: Any) -> dict[str, Any]:
    return checked(CONTRACT, contract_content(count, unit="kl", unit_month=None, **changes))


def test_a_lower_level_in_kroner_a_month_and_a_year_by_kls_rate_of_2023() -> None:
    """KL 2023: 154.31 a day, so 5 × 154.31 × 365 / 12 = 23,468 and 2 × … = 9,387 (pay.md 3.1)."""
    found = effect("placement", counted(5), counted(2), on=date(2023, 8, 1), born=date(2009, 2, 3), book=shipped())
    vederlag, board = found.lines
    assert (vederlag.before, vederlag.after) == ("23.468,00 kr.", "9.387,00 kr.")
    assert (vederlag.month, vederlag.year) == ("−14.081,00 kr.", "−168.972,00 kr.")
    assert board.month == "ingen ændring"
    assert found.lowers and "Forslaget er det samme" in found.guidance


def test_an_own_amount_is_shown_against_kls_guidance() -> None:
    own = checked(CONTRACT, contract_content(5, unit_month="5000"))
    found = effect("placement", None, own, on=date(2023, 8, 1), born=date(2009, 2, 3), book=shipped())
    assert "Forslaget er 1.532,00 kr. over" in found.guidance and not found.lowers


def test_an_unknown_rate_is_never_guessed() -> None:
    found = effect("placement", counted(5), counted(2), on=date(2026, 8, 1), born=date(2012, 2, 3), book=shipped())
    assert found.lines[0].month == "ikke oplyst" and found.lowers
    assert "for 2026 er ikke oplyst. Den seneste, vi kender, er fra 2025" in found.guidance
    assert (
        "ikke oplyst"
        in effect("placement", counted(5), counted(2), on=date(2026, 8, 1), born=None, book=RateBook([])).guidance
    )


def test_respite_is_paid_by_the_day() -> None:
    content = {
        **RESPITE.defaults(),
        "days_month": 4,
        "days_text": "Hver anden weekend",
        "count": 2,
        "guaranteed": "Et år.",
        "actual_break": "Betaling for aftalte dage.",
    }
    found = effect("respite", None, checked(RESPITE, content), on=date(2023, 5, 1), born=date(2014, 1, 1), book=shipped())
    assert found.lines[0].after == "1.234,48 kr."  # 4 × 2 × 154.31
    assert found.lines[1].after == "800,00 kr."  # 4 × 200


def test_the_notice_clause_is_required() -> None:
    for key in ("notice_days", "notice_to", "actual_break", "confidentiality"):
        with pytest.raises(BadContent):
            checked(CONTRACT, contract_content(4, **{key: None}))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit_month": None}, "Beløb pr. vederlag"),
        ({"model": "fast-loen"}, "Fast løn"),
        ({"cost": "own"}, "Kost og logi pr. dag"),
        ({"count": -1}, "helt tal"),
        ({"count": True}, "helt tal"),
        ({"model": "min egen"}, "vælg"),
        ({"unit_month": "abc"}, "beløb"),
        ({"made_up": 1}, "ikke et felt"),
    ],
)
def test_a_content_that_does_not_fit_is_told_in_danish(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(BadContent) as bad:
        checked(CONTRACT, {**contract_content(4), **changes})
    assert words in bad.value.sentence


def test_every_field_of_the_fact_sheet_is_there() -> None:
    labels = " ".join(field.label.lower() for field in CONTRACT.fields)
    for word in (
        "vederlag",
        "forhandles",
        "kost og logi",
        "søges særskilt",
        "kørsel",
        "samvær",
        "ferie",
        "støtteophold",
        "pasning",
        "forsikring",
        "supervision",
        "kurser",
        "andet arbejde",
        "varighed",
        "varsel",
        "faktisk",
        "tavshedspligt",
        "pension",
        "sygdom",
        "særlige",
        "bilag",
        "efterskole",
        "ungestøtte",
        "endnu et barn",
        "kunne forudse",
    ):
        assert word in labels, word
    assert not any(word in str(SCHEMAS["task"]) for word in ("vederlag", "amount", "unit_month"))
    assert all(section.fields for section in shown(SCHEMAS["task"], checked(SCHEMAS["task"], task_content("Tryghed"))))
