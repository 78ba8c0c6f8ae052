"""Facts about what stands in the calendar; they follow from the placement. They hold for every model of the room that has
a `placement`."""

from __future__ import annotations

from django.db.models import Q

from plejebro.access.registry import NOTHING, fact, guard
from plejebro.access.viewer import Viewer
from plejebro.agenda.models import Entry
from plejebro.audit.types import Subject
from plejebro.db.periods import not_over
from plejebro.placements import perms as placements
from plejebro.placements.models import Placement


@fact
def family_of_agenda(viewer: Viewer) -> Q:
    """It is about a placement with the viewer's family."""
    return Q(placement__family_id=viewer.family_id) if viewer.is_family else NOTHING


@fact
def family_of_live_agenda(viewer: Viewer) -> Q:
    """The same, while the placement lasts."""
    return family_of_agenda(viewer) & not_over(viewer.today, "placement__")


@fact
def adviser_of_agenda(viewer: Viewer) -> Q:
    """The viewer decides about the child."""
    return _on(placements.adviser_of_placement(viewer))


@fact
def consultant_of_agenda(viewer: Viewer) -> Q:
    """The viewer looks after the family."""
    return _on(placements.consultant_of_placement(viewer))


@fact
def leads_unit_of_agenda(viewer: Viewer) -> Q:
    """The viewer leads the placement's unit."""
    return _on(placements.leads_its_unit(viewer))


@fact
def heads_department_of_agenda(viewer: Viewer) -> Q:
    """The viewer heads the placement's department."""
    return _on(placements.heads_its_department(viewer))


def subjects_of_entry(entry: Entry) -> list[Subject]:
    """A look at an entry is a look at the entry, the child and the family; the page has joined the three."""
    return [Subject("entry", entry.public_id), *placements.subjects_of_placement(entry.placement)]


guard("agenda.Entry", subjects_of_entry)


def _on(placement: Q) -> Q:
    return Q(placement__in=Placement.objects.filter(placement))
