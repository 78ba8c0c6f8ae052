"""The clock everyone asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from plejebro.kernel import clock


@pytest.fixture(autouse=True)
def real_clock_afterwards() -> Iterator[None]:
    """No test leaves the clock moved for the next one."""
    before = clock._offset_source
    clock.set_offset_source(None)
    yield
    clock.set_offset_source(before)


def test_now_is_aware_and_in_utc() -> None:
    with time_machine.travel(datetime(2026, 11, 24, 12, 5, tzinfo=UTC), tick=False):
        assert clock.now() == datetime(2026, 11, 24, 12, 5, tzinfo=UTC)
        assert clock.now().tzinfo is UTC


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 23, 22, 59, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 23, 1, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 7, 1, 22, 1, tzinfo=UTC), date(2026, 7, 2)),  # summer time: two hours ahead
    ],
)
def test_today_is_the_date_in_denmark(moment: datetime, day: date) -> None:
    with time_machine.travel(moment, tick=False):
        assert clock.today() == day


def test_the_demo_moves_the_clock_a_week_and_back() -> None:
    with time_machine.travel(datetime(2026, 11, 24, 12, 0, tzinfo=UTC), tick=False):
        clock.set_offset_source(lambda: timedelta(days=7))
        assert clock.today() == date(2026, 12, 1)
        clock.set_offset_source(None)
        assert clock.today() == date(2026, 11, 24)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        clock.local(datetime(2026, 11, 24, 12, 0))
