"""A plan is proposed, answered and put in the calendar; it changes, is suspended and goes on."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plejebro.agenda import entries
from plejebro.agenda.contact import actions, visiting
from plejebro.agenda.contact.actions import Suspension, Wanted
from plejebro.agenda.contact.enums import PauseKind, Relation
from plejebro.agenda.contact.models import ContactHearing, ContactPause, ContactPlan
from plejebro.agenda.contact.planning import missing_days, plan_ahead, plan_visits
from plejebro.agenda.contact.visiting import Slot
from plejebro.agenda.enums import CancelledBy, EntryState, Kind
from plejebro.agenda.models import Entry, Series
from plejebro.audit.models import Event
from plejebro.cli.story.agenda_contact import plan_content
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.notifications.models import OutboxMessage
from plejebro.versions.models import Version
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def new_plan(cast: Cast, whom: str = "far", relation: Relation = Relation.PARENT) -> ContactPlan:
    return actions.create_plan(
        actor=cast.sara.viewer(), placement=cast.emil, with_whom=whom, relation=relation, submission=uuid4()
    )


def proposed(cast: Cast, plan: ContactPlan, starts: date | None = None, ends: date | None = None, **changes: Any) -> Version:
    wanted = Wanted(plan_content(**{"special_days": "", **changes}), starts or cast.today + timedelta(days=1), ends)
    return actions.propose_plan(actor=cast.sara.viewer(), plan=plan, wanted=wanted, submission=uuid4())


def yes(cast: Cast, plan: ContactPlan, version: Version, *people: str) -> None:
    for key in people or ("sara", "anne"):
        actions.accept_plan(
            actor=getattr(cast, key).viewer(), plan=plan, version=version, factor=True, seen_hash=version.hash
        )


def agreed(cast: Cast, **changes: Any) -> tuple[ContactPlan, Version]:
    plan = new_plan(cast)
    version = proposed(cast, plan, **changes)
    yes(cast, plan, version)
    return plan, version


def visits(plan: ContactPlan) -> list[Entry]:
    return list(Entry.objects.filter(contact_visit__plan=plan).order_by("starts", "starts_at", "pk"))


def as_is(rows: list[Entry]) -> dict[int, tuple[Any, ...]]:
    return {
        row.pk: (row.starts, row.ends, row.starts_at, row.ends_at, row.state, row.reason, row.place, row.version)
        for row in rows
    }


def test_a_year_of_visits_stands_when_both_have_said_yes(cast: Cast) -> None:
    plan = new_plan(cast)
    version = proposed(cast, plan, special_days="24.12. 10.00-13.00 Juleaftensdag")
    yes(cast, plan, version, "sara")
    assert not visits(plan)
    yes(cast, plan, version, "anne")
    rows = visits(plan)
    assert 26 <= len(rows) <= 28
    assert {row.starts.weekday() for row in rows if (row.starts.month, row.starts.day) != (12, 24)} == {5}
    assert all(row.starts_at and entries.danish_time.local(row.starts_at).time() == time(10) for row in rows)
    assert plan_visits(actor=cast.sara.viewer(), plan=plan, version=version) == 0
    assert plan_ahead() == 0
    cast.later(days=60)
    before = as_is(rows)
    assert plan_ahead() >= 4
    assert plan_ahead() == 0
    assert before.items() <= as_is(visits(plan)).items()


def test_the_proposal_is_the_hearing_of_the_family_and_its_answer_is_kept(cast: Cast) -> None:
    plan = new_plan(cast)
    version = proposed(cast, plan)
    hearing = ContactHearing.objects.get(version=version)
    assert hearing.answered_at is None
    actions.settle_plan(actor=cast.anne.viewer(), plan=plan, version=version, reason="For langt at køre hver gang.")
    hearing.refresh_from_db()
    assert hearing.statement == "For langt at køre hver gang."
    assert hearing.answered_name
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactHearing.objects.filter(pk=hearing.pk).update(answered_by=None)


def test_below_the_floor_nobody_can_say_yes_before_the_committee_has_decided(cast: Cast) -> None:
    plan = new_plan(cast)
    version = proposed(cast, plan, every="w6")
    with pytest.raises(NotPossible, match="barnets lov § 104"):
        yes(cast, plan, version)
    until = cast.today + timedelta(days=200)
    committee = {
        "committee_on": cast.today,
        "committee_number": "BUU 7",
        "committee_until": until,
        "decided_by": "committee",
    }
    version = proposed(cast, plan, ends=until, every="w6", **committee)
    yes(cast, plan, version)
    assert visits(plan)
    assert max(row.starts for row in visits(plan)) <= until


def test_a_new_version_replaces_what_nobody_has_touched_and_nothing_else(cast: Cast) -> None:
    plan, _ = agreed(cast)
    rows = visits(plan)
    moved, cancelled, anne = rows[6], rows[7], cast.anne.viewer()
    visiting.move_visit(
        actor=anne, entry=moved, seen=1, slot=Slot(moved.starts + timedelta(days=1), time(12), 60), reason="Fødselsdag"
    )
    visiting.cancel_visit(actor=anne, entry=cancelled, seen=1, by=CancelledBy.PARENT, reason="Syg")
    day = rows[5].starts
    kept = as_is([*rows[:5], *Entry.objects.filter(pk__in=[moved.pk, cancelled.pk])])
    version = proposed(cast, plan, starts=day, weekday="2")
    yes(cast, plan, version)
    now = visits(plan)
    assert kept.items() <= as_is(now).items()
    fresh = [row for row in now if row.pk not in kept]
    assert {row.starts.weekday() for row in fresh} == {2}
    assert all(row.starts >= day for row in fresh)
    old = Series.objects.get(contact__plan=plan, contact__version__number=1)
    assert old.last_on is not None
    assert old.last_on < day


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    at=st.integers(0, 24),
    do=st.sampled_from(["move", "cancel", "hold_back", "make_up"]),
    starts=st.sampled_from([date(2027, 12, 20), date(2028, 2, 1), date(2026, 12, 26)]),
    every=st.sampled_from(["w1", "w2", "m-1"]),
)
def test_one_changed_visit_never_changes_another(cast: Cast, at: int, do: str, starts: date, every: str) -> None:
    """Over 29 February 2028 and week 53 of 2026, whatever is done to one of the series."""
    ahead = max(0, (starts - cast.today).days)
    with transaction.atomic():
        committee = {"committee_on": cast.today, "committee_number": "7", "committee_until": starts + timedelta(days=900)}
        ends = starts + timedelta(days=800)
        plan, _ = agreed(cast, starts=starts, ends=ends, every=every, special_days="29.2. 17.00-18.00 Dag", **committee)
        cast.later(days=ahead)
        plan_ahead()
        rows = visits(plan)
        one = rows[at % len(rows)]
        others = as_is([row for row in rows if row != one])
        _do(cast, do, one)
        plan_ahead()
        now = as_is(visits(plan))
        assert others.items() <= now.items()
        assert len([row for row in visits(plan) if row.series_id]) == len(rows)
        cast.later(days=-ahead)
        transaction.set_rollback(True)


def _do(cast: Cast, do: str, one: Entry) -> None:
    anne = cast.anne.viewer()
    if do == "move":
        slot = Slot(one.starts + timedelta(days=2), time(20, 15), 30)
        visiting.move_visit(actor=anne, entry=one, seen=one.version, slot=slot, reason="")
    elif do in ("cancel", "make_up"):
        visiting.cancel_visit(actor=anne, entry=one, seen=one.version, by=CancelledBy.CHILD, reason="Træt")
        if do == "make_up":
            slot = Slot(one.starts + timedelta(days=3), time(20, 15), 30)
            visiting.make_up(actor=anne, entry=one, slot=slot, place="", submission=uuid4())


def test_two_visits_at_once_are_refused_with_a_sentence_and_by_the_database(cast: Cast) -> None:
    plan, _ = agreed(cast)
    row, sara = visits(plan)[2], cast.sara.viewer()
    with pytest.raises(NotPossible, match="Der er allerede et samvær på det tidspunkt"):
        visiting.extra_visit(
            actor=sara, plan=plan, slot=Slot(row.starts, time(11), 60), place="", what="", submission=uuid4()
        )
    said = entries.clashes(cast.emil, row.starts, row.ends, row.starts_at, row.ends_at, Kind.VISIT, viewer=sara)
    assert len(said) == 1
    assert "Der er allerede samvær" in said[0]
    assert "far" not in said[0]
    assert not entries.clashes(cast.emil, row.starts, row.ends, row.starts_at, row.ends_at, Kind.VISIT, row, viewer=sara)


def test_days_whose_time_was_taken_are_told(cast: Cast) -> None:
    agreed(cast)
    plan = new_plan(cast, "mor")
    version = proposed(cast, plan, every="w1")
    yes(cast, plan, version)
    assert len(missing_days(plan, version)) == len(visits(ContactPlan.objects.get(with_whom="far", placement=cast.emil)))


def test_the_childs_pause_is_at_most_eight_weeks_and_catches_every_visit(cast: Cast) -> None:
    plan, version = agreed(cast, every="w1")
    rows, sara = visits(plan), cast.sara.viewer()
    first = rows[2].starts
    long = Suspension(PauseKind.CHILD, first, first + timedelta(days=56), cast.today)
    with pytest.raises(NotPossible, match="otte uger"):
        actions.suspend(actor=sara, plan=plan, wanted=long, submission=uuid4())
    wanted = Suspension(PauseKind.CHILD, first, first + timedelta(days=20), cast.today)
    once = uuid4()
    pause = actions.suspend(actor=sara, plan=plan, wanted=wanted, submission=once)
    assert actions.suspend(actor=sara, plan=plan, wanted=wanted, submission=once) == pause
    inside = [row for row in visits(plan) if wanted.starts <= row.starts <= wanted.ends]
    assert {(row.state, row.cancelled_by) for row in inside} == {(EntryState.CANCELLED, CancelledBy.CHILD)}
    slot = Slot(first + timedelta(days=3), time(9), 60)
    with pytest.raises(NotPossible, match="sat i bero"):
        visiting.extra_visit(actor=sara, plan=plan, slot=slot, place="", what="", submission=uuid4())
    with pytest.raises(NotPossible, match="sat i bero"):
        visiting.move_visit(actor=sara, entry=visits(plan)[0], seen=1, slot=slot, reason="")
    with pytest.raises(NotPossible, match="allerede sat i bero"):
        actions.suspend(actor=sara, plan=plan, wanted=wanted, submission=uuid4())
    assert not missing_days(plan, version)
    # The child wants to begin again after a week.
    actions.resume(actor=sara, plan=plan, pause=pause, on=first + timedelta(days=7))
    states = [row.state for row in visits(plan) if wanted.starts <= row.starts <= wanted.ends]
    assert states == [EntryState.CANCELLED, EntryState.PLANNED, EntryState.PLANNED]


def test_the_committees_stop_needs_its_number(cast: Cast) -> None:
    plan, _ = agreed(cast)
    wanted = Suspension(PauseKind.COMMITTEE, cast.today, cast.today + timedelta(days=90), cast.today)
    with pytest.raises(NotPossible, match="nummeret"):
        actions.suspend(actor=cast.sara.viewer(), plan=plan, wanted=wanted, submission=uuid4())
    pause = actions.suspend(
        actor=cast.sara.viewer(),
        plan=plan,
        wanted=Suspension(wanted.kind, wanted.starts, wanted.ends, wanted.decided_on, "BUU 4/2026"),
        submission=uuid4(),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactPause.objects.filter(pk=pause.pk).update(decision_number="")
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactPause.objects.filter(pk=pause.pk).update(ends=None)


def test_a_visit_is_held_on_its_day_and_only_changed_as_it_was_seen(cast: Cast) -> None:
    plan, _ = agreed(cast)
    row, anne = visits(plan)[0], cast.anne.viewer()
    with pytest.raises(NotPossible, match="først"):
        visiting.hold_visit(actor=anne, entry=row, seen=1)
    cast.later(days=(row.starts - cast.today).days)
    visiting.hold_visit(actor=cast.anne.viewer(), entry=row, seen=1)
    with pytest.raises(ChangedMeanwhile):
        visiting.cancel_visit(actor=anne, entry=row, seen=1, by=CancelledBy.FAMILY, reason="Nej")
    with pytest.raises(NotPossible, match="kan flyttes"):
        visiting.move_visit(actor=anne, entry=row, seen=2, slot=Slot(row.starts, time(9), 30), reason="")


def test_a_cancelled_visit_is_made_up_once(cast: Cast) -> None:
    plan, _ = agreed(cast)
    row, anne = visits(plan)[1], cast.anne.viewer()
    slot = Slot(row.starts + timedelta(days=3), time(15), 90)
    with pytest.raises(NotPossible, match="Kun et aflyst"):
        visiting.make_up(actor=anne, entry=row, slot=slot, place="", submission=uuid4())
    visiting.cancel_visit(actor=anne, entry=row, seen=1, by=CancelledBy.MUNICIPALITY, reason="Ingen støtteperson")
    once = uuid4()
    new = visiting.make_up(actor=anne, entry=row, slot=slot, place="", submission=once)
    assert visiting.make_up(actor=anne, entry=row, slot=slot, place="", submission=once) == new
    assert new.place == row.place
    with pytest.raises(NotPossible, match="allerede erstattet"):
        visiting.make_up(actor=anne, entry=row, slot=slot, place="", submission=uuid4())


def test_a_weekend_ends_at_the_same_time_when_the_clocks_change(cast: Cast) -> None:
    plan, _ = agreed(cast, starts=date(2027, 10, 1), every="w1", weekday="5", nights=1, until="16:00")
    cast.later(days=max(0, (date(2027, 9, 1) - cast.today).days))
    plan_ahead()
    row = next(row for row in visits(plan) if row.starts == date(2027, 10, 30))
    assert row.ends == date(2027, 10, 31)
    assert row.ends_at and entries.danish_time.local(row.ends_at).time() == time(16)


def test_hiding_reaches_every_visit_at_once(cast: Cast) -> None:
    plan, _ = agreed(cast)
    actions.hide_plan(actor=cast.sara.viewer(), plan=plan, hidden_from="family")
    assert {row.hidden_from for row in visits(plan)} == {"family"}
    assert {row.hidden_from for row in Series.objects.filter(contact__plan=plan)} == {"family"}


def test_the_notices_name_nobody_and_the_log_keeps_every_step(cast: Cast) -> None:
    before = OutboxMessage.objects.count()
    plan, _ = agreed(cast)
    row = visits(plan)[0]
    visiting.cancel_visit(actor=cast.anne.viewer(), entry=row, seen=1, by=CancelledBy.PARENT, reason="Mor er syg")
    sent = list(OutboxMessage.objects.order_by("pk")[before:])
    assert len(sent) >= 4
    for message in sent:
        text = f"{message.subject} {message.body}".casefold()
        for word in ("emil", "samvær", "far ", "syg", "familiehuset"):
            assert word not in text
    wanted = {"contact.create", "contact.propose", "contact.plan_visits", "entry.cancel", "contact.accept_family"}
    assert wanted <= set(Event.objects.values_list("action", flat=True))


def test_one_plan_a_person_and_a_form_sent_twice_is_one_plan(cast: Cast) -> None:
    once = uuid4()
    first, again = (
        actions.create_plan(
            actor=cast.sara.viewer(), placement=cast.emil, with_whom="Far", relation=Relation.PARENT, submission=once
        )
        for _ in range(2)
    )
    assert first == again
    with pytest.raises(NotPossible, match="allerede en samværsplan"):
        new_plan(cast, "far ")
