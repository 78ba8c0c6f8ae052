"""Verbs about placements and who is assigned to them."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from plejebro.access.viewer import Viewer
from plejebro.audit.actions import record_change
from plejebro.audit.types import Actor, Subject
from plejebro.db.versions import still_as_seen
from plejebro.families.models import Family
from plejebro.kernel import clock
from plejebro.kernel.refusals import NotPossible
from plejebro.municipalities.models import Employment, Municipality, Unit
from plejebro.people.models import Person
from plejebro.placements.enums import EndReason, Origin, Task
from plejebro.placements.models import Assignment, DesignatedRepresentative, HandoverNote, Placement
from plejebro.wordindex.actions import put

WORDS = "placement"


def subjects_of(placement: Placement) -> list[Subject]:
    """What the log says a change of the placement is about."""
    return [
        Subject("placement", placement.public_id),
        Subject("person", placement.child.public_id),
        Subject("family", placement.family.public_id),
    ]


@transaction.atomic
def create_placement(
    *,
    actor: Actor,
    child: Person,
    family: Family,
    municipality: Municipality,
    starts: date,
    unit: Unit | None = None,
    origin: Origin = Origin.MUNICIPALITY,
    plan_dated: date | None = None,
    external_ref: str = "",
) -> Placement:
    """A placement from `starts`. The family's own record is not shared with the municipality until the family does so."""
    if Placement.objects.filter(child=child, ends__isnull=True).exists():
        raise NotPossible("Barnet har allerede en anbringelse, der ikke er afsluttet.")
    placement = Placement.objects.create(
        child=child,
        family=family,
        municipality=municipality,
        unit=unit,
        starts=starts,
        origin=origin,
        shared_at=clock.now() if origin == Origin.MUNICIPALITY else None,
        plan_dated=plan_dated,
        external_ref=external_ref,
        sort_key=child.sort_key,
        created_at=clock.now(),
    )
    index_placement(placement)
    record_change(actor=actor, action="placement.create", subjects=subjects_of(placement), details={"origin": origin.value})
    return placement


def index_placement(placement: Placement) -> None:
    """The words a placement is found by: the child's name. Call it when the name changes."""
    put(kind=WORDS, object_id=placement.pk, text=f"{placement.child.given_name} {placement.child.family_name}")


@transaction.atomic
def correct_placement(
    *,
    actor: Actor,
    placement: Placement,
    starts: date,
    plan_dated: date | None,
    unit: Unit | None,
    seen_version: int | None = None,
) -> Placement:
    """Corrects dates and unit, and follows the child's name. Raises `ChangedMeanwhile`."""
    still_as_seen(placement, seen_version)
    placement.starts, placement.plan_dated, placement.unit = starts, plan_dated, unit
    placement.sort_key = placement.child.sort_key
    placement.version += 1
    placement.save()
    index_placement(placement)
    record_change(
        actor=actor, action="placement.correct", subjects=subjects_of(placement), details={"starts": starts.isoformat()}
    )
    return placement


@transaction.atomic
def move_to_family(*, actor: Actor, placement: Placement, family: Family) -> None:
    """The placement stands with the family's other record from now on; everything that hangs on it comes along.

    Not a change of place: the child lives where it did. Called by `flows.family_links`.
    """
    before = subjects_of(placement)
    placement.family = family
    placement.version += 1
    placement.save(update_fields=["family", "version"])
    subjects = list(dict.fromkeys([*subjects_of(placement), *before]))
    record_change(actor=actor, action="placement.move_record", subjects=subjects)


@transaction.atomic
def continue_in(*, actor: Viewer, placement: Placement, into: Placement) -> None:
    """The family's own record ends by a reference: from today the child's page is the municipality's placement `into`."""
    if placement.origin != Origin.FAMILY or placement.shared_at is not None:
        raise NotPossible("Kun jeres egen optegnelse kan samles med kommunens anbringelse.")
    if placement.ends is None:
        placement.ends = max(placement.starts, clock.today() - timedelta(days=1))
    placement.end_reason, placement.continued_in = EndReason.JOINED, into
    placement.version += 1
    placement.save(update_fields=["ends", "end_reason", "continued_in", "version"])
    subjects = list(dict.fromkeys([*subjects_of(placement), *subjects_of(into)]))
    record_change(actor=actor, action="placement.join", subjects=subjects)


