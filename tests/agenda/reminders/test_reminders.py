"""Reminders: when each person wants them, once, without a word of the case, to nobody who cannot see the entry."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from plejebro.access.doors import scope
from plejebro.access.permissions import Permission
from plejebro.agenda.entries import Guest, add_entry, cancel_entry, move_entry
from plejebro.agenda.enums import EntryState, Hidden, Kind
from plejebro.agenda.models import Entry
from plejebro.agenda.reminders import actions, rules
from plejebro.agenda.reminders.actions import choose, remind
from plejebro.agenda.reminders.enums import Moment
from plejebro.agenda.reminders.models import ReminderChoice
from plejebro.kernel import clock
from plejebro.kernel.danish_time import at, local
from plejebro.notifications.models import OutboxMessage
from tests.cast import Cast

MORNING = time(7, 0)


@pytest.fixture(autouse=True)
def _nothing_else_is_planned(db: None) -> None:
    """The story's own entries are out of the way, so that a test counts its own."""
    Entry.objects.filter(state=EntryState.PLANNED).update(state=EntryState.ASKED)


def entry(cast: Cast, kind: Kind = Kind.SUPERVISION, *, days: int = 5, **more: Any) -> Entry:
    """An entry of Noah's, `days` from now at two o'clock."""
    day = cast.today + timedelta(days=days)
    given: dict[str, Any] = {"placement": cast.noah, "begins": time(14, 0), "minutes": 60, "label": "Besøg hos Noah"}
    given = {**given, "place": "Skolegade 4", "submission": uuid4(), **more}
    return add_entry(actor=cast.sara.viewer(), kind=kind, starts=day, ends=day, **given)


def to(row: Entry) -> list[str]:
    """Whom the entry's reminders went to."""
    there = reverse("agenda:entry", args=[row.public_id])
    found = OutboxMessage.objects.filter(kind=actions.KIND, path=there).order_by("address", "pk")
    return list(found.values_list("address", flat=True))


def until(cast: Cast, row: Entry, *, days: int) -> None:
    """To the morning `days` before the entry."""
    morning = datetime.combine(row.starts - timedelta(days=days), MORNING, tzinfo=clock.COPENHAGEN)
    cast._watch.moved += morning - clock.now()


# --- who, when, once ------------------------------------------------------------------------------------------------


def test_the_family_is_reminded_the_day_before_and_once(cast: Cast) -> None:
    row = entry(cast)
    until(cast, row, days=2)
    remind()
    assert to(row) == []
    until(cast, row, days=1)
    assert remind() > 0
    assert {cast.inger.user.email, cast.per.user.email} <= set(to(row))
    before = to(row)
    assert remind() == 0
    assert to(row) == before


def test_each_person_chooses_when(cast: Cast) -> None:
    row = entry(cast, days=9)
    choose(actor=cast.inger.viewer(), choices={Kind.SUPERVISION: Moment.WEEK})
    choose(actor=cast.per.viewer(), choices={Kind.SUPERVISION: Moment.NONE})
    until(cast, row, days=7)
    remind()
    assert to(row) == [cast.inger.user.email]
    until(cast, row, days=0)
    remind()
    assert cast.per.user.email not in to(row)
    assert to(row).count(cast.inger.user.email) == 1


def test_the_same_morning_comes_from_six_o_clock_and_not_once_it_has_begun(cast: Cast) -> None:
    choose(actor=cast.inger.viewer(), choices={Kind.SUPERVISION: Moment.MORNING})
    row = entry(cast)
    begins = at(row.starts, time(14, 0))
    assert remind(at(row.starts, time(5, 59))) > 0  # the others are reminded the day before
    assert cast.inger.user.email not in to(row)
    remind(begins)
    assert cast.inger.user.email not in to(row)
    remind(at(row.starts, time(6, 0)))
    assert cast.inger.user.email in to(row)


def test_employees_are_reminded_of_what_they_take_part_in(cast: Cast) -> None:
    row = entry(cast, Kind.MEETING, participants=[Guest(employment_id=cast.job("mette").pk)])
    until(cast, row, days=1)
    remind()
    assert cast.mette.user.email in to(row)
    assert cast.sara.user.email not in to(row)


def test_where_no_employee_takes_part_those_with_the_task_are_reminded(cast: Cast) -> None:
    row = entry(cast)
    until(cast, row, days=1)
    remind()
    assert {cast.sara.user.email, cast.mette.user.email} <= set(to(row))


def test_the_deputy_of_one_who_is_away_is_reminded(cast: Cast) -> None:
    row = entry(cast, placement=cast.asta)
    until(cast, row, days=1)
    remind()
    assert cast.mette.user.email in to(row)  # stands in for Ida


