"""The calendar of a placement that ends."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F

from plejebro.agenda.contact.deciding import close_plan
from plejebro.agenda.contact.models import ContactPlan
from plejebro.agenda.contact.planning import PAUSED
from plejebro.agenda.enums import PLACEMENT_ENDED, CancelledBy, EntryState
from plejebro.agenda.meetings import messages as meetings
from plejebro.agenda.meetings.messages import Event
from plejebro.agenda.meetings.models import Meeting
from plejebro.agenda.models import Entry
from plejebro.agenda.respite.closing import close_after
from plejebro.audit.actions import record_change
from plejebro.audit.types import Actor
from plejebro.kernel import clock
from plejebro.placements.models import Placement
from plejebro.placements.perms import subjects_of_placement

_LIVE = (EntryState.ASKED, EntryState.PLANNED)


@transaction.atomic
def close_calendar(*, actor: Actor, placement: Placement, last_day: date) -> int:
    """Nothing stands in the calendar that begins after the placement's last day: visits, stays, holidays, care, meetings and
    visits of supervision to come are cancelled, contact plans end, and requests lapse. What has begun by then stands.

    Done twice it is done once, and a later last day brings nothing back: it is agreed again, or not. Returns how many
    entries were taken out.
    """
    ahead = Entry.objects.filter(placement=placement, state__in=_LIVE, starts__gt=last_day)
    taken = list(ahead.order_by("pk").values_list("pk", flat=True))
    _tell_of_meetings(taken)
    for plan in ContactPlan.objects.filter(placement=placement).select_related("document").order_by("pk"):
        close_plan(plan, last_day)
    close_after(placement.pk, last_day)
    values = {"cancelled_by": CancelledBy.OTHER, "reason": PLACEMENT_ENDED, "changed_at": clock.now()}
    ahead.update(state=EntryState.CANCELLED, version=F("version") + 1, **values)
    # A visit that a pause had cancelled does not come back with the end of the pause either.
    paused = Entry.objects.filter(placement=placement, state=EntryState.CANCELLED, reason=PAUSED, starts__gt=last_day)
    paused.update(reason=PLACEMENT_ENDED)
    details = {"last_day": last_day.isoformat(), "entries": len(taken)}
    record_change(actor=actor, action="agenda.close", subjects=subjects_of_placement(placement), details=details)
    return len(taken)


def _tell_of_meetings(entry_ids: list[int]) -> None:
    rows = Meeting.objects.filter(entry_id__in=entry_ids).select_related("entry", "placement__child", "placement__family")
    for row in rows.order_by("pk"):
        event = Event("meeting.cancelled", "Et møde er aflyst.", "cancelled", row.entry.starts, "Det skulle have været")
        meetings.tell_everybody(row, event)
