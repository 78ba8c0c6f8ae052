"""Starting a placement: the child, its CPR number, the placement and the people, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from plejebro.access.viewer import Viewer
from plejebro.families.links import ask_families
from plejebro.families.models import Family
from plejebro.flows.own_record import tell_of_own_record
from plejebro.kernel.cpr import Cpr
from plejebro.kernel.refusals import NotPossible
from plejebro.municipalities.models import Employment, Municipality, Unit
from plejebro.people import actions as people
from plejebro.people.enums import ProtectionKind
from plejebro.people.models import Person
from plejebro.people.queries import with_number
from plejebro.placements import actions as placements
from plejebro.placements.corrections import number_trouble
from plejebro.placements.enums import Task
from plejebro.placements.models import Placement


@dataclass(frozen=True)
class NewPlacement:
    """What the form says of a new placement."""

    given_name: str
    family_name: str
    born_on: date | None
    cpr: Cpr | None
    starts: date
    plan_dated: date | None
    unit: Unit | None
    adviser: Employment | None
    consultant: Employment | None
    protection: ProtectionKind | None


@transaction.atomic
def start_placement(*, actor: Viewer, family: Family, municipality: Municipality, wanted: NewPlacement) -> Placement:
    """A child is placed with the family by the municipality. A child the municipality had placed before is known by its
    CPR number and stays one person. Raises `NotPossible`.
    """
    if wanted.cpr is not None and (sentence := number_trouble(municipality.pk, wanted.cpr)):
        raise NotPossible(sentence)
    child = _known_child(municipality, wanted.cpr) or people.create_person(
        actor=actor,
        given_name=wanted.given_name,
        family_name=wanted.family_name,
        born_on=wanted.born_on,
        cpr=wanted.cpr,
    )
    try:
        with transaction.atomic():
            placement = placements.create_placement(
                actor=actor,
                child=child,
                family=family,
                municipality=municipality,
                starts=wanted.starts,
                unit=wanted.unit,
                plan_dated=wanted.plan_dated,
            )
    except IntegrityError as overlap:
        raise NotPossible("Barnet havde en anden anbringelse på den dag.") from overlap
    for task, employment in ((Task.ADVISER, wanted.adviser), (Task.CONSULTANT, wanted.consultant)):
        if employment is not None:
            starts = max(wanted.starts, employment.starts)
            placements.assign(actor=actor, placement=placement, employment=employment, task=task, starts=starts)
    ask_families(family=family)
    tell_of_own_record(placement)
    if wanted.protection is not None:
        people.protect(actor=actor, person=child, kind=wanted.protection, starts=wanted.starts, ends=None, note="")
    return placement


def _known_child(municipality: Municipality, cpr: Cpr | None) -> Person | None:
    if cpr is None:
        return None
    own = Placement.objects.filter(municipality=municipality, shared_at__isnull=False)
    same = own.filter(child__in=with_number(cpr.number).values("person_id")).select_related("child")
    found = same.order_by("-starts").first()
    return found.child if found else None