def test_nobody_is_reminded_who_cannot_see_the_entry(cast: Cast) -> None:
    """Whoever gets a reminder is let in by the map; the control is that somebody gets one."""
    children = ("noah", "asta", "sigrun", "mia", "viktor")
    kinds = (Kind.SUPERVISION, Kind.MEETING, Kind.CARE)
    rows = [entry(cast, kind, placement=cast.thing(key)) for kind in kinds for key in children]
    until(cast, rows[0], days=1)
    remind()
    seen = 0
    for who, person in cast.people.items():
        for row in rows:
            if person.user.email in to(row):
                seen += 1
                assert scope(person.viewer(), Entry, Permission.ENTRY_READ).filter(pk=row.pk).exists(), who
    assert seen > 20


def test_an_employee_of_another_municipality_on_the_list_is_not_reminded(cast: Cast) -> None:
    row = entry(cast, Kind.MEETING, participants=[Guest(employment_id=cast.job("peter").pk)])
    until(cast, row, days=1)
    remind()
    assert to(row) == sorted([cast.inger.user.email, cast.per.user.email])


def test_one_who_has_left_is_not_reminded(cast: Cast) -> None:
    row = entry(cast)
    until(cast, row, days=1)
    for model, person in ((cast.member("per"), cast.per), (cast.job("sara"), cast.sara)):
        type(model).objects.filter(pk=model.pk).update(ends=cast.today - timedelta(days=1))
        assert person.user.email
    remind()
    assert cast.per.user.email not in to(row) and cast.sara.user.email not in to(row)
    assert cast.inger.user.email in to(row)


def test_the_familys_own_record_reminds_the_family_alone(cast: Cast) -> None:
    row = entry(cast, Kind.MEETING, placement=cast.viktor, participants=[Guest(employment_id=cast.job("sara").pk)])
    until(cast, row, days=1)
    remind()
    assert to(row) == [cast.mona.user.email]


# --- what is not reminded of, and what is told anew -----------------------------------------------------------------


def test_what_is_cancelled_or_only_asked_for_reminds_nobody(cast: Cast) -> None:
    cancelled, asked = entry(cast), entry(cast, Kind.RESPITE, state=EntryState.ASKED)
    cancel_entry(actor=cast.sara.viewer(), entry=cancelled, seen=1, by="municipality", reason="")
    until(cast, cancelled, days=1)
    assert remind() == 0
    assert to(cancelled) == to(asked) == []


def test_an_ended_placement_reminds_nobody(cast: Cast) -> None:
    row = entry(cast)
    until(cast, row, days=1)
    type(cast.noah).objects.filter(pk=cast.noah.pk).update(ends=cast.today - timedelta(days=1))
    assert remind() == 0


def test_a_moved_entry_is_told_of_anew(cast: Cast) -> None:
    row = entry(cast)
    until(cast, row, days=1)
    remind()
    there = to(row)
    moved = move_entry(
        actor=cast.sara.viewer(),
        entry=row,
        seen=row.version,
        starts=row.starts + timedelta(days=3),
        ends=row.starts + timedelta(days=3),
        begins=time(14, 0),
        minutes=60,
        reason="Lokalet",
    )
    assert remind() == 0
    until(cast, moved, days=1)
    remind()
    assert sorted(to(row)) == sorted(there * 2)


def test_who_has_just_been_told_of_a_new_entry_is_not_reminded_at_once(cast: Cast) -> None:
    choose(actor=cast.inger.viewer(), choices={Kind.SUPERVISION: Moment.WEEK})
    row = entry(cast, days=3)
    remind()
    assert cast.inger.user.email not in to(row)


def test_a_worker_that_was_down_in_the_morning_reminds_when_it_is_up_again(cast: Cast) -> None:
    row = entry(cast)
    until(cast, row, days=1)
    cast.later(hours=14)
    remind()
    assert cast.inger.user.email in to(row)


# --- words ----------------------------------------------------------------------------------------------------------


def test_a_reminder_says_a_day_and_nothing_of_the_case(cast: Cast) -> None:
    row = entry(cast, hidden_from=Hidden.FAMILY)
    until(cast, row, days=1)
    remind()
    text = OutboxMessage.objects.filter(kind=actions.KIND)[0]
    said = text.subject + text.body
    for word in ("Noah", "Besøg", "Skolegade", "Tilsyn", "Inger", "Sara", "14.00"):
        assert word not in said
    assert "Du har en aftale i Plejebro" in said and "Sagsnummer" not in said
    assert str(row.starts.day) in said


def test_a_meetings_case_number_stands_in_its_reminder(cast: Cast) -> None:
    meeting = cast.thing("meeting:status")
    Entry.objects.filter(pk=meeting.entry_id).update(state=EntryState.PLANNED)
    row = Entry.objects.get(pk=meeting.entry_id)
    until(cast, row, days=1)
    remind()
    found = OutboxMessage.objects.filter(kind=actions.KIND, recipient=cast.inger.user)[0]
    assert meeting.case_number in found.body


# --- many, and in trouble -------------------------------------------------------------------------------------------


