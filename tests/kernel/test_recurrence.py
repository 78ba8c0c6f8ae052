"""What repeats itself: the days are right over leap days, week 53 and short months."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plejebro.kernel.recurrence import Frequency, Recurrence

FIRST = st.dates(date(2011, 1, 1), date(2035, 12, 31))
WEEKLY = st.builds(
    lambda interval, days: Recurrence(Frequency.WEEKLY, interval, tuple(days)),
    st.integers(1, 8),
    st.sets(st.integers(0, 6), max_size=3),
)
DAILY = st.builds(lambda interval: Recurrence(Frequency.DAILY, interval), st.integers(1, 40))
MONTHLY = st.one_of(
    st.builds(lambda interval: Recurrence(Frequency.MONTHLY, interval), st.integers(1, 13)),
    st.builds(
        lambda interval, day: Recurrence(Frequency.MONTHLY, interval, month_day=day),
        st.integers(1, 13),
        st.integers(-1, 28).filter(bool),
    ),
    st.builds(
        lambda interval, day, nth: Recurrence(Frequency.MONTHLY, interval, (day,), nth=nth),
        st.integers(1, 13),
        st.integers(0, 6),
        st.sampled_from([1, 2, 3, 4, -1]),
    ),
)
YEARLY = st.builds(lambda interval: Recurrence(Frequency.YEARLY, interval), st.integers(1, 4))
RULES = st.one_of(WEEKLY, DAILY, MONTHLY, YEARLY)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("FREQ=WEEKLY;BYDAY=SA", "hver lørdag"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", "hver anden lørdag"),
        ("FREQ=WEEKLY;INTERVAL=4;BYDAY=SU", "hver 4. søndag"),
        ("FREQ=WEEKLY;INTERVAL=4", "hver 4. uge"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", "hver anden uge om mandagen og onsdagen"),
        ("FREQ=MONTHLY;BYDAY=1SA", "den første lørdag i hver måned"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=-1SU", "den sidste søndag i hver anden måned"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "den 15. i hver måned"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "den sidste dag i hver måned"),
        ("FREQ=YEARLY", "hvert år"),
        ("FREQ=YEARLY;INTERVAL=2", "hvert andet år"),
        ("FREQ=DAILY;INTERVAL=3", "hver 3. dag"),
    ],
)
def test_rules_read_as_one_says_them(text: str, words: str) -> None:
    assert Recurrence.parse(text).words() == words
    assert Recurrence.parse(text).text == text


def test_every_other_saturday_goes_on_over_week_53() -> None:
    rule = Recurrence.parse("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA")
    # 2020 and 2026 have a week 53: a count of week numbers would lose a week here.
    found = rule.days(date(2026, 12, 5), start=date(2026, 12, 1), end=date(2027, 1, 31))
    assert found == [date(2026, 12, 5), date(2026, 12, 19), date(2027, 1, 2), date(2027, 1, 16), date(2027, 1, 30)]
    assert date(2027, 1, 2).isocalendar().week == 53


def test_a_birthday_on_29_february_is_the_last_day_of_february_in_other_years() -> None:
    rule = Recurrence(Frequency.YEARLY)
    found = rule.days(date(2024, 2, 29), start=date(2024, 1, 1), end=date(2028, 12, 31))
    assert found == [date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29)]


def test_the_31st_is_the_last_day_of_a_short_month() -> None:
    found = Recurrence(Frequency.MONTHLY).days(date(2027, 1, 31), start=date(2027, 1, 1), end=date(2027, 4, 30))
    assert found == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]


@pytest.mark.parametrize(
    "text", ["", "FREQ=HOURLY", "FREQ=WEEKLY;COUNT=3", "FREQ=WEEKLY;BYDAY=XX", "FREQ=MONTHLY;BYMONTHDAY=31", "INTERVAL=2"]
)
def test_what_the_rule_cannot_say_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Recurrence.parse(text)


@given(rule=RULES)
def test_text_reads_back_as_the_same_rule(rule: Recurrence) -> None:
    assert Recurrence.parse(rule.text) == rule


@given(rule=RULES, first=FIRST, skip=st.integers(0, 900), length=st.integers(0, 700))
def test_a_window_shows_what_the_whole_series_has_there(rule: Recurrence, first: date, skip: int, length: int) -> None:
    start = first + timedelta(days=skip)
    end = start + timedelta(days=length)
    whole = rule.days(first, start=first, end=end)
    assert rule.days(first, start=start, end=end) == [day for day in whole if day >= start]
    assert whole == sorted(set(whole))
    last_on = first + timedelta(days=skip // 2)
    assert rule.days(first, start=first, end=end, last_on=last_on) == [day for day in whole if day <= last_on]


@given(rule=RULES, first=FIRST)
def test_a_day_is_in_the_series_when_the_rule_says_so_of_that_day(rule: Recurrence, first: date) -> None:
    """Asked day by day over six years with leap days and week 53, without stepping through the series."""
    days = [first + timedelta(days=number) for number in range(365 * 6)]
    assert rule.days(first, start=first, end=days[-1]) == [day for day in days if _falls_on(rule, first, day)]


def _falls_on(rule: Recurrence, first: date, day: date) -> bool:
    if rule.frequency is Frequency.DAILY:
        return (day - first).days % rule.interval == 0
    if rule.frequency is Frequency.WEEKLY:
        weeks = (_monday(day) - _monday(first)).days // 7
        return weeks % rule.interval == 0 and day.weekday() in (rule.weekdays or (first.weekday(),))
    months = (day.year - first.year) * 12 + day.month - first.month
    step = rule.interval * (12 if rule.frequency is Frequency.YEARLY else 1)
    return months % step == 0 and day.day == _day_of_month(rule, first, day)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _day_of_month(rule: Recurrence, first: date, day: date) -> int:
    length = monthrange(day.year, day.month)[1]
    if rule.nth:
        those = [n for n in range(1, length + 1) if day.replace(day=n).weekday() == rule.weekdays[0]]
        return those[rule.nth - 1] if rule.nth > 0 else those[-1]
    return length if rule.month_day == -1 else min(rule.month_day or first.day, length)
