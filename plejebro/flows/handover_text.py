"""What a handover note says of the placement on the day: one line each, in plain Danish."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from plejebro.access.viewer import Viewer
from plejebro.agenda.enums import EntryState
from plejebro.agenda.models import Entry
from plejebro.agenda.shown import joined, words_for_all
from plejebro.enquiries.enums import Status
from plejebro.enquiries.models import Enquiry
from plejebro.kernel import clock
from plejebro.kernel.danish import date_text, time_text
from plejebro.placements.enums import Task
from plejebro.placements.models import Placement

DAYS_AHEAD = 60


def agreed_text(placement: Placement) -> str:
    """Every conclusion on the placement that the municipality can see, newest first."""
    rows = Enquiry.objects.filter(placement=placement, shared=True).exclude(conclusion="")
    return _lines(f"{row.title}: {row.conclusion}" for row in rows.order_by("-closed_at", "-pk"))


def pending_text(placement: Placement, task: Task) -> str:
    """Every open enquiry put to the task, with whose turn it is and the agreed date."""
    rows = Enquiry.objects.filter(placement=placement, shared=True, addressed_to=task).exclude(status=Status.CLOSED)
    return _lines(_pending(row) for row in rows.select_related("clock").order_by("sent_at", "pk"))


def coming_text(placement: Placement, viewer: Viewer) -> str:
    """Everything in the calendar within `DAYS_AHEAD` days from today. Both sides and their leaders read the note, so what is
    hidden from one of them stands as its kind alone."""
    today = clock.today()
    rows = Entry.objects.filter(placement=placement, state__in=(EntryState.ASKED, EntryState.PLANNED))
    rows = joined(rows.filter(ends__gte=today, starts__lte=today + timedelta(days=DAYS_AHEAD)), viewer)
    return _lines(_coming(row) for row in sorted(rows, key=lambda row: (row.starts, str(row.starts_at or ""), row.pk)))


def _coming(entry: Entry) -> str:
    day = date_text(entry.starts) if entry.starts == entry.ends else f"{date_text(entry.starts)} til {date_text(entry.ends)}"
    at = f" {time_text(entry.starts_at)}" if entry.starts_at else ""
    asked = " (ønsket)" if entry.state == EntryState.ASKED else ""
    return f"{day}{at}: {words_for_all(entry)}{asked}"


def _pending(enquiry: Enquiry) -> str:
    due = enquiry.clock.due_on if enquiry.clock else None
    by = f", aftalt svarfrist {date_text(due)}" if due else ""
    return f"{enquiry.title} ({Status(enquiry.status).label.lower()}{by})"


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)
