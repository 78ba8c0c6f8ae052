"""Facts about enquiries; they follow from the placement, and from who asked."""

from __future__ import annotations

from django.db.models import Q

from plejebro.access.registry import NOTHING, fact, guard
from plejebro.access.viewer import Viewer
from plejebro.audit.types import Subject
from plejebro.db.periods import not_over
from plejebro.enquiries.enums import Side
from plejebro.enquiries.models import Enquiry
from plejebro.placements import perms as placements
from plejebro.placements.models import Placement


@fact
def family_of_enquiry(viewer: Viewer) -> Q:
    """The enquiry is about a placement with the viewer's family."""
    return Q(placement__family_id=viewer.family_id) if viewer.is_family else NOTHING


@fact
def family_of_live_enquiry(viewer: Viewer) -> Q:
    """The same, while the placement lasts."""
    return family_of_enquiry(viewer) & not_over(viewer.today, "placement__")


@fact
def family_that_asked(viewer: Viewer) -> Q:
    """The viewer's family asked."""
    return family_of_enquiry(viewer) & Q(opened_side=Side.FAMILY)


@fact
def family_alone_with_enquiry(viewer: Viewer) -> Q:
    """The family keeps the record alone and writes down what the municipality answered elsewhere."""
    return family_of_live_enquiry(viewer) & Q(placement__shared_at__isnull=True)


@fact
def assigned_to_enquiry(viewer: Viewer) -> Q:
    """The viewer is adviser or consultant on the placement (or stands in), and the enquiry is shared."""
    assigned = placements.adviser_of_placement(viewer) | placements.consultant_of_placement(viewer)
    return _shared_on(assigned)


@fact
def leads_unit_of_enquiry(viewer: Viewer) -> Q:
    """The viewer leads the placement's unit, and the enquiry is shared."""
    return _shared_on(placements.leads_its_unit(viewer))


@fact
def heads_department_of_enquiry(viewer: Viewer) -> Q:
    """The viewer heads the placement's department, and the enquiry is shared."""
    return _shared_on(placements.heads_its_department(viewer))


@fact
def municipality_that_asked(viewer: Viewer) -> Q:
    """The municipality asked, and the viewer is assigned to the placement or leads its unit."""
    return Q(opened_side=Side.MUNICIPALITY) & (assigned_to_enquiry(viewer) | leads_unit_of_enquiry(viewer))


def subjects_of_enquiry(enquiry: Enquiry) -> list[Subject]:
    """A look at a thread is a look at the enquiry, the child and the family; the page has joined the three."""
    return [Subject("enquiry", enquiry.public_id), *placements.subjects_of_placement(enquiry.placement)]


guard("enquiries.Enquiry", subjects_of_enquiry)


def _shared_on(placement: Q) -> Q:
    return Q(shared=True, placement__in=Placement.objects.filter(placement))
