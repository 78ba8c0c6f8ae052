"""CPR numbers. All numbers here are put together from parts and belong to nobody."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plejebro.kernel.cpr import Cpr, CprError, parse_cpr


def number(day_month_year: str, serial: str) -> str:
    """A ten-digit text; the repository itself holds none."""
    return day_month_year + serial


@pytest.mark.parametrize("separator", ["-", " ", "", " - ", "–", "\u00a0"])
def test_a_parent_may_write_the_number_as_people_do(separator: str) -> None:
    cpr = parse_cpr(f" 241114{separator}4001 ")
    assert cpr.birth_date == date(2014, 11, 24)
    assert cpr.number == number("241114", "4001")
    assert cpr.in_full == "-".join(["241114", "4001"])


@pytest.mark.parametrize(
    ("two_digits", "seventh", "year"),
    [
        ("00", "0", 1900), ("99", "3", 1999),
        ("00", "4", 2000), ("36", "4", 2036), ("37", "4", 1937), ("99", "4", 1999),
        ("00", "5", 2000), ("57", "6", 2057), ("58", "7", 1858), ("99", "8", 1899),
        ("36", "9", 2036), ("37", "9", 1937),
    ],
)  # fmt: skip
def test_the_seventh_digit_tells_the_century(two_digits: str, seventh: str, year: int) -> None:
    assert parse_cpr(number("0102" + two_digits, seventh + "000")).birth_date == date(year, 2, 1)


def test_a_leap_day_needs_a_leap_year_in_its_own_century() -> None:
    assert parse_cpr(number("290200", "4000")).birth_date == date(2000, 2, 29)
    with pytest.raises(CprError):
        parse_cpr(number("290200", "0000"))  # 1900 was no leap year


def test_a_number_without_a_valid_check_digit_is_accepted() -> None:
    serials = [f"{serial:04d}" for serial in range(4000, 4030)]
    found = [parse_cpr(number("010114", serial)).modulus_11_ok for serial in serials]
    assert True in found
    assert False in found


def test_the_number_is_shown_as_birth_date_and_four_dots() -> None:
    cpr = parse_cpr(number("241114", "4001"))
    assert cpr.masked == str(cpr) == "24.11.2014-••••"
    assert "4001" not in repr(cpr)
    assert "4001" not in f"{cpr} {cpr!r} {[cpr]}"


@pytest.mark.parametrize(
    "text", ["", "  ", "24.11.2014", "241114-400", "241114 40011", "24111x-4001", "²41114-4001", "321314 4001"]
)
def test_what_is_not_a_number_gets_a_danish_sentence_without_the_number(text: str) -> None:
    with pytest.raises(CprError) as caught:
        parse_cpr(text)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert not any(len(word) >= 4 for word in sentence.split() if word.strip(".").isdigit())


@given(born=st.dates(date(1900, 1, 1), date(1999, 12, 31)), serial=st.integers(0, 3999))
def test_every_date_of_the_century_can_be_read_back(born: date, serial: int) -> None:
    cpr = parse_cpr(f"{born:%d%m%y}-{serial:04d}")
    assert cpr == Cpr(number(f"{born:%d%m%y}", f"{serial:04d}"), born)


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_a_sentence(text: str) -> None:
    with contextlib.suppress(CprError):
        assert len(parse_cpr(text).number) == 10
