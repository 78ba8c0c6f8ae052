"""The monthly statement adds up, whichever way one cuts it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal, localcontext

from hypothesis import given
from hypothesis import strategies as st

from plejebro.rates import Statement, Terms, month_amount, respite_pay, shipped, statement

D = Decimal
BORN = date(2013, 5, 20)


def month(year: int, number: int, *terms: Terms, respite: tuple[date, ...] = ()) -> Statement:
    return statement(year, number, terms, respite, shipped())


def whole(count: int = 5, **changes: object) -> Terms:
    return Terms(**{"starts": date(2018, 1, 1), "ends": None, "count": count, "born": BORN, **changes})  # type: ignore[arg-type]


def amounts(found: Statement, start: str) -> list[Decimal | None]:
    return [line.amount for line in found.lines if line.what.startswith(start)]


def test_a_whole_month_is_paid_by_the_month_rate() -> None:
    found = month(2023, 4, whole())
    assert amounts(found, "Vederlag") == [D("23468.00")]
    assert amounts(found, "Kost og logi") == [D("6083.33")]
    assert found.taxable == D("23468.00")
    assert all(line.source and line.formula for line in found.lines if line.amount is not None)


def test_anything_less_is_days_times_the_day_rate() -> None:
    found = month(2023, 4, whole(starts=date(2023, 4, 21)))
    assert amounts(found, "Vederlag") == [D("7715.50")]
    assert amounts(found, "Kost og logi") == [D("2000.00")]


def test_the_tenth_birthday_in_the_middle_of_a_month_splits_it() -> None:
    found = month(2023, 5, whole())
    assert amounts(found, "Kost og logi") == [19 * D("200.00"), 12 * D("214.00")]
    assert amounts(found, "Vederlag") == [D("23468.00")]


def test_a_new_level_in_the_middle_of_a_month_makes_two_lines() -> None:
    found = month(2023, 4, whole(5, ends=date(2023, 4, 15)), whole(3, starts=date(2023, 4, 16)))
    assert amounts(found, "Vederlag") == [15 * 5 * D("154.31"), 15 * 3 * D("154.31")]


def test_the_third_child_says_which_rule_decided() -> None:
    found = month(2023, 4, whole(child_number=3, third_child_rule="KL"))
    line = next(line for line in found.lines if line.what.startswith("Kost og logi"))
    assert line.what == "Kost og logi, tredje barn efter KL" and line.amount == D("5596.67")


def test_respite_follows_the_contract() -> None:
    away = tuple(date(2023, 4, number) for number in (8, 9))
    assert amounts(month(2023, 4, whole(), respite=away), "Kost") == [D("6083.33")]
    loses = month(2023, 4, whole(during_respite="loses_board"), respite=away)
    assert amounts(loses, "Kost") == [7 * D(200), 21 * D(200)] and amounts(loses, "Vederlag") == [D("23468.00")]
    assert amounts(month(2023, 4, whole(during_respite="loses_both"), respite=away), "Vederlag") == [
        7 * D("771.55"),
        21 * D("771.55"),
    ]


def test_a_respite_family_is_paid_for_its_days() -> None:
    lines = respite_pay(starts=date(2023, 4, 7), ends=date(2023, 4, 9), count=4, born=BORN, child_number=1, book=shipped())
    assert [line.amount for line in lines] == [3 * 4 * D("154.31"), D("600.00")]


def test_what_is_not_published_is_named_and_left_out() -> None:
    found = month(2021, 4, whole())
    assert "Vederlag, 5 vederlag" in found.missing and found.taxable == 0
    assert amounts(found, "Kost og logi") == [D("5870.42")]


def test_withheld_is_own_atp_and_eight_per_cent_of_the_rest() -> None:
    found = month(2020, 4, whole())
    assert found.own_atp == D("94.65")
    assert found.am == D("1761.71")  # 8 % of 22,116.00 - 94.65
    assert found.after_am == found.gross - D("94.65") - D("1761.71")
    assert month(2023, 4, whole()).own_atp is None


def test_a_leap_february_is_flagged() -> None:
    assert month(2020, 2, whole()).notes and not month(2023, 2, whole()).notes
    assert sum(
        line.amount or 0
        for line in month(2020, 2, whole(starts=date(2020, 2, 1), ends=date(2020, 2, 28))).lines
        if line.taxable
    ) == 28 * 5 * D("145.42")


years = st.sampled_from([2019, 2020, 2022, 2023])


@given(count=st.integers(0, 14), year=years)
def test_twelve_months_differ_from_365_days_by_at_most_twelve_half_kroner(count: int, year: int) -> None:
    rate = shipped().on("vederlag", date(year, 1, 1))
    assert rate is not None
    monthly, daily = month_amount(count, rate), rate.get("day")
    assert monthly is not None and daily is not None
    assert abs(12 * monthly - 365 * count * daily) <= 12 * D("0.5")


@given(first=st.integers(1, 30), second=st.integers(1, 30), cut=st.integers(1, 30), count=st.integers(0, 14))
def test_parts_of_a_month_add_up_over_any_cut(first: int, second: int, cut: int, count: int) -> None:
    """Cut a part of a month anywhere: the two pieces are paid what the whole part is."""
    low, high = sorted((first, second))
    cut = min(max(cut, low), high)
    if (low, high) == (1, 30):
        high = 29
        cut = min(cut, high)
    terms = whole(count)
    start, end = date(2023, 4, low), date(2023, 4, high)

    def paid(starts: date, ends: date) -> Decimal:
        if ends < starts:
            return D(0)
        lines = month(2023, 4, Terms(starts, ends, terms.count, terms.born)).lines
        return sum((line.amount for line in lines if line.amount and not line.what.startswith("Lomme")), D(0))

    middle = date(2023, 4, cut)
    assert paid(start, end) == paid(start, middle) + paid(middle + timedelta(days=1), end)


@given(precision=st.integers(5, 60), count=st.integers(1, 14))
def test_no_result_depends_on_the_callers_arithmetic(precision: int, count: int) -> None:
    """Neither float nor the decimal context of whoever asks."""
    plain = month(2023, 5, whole(count))
    with localcontext() as context:
        context.prec = precision
        again = month(2023, 5, whole(count))
        sums = (again.gross, again.after_am, again.am)
    assert again.lines == plain.lines
    assert sums == (plain.gross, plain.after_am, plain.am)
    assert all(isinstance(line.amount, Decimal) for line in plain.lines if line.amount is not None)


def test_what_the_sides_have_agreed_goes_before_the_published_rate() -> None:
    own = whole(0, own_month=D("31000.00"), own_day=D("250.00"))
    found = month(2021, 4, own)
    assert amounts(found, "Vederlag") == [D("31000.00")] and amounts(found, "Kost") == [D("7604.17")]
    part = month(2021, 4, whole(0, own_month=D("31000.00"), own_day=D("250.00"), starts=date(2021, 4, 21)))
    assert amounts(part, "Vederlag") == [D("10191.78")]  # 10 days × 31,000 × 12 / 365
