"""Whose calendar shows what, and how a page is laid out."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from bench.counting import counted
from plejebro.agenda.calendar.days import View, day_from, public_holiday, school_free_days, span_of
from plejebro.agenda.entries import Guest, add_entry, cancel_entry, move_entry
from plejebro.agenda.enums import CancelledBy, Kind
from plejebro.agenda.models import Entry
from plejebro.audit.enums import EventKind
from plejebro.audit.models import Event
from plejebro.kernel.periods import Period
from tests.cast import Cast

VIEWS = ("maaned", "uge", "liste")


def look(cast: Cast, who: str, name: str = "agenda:calendar", *parts: object, **asked: str) -> str:
    answer = cast.people[who].client().get(reverse(name, args=parts), asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def meet(cast: Cast, on: date, label: str = "Statusmøde", child: str = "noah", **more: object) -> Entry:
    given = {"begins": time(13), "minutes": 60, "kind": Kind.MEETING, **more}
    return add_entry(actor=cast.sara.viewer(), placement=cast.thing(child), starts=on, ends=on, label=label, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("view", VIEWS)
def test_inger_sees_both_her_children_in_one_calendar(cast: Cast, view: str) -> None:
    for key, label, child in (("talk", "Samtale om børnehaven", "Mia"), ("dentist", "Tandlæge", "Noah")):
        page = look(cast, "inger", vis=view, dag=cast.thing(f"entry:{key}").starts.isoformat())
        assert label in page
        assert f"{child}" in page


@pytest.mark.parametrize("view", VIEWS)
def test_a_childs_calendar_is_the_same_to_both_sides(cast: Cast, view: str) -> None:
    asked = {"vis": view, "dag": cast.thing("entry:dentist").starts.isoformat()}
    for who in ("inger", "sara", "mette", "hanne", "birgit"):
        assert "Tandlæge" in look(cast, who, "agenda:placement_calendar", cast.noah.public_id, **asked), who


def test_an_employee_sees_meetings_one_takes_part_in_on_other_peoples_children(cast: Cast) -> None:
    on = cast.today + timedelta(days=3)
    entry = meet(
        cast,
        on,
        "Netværksmøde",
        participants=[Guest(employment_id=cast.job("hanne").pk), Guest(employment_id=cast.job("lars").pk)],
    )
    for who in ("hanne", "lars"):
        assert "Netværksmøde" in look(cast, who, dag=on.isoformat()), who
        assert "Netværksmøde" in look(cast, who, "agenda:entry", entry.public_id), who
    assert "Tandlæge" not in look(cast, "lars", dag=on.isoformat())
    assert "Tandlæge" not in look(cast, "hanne", dag=on.isoformat())


def test_a_deputy_has_the_absent_colleagues_children_in_the_calendar(cast: Cast) -> None:
    assert "Kursus om unge og skole" in look(cast, "mette", dag=cast.thing("entry:course").starts.isoformat())


def test_a_leader_sees_the_unit_and_narrows_it_to_one_employee(cast: Cast) -> None:
    day = cast.thing("entry:dentist").starts.isoformat()
    assert "Tandlæge" in look(cast, "hanne", "agenda:unit_calendar", dag=day)
    assert "Tandlæge" in look(cast, "hanne", "agenda:unit_calendar", dag=day, medarbejder=str(cast.job("sara").public_id))
    for nobody in (str(cast.job("lars").public_id), str(cast.job("peter").public_id), "vrøvl"):
        assert "Tandlæge" not in look(cast, "hanne", "agenda:unit_calendar", dag=day, medarbejder=nobody)


def test_a_head_narrows_the_department_to_one_unit(cast: Cast) -> None:
    day = cast.thing("entry:dentist").starts.isoformat()
    north, south = (str(cast.unit(f"Børn og Unge {name}").public_id) for name in ("Nord", "Syd"))
    assert "Tandlæge" in look(cast, "birgit", "agenda:unit_calendar", dag=day, enhed=north)
    assert "Tandlæge" not in look(cast, "birgit", "agenda:unit_calendar", dag=day, enhed=south)


def test_a_month_is_a_table_of_weeks_with_their_numbers(cast: Cast) -> None:
    page = look(cast, "inger", dag="2026-12-09")
    assert "December 2026" in page
    for week in range(49, 54):
        assert f'<span class="cal-word">Uge</span> {week}</a>' in page
    for name in ("Juledag", "2. juledag", "Juleaftensdag", "Nytårsdag"):
        assert f'<p class="cal-off">{name}</p>' in page
    assert "2 helligdage" in page


def test_nonsense_in_the_address_gives_this_month(cast: Cast) -> None:
    for asked in ({"vis": "x", "dag": "i går", "slags": "x", "side": "x"}, {"dag": "0001-01-01"}, {"dag": "9999-12-31"}):
        assert "November 2026" in look(cast, "inger", **asked)
    for edge in ("1990-01-01", "2099-12-31"):
        for view in VIEWS:
            assert look(cast, "inger", vis=view, dag=edge)


def test_one_kind_at_a_time(cast: Cast) -> None:
    day = cast.thing("entry:dentist").starts.isoformat()
    page = look(cast, "inger", dag=day, slags="course")
    assert "Kursus i førstehjælp" in page
    assert "Tandlæge" not in page


def test_what_is_moved_and_cancelled_says_so(cast: Cast) -> None:
    on = cast.today + timedelta(days=2)
    moved, gone = meet(cast, on, "Flyttemøde"), meet(cast, on, "Aflystmøde")
    later = on + timedelta(days=1)
    move_entry(actor=cast.sara.viewer(), entry=moved, seen=1, starts=later, ends=later, begins=None, minutes=0, reason="Sne")
    cancel_entry(actor=cast.sara.viewer(), entry=gone, seen=1, by=CancelledBy.MUNICIPALITY, reason="Sygdom")
    page = look(cast, "inger", vis="liste", dag=on.isoformat())
    assert "Flyttet fra 26. november" in page
    assert "Aflyst" in page
    assert "1 af aftalerne er aflyst." in page
    entry = look(cast, "inger", "agenda:entry", gone.public_id)
    for words in ("Aflyst af", "Kommunen", "Sygdom"):
        assert words in entry


def test_a_full_day_shows_a_few_and_says_how_many_more(cast: Cast) -> None:
    on = date(2031, 3, 5)
    for number in range(8):
        meet(cast, on, f"Møde nummer {number}")
    page = look(cast, "inger", "agenda:placement_calendar", cast.noah.public_id, dag=on.isoformat())
    assert page.count("Møde nummer") == 3
    assert "mere<span" in page
    week = look(cast, "inger", "agenda:placement_calendar", cast.noah.public_id, dag=on.isoformat(), vis="uge")
    assert week.count("Møde nummer") == 8


def test_a_long_list_has_pages_and_nothing_is_lost(cast: Cast) -> None:
    on = date(2031, 3, 1)
    for number in range(60):
        meet(cast, on + timedelta(days=number % 30), f"Møde nummer {number:02d}.")
    pages = [look(cast, "inger", vis="liste", dag=on.isoformat(), side=str(side)) for side in (1, 2)]
    assert [page.count("Møde nummer") for page in pages] == [50, 10]
    assert look(cast, "inger", vis="liste", dag=on.isoformat(), side="99").count("Møde nummer") == 10


def test_something_over_several_days_stands_on_each_of_them(cast: Cast) -> None:
    first = date(2027, 3, 30)
    add_entry(
        actor=cast.sara.viewer(), placement=cast.noah, kind=Kind.HOLIDAY, starts=first, ends=date(2027, 4, 2), begins=None,
        minutes=0, label="Påsketur",
    )  # fmt: skip
    assert look(cast, "inger", dag="2027-03-30").count("Påsketur") == 4
    assert look(cast, "inger", dag="2027-04-30").count("Påsketur") == 4
    listed = look(cast, "inger", dag="2027-04-01", vis="liste")
    assert listed.count("Påsketur") == 1
    assert "30. marts – 2. april" in listed


def test_a_page_puts_what_it_shows_on_record_in_one_row(cast: Cast) -> None:
    dentist, talk = cast.thing("entry:dentist"), cast.thing("entry:talk")
    last = Event.objects.order_by("-pk").values_list("pk", flat=True)[0]
    look(cast, "mette", dag=dentist.starts.isoformat(), vis="uge")
    (row,) = Event.objects.filter(pk__gt=last, kind=EventKind.READ)
    subjects = {(one.kind, one.public_id) for one in row.subjects.all()}
    assert ("entry", dentist.public_id) in subjects
    assert ("placement", cast.noah.public_id) in subjects
    assert ("entry", talk.public_id) not in subjects


def test_the_placements_page_tells_what_is_next_and_leads_to_the_calendar(cast: Cast) -> None:
    page = look(cast, "inger", "web:placement", cast.noah.public_id)
    assert reverse("agenda:entry", args=[cast.thing("entry:dentist").public_id]) in page
    assert reverse("agenda:placement_calendar", args=[cast.noah.public_id]) in page
    assert reverse("agenda:entry", args=[cast.thing("entry:talk").public_id]) not in page


def test_the_placements_page_does_not_tell_the_municipality_what_is_hidden_from_it(cast: Cast) -> None:
    assert "Spejdermøde" in look(cast, "inger", "web:placement", cast.noah.public_id)
    assert "Spejdermøde" not in look(cast, "sara", "web:placement", cast.noah.public_id)


# --- days -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2023, 5, 5), "Store bededag"),
        (date(2024, 4, 26), ""),
        (date(2026, 4, 5), "Påskedag"),
        (date(2027, 5, 17), "2. pinsedag"),
        (date(2026, 6, 5), ""),
        (date(2026, 12, 24), ""),
    ],
)
def test_the_public_holidays_people_remember(day: date, name: str) -> None:
    assert public_holiday(day) == name


def test_weeks_of_a_month_are_whole_and_in_order() -> None:
    for month in range(1, 13):
        for year in (2015, 2020, 2026):
            span = span_of(View.MONTH, date(year, month, 15))
            days = [day for week in span.weeks for day in week]
            assert days == [days[0] + timedelta(days=number) for number in range(len(days))]
            assert days[0].weekday() == 0
            assert days[0] <= span.first <= span.last <= days[-1]


def test_before_and_after_are_each_others_opposite() -> None:
    for view in View:
        day = date(2026, 2, 1)
        for _ in range(60):
            span = span_of(view, day)
            assert span_of(view, span_of(view, span.after).before).first == span.first
            day = span.after


def test_a_list_begins_on_the_day_and_goes_back_to_the_first_of_the_month() -> None:
    span = span_of(View.LIST, date(2026, 11, 24))
    assert (span.first, span.last, span.before) == (date(2026, 11, 24), date(2026, 11, 30), date(2026, 11, 1))
    assert span.title == "Fra 24. november 2026"


def test_week_53_and_the_turn_of_the_year() -> None:
    assert span_of(View.WEEK, date(2027, 1, 1)).title == "Uge 53, 28. december 2026 – 3. januar 2027"


def test_school_free_days_are_weekdays_that_are_no_public_holidays() -> None:
    christmas = Period(date(2026, 12, 21), date(2027, 1, 3))
    assert school_free_days([christmas], date(2026, 12, 1), date(2026, 12, 31)) == 8
    assert school_free_days([christmas, christmas], date(2026, 12, 21), date(2026, 12, 22)) == 2


def test_a_day_of_nonsense_is_today() -> None:
    today = date(2026, 11, 24)
    assert [day_from(text, today) for text in ("", "2026-02-30", "1800-01-01", "2026-11-25")] == [
        today, today, today, date(2026, 11, 25)
    ]  # fmt: skip


def test_a_calendar_asks_as_often_of_much_as_of_little(cast: Cast) -> None:
    client, first = cast.inger.client(), date(2031, 3, 1)
    places = [reverse("agenda:calendar"), reverse("agenda:placement_calendar", args=[cast.noah.public_id])]

    def asked() -> list[int]:
        found = []
        for place in places:
            for view in VIEWS:
                with counted() as questions:
                    assert client.get(place, {"dag": first.isoformat(), "vis": view}).status_code == 200
                found.append(questions[0])
        return found

    meet(cast, first)
    client.get(places[0])
    few = asked()
    for number in range(40):
        meet(cast, first + timedelta(days=number % 28))
    assert asked() == few
    assert max(few) <= 12
