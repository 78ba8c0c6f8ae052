"""Correcting a child and its placement together, as the form shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from plejebro.access.viewer import Viewer
from plejebro.db.versions import still_as_seen
from plejebro.kernel.cpr import Cpr
from plejebro.kernel.refusals import NotPossible
from plejebro.municipalities.models import Unit
from plejebro.people import actions as people
from plejebro.people.queries import with_number
from plejebro.placements.actions import correct_placement
from plejebro.placements.models import Placement


@dataclass(frozen=True)
class Corrected:
    """What the form says of the child and the placement."""

    given_name: str
    family_name: str
    born_on: date | None
    starts: date
    plan_dated: date | None
    unit: Unit | None
    cpr: Cpr | None = None


@transaction.atomic
def correct_child_and_placement(*, actor: Viewer, placement: Placement, wanted: Corrected, seen_version: int) -> None:
    """Corrects both, or neither. Raises `ChangedMeanwhile` when somebody else corrected one of them since it was shown,
    and `NotPossible` for dates or a number that cannot be.
    """
    still_as_seen(placement, seen_version)
    if placement.ends is not None and wanted.starts > placement.ends:
        raise NotPossible("Anbringelsen kan ikke begynde, efter at den er afsluttet.")
    if any(row.starts < wanted.starts and row.ends and row.ends < wanted.starts for row in placement.assignments.all()):
        raise NotPossible("Nogen havde en opgave på anbringelsen før den dato. Vælg en tidligere dato.")
    child = placement.child
    people.correct_person(
        actor=actor,
        person=child,
        given_name=wanted.given_name,
        family_name=wanted.family_name,
        born_on=wanted.born_on or (wanted.cpr.birth_date if wanted.cpr else None),
    )
    if wanted.cpr is not None:
        if sentence := number_trouble(placement.municipality_id, wanted.cpr, besides=placement.child_id):
            raise NotPossible(sentence)
        people.keep_number(actor=actor, person=child, cpr=wanted.cpr)
    try:
        with transaction.atomic():
            correct_placement(
                actor=actor,
                placement=placement,
                starts=wanted.starts,
                plan_dated=wanted.plan_dated,
                unit=wanted.unit,
            )
    except IntegrityError as overlap:
        raise NotPossible("Barnet har en anden anbringelse i de dage.") from overlap


def number_trouble(municipality_id: int, cpr: Cpr, *, besides: int | None = None) -> str:
    """Why the number cannot be used, or the empty text. Only the municipality's own children are looked among: that
    another municipality knows the child is not told."""
    own = Placement.objects.filter(municipality_id=municipality_id, shared_at__isnull=False)
    same = own.filter(child__in=with_number(cpr.number).values("person_id")).exclude(child_id=besides)
    if same.filter(ends__isnull=True).exists():
        return "Et barn med det CPR-nummer har allerede en anbringelse i kommunen."
    if besides is not None and same.exists():
        return "Et andet barn i kommunen er oprettet med det CPR-nummer."
    return ""
