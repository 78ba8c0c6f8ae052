"""The reply clock: how long the municipality has to answer, in working days.

It counts an agreed service level, never a deadline in law, and says so. Pure functions: no ORM and no request, and
no person among the inputs, so a change of case adviser or consultant cannot reset it.

One convention: the day it starts is day 0, and a working day is used up when the clock was running at its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Literal

from plejebro.kernel.danish import since_text, weekday_date, working_days_text
from plejebro.kernel.workdays import add_working_days, working_days_between

DEFAULT_REPLY_WORKDAYS: Final = 5
AUTO_CLOSE_WORKDAYS: Final = 10
REMIND_WORKDAYS_BEFORE: Final = 2

State = Literal["running", "paused", "late", "stopped"]
Tone = Literal["info", "warning", "error", "success", "neutral"]


class PauseReason(StrEnum):
    """Why the clock stands still: the ball is with the family, or the enquiry was closed until it was opened again."""

    MORE_ASKED = "more_asked"
    ANSWER_GIVEN = "answer_given"
    CLOSED = "closed"


class Side(StrEnum):
    """Whose eyes read the clock. Anyone who is not the family (a union adviser too) reads the municipality's words."""

    FAMILY = "family"
    MUNICIPALITY = "municipality"


@dataclass(frozen=True)
class Pause:
    """The clock stands still from `starts` until `ends`, the day it goes on again; None while it still stands.

    Raises ValueError when `ends` lies before `starts`. A pause that ends the day it starts costs nothing.
    """

    starts: date
    ends: date | None
    reason: PauseReason

    def __post_init__(self) -> None:
        if self.ends is not None and self.ends < self.starts:
            raise ValueError("En pause kan ikke slutte, før den begynder.")


@dataclass(frozen=True)
class ClockFace:
    """What a page shows of a clock, in the viewer's words.

    `due` is None while the clock stands still in time, since the date then moves. `remaining` counts working days
    and is negative when late. `fraction_used` goes from 0.0 to 1.0, for the bar beside the text.
    """

    state: State
    text: str
    detail: str
    tone: Tone
    due: date | None
    remaining: int | None
    fraction_used: float


def due_date(started: date, workdays: int, pauses: Sequence[Pause], today: date) -> date:
    """The last day for an answer: always a working day.

    An open pause counts through `today`, so the date moves on for as long as the pause lasts.
    Raises ValueError when `workdays` is under 1.
    """
    if workdays < 1:
        raise ValueError("En svarfrist er mindst 1 hverdag.")
    due = add_working_days(started, workdays)
    for first, last in _standstills(pauses, today):
        if first <= due:
            due = add_working_days(due, _lost(started, first, last))
    return due


def remaining(started: date, workdays: int, pauses: Sequence[Pause], today: date) -> int:
    """Working days left after `today`; 0 on the last day, negative when over. Days on pause are never counted."""
    used = working_days_between(started, max(started, today))
    for first, last in _standstills(pauses, today):
        if first <= today:
            used -= _lost(started, first, min(last, today))
    return workdays - used


def open_pause(pauses: Sequence[Pause]) -> Pause | None:
    """The pause that still lasts, if any: the earliest begun, should there be several."""
    return min((pause for pause in pauses if pause.ends is None), key=lambda pause: pause.starts, default=None)


def remind_on(due: date) -> date:
    """The day the addressee is reminded: two working days before the due date."""
    return add_working_days(due, -REMIND_WORKDAYS_BEFORE)


def auto_close_on(answered_on: date) -> date:
    """The day an answer met with silence closes the enquiry: the tenth working day after it. The asker may reopen."""
    return add_working_days(answered_on, AUTO_CLOSE_WORKDAYS)


