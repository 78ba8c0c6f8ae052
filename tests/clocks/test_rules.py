"""The reply clock: how long a family waits, and what the clock says meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plejebro.clocks.rules import (
    AUTO_CLOSE_WORKDAYS,
    DEFAULT_REPLY_WORKDAYS,
    ClockFace,
    Pause,
    PauseReason,
    Side,
    auto_close_on,
    due_date,
    open_pause,
    read_face,
    remaining,
    remind_on,
)
from plejebro.kernel.workdays import add_working_days, is_working_day, working_days_between

MORE, ANSWER = PauseReason.MORE_ASKED, PauseReason.ANSWER_GIVEN
TUESDAY = date(2026, 11, 24)
DAYS = st.dates(date(2023, 1, 1), date(2030, 12, 31))
WORKDAYS = st.integers(1, 30)


@st.composite
def pauses_after(draw: st.DrawFn, started: date) -> list[Pause]:
    """Up to three pauses, in any order, possibly overlapping; the last may still be open."""
    result = []
    for _ in range(draw(st.integers(0, 3))):
        first = started + timedelta(days=draw(st.integers(0, 40)))
        length = draw(st.integers(0, 25))
        result.append(Pause(first, first + timedelta(days=length), draw(st.sampled_from(PauseReason))))
    if draw(st.booleans()):
        result.append(Pause(started + timedelta(days=draw(st.integers(0, 40))), None, MORE))
    return result


@st.composite
def clocks(draw: st.DrawFn) -> tuple[date, int, list[Pause], date]:
    """started, workdays, pauses, today."""
    started = draw(DAYS)
    return started, draw(WORKDAYS), draw(pauses_after(started)), started + timedelta(days=draw(st.integers(0, 90)))


def stands_still(day: date, pauses: Sequence[Pause], today: date) -> bool:
    """The rule in its own words: paused at the end of the day; an open pause is known through today only."""
    return any(p.starts <= day and (day <= today if p.ends is None else day < p.ends) for p in pauses)


def counted_by_hand(started: date, pauses: Sequence[Pause], today: date, last: date) -> int:
    """Working days used up, looked at one by one."""
    days = (started + timedelta(days=n) for n in range(1, (last - started).days + 1))
    return sum(is_working_day(day) and not stands_still(day, pauses, today) for day in days)


@given(started=DAYS, workdays=WORKDAYS, today=DAYS)
def test_without_pauses_the_date_is_so_many_working_days_on(started: date, workdays: int, today: date) -> None:
    assert due_date(started, workdays, [], today) == add_working_days(started, workdays)


@given(clocks())
def test_the_due_date_is_the_day_on_which_the_last_working_day_is_used(
    clock: tuple[date, int, list[Pause], date],
) -> None:
    started, workdays, pauses, today = clock
    due = due_date(started, workdays, pauses, today)
    assert is_working_day(due)
    assert not stands_still(due, pauses, today)
    assert counted_by_hand(started, pauses, today, due) == workdays


@given(clocks())
def test_what_remains_is_what_has_not_been_used(clock: tuple[date, int, list[Pause], date]) -> None:
    started, workdays, pauses, today = clock
    assert remaining(started, workdays, pauses, today) == workdays - counted_by_hand(started, pauses, today, today)


@given(clocks())
def test_before_the_due_date_what_remains_leads_to_it(clock: tuple[date, int, list[Pause], date]) -> None:
    started, workdays, pauses, today = clock
    pauses = [p for p in pauses if p.starts <= today and (p.ends is None or p.ends <= today)]
    due = due_date(started, workdays, pauses, today)
    left = remaining(started, workdays, pauses, today)
    if today <= due:
        assert left == working_days_between(today, due) >= 0
    else:
        assert left <= 0


@given(clock=clocks(), first=st.integers(0, 40), length=st.none() | st.integers(0, 25))
def test_one_more_pause_never_brings_the_date_forward(
    clock: tuple[date, int, list[Pause], date], first: int, length: int | None
) -> None:
    started, workdays, pauses, today = clock
    starts = started + timedelta(days=first)
    more = [*pauses, Pause(starts, None if length is None else starts + timedelta(days=length), ANSWER)]
    assert due_date(started, workdays, more, today) >= due_date(started, workdays, pauses, today)
    assert remaining(started, workdays, more, today) >= remaining(started, workdays, pauses, today)


@given(clocks())
def test_more_working_days_give_a_later_date(clock: tuple[date, int, list[Pause], date]) -> None:
    started, workdays, pauses, today = clock
    assert due_date(started, workdays + 1, pauses, today) > due_date(started, workdays, pauses, today)


@given(clocks())
def test_the_order_in_which_pauses_are_told_does_not_matter(clock: tuple[date, int, list[Pause], date]) -> None:
    started, workdays, pauses, today = clock
    assert due_date(started, workdays, pauses[::-1], today) == due_date(started, workdays, pauses, today)


@given(clocks(), st.sampled_from(Side), st.booleans())
def test_every_clock_has_a_face_in_words(clock: tuple[date, int, list[Pause], date], viewer: Side, stopped: bool) -> None:
    started, workdays, pauses, today = clock
    shown = read_face(
        started=started,
        workdays=workdays,
        pauses=pauses,
        today=today,
        viewer=viewer,
        stopped_on=today if stopped else None,
    )
    assert shown.text
    assert shown.detail.endswith(".")
    assert 0.0 <= shown.fraction_used <= 1.0
    assert (shown.state == "stopped") is stopped


@pytest.mark.parametrize(
    ("started", "workdays", "due"),
    [
        (date(2026, 11, 24), 5, date(2026, 12, 1)),
        (date(2026, 11, 27), 5, date(2026, 12, 4)),  # sent on a Friday
        (date(2026, 11, 28), 5, date(2026, 12, 4)),  # sent on a Saturday
        (date(2026, 12, 22), 5, date(2027, 1, 4)),  # Christmas and New Year: 23, 28, 29, 30, 4
        (date(2026, 3, 30), 5, date(2026, 4, 9)),  # Easter: 31, 1, 7, 8, 9
        (date(2026, 5, 13), 2, date(2026, 5, 18)),  # Ascension Day, and the Friday after it counts
        (date(2024, 4, 25), 1, date(2024, 4, 26)),  # store bededag is gone
        (date(2026, 6, 4), 1, date(2026, 6, 8)),  # grundlovsdag
    ],
)
def test_christmas_and_easter_are_not_counted(started: date, workdays: int, due: date) -> None:
    assert due_date(started, workdays, [], started) == due


def test_a_week_while_the_family_is_asked_for_more_costs_the_municipality_nothing() -> None:
    asked = [Pause(date(2026, 11, 26), date(2026, 12, 3), MORE)]
    assert due_date(TUESDAY, DEFAULT_REPLY_WORKDAYS, [], TUESDAY) == date(2026, 12, 1)
    assert due_date(TUESDAY, DEFAULT_REPLY_WORKDAYS, asked, date(2026, 12, 3)) == date(2026, 12, 8)


def test_asked_and_answered_the_same_day_costs_nothing() -> None:
    same_day = [Pause(date(2026, 11, 26), date(2026, 11, 26), MORE)]
    assert due_date(TUESDAY, 5, same_day, date(2026, 11, 27)) == date(2026, 12, 1)


def test_a_pause_after_the_due_date_does_not_excuse_the_delay() -> None:
    answered_late = [Pause(date(2026, 12, 3), None, ANSWER)]
    assert due_date(TUESDAY, 5, answered_late, date(2026, 12, 10)) == date(2026, 12, 1)
    assert remaining(TUESDAY, 5, answered_late, date(2026, 12, 10)) == -1


def test_a_clock_of_no_days_and_a_pause_that_ends_before_it_begins_are_refused() -> None:
    with pytest.raises(ValueError, match="mindst 1 hverdag"):
        due_date(TUESDAY, 0, [], TUESDAY)
    with pytest.raises(ValueError, match="slutte, før den begynder"):
        Pause(TUESDAY, TUESDAY - timedelta(days=1), MORE)


def test_the_reminder_comes_two_working_days_before_and_silence_closes_after_ten() -> None:
    assert remind_on(date(2026, 12, 1)) == date(2026, 11, 27)
    assert auto_close_on(date(2026, 12, 1)) == date(2026, 12, 15)
    assert working_days_between(date(2026, 12, 18), auto_close_on(date(2026, 12, 18))) == AUTO_CLOSE_WORKDAYS


def test_the_open_pause_is_the_one_that_still_lasts() -> None:
    over, still = Pause(TUESDAY, TUESDAY, MORE), Pause(TUESDAY, None, ANSWER)
    assert open_pause([over, still]) is still
    assert open_pause([over]) is None


def face(today: date, *pauses: Pause, viewer: Side = Side.FAMILY, stopped_on: date | None = None) -> ClockFace:
    """The clock of an enquiry sent on Thursday 26 November 2026 with five working days: due Thursday 3 December."""
    return read_face(
        started=date(2026, 11, 26), workdays=5, pauses=pauses, today=today, viewer=viewer, stopped_on=stopped_on
    )


def test_a_running_clock_says_the_date_and_that_it_is_not_law() -> None:
    shown = face(date(2026, 11, 30))
    assert (shown.state, shown.tone) == ("running", "info")
    assert shown.text == "Aftalt svarfrist: torsdag 3. december (3 hverdage tilbage)"
    assert "ikke en frist i loven" in shown.detail
    assert (shown.due, shown.remaining, shown.fraction_used) == (date(2026, 12, 3), 3, 0.4)


@pytest.mark.parametrize(
    ("today", "state", "text"),
    [
        (date(2026, 12, 2), "running", "Aftalt svarfrist: torsdag 3. december (1 hverdag tilbage)"),
        (date(2026, 12, 3), "running", "Aftalt svarfrist: torsdag 3. december (sidste dag er i dag)"),
        (date(2026, 12, 4), "late", "1 hverdag over den aftalte frist"),
        (date(2026, 12, 7), "late", "2 hverdage over den aftalte frist"),
    ],
)
def test_the_clock_around_its_due_date(today: date, state: str, text: str) -> None:
    shown = face(today)
    assert (shown.state, shown.text) == (state, text)


def test_on_the_saturday_after_a_friday_due_date_it_is_over_but_by_no_working_day() -> None:
    shown = read_face(started=date(2026, 11, 27), workdays=5, pauses=[], today=date(2026, 12, 5), viewer=Side.FAMILY)
    assert (shown.state, shown.text) == ("late", "Den aftalte svarfrist er overskredet")


def test_while_the_family_is_asked_each_side_reads_its_own_words() -> None:
    asked = Pause(date(2026, 12, 1), None, MORE)
    ours = face(date(2026, 12, 4), asked)
    theirs = face(date(2026, 12, 4), asked, viewer=Side.MUNICIPALITY)
    assert ours.text == "Venter på jer siden tirsdag"
    assert ours.detail == "Kommunen har bedt jer om mere. Svarfristen står stille: 3 hverdage tilbage."
    assert theirs.text == "Venter på familien siden tirsdag"
    assert (ours.state, ours.due, ours.remaining) == ("paused", None, 3)


def test_an_answer_waits_for_the_family_and_says_when_it_closes_by_itself() -> None:
    answered = Pause(date(2026, 12, 1), None, ANSWER)
    assert "lukker henvendelsen tirsdag 15. december" in face(date(2026, 12, 2), answered).detail
    assert "Skriver familien ikke" in face(date(2026, 12, 2), answered, viewer=Side.MUNICIPALITY).detail


def test_a_late_answer_on_pause_still_says_it_was_late() -> None:
    shown = face(date(2026, 12, 9), Pause(date(2026, 12, 8), None, ANSWER))
    assert shown.state == "paused"
    assert "2 hverdage over den aftalte frist" in shown.detail
    assert shown.due == date(2026, 12, 3)


def test_a_stopped_clock_says_when_and_whether_in_time() -> None:
    in_time = face(date(2026, 12, 20), Pause(date(2026, 12, 1), None, ANSWER), stopped_on=date(2026, 12, 9))
    late = face(date(2026, 12, 20), stopped_on=date(2026, 12, 7))
    assert (in_time.text, in_time.detail) == ("Afsluttet onsdag 9. december", "Inden for den aftalte svarfrist.")
    assert late.detail == "2 hverdage over den aftalte frist."
