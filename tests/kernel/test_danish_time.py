"""Four o'clock on the wall is four o'clock, on the nights the clocks change as well."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plejebro.kernel import danish_time

_HOURS = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def test_four_oclock_is_another_moment_in_summer() -> None:
    assert danish_time.at(date(2026, 1, 10), time(16)) == datetime(2026, 1, 10, 15, tzinfo=UTC)
    assert danish_time.at(date(2026, 7, 10), time(16)) == datetime(2026, 7, 10, 14, tzinfo=UTC)


def test_an_hour_that_is_left_out_in_march_is_the_one_after_it() -> None:
    assert danish_time.local(danish_time.at(date(2026, 3, 29), time(2, 30))).time() == time(3, 30)


def test_an_hour_that_comes_twice_in_october_is_the_first() -> None:
    first = danish_time.at(date(2026, 10, 25), time(2, 30))
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert danish_time.local(first + timedelta(hours=1)).time() == time(2, 30)


def test_a_moment_without_a_time_zone_says_nothing() -> None:
    with pytest.raises(ValueError, match="time zone"):
        danish_time.local(datetime(2026, 1, 1))


@given(day=st.dates(date(1990, 1, 1), date(2090, 1, 1)), at=_HOURS)
def test_there_and_back_is_the_same_time_unless_it_did_not_exist(day: date, at: time) -> None:
    shown = danish_time.local(danish_time.at(day, at))
    assert shown.date() == day
    assert shown.time() == at or (day.month == 3 and at.hour == 2)


def test_minutes_that_pass_over_the_night_the_clocks_change() -> None:
    three, noon = time(15), time(12)
    assert danish_time.minutes_between(date(2027, 3, 20), three, date(2027, 3, 21), noon) == 21 * 60
    assert danish_time.minutes_between(date(2027, 3, 27), three, date(2027, 3, 28), noon) == 20 * 60
    assert danish_time.minutes_between(date(2027, 10, 30), three, date(2027, 10, 31), noon) == 22 * 60
    assert danish_time.minutes_between(date(2027, 3, 20), three, date(2027, 3, 20), noon) < 0