@transaction.atomic
def assign(*, actor: Actor, placement: Placement, employment: Employment, task: Task, starts: date) -> Assignment:
    """Gives the task to `employment` from `starts`; whoever had it has it until the day before."""
    if employment.municipality_id != placement.municipality_id:
        raise NotPossible("Medarbejderen arbejder ikke i den kommune, der har anbringelsen.")
    if employment.role != task:
        raise NotPossible(f"{employment.full_name} er ikke {Task(task).label.lower()}.")
    for running in placement.assignments.filter(task=task, ends__isnull=True):
        if running.starts >= starts:
            raise NotPossible("Den, der har opgaven nu, begyndte samme dag eller senere. Vælg en senere dato.")
        running.ends = starts - timedelta(days=1)
        running.save(update_fields=["ends"])
    assignment = Assignment.objects.create(placement=placement, employment=employment, task=task, starts=starts)
    record_change(
        actor=actor,
        action="placement.assign",
        subjects=subjects_of(placement),
        details={"task": task.value, "employment": str(employment.public_id), "starts": starts.isoformat()},
    )
    return assignment


@transaction.atomic
def end_placement_record(*, actor: Actor, placement: Placement, on: date, reason: EndReason) -> None:
    """`on` is the last day; assignments end with it. The verb that also closes enquiries is `flows.end_placement`."""
    if on < placement.starts:
        raise NotPossible("Slutdatoen ligger før den dag, anbringelsen begyndte.")
    placement.ends, placement.end_reason = on, reason
    placement.version += 1
    placement.save(update_fields=["ends", "end_reason", "version"])
    for row in placement.assignments.filter(ends__isnull=True):
        row.ends = max(on, row.starts)
        row.save(update_fields=["ends"])
    record_change(
        actor=actor,
        action="placement.end",
        subjects=subjects_of(placement),
        details={"on": on.isoformat(), "reason": reason.value},
    )


@transaction.atomic
def name_representative(
    *, actor: Actor, placement: Placement, name: str, title: str, contact: str, starts: date
) -> DesignatedRepresentative:
    """The municipality says who looks after the family's interests where it has no consultant."""
    for running in placement.representatives.filter(ends__isnull=True):
        running.ends = max(starts - timedelta(days=1), running.starts)
        running.save(update_fields=["ends"])
    row = DesignatedRepresentative.objects.create(
        placement=placement, name=name, title=title, contact=contact, starts=starts
    )
    record_change(actor=actor, action="placement.represent", subjects=subjects_of(placement))
    return row


def write_handover(
    *,
    actor: Viewer,
    placement: Placement,
    task: Task,
    given_by: Employment | None,
    taken_by: Employment,
    effective_on: date,
    agreed: str,
    pending: str,
    coming: str,
    note: str,
) -> HandoverNote:
    """Freezes what stood when the task changed hands. Called by `flows.hand_over` within its transaction."""
    return HandoverNote.objects.create(
        placement=placement,
        task=task,
        given_by=given_by,
        taken_by=taken_by,
        effective_on=effective_on,
        agreed=agreed,
        pending=pending,
        coming=coming,
        note=note,
        written_by_id=actor.user_id,
        written_at=clock.now(),
    )


@transaction.atomic
def share_own_record(*, actor: Viewer, placement: Placement) -> None:
    """The family lets the municipality into its own record of the placement. Which enquiries is chosen in `flows`."""
    placement.shared_at = clock.now()
    placement.version += 1
    placement.save(update_fields=["shared_at", "version"])
    record_change(actor=actor, action="placement.share", subjects=subjects_of(placement))
