"""Verbs of the holiday plan: the family wishes, the municipality answers each wish. Relief is asked for along with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from plejebro.access.viewer import Viewer
from plejebro.agenda import entries
from plejebro.agenda.enums import CancelledBy, EntryState, Kind
from plejebro.agenda.respite import actions, clashes, common, messages, rules
from plejebro.agenda.respite.actions import Days
from plejebro.agenda.respite.enums import LIVE_WISHES, Step, WishState
from plejebro.agenda.respite.messages import Event
from plejebro.agenda.respite.models import HolidayWish, RespiteStay
from plejebro.agenda.respite.perms import subjects_of_wish
from plejebro.audit.actions import record_change
from plejebro.kernel import clock
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.placements.models import Placement


@dataclass(frozen=True)
class Wished:
    """Days of holiday, both included; with the child or without, and whether the child then needs a respite stay."""

    starts: date
    ends: date
    with_child: bool
    relief_needed: bool
    note: str = ""


@transaction.atomic
def wish(*, actor: Viewer, placements: Sequence[Placement], wished: Wished, submission: UUID) -> list[HolidayWish]:
    """The family wishes for the same days on each of the placements: a row and a notice for each, so that a municipality
    learns of its own child alone. The same `submission` again gives the wishes that are there."""
    made = []
    for placement in sorted(placements, key=lambda one: one.pk):
        try:
            made.append(_wish_on(actor, common.lock(placement), wished, uuid5(submission, str(placement.public_id))))
        except NotPossible as no:
            if len(placements) == 1:
                raise
            raise NotPossible(f"{placement.child.given_name}: {no.sentence}") from no
    return made


@transaction.atomic
def answer(*, actor: Viewer, wish: HolidayWish, yes: bool, text: str, seen_version: int) -> HolidayWish:
    """The municipality agrees to the days, or says why it cannot."""
    locked = _locked(wish)
    wanted = WishState.AGREED if yes else WishState.REFUSED
    if locked.state == wanted and locked.answered_by_id == actor.user_id:
        return locked  # the second click of two
    _still(locked, seen_version, (WishState.ASKED,))
    if yes:
        entries.plan_entry(actor=actor, entry=locked.entry)
    else:
        common.needed(text, "Skriv, hvorfor ferien ikke kan lægges der.")
        _uncalendar(actor, locked, CancelledBy.MUNICIPALITY)
    locked.answer, locked.answered_by_id, locked.answered_at = text.strip(), actor.user_id, clock.now()
    _save(actor, locked, wanted)
    event = Event(f"holiday.{wanted.value}", "Kommunen har svaret på et ferieønske.", str(locked.version))
    messages.tell_family(locked, event)
    return locked


@transaction.atomic
def withdraw(*, actor: Viewer, wish: HolidayWish, seen_version: int) -> HolidayWish:
    """The family no longer wants the days. Relief that was asked for with them and not agreed yet goes with them."""
    locked = _locked(wish)
    if locked.state == WishState.WITHDRAWN:
        return locked
    _still(locked, seen_version, LIVE_WISHES)
    _uncalendar(actor, locked, CancelledBy.FAMILY)
    _save(actor, locked, WishState.WITHDRAWN)
    if locked.stay is not None and rules.possible(Step.WITHDRAWN, locked.stay.status):
        actions.withdraw(
            actor=actor,
            stay=locked.stay,
            text="Ferieønsket er trukket tilbage.",
            submission=uuid5(locked.submission, "withdrawn"),
            seen_version=locked.stay.version,
        )
    event = Event("holiday.withdrawn", "Et ferieønske er trukket tilbage.", str(locked.version))
    messages.tell_municipality(locked, event, except_user=actor.user_id)
    return locked


def _wish_on(actor: Viewer, placement: Placement, wished: Wished, submission: UUID) -> HolidayWish:
    if already := HolidayWish.objects.filter(submission=submission).first():
        return already
    if placement.shared_at is None:
        raise NotPossible("Kommunen er ikke med her endnu. Der kan laves en ferieplan, når den er.")
    common.within(placement, wished.starts, wished.ends)
    if found := clashes.of_holiday(placement.pk, wished.starts, wished.ends, with_child=wished.with_child):
        raise NotPossible(" ".join(found))
    if wished.with_child and wished.relief_needed:
        raise NotPossible("Når barnet er med, er der ikke brug for støtteophold.")
    stay = _ask_for_relief(actor, placement, wished, submission) if wished.relief_needed else None
    made = _insert(actor, placement, wished, submission, stay)
    _record(actor, made, "wish")
    event = Event("holiday.asked", "En familie har skrevet et ferieønske.", str(submission))
    messages.tell_municipality(made, event, except_user=actor.user_id)
    return made


def _insert(actor: Viewer, placement: Placement, wished: Wished, submission: UUID, stay: RespiteStay | None) -> HolidayWish:
    entry = entries.add_entry(
        actor=actor,
        placement=placement,
        kind=Kind.HOLIDAY,
        starts=wished.starts,
        ends=wished.ends,
        begins=None,
        minutes=0,
        label="Ferie med barnet" if wished.with_child else "Ferie uden barnet",
        state=EntryState.ASKED,
    )
    try:
        with transaction.atomic():
            return HolidayWish.objects.create(
                case_number=common.unused_case_number(HolidayWish),
                placement=placement,
                entry=entry,
                stay=stay,
                asked_by_id=actor.user_id,
                asked_at=clock.now(),
                submission=submission,
                **vars(wished),
            )
    except IntegrityError as refused:
        raise NotPossible("Der står allerede et ferieønske på nogle af dagene.") from refused


def _ask_for_relief(actor: Viewer, placement: Placement, wished: Wished, submission: UUID) -> RespiteStay | None:
    """The stay that goes with the wish; none where a stay touches the days already: the plan then counts what is missing."""
    if clashes.of_stay(placement.pk, wished.starts, wished.ends):
        return None
    return actions.ask(
        actor=actor,
        placement=placement,
        days=Days(wished.starts, wished.ends),
        reason="Ferie uden barnet.",
        submission=uuid5(submission, "stay"),
    )


def _locked(wish: HolidayWish) -> HolidayWish:
    common.lock(wish.placement)
    rows = HolidayWish.objects.select_for_update(of=("self",))
    return rows.select_related("entry", "stay", "placement__child", "placement__family").get(pk=wish.pk)


def _still(wish: HolidayWish, seen_version: int, states: Sequence[WishState]) -> None:
    if wish.version != seen_version:
        raise ChangedMeanwhile
    if wish.state not in states:
        raise NotPossible("Det kan ikke lade sig gøre, som ønsket står nu.")


def _uncalendar(actor: Viewer, wish: HolidayWish, by: CancelledBy) -> None:
    entries.cancel_entry(actor=actor, entry=wish.entry, seen=wish.entry.version, by=by, reason="")


def _save(actor: Viewer, wish: HolidayWish, state: WishState) -> None:
    wish.state, wish.version = state, wish.version + 1
    wish.save()
    _record(actor, wish, state.value)


def _record(actor: Viewer, wish: HolidayWish, verb: str) -> None:
    record_change(
        actor=actor,
        action=f"holiday.{verb}",
        subjects=subjects_of_wish(wish),
        details={"state": str(WishState(wish.state).value)},
    )
