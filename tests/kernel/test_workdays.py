"""Working days in Denmark."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plejebro.kernel.workdays import (
    add_working_days,
    is_working_day,
    next_working_day,
    working_day_on_or_after,
    working_days_between,
)

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (date(2026, 11, 24), True),  # a Tuesday
        (date(2026, 11, 28), False),  # Saturday
        (date(2026, 4, 2), False),  # Maundy Thursday
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 5, 1), True),  # 1 May (store bededag fell here in 2026, and is gone)
        (date(2023, 5, 5), False),  # the last store bededag
        (date(2024, 4, 26), True),  # the first year without it
        (date(2026, 5, 14), False),  # Ascension Day
        (date(2026, 5, 15), True),  # the Friday after it
        (date(2026, 5, 25), False),  # Whit Monday
        (date(2026, 6, 5), False),  # grundlovsdag
        (date(2026, 12, 23), True),
        (date(2026, 12, 24), False),
        (date(2026, 12, 25), False),
        (date(2026, 12, 30), True),
        (date(2026, 12, 31), False),
        (date(2027, 1, 1), False),
    ],
)
def test_which_days_the_office_is_open(day: date, open_: bool) -> None:
    assert is_working_day(day) is open_


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2026, 11, 24), 5, date(2026, 12, 1)),  # over a weekend
        (date(2026, 11, 28), 1, date(2026, 11, 30)),  # from a Saturday
        (date(2026, 12, 21), 5, date(2026, 12, 30)),  # Christmas: 22, 23, 28, 29, 30
        (date(2026, 12, 30), 1, date(2027, 1, 4)),  # New Year
        (date(2026, 3, 31), 2, date(2026, 4, 7)),  # Easter
        (date(2026, 6, 4), 1, date(2026, 6, 8)),  # grundlovsdag on a Friday
        (date(2026, 12, 30), -5, date(2026, 12, 21)),
        (date(2027, 1, 4), -1, date(2026, 12, 30)),
        (date(2026, 11, 28), 0, date(2026, 11, 28)),
    ],
)
def test_adding_working_days(start: date, n: int, end: date) -> None:
    assert add_working_days(start, n) == end


def test_the_next_working_day_is_always_another_day() -> None:
    assert next_working_day(date(2026, 11, 24)) == date(2026, 11, 25)
    assert working_day_on_or_after(date(2026, 11, 24)) == date(2026, 11, 24)
    assert working_day_on_or_after(date(2026, 11, 28)) == date(2026, 11, 30)


@given(start=DAYS, n=st.integers(1, 600))
def test_adding_and_counting_are_each_others_opposites(start: date, n: int) -> None:
    end = add_working_days(start, n)
    assert is_working_day(end)
    assert working_days_between(start, end) == n
    assert working_days_between(end, start) == -n


@given(start=DAYS, n=st.integers(1, 600))
def test_going_back_ends_on_the_last_working_day_that_leaves_n(start: date, n: int) -> None:
    earlier = add_working_days(start, -n)
    assert is_working_day(earlier)
    assert earlier < start
    assert working_days_between(earlier - timedelta(days=1), start - timedelta(days=1)) == n


@given(a=DAYS, b=DAYS, c=DAYS)
def test_counting_adds_up_over_any_day_between(a: date, b: date, c: date) -> None:
    assert working_days_between(a, b) + working_days_between(b, c) == working_days_between(a, c)


@given(a=DAYS, length=st.integers(0, 60))
def test_counting_equals_looking_at_each_day(a: date, length: int) -> None:
    days = [a + timedelta(days=n) for n in range(1, length + 1)]
    assert working_days_between(a, a + timedelta(days=length)) == sum(is_working_day(day) for day in days)
