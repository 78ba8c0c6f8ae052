"""Open enquiries of many placements in one query: the clocks are read from what is stored, without their pauses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from plejebro.access.viewer import Viewer
from plejebro.clocks.enums import ClockState
from plejebro.clocks.rules import Pause, PauseReason
from plejebro.enquiries.enums import Status
from plejebro.enquiries.models import Enquiry
from plejebro.enquiries.rows import EnquiryRow, for_rows, most_urgent_first, row_of
from plejebro.kernel.workdays import add_working_days, working_days_between

OPEN = ~Q(status=Status.CLOSED)


def late_on(today: date) -> Q:
    """Enquiries the municipality has not answered by the agreed date."""
    return Q(status=Status.WAITING_MUNICIPALITY, clock__state=ClockState.RUNNING, clock__due_on__lt=today)


def quick_row(enquiry: Enquiry, viewer: Viewer) -> EnquiryRow:
    """The row of an open enquiry from `for_rows`, without asking for the clock's pauses.

    While a clock runs its due date is stored, and all that matters is how far off that is; while it stands still, what
    matters is since when and why, which the enquiry itself tells.
    """
    pauses: list[Pause] = []
    clock: Any = enquiry.clock
    if clock is not None and clock.due_on is not None:
        clock.started_on = add_working_days(clock.due_on, -clock.workdays)
    elif clock is not None and clock.stopped_on is None:
        answered = enquiry.status == Status.ANSWERED
        reason = PauseReason.ANSWER_GIVEN if answered else PauseReason.MORE_ASKED
        pauses = [Pause(enquiry.waiting_since, None, reason)]
    return row_of(enquiry, viewer, pauses)


def quick_rows(viewer: Viewer, enquiries: Any) -> list[EnquiryRow]:
    """Rows of open enquiries the caller has scoped, the most urgent first; one query."""
    return [quick_row(enquiry, viewer) for enquiry in most_urgent_first(for_rows(enquiries, viewer))]


def average_workdays(asked_and_answered: Iterable[tuple[date, date]]) -> float | None:
    """Working days from question to first answer on average; None where nothing was answered."""
    days = [working_days_between(asked, answered) for asked, answered in asked_and_answered]
    return sum(days) / len(days) if days else None


def decimal_text(number: float | None) -> str:
    """ "4,1" as one writes it, or "–" where there is nothing to count."""
    return "–" if number is None else f"{number:.1f}".replace(".", ",")
