"""What holds for meetings. Pure: days and moments come in as arguments.

No law says when an agenda or minutes must be there; that they are is what Plejefamiliernes Landsforening and KL recommend
(common recommendations on cooperation between foster families and municipalities). So the reminders are soft.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from plejebro.kernel.workdays import add_working_days, working_days_between

AGENDA_WORKDAYS_BEFORE = 3
"""How many working days before a meeting without an agenda the one who invited is reminded."""

MINUTES_WORKDAYS_AFTER = 3
"""How many working days after a meeting without minutes the one who invited is reminded."""

OBJECTION_WORKDAYS = 5
"""How many working days objections can be written; the same number as for the minutes of a negotiation."""

GUEST_READS_FOR = timedelta(days=30)
"""How long after a meeting an employee who was invited, and has no task on the placement, can read it: the minutes are
there and locked by then."""

FORGOTTEN_AFTER_WORKDAYS = 20
"""After so many working days nobody is reminded of missing minutes any more."""


def objections_by(sent_on: date) -> date:
    """The last day an objection to minutes sent on `sent_on` can be written."""
    return add_working_days(sent_on, OBJECTION_WORKDAYS)


def is_locked(until: date, today: date) -> bool:
    """Whether nothing more can be written to minutes whose window ends on `until`; the last day still counts."""
    return today > until


def lacks_agenda(meets_on: date, today: date) -> bool:
    """Whether a meeting without an agenda is so near that the one who invited is reminded: not on the day itself."""
    return today < meets_on and working_days_between(today, meets_on) <= AGENDA_WORKDAYS_BEFORE


def lacks_minutes(met_on: date, today: date) -> bool:
    """Whether so long has gone since a meeting without minutes that the one who invited is reminded, and not so long
    that it is no use any more."""
    return MINUTES_WORKDAYS_AFTER <= working_days_between(met_on, today) <= FORGOTTEN_AFTER_WORKDAYS


def has_begun(begins: datetime, now: datetime) -> bool:
    """Whether the meeting has begun: from then on the agenda is what it is, and minutes can be written."""
    return now >= begins


def points_of(text: str) -> list[str]:
    """The points of an agenda typed one on each line, without bullets and numbers people put before them."""
    lines = (line.strip().lstrip("-–•* ").strip() for line in text.splitlines())
    return [_without_number(line)[:300] for line in lines if line]


def _without_number(line: str) -> str:
    number, dot, rest = line.partition(". ")
    return rest.strip() if dot and number.isdigit() and rest.strip() else line
