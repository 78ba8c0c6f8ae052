"""The feed: an independent library reads it as Plejebro does, it tells nobody anything, and it ends when the access does."""

from __future__ import annotations

from datetime import UTC, date, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from plejebro.agenda.calendar import ical
from plejebro.agenda.calendar.feeds import make_address, stop_address
from plejebro.agenda.entries import add_entry, cancel_entry, hold_entry, move_entry
from plejebro.agenda.enums import CancelledBy, EntryState, Kind
from plejebro.agenda.models import Entry
from plejebro.audit.models import Event
from plejebro.flows.actions import end_placement
from plejebro.placements.enums import EndReason
from tests.agenda.calendar.feeds import feed_of, fetch, known_to_us, read_by_another, repeat
from tests.cast import Cast

LOW, HIGH = date(2026, 1, 1), date(2028, 6, 1)
# The clocks change on 29 March and 25 October 2026, 28 March and 31 October 2027, 26 March 2028.
UNTIL = date(2028, 4, 30)


def two_years(cast: Cast) -> None:
    """Series of every kind with days moved, cancelled and left out, and things that happen once."""
    inger, sara = cast.inger.viewer(), cast.sara.viewer()
    saturdays = repeat(cast, "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", date(2026, 1, 10), UNTIL, time(10), 360)
    repeat(cast, "FREQ=WEEKLY;BYDAY=MO,TH", date(2026, 1, 7), UNTIL, time(16, 30), 45)
    repeat(cast, "FREQ=MONTHLY;BYDAY=-1SU", date(2026, 1, 1), UNTIL, time(0, 30), 240)
    repeat(cast, "FREQ=MONTHLY", date(2026, 1, 31), UNTIL, None)
    repeat(cast, "FREQ=YEARLY", date(2024, 2, 29), UNTIL, time(9), 60)
    repeat(cast, "FREQ=DAILY;INTERVAL=7", date(2026, 3, 1), UNTIL, time(2, 30), 60)
    repeat(cast, "FREQ=WEEKLY;BYDAY=WE", date(2026, 1, 7), UNTIL, time(8), 30, last_on=date(2026, 11, 25))
    for number, entry in enumerate(saturdays):
        if number % 7 == 3:
            cancel_entry(actor=inger, entry=entry, seen=1, by=CancelledBy.FAMILY, reason="Syg")
        if number % 5 == 1 and number % 7 != 3:
            on = entry.starts + timedelta(days=1)
            move_entry(actor=sara, entry=entry, seen=1, starts=on, ends=on, begins=time(13), minutes=90, reason="")
        if entry.starts < cast.today and number % 5 != 1 and number % 7 != 3:
            hold_entry(actor=sara, entry=entry, seen=1)
    saturdays[30].delete()
    once = {"actor": sara, "placement": cast.noah, "kind": Kind.COURSE, "label": "Kursus"}
    add_entry(**once, starts=date(2027, 7, 3), ends=date(2027, 7, 17), begins=None, minutes=0)
    add_entry(**once, starts=date(2027, 10, 30), ends=date(2027, 10, 30), begins=time(23), minutes=300)
    gone = add_entry(**once, starts=date(2027, 5, 4), ends=date(2027, 5, 4), begins=time(9), minutes=60)
    cancel_entry(actor=sara, entry=gone, seen=1, by=CancelledBy.MUNICIPALITY, reason="")


def test_another_program_finds_exactly_our_occurrences_over_two_years(cast: Cast) -> None:
    two_years(cast)
    ours = known_to_us(Entry.objects.filter(placement__in=[cast.noah, cast.mia]), LOW, HIGH)
    assert len(ours) > 500
    theirs = read_by_another(feed_of(cast.inger), LOW, HIGH)
    assert [set(theirs) - set(ours), set(ours) - set(theirs)] == [set(), set()]
    assert theirs == ours


def test_it_would_be_found_out_if_times_went_out_in_utc(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    two_years(cast)
    monkeypatch.setattr(ical, "_moment", lambda instant: instant.astimezone(UTC))
    ours = known_to_us(Entry.objects.filter(placement__in=[cast.noah, cast.mia]), LOW, HIGH)
    assert read_by_another(feed_of(cast.inger), LOW, HIGH) != ours


def test_a_series_goes_out_as_a_rule_with_its_exceptions(cast: Cast) -> None:
    entries = repeat(cast, "FREQ=WEEKLY;BYDAY=SA", date(2026, 11, 28), date(2027, 3, 27))
    cancel_entry(actor=cast.sara.viewer(), entry=entries[1], seen=1, by=CancelledBy.PARENT, reason="")
    on = entries[2].starts + timedelta(days=1)
    move_entry(
        actor=cast.sara.viewer(), entry=entries[2], seen=1, starts=on, ends=on, begins=time(11), minutes=60, reason=""
    )
    events = Calendar.from_ical(feed_of(cast.inger)).walk("VEVENT")
    uid = f"{entries[0].series.public_id}@plejebro"
    mine = [event for event in events if str(event["UID"]) == uid]
    assert len(mine) == 2
    master, moved = sorted(mine, key=lambda event: "RECURRENCE-ID" in event)
    assert master["RRULE"].to_ical().decode() == "FREQ=WEEKLY;UNTIL=20270327T150000Z;BYDAY=SA"
    assert master["EXDATE"].to_ical().decode() == "20261205T160000"
    assert master["DTSTART"].params["TZID"] == "Europe/Copenhagen"
    assert (moved["SEQUENCE"], moved["RECURRENCE-ID"].to_ical().decode()) == (1, "20261212T160000")


def test_the_feed_says_nothing_of_the_case(cast: Cast) -> None:
    text = feed_of(cast.inger).replace("\r\n ", "")
    for word in ("Noah", "Mia", "Dahl", "Tandlæge", "Spejder", "Ådal", "LOCATION", "DESCRIPTION", "ATTENDEE", "Pasning"):
        assert word not in text
    assert {line for line in text.splitlines() if line.startswith("SUMMARY")} == {"SUMMARY:Aftale i Plejebro"}


def test_a_feed_that_has_not_changed_is_not_sent_again_and_leaves_no_row(cast: Cast) -> None:
    secret = make_address(actor=cast.inger.viewer())
    first = fetch(secret)
    rows = Event.objects.filter(action="calendar.own").count()
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first.content == fetch(secret).content
    for headers in ({"if_none_match": first["ETag"]}, {"if_modified_since": first["Last-Modified"]}):
        assert fetch(secret, **headers).status_code == 304
    assert Event.objects.filter(action="calendar.own").count() == rows + 1
    cast.later(hours=1)
    entry = cast.thing("entry:dentist")
    cancel_entry(actor=cast.mette.viewer(), entry=entry, seen=entry.version, by=CancelledBy.OTHER, reason="")
    again = fetch(secret, if_none_match=first["ETag"])
    assert again.status_code == 200
    event = next(e for e in Calendar.from_ical(again.content).walk("VEVENT") if str(entry.public_id) in e["UID"])
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)


