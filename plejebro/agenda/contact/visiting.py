"""Verbs of a single visit: held, cancelled, moved, made up, one more, and what the family saw of the child's reaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from plejebro.access.viewer import Viewer
from plejebro.agenda import entries
from plejebro.agenda.contact import messages
from plejebro.agenda.contact.actions import side_of
from plejebro.agenda.contact.enums import Moment, VisitKind
from plejebro.agenda.contact.models import ContactPlan, ContactReaction, ContactVisit
from plejebro.agenda.contact.planning import label_of
from plejebro.agenda.enums import NO_LONGER_AGREED, CancelledBy, EntryState, Kind
from plejebro.agenda.models import Entry
from plejebro.agenda.perms import subjects_of_entry
from plejebro.audit.actions import record_change
from plejebro.kernel import clock
from plejebro.kernel.refusals import NotPossible
from plejebro.versions.enums import other


@dataclass(frozen=True)
class Slot:
    """A day, a time of day and a length in minutes that pass."""

    on: date
    begins: time
    minutes: int


@transaction.atomic
def hold_visit(*, actor: Viewer, entry: Entry, seen: int) -> Entry:
    """Writes down that the visit took place. Raises as `entries.hold_entry`."""
    return entries.hold_entry(actor=actor, entry=entry, seen=seen)


@transaction.atomic
def cancel_visit(*, actor: Viewer, entry: Entry, seen: int, by: CancelledBy | str, reason: str) -> Entry:
    """Cancels a visit and tells the other side. Raises as `entries.cancel_entry`."""
    row = entries.cancel_entry(actor=actor, entry=entry, seen=seen, by=by, reason=reason)
    _tell(actor, row, "visit_cancelled", "Noget i kalenderen er aflyst.")
    return row


@transaction.atomic
def move_visit(*, actor: Viewer, entry: Entry, seen: int, slot: Slot, reason: str) -> Entry:
    """Moves a visit and tells the other side. Raises as `entries.move_entry`."""
    row = entries.move_entry(
        actor=actor,
        entry=entry,
        seen=seen,
        starts=slot.on,
        ends=slot.on,
        begins=slot.begins,
        minutes=slot.minutes,
        reason=reason,
    )
    _tell(actor, row, "visit_moved", "Noget i kalenderen er flyttet.")
    return row


@transaction.atomic
def make_up(*, actor: Viewer, entry: Entry, slot: Slot, place: str, submission: UUID) -> Entry:
    """A visit in the place of one that was cancelled. The same `submission` again gives the one that is there.

    Raises `NotPossible` when the visit was not cancelled, has been made up already, or the time is taken.
    """
    if already := Entry.objects.filter(submission=submission).first():
        return already
    row = Entry.objects.select_for_update().get(pk=entry.pk)
    if row.state != EntryState.CANCELLED:
        raise NotPossible("Kun et aflyst samvær kan erstattes.")
    if row.reason in NO_LONGER_AGREED:
        raise NotPossible("Samværet gælder ikke længere. Læg et ekstra samvær i stedet.")
    if Entry.objects.filter(makes_up=row).exists():
        raise NotPossible("Samværet er allerede erstattet.")
    plan = ContactPlan.objects.select_related("placement__child", "placement__family").get(visits__entry=row)
    new = _add(actor, plan, slot, place or row.place, VisitKind.MAKE_UP, submission, makes_up=row)
    _tell(actor, new, "visit_made_up", "Noget i kalenderen har fået en ny dag.")
    return new


@transaction.atomic
def extra_visit(*, actor: Viewer, plan: ContactPlan, slot: Slot, place: str, what: str, submission: UUID) -> Entry:
    """One visit more than the plan gives. The same `submission` again gives the one that is there."""
    if already := Entry.objects.filter(submission=submission).first():
        return already
    new = _add(actor, plan, slot, place, VisitKind.EXTRA, submission, what=what)
    _tell(actor, new, "visit_extra", "Der er kommet noget nyt i kalenderen.")
    return new


@transaction.atomic
def note_reaction(*, actor: Viewer, entry: Entry, moment: Moment | str, text: str, submission: UUID) -> ContactReaction:
    """The family's note of how the child was before or after a visit; both sides of the placement can read it."""
    if already := ContactReaction.objects.filter(submission=submission).first():
        return already
    row = ContactReaction.objects.create(
        entry=entry,
        moment=Moment(moment),
        text=text.strip()[:4000],
        side=side_of(actor),
        written_by_id=actor.user_id,
        written_name=actor.name,
        at=clock.now(),
        submission=submission,
    )
    record_change(actor=actor, action="contact.reaction", subjects=subjects_of_entry(entry), details={"moment": row.moment})
    _tell(actor, entry, f"reaction:{row.pk}", "Der er skrevet noget nyt i kalenderen.")
    return row


def _add(
    actor: Viewer,
    plan: ContactPlan,
    slot: Slot,
    place: str,
    kind: VisitKind,
    submission: UUID,
    *,
    what: str = "",
    makes_up: Entry | None = None,
) -> Entry:
    entry = entries.add_entry(
        actor=actor,
        placement=plan.placement,
        kind=Kind.VISIT,
        starts=slot.on,
        ends=slot.on,
        begins=slot.begins,
        minutes=slot.minutes,
        label=label_of(plan, what),
        place=place,
        hidden_from=plan.hidden_from,
        submission=submission,
        makes_up=makes_up,
        plan_id=plan.pk,
    )
    ContactVisit.objects.get_or_create(entry=entry, defaults={"plan": plan, "kind": kind})
    return entry


def _tell(actor: Viewer, entry: Entry, kind: str, headline: str) -> None:
    plan = ContactPlan.objects.select_related("placement__family").get(visits__entry=entry)
    messages.tell(
        plan,
        side=other(side_of(actor)),
        kind=kind.partition(":")[0],
        headline=headline,
        key=f"{kind}:{entry.pk}:{entry.version}",
        path=reverse("agenda:visit", args=[entry.public_id]),
        except_user=actor.user_id,
    )
