"""Facts about meetings; most follow from the placement (`agenda.perms`)."""

from __future__ import annotations

from django.db.models import Q

from plejebro.access.registry import NOTHING, fact, guard
from plejebro.access.viewer import Viewer
from plejebro.agenda.meetings.models import Meeting
from plejebro.agenda.meetings.rules import GUEST_READS_FOR
from plejebro.agenda.models import Participant
from plejebro.audit.types import Subject
from plejebro.placements import perms as placements


@fact
def takes_part_in_meeting(viewer: Viewer) -> Q:
    """The viewer is invited, as an employee of the municipality the placement belongs to; for a time after the meeting."""
    if viewer.employment_id is None:
        return NOTHING
    mine = Participant.objects.filter(employment_id=viewer.employment_id).values("entry_id")
    since = viewer.today - GUEST_READS_FOR
    here = Q(placement__municipality_id=viewer.tenant_id, placement__shared_at__isnull=False)
    return here & Q(entry_id__in=mine, entry__starts__gte=since)


def subjects_of_meeting(meeting: Meeting) -> list[Subject]:
    """A look at a meeting is a look at the meeting, the child and the family; the page has joined the three."""
    return [Subject("meeting", meeting.public_id), *placements.subjects_of_placement(meeting.placement)]


guard("agenda.Meeting", subjects_of_meeting)