def test_what_the_feed_showed_is_on_record_as_the_person_and_the_family_can_see_it(cast: Cast) -> None:
    feed_of(cast.sara)
    row = Event.objects.filter(action="calendar.own").order_by("-pk")[0]
    assert row.actor == cast.sara.user.public_id
    assert row.subjects.filter(kind="placement", public_id=cast.noah.public_id).exists()
    page = cast.inger.client().get(reverse("web:looks", args=[cast.noah.public_id])).content.decode()
    assert "tidspunkterne, hentet til egen kalender" in page


@pytest.mark.parametrize("secret", ["ingens", "x" * 43, "..%2f"])
def test_an_address_nobody_has_is_not_found(db: None, secret: str) -> None:
    assert fetch(secret).status_code == 404


def test_a_new_address_ends_the_old_one_and_it_can_be_stopped(cast: Cast) -> None:
    page = cast.inger.client()
    shown = page.post(reverse("agenda:subscribe")).content.decode()
    secret = shown.split("/kalender/feed/")[1].split(".ics")[0]
    assert fetch(secret).status_code == 200
    again = page.get(reverse("agenda:subscribe")).content.decode()
    assert secret not in again
    assert "Lav en ny adresse" in again
    newer = make_address(actor=cast.inger.viewer())
    assert fetch(secret).status_code == 404
    assert fetch(newer).status_code == 200
    assert page.post(reverse("agenda:unsubscribe")).status_code == 302
    assert fetch(newer).status_code == 404
    stop_address(actor=cast.inger.viewer())


def test_the_address_is_kept_as_a_fingerprint_alone(cast: Cast) -> None:
    secret = make_address(actor=cast.inger.viewer())
    rows = [str(row.__dict__) for row in cast.inger.user.calendar_feeds.all()]
    assert not [row for row in rows if secret in row]
    assert not Event.objects.filter(payload__contains=secret).exists()


def test_a_feed_empties_when_the_child_has_moved(cast: Cast) -> None:
    secret = make_address(actor=cast.inger.viewer())
    entries = [cast.thing("entry:dentist"), cast.thing("entry:camp")]
    assert all(str(row.public_id) in fetch(secret).content.decode().replace("\r\n ", "") for row in entries)
    end_placement(actor=cast.sara.viewer(), placement=cast.noah, on=cast.today, reason=EndReason.RETURN_HOME)
    cast.later(days=1)
    text = fetch(secret).content.decode().replace("\r\n ", "")
    assert not any(str(row.public_id) in text for row in entries)
    assert str(cast.thing("entry:talk").public_id) in text


def test_a_feed_is_empty_when_the_employment_has_ended(cast: Cast) -> None:
    secret = make_address(actor=cast.sara.viewer())
    job = cast.job("sara")
    assert "VEVENT" in fetch(secret).content.decode()
    job.ends = cast.today
    job.save(update_fields=["ends"])
    cast.later(days=1)
    answer = fetch(secret)
    assert answer.status_code == 200
    assert "VEVENT" not in answer.content.decode()


def test_a_person_who_may_no_longer_log_in_has_no_feed(cast: Cast) -> None:
    secret = make_address(actor=cast.inger.viewer())
    user = cast.inger.user
    user.is_active = False
    user.save(update_fields=["is_active"])
    assert fetch(secret).status_code == 404


def test_a_feed_takes_only_reading(cast: Cast) -> None:
    address = reverse("agenda:feed", args=[make_address(actor=cast.inger.viewer())])
    assert Client().post(address).status_code == 405
    assert Client().head(address).status_code == 200


def test_a_single_entry_as_a_file(cast: Cast) -> None:
    entry = cast.thing("entry:dentist")
    answer = cast.inger.client().get(reverse("agenda:entry_file", args=[entry.public_id]))
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (str(event["SUMMARY"]), event["DTSTART"].dt) == ("Aftale i Plejebro", entry.starts_at)
    assert entry.state == EntryState.PLANNED
    assert cast.lars.client().get(reverse("agenda:entry_file", args=[entry.public_id])).status_code == 404
