"""After something has come to its end, the pulse asks those it was between: an enquiry, a negotiation, a handover."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Final

from plejebro.agreements.enums import NegotiationState
from plejebro.agreements.models import Negotiation
from plejebro.db.periods import current
from plejebro.enquiries.enums import Closing, Status
from plejebro.enquiries.models import Enquiry
from plejebro.kernel import clock, danish_time
from plejebro.placements.enums import Task
from plejebro.placements.models import Assignment, HandoverNote, Placement
from plejebro.surveys import pulse

LOOK_BACK: Final = timedelta(days=7)
"""How far back an end still counts: so a worker that stood still for a few days asks of them too."""


def ask_after_what_ended() -> int:
    """Asks the families and advisers of what has ended lately and in this quarter, and closes past pulses; returns how
    many were asked. Somebody who has been asked in the quarter is not asked again, so it can be done at any time."""
    pulse.close_past()
    today = clock.today()
    since = max(today - LOOK_BACK, pulse.quarter_of(today)[0])
    placements = Placement.objects.filter(current(today), shared_at__isnull=False, pk__in=_ended_since(since))
    families = {(str(family), code) for family, code in placements.values_list("family__public_id", "municipality__code")}
    advisers = Assignment.objects.filter(current(today), task=Task.ADVISER, placement__in=placements)
    return pulse.ask(
        families=families,
        employees={str(mark) for mark in advisers.values_list("employment__public_id", flat=True)},
    )


def _ended_since(day: date) -> Iterable[int]:
    """The placements on which something has come to its end on `day` or later."""
    first = danish_time.at(day, time())
    enquiries = Enquiry.objects.filter(status=Status.CLOSED, closed_at__gte=first, shared=True)
    talks = Negotiation.objects.exclude(state=NegotiationState.OPEN).filter(closed_at__gte=first)
    notes = HandoverNote.objects.filter(effective_on__gte=day, effective_on__lte=clock.today())
    return {
        *enquiries.exclude(closing=Closing.WITHDRAWN).values_list("placement_id", flat=True),
        *talks.values_list("contract__placement_id", flat=True),
        *notes.values_list("placement_id", flat=True),
    }
