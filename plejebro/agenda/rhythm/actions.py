"""Verbs of the rhythm. Nothing is edited: a correction is a new row, and so is taking something back."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import UUID

from django.db import transaction

from plejebro.access.viewer import Viewer
from plejebro.agenda import entries
from plejebro.agenda.enums import CancelledBy, EntryState, Kind
from plejebro.agenda.models import Entry
from plejebro.agenda.rhythm import messages
from plejebro.agenda.rhythm.enums import MarkKind, Planned
from plejebro.agenda.rhythm.facts import standing
from plejebro.agenda.rhythm.models import CourseAnswer, Mark
from plejebro.agenda.rhythm.perms import side_of
from plejebro.agenda.rhythm.rules import Written, refusal
from plejebro.audit.actions import record_change
from plejebro.kernel import clock
from plejebro.kernel.danish import date_text
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.placements.models import Placement
from plejebro.placements.perms import subjects_of_placement
from plejebro.versions.enums import Side

# What stands in the calendar as well, and as what.
_IN_CALENDAR = {MarkKind.FOLLOW_UP: Kind.FOLLOW_UP, MarkKind.SUPERVISION: Kind.SUPERVISION}


@transaction.atomic
def write_down(*, actor: Viewer, placement: Placement, kind: MarkKind, written: Written, submission: UUID) -> Mark:
    """Writes down what was done, or which day was decided. The same `submission` again gives the row that is there.

    A visit and a follow-up are put in the calendar as held; one that was planned for the day is held. Course days written by
    the family wait for the municipality, which is told. Raises `NotPossible` for a day that cannot be.
    """
    locked = _lock(placement)
    if already := Mark.objects.filter(submission=submission).first():
        return already
    _refuse(kind, written, locked)
    _once_a_day(kind, written.on, locked)
    mark = _add(actor, locked, kind, written, submission, entry=_hold(actor, locked, kind, written.on))
    record_change(actor=actor, action=f"rhythm.{kind.value}", subjects=subjects_of_placement(locked))
    _tell(actor, mark)
    return mark


@transaction.atomic
def correct(*, actor: Viewer, mark: Mark, written: Written, why: str, submission: UUID) -> Mark:
    """Puts a corrected row in the place of `mark`, which is kept. Raises `ChangedMeanwhile` when another was first."""
    locked, already = _take(actor, mark, why, submission)
    if already:
        return already
    kind = MarkKind(mark.kind)
    _refuse(kind, written, locked)
    entry = mark.entry
    if mark.on != written.on:
        _take_off(actor, mark)
        entry = _hold(actor, locked, kind, written.on)
    row = _add(actor, locked, kind, written, submission, entry=entry, replaces=mark, why=why.strip())
    record_change(actor=actor, action="rhythm.correct", subjects=subjects_of_placement(locked))
    _tell(actor, row)
    return row


@transaction.atomic
def withdraw(*, actor: Viewer, mark: Mark, why: str, submission: UUID) -> Mark:
    """Takes back what was written by mistake: a new row says so and why. Raises `ChangedMeanwhile` as `correct` does."""
    locked, already = _take(actor, mark, why, submission)
    if already:
        return already
    _take_off(actor, mark)
    same = Written(mark.on, days=mark.days, child_spoken_to=mark.child_spoken_to, next_on=mark.next_on,
                   next_reason=mark.next_reason, wish=mark.wish)  # fmt: skip
    kind = MarkKind(mark.kind)
    row = _add(actor, locked, kind, same, submission, replaces=mark, why=why.strip(), withdrawn=True)
    record_change(actor=actor, action="rhythm.withdraw", subjects=subjects_of_placement(locked))
    return row


@transaction.atomic
def answer_courses(*, actor: Viewer, mark: Mark, confirmed: bool, text: str) -> CourseAnswer:
    """The municipality answers course days the family has written: they count, or they do not and why. Once only."""
    _lock(mark.placement)
    if already := CourseAnswer.objects.filter(mark=mark).first():
        if already.confirmed == confirmed:
            return already
        raise ChangedMeanwhile
    if Mark.objects.filter(replaces=mark).exists():
        raise ChangedMeanwhile
    if mark.kind != MarkKind.COURSE or mark.side != Side.FAMILY:
        raise NotPossible("Det skal ikke bekræftes.")
    if not confirmed and not text.strip():
        raise NotPossible("Skriv, hvorfor dagene ikke kan bekræftes, så familien kan rette dem.")
    answer = CourseAnswer.objects.create(
        mark=mark,
        confirmed=confirmed,
        text="" if confirmed else text.strip(),
        answered_by_id=actor.user_id,
        answered_name=actor.name,
        answered_label=_label(actor),
        answered_at=clock.now(),
    )
    record_change(
        actor=actor,
        action="rhythm.answer",
        subjects=subjects_of_placement(mark.placement),
        details={"confirmed": confirmed},
    )
    messages.tell_courses_answered(mark, except_user=actor.user_id)
    return answer


@transaction.atomic
def plan(
    *, actor: Viewer, placement: Placement, what: Planned, on: date, begins: time | None, minutes: int, submission: UUID
) -> Entry:
    """Puts a visit or a follow-up in the calendar ahead of its day. Raises `NotPossible` for a day outside the placement."""
    locked = _lock(placement)
    if on < clock.today():
        raise NotPossible("Datoen er gået. Skriv besøget ned, hvis det er holdt.")
    if on < locked.starts or (locked.ends is not None and on > locked.ends):
        raise NotPossible("Datoen ligger uden for anbringelsen.")
    return entries.add_entry(
        actor=actor,
        placement=locked,
        kind=Kind(what.value),
        starts=on,
        ends=on,
        begins=begins,
        minutes=minutes if begins else 0,
        label=str(what.label),
        submission=submission,
    )


def _lock(placement: Placement) -> Placement:
    rows = Placement.objects.select_for_update(of=("self",)).select_related("child", "family")
    return rows.get(pk=placement.pk)


def _take(actor: Viewer, mark: Mark, why: str, submission: UUID) -> tuple[Placement, Mark | None]:
    """The locked placement, and the row this very form made before: the second click of two."""
    locked = _lock(mark.placement)
    already = Mark.objects.filter(submission=submission).first()
    if already is None:
        if Mark.objects.filter(replaces=mark).exists() or mark.withdrawn:
            raise ChangedMeanwhile
        if mark.side != side_of(actor):
            raise NotPossible("Det er skrevet af den anden side. Kun de kan rette det.")
        if not why.strip():
            raise NotPossible("Skriv, hvorfor det skal rettes.")
    return locked, already


def _refuse(kind: MarkKind, written: Written, placement: Placement) -> None:
    if sentence := refusal(kind, written, starts=placement.starts, ends=placement.ends, today=clock.today()):
        raise NotPossible(sentence)


def _once_a_day(kind: MarkKind, on: date, placement: Placement) -> None:
    """Two advisers who were there together write it down once; course days may be several."""
    if kind in (MarkKind.COURSE, MarkKind.NEXT_DATE):
        return
    if standing(Mark.objects.filter(placement=placement, kind=kind, on=on)).exists():
        raise NotPossible(f"Det er allerede skrevet ned den {date_text(on)}: {kind.label.lower()}.")


def _add(actor: Viewer, placement: Placement, kind: MarkKind, written: Written, submission: UUID, **more: Any) -> Mark:
    return Mark.objects.create(
        placement=placement,
        kind=kind,
        on=written.on,
        child_spoken_to=written.child_spoken_to,
        two_advisers=written.two_advisers,
        days=written.days,
        next_on=written.next_on,
        next_reason=written.next_reason.strip(),
        wish=written.wish.strip(),
        text=written.text.strip(),
        proof=written.proof.strip(),
        side=side_of(actor),
        written_by_id=actor.user_id,
        written_name=actor.name,
        written_label=_label(actor),
        written_at=clock.now(),
        submission=submission,
        **more,
    )


def _hold(actor: Viewer, placement: Placement, kind: MarkKind, on: date) -> Entry | None:
    """The entry of what was held: the one that was planned for the day, or a new one."""
    if kind not in _IN_CALENDAR:
        return None
    rows = Entry.objects.filter(placement=placement, kind=_IN_CALENDAR[kind], state=EntryState.PLANNED, starts=on)
    planned = rows.order_by("starts_at", "pk").first()
    if planned is not None:
        return entries.hold_entry(actor=actor, entry=planned, seen=planned.version)
    label = "Tilsynsbesøg" if kind == MarkKind.SUPERVISION else "Opfølgning"
    return entries.add_entry(
        actor=actor,
        placement=placement,
        kind=_IN_CALENDAR[kind],
        starts=on,
        ends=on,
        begins=None,
        minutes=0,
        label=label,
        state=EntryState.HELD,
    )


def _take_off(actor: Viewer, mark: Mark) -> None:
    entry = mark.entry
    if entry is not None and entry.state != EntryState.CANCELLED:
        entries.cancel_entry(
            actor=actor, entry=entry, seen=entry.version, by=CancelledBy.OTHER, reason="Skrevet ned på en forkert dag."
        )


def _tell(actor: Viewer, mark: Mark) -> None:
    if mark.kind == MarkKind.COURSE and mark.side == Side.FAMILY and mark.placement.shared_at is not None:
        messages.tell_courses_wait(mark, except_user=actor.user_id)


def _label(actor: Viewer) -> str:
    return actor.acting.label if actor.acting else ""
