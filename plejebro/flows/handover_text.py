"""What a handover note says of the placement on the day: one line each, in plain Danish."""

from __future__ import annotations

from collections.abc import Iterable

from plejebro.enquiries.enums import Status
from plejebro.enquiries.models import Enquiry
from plejebro.kernel import clock
from plejebro.kernel.danish import date_text, time_text
from plejebro.placements.enums import Task
from plejebro.placements.models import Placement


def agreed_text(placement: Placement) -> str:
    """Every conclusion on the placement that the municipality can see, newest first."""
    rows = Enquiry.objects.filter(placement=placement, shared=True).exclude(conclusion="")
    return _lines(f"{row.title}: {row.conclusion}" for row in rows.order_by("-closed_at", "-pk"))


def pending_text(placement: Placement, task: Task) -> str:
    """Every open enquiry put to the task, with whose turn it is and the agreed date."""
    rows = Enquiry.objects.filter(placement=placement, shared=True, addressed_to=task).exclude(status=Status.CLOSED)
    return _lines(_pending(row) for row in rows.select_related("clock").order_by("sent_at", "pk"))


def coming_text(placement: Placement) -> str:
    """Every date to come that is written on the placement."""
    rows = placement.coming_dates.filter(removed_at__isnull=True, on__gte=clock.today()).order_by("on", "at", "pk")
    return _lines(f"{date_text(row.on)}{f' {time_text(row.at)}' if row.at else ''}: {row.what}" for row in rows)


def _pending(enquiry: Enquiry) -> str:
    due = enquiry.clock.due_on if enquiry.clock else None
    by = f", aftalt svarfrist {date_text(due)}" if due else ""
    return f"{enquiry.title} ({Status(enquiry.status).label.lower()}{by})"


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)
