"""Periods with both dates included."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plejebro.kernel.periods import Period

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 40).map(lambda n: FIRST + timedelta(days=n))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Short periods close together, so that they meet often; some without an end."""
    starts = draw(DAYS)
    length = draw(st.none() | st.integers(0, 12))
    return Period(starts, None if length is None else starts + timedelta(days=length))


def days_of(period: Period) -> set[date]:
    """The period's days within the window of these tests, one by one."""
    return {day for day in (FIRST + timedelta(days=n) for n in range(80)) if period.contains(day)}


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(ValueError, match="Slutdatoen ligger før startdatoen"):
        Period(date(2026, 2, 1), date(2026, 1, 31))


def test_a_placement_still_holds_on_its_last_day() -> None:
    placement = Period(date(2025, 3, 1), date(2026, 2, 28))
    assert placement.contains(date(2026, 2, 28))
    assert not placement.ended_before(date(2026, 2, 28))
    assert placement.ended_before(date(2026, 3, 1))


def test_an_adviser_taking_over_the_day_after_touches_without_overlap() -> None:
    mette = Period(date(2026, 1, 1), date(2026, 1, 31))
    sara = Period(date(2026, 2, 1))
    assert mette.touches(sara)
    assert sara.touches(mette)
    assert not mette.overlaps(sara)


def test_a_period_until_the_end_of_the_calendar_touches_nothing_after() -> None:
    assert not Period(FIRST, date.max).touches(Period(FIRST, None))


@given(a=periods(), b=periods())
def test_overlap_and_intersection_say_what_the_days_say(a: Period, b: Period) -> None:
    shared = days_of(a) & days_of(b)
    both = a.intersection(b)
    assert a.overlaps(b) is b.overlaps(a) is bool(shared)
    assert (days_of(both) if both else set()) == shared
    assert not (a.touches(b) and a.overlaps(b))


@given(a=periods(), day=DAYS)
def test_a_period_that_has_ended_holds_no_later_day(a: Period, day: date) -> None:
    if a.ended_before(day):
        assert not a.contains(day)
    if a.is_open:
        assert not a.ended_before(day)