def test_the_number_of_questions_does_not_follow_the_number_of_entries(cast: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert remind(at(cast.today + timedelta(days=4), MORNING)) > 0
        return len(captured)

    entry(cast)
    first = asked()
    OutboxMessage.objects.filter(kind=actions.KIND).delete()
    for _ in range(15):
        entry(cast)
        entry(cast, placement=cast.asta, participants=[Guest(employment_id=cast.job("mette").pk)])
        entry(cast, placement=cast.sigrun)
    assert asked() == first


def test_one_recipients_trouble_does_not_cost_the_others_theirs(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row, real = entry(cast), actions.post_all

    def trouble(notices: Any) -> int:
        if any(one.address == cast.inger.user.email for one in notices):
            raise RuntimeError("the address is broken")
        return real(notices)

    monkeypatch.setattr(actions, "post_all", trouble)
    until(cast, row, days=1)
    assert remind() > 0
    assert cast.per.user.email in to(row) and cast.inger.user.email not in to(row)
    monkeypatch.setattr(actions, "post_all", real)
    assert remind() == 1
    assert cast.inger.user.email in to(row)


# --- the clocks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31), date(2026, 10, 25), date(2026, 12, 24)])
@pytest.mark.parametrize("moment", [Moment.MORNING, Moment.DAY, Moment.TWO_DAYS, Moment.WEEK])
def test_six_o_clock_is_six_o_clock_when_the_clocks_change(day: date, moment: Moment) -> None:
    first = rules.goes_out(moment, day)
    assert first is not None
    assert (local(first).hour, local(first).minute) == (6, 0)
    assert (day - local(first).date()).days == {"morning": 0, "day": 1, "two_days": 2, "week": 7}[moment]


@pytest.mark.parametrize(("changes", "hours"), [(date(2027, 3, 28), 23), (date(2027, 10, 31), 25)])
def test_the_reminder_comes_in_the_night_the_clocks_change_too(cast: Cast, changes: date, hours: int) -> None:
    """The day before the Monday is the Sunday the clocks change; it is six o'clock in Denmark, whatever it is in UTC."""
    monday = changes + timedelta(days=1)
    day = (monday - cast.today).days
    row = entry(cast, days=day, placement=cast.noah)
    too_early, just = at(changes, time(5, 59)), at(changes, time(6, 0))
    assert remind(too_early) == 0
    assert remind(just) > 0
    assert just - at(changes - timedelta(days=1), time(6, 0)) == timedelta(hours=hours)
    assert to(row)


def test_a_run_every_hour_over_a_change_reminds_once(cast: Cast) -> None:
    row = entry(cast, days=(date(2027, 3, 29) - cast.today).days)
    moment = datetime(2027, 3, 27, 12, tzinfo=UTC)
    total = 0
    while moment < datetime(2027, 3, 29, 14, tzinfo=UTC):
        total += remind(moment)
        moment += timedelta(hours=1)
    assert total == len(to(row)) == len(set(to(row))) > 0


@given(
    st.dates(date(2025, 1, 1), date(2030, 12, 31)),
    st.sampled_from([Moment.MORNING, Moment.DAY, Moment.TWO_DAYS, Moment.WEEK]),
    st.integers(0, 12 * 24),
)
def test_a_reminder_that_is_due_stays_due(starts: date, moment: Moment, hours: int) -> None:
    first = rules.goes_out(moment, starts)
    assert first is not None
    made = first - timedelta(days=30)
    now = first + timedelta(hours=hours)
    assert rules.is_due(moment, starts, made_at=made, was_moved=False, now=now)
    assert not rules.is_due(moment, starts, made_at=made, was_moved=False, now=first - timedelta(seconds=1))


def test_none_is_never_due() -> None:
    assert not rules.is_due(
        Moment.NONE, date(2027, 1, 1), made_at=clock.now(), was_moved=True, now=clock.now() + timedelta(days=900)
    )


# --- the page -------------------------------------------------------------------------------------------------------


def test_the_page_shows_the_defaults_and_keeps_what_is_chosen(cast: Cast) -> None:
    client, there = cast.inger.client(), reverse("agenda:reminders")
    form = client.get(there).context["form"]
    data = {kind.value: form[kind.value].value() for kind in Kind}
    assert data["visit"] == Moment.DAY and data["course"] == Moment.WEEK
    assert client.post(there, data | {"visit": "week"}).status_code == 302
    assert client.get(there).context["form"]["visit"].value() == "week"
    assert not ReminderChoice.objects.filter(user=cast.per.user).exists()
    client.post(there, data | {"visit": "week"})
    assert ReminderChoice.objects.filter(user=cast.inger.user).count() == len(Kind)


def test_nonsense_is_answered_with_a_sentence(cast: Cast) -> None:
    answer = cast.inger.client().post(reverse("agenda:reminders"), {"visit": "om lidt"})
    assert answer.status_code == 422
    assert not ReminderChoice.objects.exists()


def test_an_administrator_without_a_calendar_comes_in_too(cast: Cast) -> None:
    assert cast.tove.client().get(reverse("agenda:reminders")).status_code == 200


def test_what_one_has_seen_of_the_page_is_nobody_elses(cast: Cast) -> None:
    choose(actor=cast.inger.viewer(), choices={Kind.VISIT: Moment.WEEK})
    assert cast.per.client().get(reverse("agenda:reminders")).context["form"]["visit"].value() == Moment.DAY