def read_face(
    *,
    started: date,
    workdays: int,
    pauses: Sequence[Pause],
    today: date,
    viewer: Side,
    stopped_on: date | None = None,
) -> ClockFace:
    """The clock as `viewer` reads it on `today`; with `stopped_on`, as it stood when it stopped."""
    if stopped_on is not None:
        return _stopped_face(started, workdays, _ended_by(pauses, stopped_on), stopped_on, today)
    due = due_date(started, workdays, pauses, today)
    left = remaining(started, workdays, pauses, today)
    used = _fraction(workdays, left)
    pause = open_pause(pauses)
    if pause is not None and pause.starts <= today:
        return _paused_face(pause, due, left, used, today, viewer)
    if today > due:
        return ClockFace("late", over_text(left), _was_due(due, today), "error", due, left, used)
    tone: Tone = "warning" if left <= REMIND_WORKDAYS_BEFORE else "info"
    text = f"Aftalt svarfrist: {weekday_date(due, today)} ({_left_text(left)})"
    return ClockFace("running", text, _AGREED, tone, due, left, used)


def over_text(left: int) -> str:
    """'2 hverdage over den aftalte frist'; on free days right after it, that it has passed."""
    if left >= 0:
        return "Den aftalte svarfrist er overskredet"
    return f"{working_days_text(left)} over den aftalte frist"


_AGREED: Final = "Fristen er et aftalt serviceniveau, ikke en frist i loven."


def _left_text(left: int) -> str:
    return "sidste dag er i dag" if left == 0 else f"{working_days_text(left)} tilbage"


def _was_due(due: date, today: date) -> str:
    return f"Den aftalte svarfrist var {weekday_date(due, today)}. {_AGREED}"


def _paused_face(pause: Pause, due: date, left: int, used: float, today: date, viewer: Side) -> ClockFace:
    is_family = viewer is Side.FAMILY
    whom = "jer" if is_family else "familien"
    is_over = due < pause.starts
    standing = over_text(left) if is_over else _left_text(left)
    return ClockFace(
        state="paused",
        text=f"Venter på {whom} siden {since_text(pause.starts, today)}",
        detail=f"{_why_paused(pause, is_family)} Svarfristen står stille: {standing[0].lower()}{standing[1:]}.",
        tone="warning" if is_family else "neutral",
        due=due if is_over else None,
        remaining=left,
        fraction_used=used,
    )


def _why_paused(pause: Pause, is_family: bool) -> str:
    if pause.reason is PauseReason.MORE_ASKED:
        return "Kommunen har bedt jer om mere." if is_family else "Familien er bedt om mere."
    closes = weekday_date(auto_close_on(pause.starts), pause.starts)
    if is_family:
        return f"Kommunen har svaret. Skriver I ikke, lukker henvendelsen {closes}. I kan åbne den igen."
    return f"Der er svaret. Skriver familien ikke, lukker henvendelsen {closes}."


def _stopped_face(started: date, workdays: int, pauses: Sequence[Pause], stopped_on: date, today: date) -> ClockFace:
    due = due_date(started, workdays, pauses, stopped_on)
    left = remaining(started, workdays, pauses, stopped_on)
    is_late = stopped_on > due
    detail = over_text(left) if is_late else "Inden for den aftalte svarfrist"
    return ClockFace(
        state="stopped",
        text=f"Afsluttet {weekday_date(stopped_on, today)}",
        detail=f"{detail}.",
        tone="neutral" if is_late else "success",
        due=due,
        remaining=left,
        fraction_used=_fraction(workdays, left),
    )


def _ended_by(pauses: Sequence[Pause], stopped_on: date) -> list[Pause]:
    """The pauses as they stood when the clock stopped: none lasts longer."""
    return [
        Pause(pause.starts, min(pause.ends or stopped_on, stopped_on), pause.reason)
        for pause in pauses
        if pause.starts <= stopped_on
    ]


def _fraction(workdays: int, left: int) -> float:
    return min(1.0, max(0.0, (workdays - left) / workdays))


def _standstills(pauses: Sequence[Pause], today: date) -> list[tuple[date, date]]:
    """Spells of days at whose end the clock stood still, in order and merged; an open pause lasts through `today`."""
    merged: list[tuple[date, date]] = []
    for pause in sorted(pauses, key=lambda pause: pause.starts):
        last = today if pause.ends is None else pause.ends - timedelta(days=1)
        if last < pause.starts:
            continue
        if merged and pause.starts <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((pause.starts, last))
    return merged


def _lost(started: date, first: date, last: date) -> int:
    """Working days of the spell that the clock would else have used: those after the day it started."""
    before = max(started, first - timedelta(days=1))
    return max(0, working_days_between(before, last))
