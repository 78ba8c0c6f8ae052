"""When contact is suspended, and which plan a visit belongs to."""

from __future__ import annotations

from datetime import date

from plejebro.agenda.contact.models import ContactPause, ContactVisit
from plejebro.kernel.danish import date_text


def pauses_in(starts: date, ends: date, *, placement_id: int, plan_id: int | None = None) -> list[ContactPause]:
    """The pauses that share a day with `starts` to `ends`, of one plan or of all plans of the placement."""
    rows = ContactPause.objects.filter(plan__placement_id=placement_id, starts__lte=ends, ends__gte=starts)
    if plan_id is not None:
        rows = rows.filter(plan_id=plan_id)
    return list(rows.order_by("starts", "pk"))


def sentence_of_pause(placement_id: int, starts: date, ends: date, plan_id: int | None) -> str:
    """Why there can be no visit in those days; the empty text where contact is not suspended. Says neither who nor why."""
    found = pauses_in(starts, ends, placement_id=placement_id, plan_id=plan_id)
    if not found:
        return ""
    until = max(row.ends for row in found if row.ends is not None)
    return f"Samværet er sat i bero fra {date_text(found[0].starts)} til {date_text(until)}. Vælg en dag uden for den tid."


def plan_of_entry(entry_id: int) -> int | None:
    """The contact plan a visit belongs to; None for what is no visit of a plan."""
    return ContactVisit.objects.filter(entry_id=entry_id).values_list("plan_id", flat=True).first()
