"""Verbs of child care (pasning): asked for, answered, held. What the family pays itself needs no answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from django.db import transaction

from plejebro.access.viewer import Viewer
from plejebro.agenda import entries
from plejebro.agenda.enums import CancelledBy, EntryState, Kind
from plejebro.agenda.respite import clashes, common, messages, rules
from plejebro.agenda.respite.enums import CareState, Payer
from plejebro.agenda.respite.messages import Event
from plejebro.agenda.respite.models import CareArrangement
from plejebro.agenda.respite.perms import subjects_of_care
from plejebro.audit.actions import record_change
from plejebro.kernel import clock
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.placements.models import Placement


@dataclass(frozen=True)
class Care:
    """Care from `begins` on the day `on`; where `finishes` is not later than `begins` it lasts into the next day."""

    on: date
    begins: time
    finishes: time
    carer: str
    payer: str
    note: str = ""

    @property
    def ends(self) -> date:
        """The day it ends."""
        return self.on if self.finishes > self.begins else self.on + timedelta(days=1)

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return rules.minutes_of(self.on, self.begins, self.ends, self.finishes)


@transaction.atomic
def ask(*, actor: Viewer, placement: Placement, care: Care, submission: UUID) -> CareArrangement:
    """The family writes down care; agreed at once where it pays itself. The same `submission` gives what is there."""
    placement = common.lock(placement)
    if already := CareArrangement.objects.filter(submission=submission).first():
        return already
    if placement.shared_at is None:
        raise NotPossible("Kommunen er ikke med her endnu. Der kan aftales pasning, når den er.")
    common.within(placement, care.on, care.on)
    common.needed(care.carer, "Skriv, hvem der passer barnet.")
    times = entries.when(care.on, care.ends, care.begins, care.minutes)
    if times.starts_at and times.ends_at and (found := clashes.of_care(placement.pk, times.starts_at, times.ends_at)):
        raise NotPossible(" ".join(found))
    agreed = care.payer == Payer.FAMILY
    made = CareArrangement.objects.create(
        case_number=common.unused_case_number(CareArrangement),
        placement=placement,
        entry=entries.add_entry(
            actor=actor,
            placement=placement,
            kind=Kind.CARE,
            starts=care.on,
            ends=care.ends,
            begins=care.begins,
            minutes=care.minutes,
            label="Pasning",
            state=EntryState.PLANNED if agreed else EntryState.ASKED,
        ),
        state=CareState.AGREED if agreed else CareState.ASKED,
        asked_by_id=actor.user_id,
        asked_at=clock.now(),
        submission=submission,
        **vars(care),
    )
    _record(actor, made, "ask")
    if not agreed:
        event = Event("care.asked", "En familie har bedt om pasning.", str(submission))
        messages.tell_municipality(made, event, except_user=actor.user_id)
    return made


@transaction.atomic
def answer(*, actor: Viewer, care: CareArrangement, yes: bool, text: str, seen_version: int) -> CareArrangement:
    """The municipality agrees to pay for it, or says why not."""
    locked = _locked(care)
    wanted = CareState.AGREED if yes else CareState.REFUSED
    if locked.state == wanted and locked.answered_by_id == actor.user_id:
        return locked  # the second click of two
    _still(locked, seen_version, (CareState.ASKED,))
    if yes:
        entries.plan_entry(actor=actor, entry=locked.entry)
    else:
        common.needed(text, "Skriv, hvorfor I ikke kan sige ja.")
        _uncalendar(actor, locked, CancelledBy.MUNICIPALITY)
    locked.answer, locked.answered_by_id, locked.answered_at = text.strip(), actor.user_id, clock.now()
    _save(actor, locked, wanted)
    messages.tell_family(locked, Event(f"care.{wanted.value}", "Kommunen har svaret om pasning.", str(locked.version)))
    return locked


@transaction.atomic
def hold(*, actor: Viewer, care: CareArrangement, seen_version: int) -> CareArrangement:
    """Writes down that it took place."""
    locked = _locked(care)
    if locked.state == CareState.HELD:
        return locked
    _still(locked, seen_version, (CareState.AGREED,))
    entries.hold_entry(actor=actor, entry=locked.entry, seen=locked.entry.version)
    _save(actor, locked, CareState.HELD)
    return locked


@transaction.atomic
def cancel(*, actor: Viewer, care: CareArrangement, text: str, seen_version: int) -> CareArrangement:
    """It comes to nothing; the other side is told."""
    locked = _locked(care)
    if locked.state == CareState.CANCELLED:
        return locked
    _still(locked, seen_version, (CareState.ASKED, CareState.AGREED))
    _uncalendar(actor, locked, CancelledBy.FAMILY if actor.is_family else CancelledBy.MUNICIPALITY)
    locked.answer = text.strip() or locked.answer
    _save(actor, locked, CareState.CANCELLED)
    event = Event("care.cancelled", "En aftale om pasning er aflyst.", str(locked.version))
    tell = messages.tell_municipality if actor.is_family else messages.tell_family
    tell(locked, event, except_user=actor.user_id)
    return locked


def _locked(care: CareArrangement) -> CareArrangement:
    common.lock(care.placement)
    rows = CareArrangement.objects.select_for_update(of=("self",))
    return rows.select_related("entry", "placement__child", "placement__family").get(pk=care.pk)


def _still(care: CareArrangement, seen_version: int, states: Sequence[CareState]) -> None:
    if care.version != seen_version:
        raise ChangedMeanwhile
    if care.state not in states:
        raise NotPossible("Det kan ikke lade sig gøre, som aftalen står nu.")


def _uncalendar(actor: Viewer, care: CareArrangement, by: CancelledBy) -> None:
    entries.cancel_entry(actor=actor, entry=care.entry, seen=care.entry.version, by=by, reason="")


def _save(actor: Viewer, care: CareArrangement, state: CareState) -> None:
    care.state, care.version = state, care.version + 1
    care.save()
    _record(actor, care, state.value)


def _record(actor: Viewer, care: CareArrangement, verb: str) -> None:
    record_change(
        actor=actor,
        action=f"care.{verb}",
        subjects=subjects_of_care(care),
        details={"state": str(CareState(care.state).value)},
    )
