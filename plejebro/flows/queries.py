"""What the steps over several rooms need to know beforehand."""

from __future__ import annotations

from plejebro.enquiries.enums import Status
from plejebro.enquiries.models import Enquiry
from plejebro.placements.models import Placement


def open_enquiries(placement: Placement) -> int:
    """How many enquiries on the placement are not closed. A number only: nothing of them is shown."""
    return Enquiry.objects.filter(placement=placement).exclude(status=Status.CLOSED).count()
