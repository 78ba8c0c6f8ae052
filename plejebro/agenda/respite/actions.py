"""Verbs of a respite stay. Each is one transaction: rule, rows, calendar, log and notices stand together or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID, uuid4

from django.db import transaction

from plejebro.access.viewer import Viewer
from plejebro.agenda import entries
from plejebro.agenda.enums import PLACEMENT_ENDED, CancelledBy, EntryState, Hidden, Kind
from plejebro.agenda.models import Entry
from plejebro.agenda.respite import after, clashes, common, messages, rules
from plejebro.agenda.respite.enums import Payer, Side, Status, Step
from plejebro.agenda.respite.messages import Event
from plejebro.agenda.respite.models import RespiteStay, RespiteStep
from plejebro.agenda.respite.perms import subjects_of_stay
from plejebro.audit.actions import record_change
from plejebro.audit.types import Actor, System
from plejebro.clocks import actions as clocks
from plejebro.clocks.rules import DEFAULT_REPLY_WORKDAYS
from plejebro.kernel import clock
from plejebro.kernel.danish import long_date
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.municipalities.enums import Topic
from plejebro.municipalities.queries import reply_workdays
from plejebro.placements.models import Placement

LABEL = "Støtteophold (aflastning)"


@dataclass(frozen=True)
class Days:
    """The days of a stay, both included, and the time of day of the first and the last (both or none)."""

    starts: date
    ends: date
    begins: time | None = None
    finishes: time | None = None

    @property
    def minutes(self) -> int:
        """How long it lasts; 0 all day. Raises `NotPossible`."""
        return rules.minutes_of(self.starts, self.begins, self.ends, self.finishes)


@dataclass(frozen=True)
class Place:
    """Who the child stays with, from whom that is hidden, and who pays."""

    relief: str = ""
    hidden_from: str = Hidden.NOBODY.value
    payer: str = Payer.UNKNOWN.value


@transaction.atomic
def ask(
    *, actor: Viewer, placement: Placement, days: Days, reason: str, submission: UUID, place: Place | None = None
) -> RespiteStay:
    """The family asks for a stay; the reply clock starts. The same `submission` again gives the stay that is there.

    `place` is a relief family the family knows and suggests. Raises `NotPossible` with everything that stands in the way.
    """
    placement = common.lock(placement)
    if already := RespiteStep.objects.filter(submission=submission).select_related("stay").first():
        return already.stay
    if placement.shared_at is None:
        raise NotPossible("Kommunen er ikke med her endnu. Der kan bedes om støtteophold, når den er.")
    _fits(placement, days)
    today, wanted = clock.today(), place or Place()
    workdays = reply_workdays(municipality_id=placement.municipality_id, topic=Topic.RESPITE, on=today)
    stay = RespiteStay.objects.create(
        case_number=common.unused_case_number(RespiteStay),
        placement=placement,
        entry=_entry(actor, placement, days, wanted),
        clock=clocks.start(on=today, workdays=workdays or DEFAULT_REPLY_WORKDAYS),
        waiting_since=today,
        asked_by_id=actor.user_id,
        asked_on=today,
        **vars(days),
        **vars(wanted),
    )
    _say(actor, stay, Step.ASKED, reason, submission)
    _tell(actor, stay, Step.ASKED, submission)
    return stay


@transaction.atomic
def offer(
    *, actor: Viewer, stay: RespiteStay, days: Days, place: Place, text: str, submission: UUID, seen_version: int
) -> RespiteStay:
    """The municipality offers a place, on the days asked for or on others; an offer is an answer, and the clock stops."""
    locked, done = _take(stay, submission, seen_version, Step.OFFERED)
    if done:
        return locked
    common.needed(place.relief, "Skriv, hvem barnet kan være hos.")
    _fits(locked.placement, days, besides=locked)
    _move(actor, locked, days, place)
    clocks.stop(clock=locked.clock, on=clock.today())
    return _finish(actor, locked, Step.OFFERED, text, submission)


@transaction.atomic
def confirm(*, actor: Viewer, stay: RespiteStay, text: str, submission: UUID, seen_version: int) -> RespiteStay:
    """The family says yes; the stay takes its place in the calendar."""
    locked, done = _take(stay, submission, seen_version, Step.CONFIRMED)
    if done:
        return locked
    _fits(locked.placement, _days_of(locked), besides=locked)
    entries.plan_entry(actor=actor, entry=locked.entry)
    return _finish(actor, locked, Step.CONFIRMED, text, submission)


@transaction.atomic
def counter(*, actor: Viewer, stay: RespiteStay, days: Days, text: str, submission: UUID, seen_version: int) -> RespiteStay:
    """The days offered do not fit: the family says which would, and the clock goes on from where it stopped."""
    locked, done = _take(stay, submission, seen_version, Step.COUNTERED)
    if done:
        return locked
    common.needed(text, "Skriv, hvad der ikke passer.")
    _fits(locked.placement, days, besides=locked)
    _move(actor, locked, days, Place())
    clocks.reopen(clock=locked.clock, on=clock.today())
    return _finish(actor, locked, Step.COUNTERED, text, submission)


@transaction.atomic
def decline(*, actor: Viewer, stay: RespiteStay, text: str, submission: UUID, seen_version: int) -> RespiteStay:
    """The municipality has no place to offer, and says why."""
    locked, done = _take(stay, submission, seen_version, Step.DECLINED)
    if done:
        return locked
    common.needed(text, "Skriv, hvorfor I ikke kan tilbyde det.")
    _close(actor, locked, CancelledBy.MUNICIPALITY)
    return _finish(actor, locked, Step.DECLINED, text, submission)


@transaction.atomic
def withdraw(*, actor: Viewer, stay: RespiteStay, text: str, submission: UUID, seen_version: int) -> RespiteStay:
    """The family no longer needs it."""
    locked, done = _take(stay, submission, seen_version, Step.WITHDRAWN)
    if done:
        return locked
    _close(actor, locked, CancelledBy.FAMILY)
    return _finish(actor, locked, Step.WITHDRAWN, text, submission)


@transaction.atomic
def cancel(
    *, actor: Viewer, stay: RespiteStay, by: CancelledBy, text: str, submission: UUID, seen_version: int
) -> RespiteStay:
    """A stay both had agreed on comes to nothing: who could not, and why."""
    locked, done = _take(stay, submission, seen_version, Step.CANCELLED)
    if done:
        return locked
    common.needed(text, "Skriv, hvorfor opholdet bliver aflyst.")
    _close(actor, locked, by)
    return _finish(actor, locked, Step.CANCELLED, text, submission)


@transaction.atomic
def hold(*, actor: Viewer, stay: RespiteStay, text: str, submission: UUID, seen_version: int) -> RespiteStay:
    """Writes down that the stay was held; from its last day on."""
    locked, done = _take(stay, submission, seen_version, Step.HELD)
    if done:
        return locked
    if locked.ends > clock.today():
        raise NotPossible(f"Opholdet slutter først {long_date(locked.ends)}. Skriv det ned, når det er slut.")
    entries.hold_entry(actor=actor, entry=locked.entry, seen=locked.entry.version)
    done_with = _finish(actor, locked, Step.HELD, text, submission)
    after.held(locked.placement_id)
    return done_with


@transaction.atomic
def lapse(stay: RespiteStay) -> bool:
    """The days have come without an agreement: the request is closed by the system. False if it was settled meanwhile."""
    locked = _locked(stay)
    if not rules.possible(Step.LAPSED, locked.status) or locked.starts >= clock.today():
        return False
    _close(System(), locked, CancelledBy.OTHER)
    _finish(System(), locked, Step.LAPSED, "", uuid4())
    return True


@transaction.atomic
def close(stay: RespiteStay) -> bool:
    """The placement ends before the days come: what was asked for lapses, and what was agreed is cancelled. False when it
    was settled meanwhile."""
    locked = _locked(stay)
    step = Step.CANCELLED if locked.status == Status.CONFIRMED else Step.LAPSED
    if not rules.possible(step, locked.status):
        return False
    _close(System(), locked, CancelledBy.OTHER, PLACEMENT_ENDED)
    _finish(System(), locked, step, PLACEMENT_ENDED, uuid4())
    return True


def _fits(placement: Placement, days: Days, besides: RespiteStay | None = None) -> None:
    common.within(placement, days.starts, days.ends)
    if found := clashes.of_stay(placement.pk, days.starts, days.ends, besides=besides.entry if besides else None):
        raise NotPossible(" ".join(found))


def _days_of(stay: RespiteStay) -> Days:
    return Days(stay.starts, stay.ends, stay.begins, stay.finishes)


def _entry(actor: Viewer, placement: Placement, days: Days, place: Place) -> Entry:
    return entries.add_entry(
        actor=actor,
        placement=placement,
        kind=Kind.RESPITE,
        starts=days.starts,
        ends=days.ends,
        begins=days.begins,
        minutes=days.minutes,
        label=LABEL,
        place=place.relief,
        hidden_from=place.hidden_from,
        state=EntryState.ASKED,
    )


def _move(actor: Viewer, stay: RespiteStay, days: Days, place: Place) -> None:
    """The days, the place and who pays stand as offered, here and in the calendar."""
    if days != _days_of(stay):
        entries.move_entry(
            actor=actor,
            entry=stay.entry,
            seen=stay.entry.version,
            starts=days.starts,
            ends=days.ends,
            begins=days.begins,
            minutes=days.minutes,
            reason="",
        )
    for name, value in (vars(days) | vars(place)).items():
        setattr(stay, name, value)
    stay.relief = stay.relief.strip()
    Entry.objects.filter(pk=stay.entry_id).update(place=stay.relief, hidden_from=stay.hidden_from)
    stay.entry.refresh_from_db()


def _close(actor: Actor, stay: RespiteStay, by: CancelledBy, reason: str = "") -> None:
    """Out of the calendar, and the clock stops. The reason stays with the step: the calendar shows none."""
    if stay.clock.stopped_on is None:
        clocks.stop(clock=stay.clock, on=clock.today())
    entries.cancel_entry(actor=actor, entry=stay.entry, seen=stay.entry.version, by=by, reason=reason)


def _locked(stay: RespiteStay) -> RespiteStay:
    rows = RespiteStay.objects.select_for_update(of=("self",))
    return rows.select_related("clock", "entry", "placement__child", "placement__family").get(pk=stay.pk)


def _take(stay: RespiteStay, submission: UUID, seen_version: int, step: Step) -> tuple[RespiteStay, bool]:
    """The stay as it stands, locked; and whether this very step was taken before: the second click of two.

    Raises `ChangedMeanwhile` when somebody else has moved it, and `NotPossible` for a step out of turn.
    """
    common.lock(stay.placement)
    locked = _locked(stay)
    if RespiteStep.objects.filter(submission=submission).exists():
        return locked, True
    if locked.version != seen_version:
        raise ChangedMeanwhile
    if not rules.possible(step, locked.status):
        raise NotPossible("Det kan ikke lade sig gøre, som opholdet står nu.")
    return locked, False


def _finish(actor: Viewer | System, stay: RespiteStay, step: Step, text: str, submission: UUID) -> RespiteStay:
    stay.status = rules.AFTER[step]
    stay.waiting_since = clock.today()
    stay.version += 1
    stay.save()
    _say(actor, stay, step, text, submission)
    _tell(actor, stay, step, submission)
    return stay


def _say(actor: Viewer | System, stay: RespiteStay, step: Step, text: str, submission: UUID) -> None:
    person = actor if isinstance(actor, Viewer) else None
    side = Side.SYSTEM if person is None else Side.FAMILY if person.is_family else Side.MUNICIPALITY
    RespiteStep.objects.create(
        stay=stay,
        step=step,
        side=side,
        author_id=person.user_id if person else None,
        author_name=person.name[:120] if person else "",
        author_label=(person.acting.label if person and person.acting else "")[:120],
        starts=stay.starts,
        ends=stay.ends,
        relief=stay.relief,
        hidden_from=stay.hidden_from,
        text=text.strip(),
        at=clock.now(),
        submission=submission,
    )
    record_change(
        actor=actor,
        action=f"respite.{step.value}",
        subjects=subjects_of_stay(stay),
        details={"status": str(Status(stay.status).value)},
    )


_HEADLINES = {
    Step.ASKED: "En familie har bedt om støtteophold (aflastning).",
    Step.OFFERED: "Kommunen har tilbudt et støtteophold (aflastning). Passer dagene?",
    Step.CONFIRMED: "Familien har sagt ja til et støtteophold (aflastning).",
    Step.COUNTERED: "Dagene for et støtteophold (aflastning) passer ikke. Familien foreslår nogle andre.",
    Step.DECLINED: "Kommunen har svaret på jeres ønske om støtteophold (aflastning).",
    Step.WITHDRAWN: "Et ønske om støtteophold (aflastning) er trukket tilbage.",
    Step.CANCELLED: "Et aftalt støtteophold (aflastning) er aflyst.",
    Step.HELD: "Et støtteophold (aflastning) er skrevet ned som holdt.",
    Step.LAPSED: "Et ønske om støtteophold (aflastning) er bortfaldet uden en aftale.",
}


def _tell(actor: Viewer | System, stay: RespiteStay, step: Step, submission: UUID) -> None:
    event = Event(f"respite.{step.value}", _HEADLINES[step], str(submission))
    if not isinstance(actor, Viewer):
        messages.tell_family(stay, event)
        messages.tell_municipality(stay, event)
    elif actor.is_family:
        by = stay.clock.due_on if step in (Step.ASKED, Step.COUNTERED) else None
        messages.tell_municipality(stay, Event(event.kind, event.headline, event.key, by), except_user=actor.user_id)
    else:
        messages.tell_family(stay, event, except_user=actor.user_id)
