"""Facts about the calendar as a whole."""

from __future__ import annotations

from django.db.models import Q

from plejebro.access.registry import NOTHING, fact
from plejebro.access.viewer import Viewer
from plejebro.agenda.meetings.rules import GUEST_READS_FOR
from plejebro.agenda.models import Participant


@fact
def takes_part_in_entry(viewer: Viewer) -> Q:
    """The viewer takes part in it, as an employee of the municipality it belongs to; for a time after it as well."""
    if viewer.employment_id is None:
        return NOTHING
    mine = Participant.objects.filter(employment_id=viewer.employment_id).values("entry_id")
    here = Q(placement__municipality_id=viewer.tenant_id, placement__shared_at__isnull=False)
    return here & Q(pk__in=mine, ends__gte=viewer.today - GUEST_READS_FOR)
