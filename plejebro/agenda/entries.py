"""Verbs every part of the calendar shares: an entry is added, moved, cancelled, and written down as held; and what stands in
its way.

A sentence that says no never names a person or a place, so that it can be read by a side these are hidden from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from plejebro.access.viewer import Viewer
from plejebro.agenda.enums import CancelledBy, EntryState, Kind
from plejebro.agenda.models import Entry, Participant, Series
from plejebro.agenda.perms import subjects_of_entry
from plejebro.audit.actions import record_change
from plejebro.audit.types import Actor
from plejebro.db.versions import still_as_seen
from plejebro.kernel import clock, danish_time
from plejebro.kernel.danish import date_text, long_date, time_text
from plejebro.kernel.refusals import NotPossible
from plejebro.placements.models import Placement

_TAKES_PLACE: Final = (EntryState.PLANNED, EntryState.HELD)
_REFUSED: Final = {
    "agenda_visits_apart": "Der er allerede et samvær på det tidspunkt. Vælg et andet.",
    "agenda_stays_apart": "Der er allerede et støtteophold på de dage. Vælg nogle andre.",
    "agenda_entry_ends_after_start": "Slutdatoen ligger før startdatoen.",
    "agenda_entry_times_in_order": "Sluttidspunktet skal ligge efter starttidspunktet.",
    "agenda_one_entry_an_occurrence": "Den dag i rækken er allerede lagt i kalenderen.",
    "agenda_entry.series_id": "Den dag i rækken er allerede lagt i kalenderen.",
    "makes_up": "Aftalen er allerede erstattet af en anden.",
}


@dataclass(frozen=True)
class Guest:
    """Somebody who takes part: one of an employment's id, a family member's id, or a name."""

    employment_id: int | None = None
    member_id: int | None = None
    name: str = ""
    companion: bool = False


@dataclass(frozen=True)
class When:
    """The days of an entry, and with a time of day the moments."""

    starts: date
    ends: date
    starts_at: datetime | None
    ends_at: datetime | None


def when(starts: date, ends: date, begins: time | None, minutes: int) -> When:
    """The days and moments of an entry that begins at `begins` on a Danish clock and lasts `minutes`; None is all day.

    Minutes are time that passes, so a visit of two hours is two hours on the night the clocks change as well. Raises
    `NotPossible` where the days or the length make no sense.
    """
    if ends < starts:
        raise NotPossible("Slutdatoen ligger før startdatoen.")
    if begins is None:
        return When(starts, ends, None, None)
    if minutes <= 0:
        raise NotPossible("Skriv, hvor længe det varer.")
    first = danish_time.at(starts, begins)
    last = first + timedelta(minutes=minutes)
    return When(starts, max(ends, danish_time.local(last - timedelta(seconds=1)).date()), first, last)


@transaction.atomic
def add_entry(
    *,
    actor: Actor,
    placement: Placement,
    kind: Kind,
    starts: date,
    ends: date,
    begins: time | None,
    minutes: int,
    label: str,
    place: str = "",
    hidden_from: str = "",
    state: EntryState = EntryState.PLANNED,
    participants: Iterable[Guest] = (),
    submission: UUID | None = None,
    series: Series | None = None,
    occurrence_on: date | None = None,
    makes_up: Entry | None = None,
    plan_id: int | None = None,
) -> Entry:
    """Puts an entry in the placement's calendar. The same `submission` again gives the one that is there already.

    `plan_id` is the contact plan a visit belongs to; without it a visit is held against every plan's pauses. Raises
    `NotPossible` for a time that is taken, and for a visit while contact is suspended.
    """
    if submission is not None and (already := Entry.objects.filter(submission=submission).first()):
        return already
    times = when(starts, ends, begins, minutes)
    _while_it_lasts(placement, times)
    if kind == Kind.VISIT and state in _TAKES_PLACE:
        _not_suspended(placement.pk, times, plan_id)
    entry = Entry(
        placement=placement,
        kind=kind,
        state=state,
        label=label.strip()[:120],
        place=place.strip()[:200],
        hidden_from=hidden_from,
        series=series,
        occurrence_on=occurrence_on,
        makes_up=makes_up,
        created_by_id=getattr(actor, "user_id", None),
        created_at=clock.now(),
        changed_at=clock.now(),
        submission=submission,
        **vars(times),
    )
    with _in_words():
        entry.save()
    _invite(entry, participants)
    _record(actor, entry, "add")
    return entry


@transaction.atomic
def move_entry(
    *, actor: Actor, entry: Entry, seen: int, starts: date, ends: date, begins: time | None, minutes: int, reason: str
) -> Entry:
    """Moves an entry to other days or another time; `moved_from` keeps the day it was first agreed for.

    Raises `ChangedMeanwhile` when it is no longer version `seen`, and `NotPossible` for one that is held or cancelled, for
    a time that is taken, and for a visit while contact is suspended.
    """
    row = _locked(entry, seen)
    if row.state not in (EntryState.ASKED, EntryState.PLANNED):
        raise NotPossible("Kun det, der ikke er holdt eller aflyst, kan flyttes.")
    times = when(starts, ends, begins, minutes)
    _while_it_lasts(row.placement, times)
    if row.kind == Kind.VISIT and row.state in _TAKES_PLACE:
        _not_suspended(row.placement_id, times, _plan_of(row))
    moved_from = row.moved_from or (row.starts if row.starts != starts else None)
    _change(row, moved_from=moved_from, reason=reason.strip()[:300], **vars(times))
    _record(actor, row, "move")
    return row


@transaction.atomic
def rename_entry(*, actor: Actor, entry: Entry, seen: int, label: str, place: str) -> Entry:
    """Corrects what an entry is called and where it is. Raises `ChangedMeanwhile`, and `NotPossible` for one that is held or
    cancelled."""
    row = _locked(entry, seen)
    if row.state not in (EntryState.ASKED, EntryState.PLANNED):
        raise NotPossible("Kun det, der ikke er holdt eller aflyst, kan rettes.")
    _change(row, label=label.strip()[:120], place=place.strip()[:200])
    _record(actor, row, "rename")
    return row


@transaction.atomic
def plan_entry(*, actor: Actor, entry: Entry) -> Entry:
    """An entry that was asked for takes its place in the calendar. Raises `NotPossible` where the time is taken, and when it
    is not asked for any more."""
    rows = Entry.objects.select_for_update(of=("self",)).select_related("placement__child", "placement__family")
    row = rows.get(pk=entry.pk)
    if row.state != EntryState.ASKED:
        raise NotPossible("Det er ikke et ønske længere.")
    # It was only asked for until now: what it was moved from is nobody's agreed day.
    _change(row, state=EntryState.PLANNED, moved_from=None)
    _record(actor, row, "plan")
    return row


@transaction.atomic
def cancel_entry(*, actor: Actor, entry: Entry, seen: int, by: CancelledBy | str, reason: str) -> Entry:
    """Cancels an entry: who could not, and why. Raises `ChangedMeanwhile`, and `NotPossible` for one cancelled before."""
    row = _locked(entry, seen)
    if row.state == EntryState.CANCELLED:
        raise NotPossible("Det er allerede aflyst.")
    if not by:
        raise NotPossible("Skriv, hvem der aflyste.")
    _change(row, state=EntryState.CANCELLED, cancelled_by=CancelledBy(by), reason=reason.strip()[:300])
    _record(actor, row, "cancel", by=str(CancelledBy(by)))
    return row


@transaction.atomic
def hold_entry(*, actor: Actor, entry: Entry, seen: int) -> Entry:
    """Writes down that it took place. Raises `ChangedMeanwhile`, and `NotPossible` before its day or when cancelled."""
    row = _locked(entry, seen)
    if row.state == EntryState.HELD:
        return row
    if row.state != EntryState.PLANNED:
        raise NotPossible("Det er ikke aftalt, eller det er aflyst.")
    if row.starts > clock.today():
        raise NotPossible(f"Det er først {long_date(row.starts)}. Skriv det ned, når det har været.")
    _change(row, state=EntryState.HELD)
    _record(actor, row, "hold")
    return row


def clashes(
    placement: Placement,
    starts: date,
    ends: date,
    starts_at: datetime | None,
    ends_at: datetime | None,
    kind: Kind | str,
    except_entry: Entry | None = None,
    *,
    viewer: Viewer,
    plan_id: int | None = None,
    with_child: bool = True,
) -> list[str]:
    """What an entry of `kind` at that time would run into, a sentence each: two visits at once, a visit while contact is
    suspended; what stays and holidays run into, `respite.clashes` says: a holiday `with_child` is in the way of a stay, one
    without is what stays are for. Empty when the time is free.

    The sentences say what kind of thing is there and when, never with whom or where, whoever `viewer` is.
    """
    if kind in (Kind.RESPITE, Kind.HOLIDAY):
        return _away(placement, starts, ends, kind, except_entry, with_child=with_child)
    if kind != Kind.VISIT:
        return []
    times = When(starts, ends, starts_at, ends_at)
    found = [_taken(row) for row in _visits_in_the_way(placement, times, except_entry)]
    if stop := suspended(placement.pk, times, plan_id):
        found.append(stop)
    return found


def suspended(placement_id: int, times: When, plan_id: int | None) -> str:
    """Why a visit at that time cannot be: the sentence, or the empty text where contact is not suspended."""
    from plejebro.agenda.contact.pauses import sentence_of_pause

    return sentence_of_pause(placement_id, times.starts, times.ends, plan_id)


def _while_it_lasts(placement: Placement, times: When) -> None:
    if placement.ends is not None and times.starts > placement.ends:
        raise NotPossible(f"Anbringelsen slutter {date_text(placement.ends)}. Vælg en dag inden.")


def _not_suspended(placement_id: int, times: When, plan_id: int | None) -> None:
    if sentence := suspended(placement_id, times, plan_id):
        raise NotPossible(sentence)


def _plan_of(entry: Entry) -> int | None:
    from plejebro.agenda.contact.pauses import plan_of_entry

    return plan_of_entry(entry.pk)


def _away(
    placement: Placement, starts: date, ends: date, kind: Kind | str, except_entry: Entry | None, *, with_child: bool
) -> list[str]:
    from plejebro.agenda.respite import clashes as respite

    if kind == Kind.HOLIDAY:
        return respite.of_holiday(placement.pk, starts, ends, with_child=with_child, besides=except_entry)
    return respite.of_stay(placement.pk, starts, ends, besides=except_entry)


def _visits_in_the_way(placement: Placement, times: When, except_entry: Entry | None) -> list[Entry]:
    rows = Entry.objects.filter(placement_id=placement.pk, kind=Kind.VISIT, state__in=_TAKES_PLACE)
    rows = rows.filter(starts__lte=times.ends, ends__gte=times.starts)
    if times.starts_at is not None and times.ends_at is not None:
        rows = rows.filter(Q(starts_at__isnull=True) | Q(starts_at__lt=times.ends_at, ends_at__gt=times.starts_at))
    if except_entry is not None:
        rows = rows.exclude(pk=except_entry.pk)
    return list(rows.order_by("starts", "starts_at", "pk"))


def _taken(row: Entry) -> str:
    days = long_date(row.starts) if row.starts == row.ends else f"{date_text(row.starts)} til {date_text(row.ends)}"
    clock_time = f" {time_text(row.starts_at)}" if row.starts_at else ""
    return f"Der er allerede samvær {days}{clock_time}."


def _invite(entry: Entry, guests: Iterable[Guest]) -> None:
    Participant.objects.bulk_create(
        [
            Participant(
                entry=entry,
                employment_id=guest.employment_id,
                member_id=guest.member_id,
                name=guest.name.strip()[:120],
                companion=guest.companion,
            )
            for guest in dict.fromkeys(guests)
        ]
    )


def _locked(entry: Entry, seen: int) -> Entry:
    still_as_seen(entry, seen)
    return Entry.objects.select_related("placement__child", "placement__family").get(pk=entry.pk)


def _change(row: Entry, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.changed_at = clock.now()
    with _in_words():
        row.save(update_fields=[*values, "version", "changed_at"])


@contextmanager
def _in_words() -> Iterator[None]:
    """What the database refuses becomes a sentence; the savepoint keeps the transaction alive on both databases."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refused:
        raise NotPossible(_sentence_for(str(refused))) from refused


def _sentence_for(text: str) -> str:
    known = (sentence for name, sentence in _REFUSED.items() if name in text)
    return next(known, "Det kunne ikke lægges i kalenderen. Se dagene igennem.")


def _record(actor: Actor, entry: Entry, verb: str, **details: str) -> None:
    record_change(actor=actor, action=f"entry.{verb}", subjects=subjects_of_entry(entry), details=dict(details))
