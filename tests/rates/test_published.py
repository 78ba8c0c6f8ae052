"""The published figures come out of the calculation to the øre. Each test names where the figure was printed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from plejebro.rates import RateBook, month_amount, pay_on, shipped
from plejebro.rates.money import times, to_oere
from plejebro.rates.series import SERIES, Rate, document

D = Decimal
GROWN = date(2000, 1, 1)


def vederlag(year: int) -> Rate:
    rate = shipped().on("vederlag", date(year, 6, 1))
    assert rate is not None
    return rate


@pytest.mark.parametrize(
    ("year", "day", "month"),
    [(2019, "141.59", "4307"), (2020, "145.42", "4423"), (2022, "150.40", "4575"), (2023, "154.31", "4694")],
    ids=["KL 21.8.2018", "Socialpædagogen 6/2020", "a-kassens tabel 2022", "KL 1.9.2022"],
)
def test_a_month_of_one_vederlag_is_the_day_rate_times_365_twelfths(year: int, day: str, month: str) -> None:
    rate = vederlag(year)
    assert rate.get("day") == D(day) and rate.get("month") == D(month)
    assert month_amount(1, rate) == D(month)


@pytest.mark.parametrize(
    ("year", "count", "month"),
    [(2022, 14, "64045"), (2023, 2, "9387"), (2018, 2, "8444"), (2018, 3, "12666"), (2017, 7, "29064"), (2025, 2, "10172")],
)
def test_the_rounding_of_each_table_is_its_own(year: int, count: int, month: str) -> None:
    """2022 and 2023 round once at the end (A: 14 vederlag 64,045, 2 vederlag 9,387); 2018 and 2025 the unit first (B)."""
    assert month_amount(count, vederlag(year)) == D(month)


@pytest.mark.parametrize(("step", "count"), [(1, 2), (2, 3), (3, 5), (4, 7), (5, 9)])
def test_hernings_five_steps(step: int, count: int) -> None:
    """Herning, annex 1, 2018: the month is count × 4,222 and the day count × 4,222 × 12 / 365, to the øre."""
    model = next(one for one in document("models")["model"] if one["id"] == "gennemsnit-herning")
    assert model["steps"][str(step)] == count
    assert month_amount(count, vederlag(2018)) == 4222 * count
    printed = {2: "277.61", 3: "416.42", 5: "694.03", 7: "971.64", 9: "1249.25"}
    assert to_oere(times(D(4222), 12 * count, 365)) == D(printed[count])


@pytest.mark.parametrize(
    ("year", "young", "older", "third"),
    [
        (2008, 147, 156, 137),
        (2016, 174, 186, 162),
        (2019, 184, 196, 171),
        (2021, 193, 206, 177),
        (2023, 200, 214, 184),
        (2024, 206, 221, 190),
    ],
)
def test_board_by_age_and_order(year: int, young: int, older: int, third: int) -> None:
    """Statutory kost og logi: the 10th birthday moves the child up, from the third child there is one rate."""
    day = date(year, 6, 1)

    def board(born: date, number: int) -> tuple[Decimal, str]:
        part = pay_on(day=day, count=1, born=born, child_number=number, book=shipped()).kost_og_logi
        assert part is not None
        return part.day, part.band

    tenth = date(year - 10, 6, 1)
    assert board(date(year - 10, 6, 2), 1) == (young, "0-9")
    assert board(tenth, 2) == (older, "10+")
    assert board(tenth, 3) == board(date(year, 1, 1), 4) == (third, "3.+")


def test_board_for_a_month_is_to_the_oere() -> None:
    """2024: 206, 221 and 190 a day are 6,265.83, 6,722.08 and 5,779.17 a month."""
    months = []
    for born, number in ((date(2020, 1, 1), 1), (date(2010, 1, 1), 1), (date(2020, 1, 1), 3)):
        part = pay_on(day=date(2024, 3, 1), count=0, born=born, child_number=number, book=shipped()).kost_og_logi
        assert part is not None
        months.append(part.month)
    assert months == [D("6265.83"), D("6722.08"), D("5779.17")]


def test_the_weekly_items_follow_the_birthdays() -> None:
    """KL 1 September 2022: lommepenge 2023."""
    day = date(2023, 5, 1)

    def week(years: int) -> Decimal | None:
        part = pay_on(day=day, count=1, born=date(2023 - years, 5, 1), child_number=1, book=shipped()).lommepenge
        return part and part.week

    assert [week(years) for years in (2, 3, 10, 11, 13, 14, 15, 16, 17, 18)] == [
        None,
        33,
        33,
        72,
        72,
        145,
        145,
        291,
        291,
        None,
    ]


def test_a_year_nobody_published_is_not_told_and_never_carried_forward() -> None:
    for year in (2008, 2014, 2021, 2024, 2026, 2027):
        assert shipped().on("vederlag", date(year, 6, 1)) is None
    assert (
        pay_on(day=date(2021, 6, 1), count=1, born=GROWN, child_number=1, book=shipped()).missing["vederlag"]
        == "ikke oplyst"
    )


def test_every_shipped_rate_has_a_source_and_is_well_founded() -> None:
    for series in SERIES:
        rows = shipped().rows(series)
        assert rows
        for rate in rows:
            assert rate.source and rate.confidence in ("H", "M") and rate.starts <= rate.ends
            assert rate.convention in ("A", "B") or series != "vederlag" or not rate.get("month")


def test_a_correction_is_a_new_version_and_the_old_one_stands() -> None:
    old = vederlag(2023)
    new = Rate("vederlag", "KL 2023, rettet", old.starts, old.ends, 2, "prøve", "H", {"day": D("155.00")}, "A")
    book = shipped().with_rows([new])
    assert book.on("vederlag", date(2023, 5, 1)) is new
    assert old in book.rows("vederlag") and shipped().on("vederlag", date(2023, 5, 1)) is old
    assert RateBook([new, old]).on("vederlag", date(2023, 5, 1)) is new
