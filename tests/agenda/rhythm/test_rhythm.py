"""What the law asks on a placement: written down by those who did it, shown to both sides, and never edited."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from plejebro.agenda.enums import EntryState, Kind
from plejebro.agenda.models import Entry
from plejebro.agenda.rhythm import actions, duties
from plejebro.agenda.rhythm.enums import MarkKind, Planned
from plejebro.agenda.rhythm.facts import facts_of
from plejebro.agenda.rhythm.models import CourseAnswer, Mark
from plejebro.agenda.rhythm.rules import Written, refusal
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.law import Due, rhythm
from plejebro.notifications.models import OutboxMessage
from plejebro.placements.models import Placement
from tests.filling import words

STEPS = ("follow_up", "next", "examined", "visit", "plan", "support", "course", "inspection")


def url(name: str, placement: Any, *more: Any) -> str:
    return reverse(f"agenda:{name}", args=[placement.public_id, *more])


def dues(cast: Any, key: str, *rules: str) -> list[Due]:
    placement = cast.thing(key)
    facts = facts_of(Placement.objects.filter(pk=placement.pk), cast.today)[placement.pk]
    return [due for due in rhythm(facts, cast.today) if due.rule in rules]


def sign(client: Any, path: str) -> str:
    """The hidden id of the form on the page."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    found = re.search(r'name="submission" value="([^"]+)"', answer.content.decode())
    assert found, "no form with an id on the page"
    return found[1]


def sends(cast: Any, who: str, path: str, **typed: str) -> Any:
    client = cast.people[who].client()
    return client.post(path, {**typed, "submission": sign(client, path)})


def days_ago(cast: Any, number: int) -> str:
    return f"{cast.today - timedelta(days=number):%d.%m.%Y}"


def marks(placement: Any, kind: MarkKind) -> list[Mark]:
    return list(Mark.objects.filter(placement=placement, kind=kind).order_by("pk"))


# --- the story: one in order, one with a visit missing, one from before 2024 ---------------------------------------------


def test_emil_has_everything_in_order_and_both_sides_see_the_same(cast: Any) -> None:
    for who in ("sara", "mette", "anne", "hanne", "birgit"):
        text = words(cast.people[who].client().get(url("rhythm", cast.emil)))
        assert "Intet er over fristen. Den næste frist er" in text, who
        assert "Næste opfølgning Kommer Senest" in text and "Barnets lov § 95, stk. 3-4 og § 96, stk. 1" in text
        assert "Tilsynsbesøg nr. 1 i 2026 Gjort Gjort 15. april 2026 . Skrevet af Jonas Friis" in text


def test_liv_lacks_a_visit_of_last_year_and_nobody_is_blamed(cast: Any) -> None:
    (missing,) = [due for due in dues(cast, "liv", "supervision") if due.state == "missed"]
    assert (missing.number, missing.due) == (2, date(2025, 12, 31))
    for who in ("sara", "karen"):
        text = words(cast.people[who].client().get(url("rhythm", cast.liv)))
        assert "Én ting er over fristen." in text
        assert "Tilsynsbesøg nr. 2 i 2025 Ikke skrevet ned Senest 31. december 2025." in text
        assert "Fristen er gået, og der er ikke skrevet noget ned." in text


def test_noah_came_under_the_old_act_and_has_no_date_for_the_next_follow_up(cast: Any) -> None:
    found = dues(cast, "noah", "follow_up_first", "follow_up_later")
    assert [due.regime for due in found][:2] == ["A2", "A2"] and {due.regime for due in found[4:]} == {"B"}
    assert (found[-1].due, found[-1].state) == (None, "undecided")
    text = words(cast.inger.client().get(url("rhythm", cast.noah)))
    assert "Kommunen har endnu ikke bestemt datoen." in text and "Serviceloven § 70, stk. 1" in text
    assert "Det står i kalenderen Tilsynsbesøg" in text


def test_an_ended_placement_shows_its_history_and_no_new_dates(cast: Any) -> None:
    text = words(cast.karen.client().get(url("rhythm", cast.oliver)))
    assert "Anbringelsen er slut. Her står det, der blev gjort." in text
    assert "Det kommer" not in text and "Det mangler" not in text and "Opfølgning holdt" in text


def test_in_a_familys_own_record_nothing_is_late_while_the_municipality_is_not_there(cast: Any) -> None:
    text = words(cast.mona.client().get(url("rhythm", cast.viktor)))
    assert "Kommunen er ikke med her endnu" in text and "Over fristen" not in text
    path = url("rhythm_course", cast.viktor)
    assert sends(cast, "mona", path, on=days_ago(cast, 10), days="2", text="Ro og rytme").status_code == 302
    course = dues(cast, "viktor", "courses")[-1]
    assert (course.got, course.state) == (Decimal(2), "done")
    assert not OutboxMessage.objects.filter(kind="rhythm.confirm", path=url("rhythm", cast.viktor)).exists()


# --- follow-up -------------------------------------------------------------------------------------------------------


def test_sara_writes_a_follow_up_with_the_next_date_and_the_childs_wish(cast: Any) -> None:
    path, next_on = url("rhythm_follow_up", cast.noah), cast.today + timedelta(days=100)
    typed = {"on": days_ago(cast, 1), "next_on": f"{next_on:%d.%m.%Y}"}
    answer = sends(cast, "sara", path, **typed)
    assert answer.status_code == 422 and "Skriv, hvorfor det bliver den dag." in words(answer)
    assert "Vil barnet ikke sige noget, så skriv det." in words(answer) and typed["next_on"] in answer.content.decode()
    answer = sends(cast, "sara", path, **typed, next_reason="Skolestart i august.", wish="Helst om eftermiddagen.")
    assert answer.status_code == 302
    (*_, last) = dues(cast, "noah", "follow_up_later")
    assert (last.due, last.state) == (next_on, "ahead")
    entry = Entry.objects.get(marks__placement=cast.noah, starts=cast.today - timedelta(days=1))
    assert (entry.kind, entry.state, entry.label) == (Kind.FOLLOW_UP, EntryState.HELD, "Opfølgning")
    assert "Helst om eftermiddagen." in words(cast.hanne.client().get(url("rhythm", cast.noah)))
    # The family is told the day, and not what the child said; nor are those who do not decide about the child.
    for who in ("inger", "mette", "birgit"):
        text = words(cast.people[who].client().get(url("rhythm", cast.noah)))
        assert "Næste opfølgning senest" in text and "eftermiddagen" not in text and "Skolestart" not in text


def test_the_date_alone_can_be_decided_and_decided_again(cast: Any) -> None:
    path = url("rhythm_next", cast.noah)
    for days in (60, 90):
        later = cast.today + timedelta(days=days)
        typed = {"on": days_ago(cast, 0), "next_on": f"{later:%d.%m.%Y}", "next_reason": "Ro.", "wish": "Ingen ønsker."}
        assert sends(cast, "sara", path, **typed).status_code == 302
        assert dues(cast, "noah", "follow_up_later")[-1].due == later
    answer = sends(cast, "sara", path, **{**typed, "next_on": days_ago(cast, 3)})
    assert answer.status_code == 409
    assert "Næste opfølgning skal ligge efter den dag, det bliver bestemt." in words(answer)


def test_the_end_of_the_examination_is_written_down(cast: Any) -> None:
    path = url("rhythm_examined", cast.mia)
    assert sends(cast, "peter", path, on=f"{cast.mia.starts + timedelta(days=30):%d.%m.%Y}").status_code == 302
    first = dues(cast, "mia", "follow_up_first")[0]
    assert (first.due, first.state) == (cast.mia.starts + timedelta(days=30), "done_late")
    text = words(cast.inger.client().get(url("rhythm", cast.mia)))
    assert "Undersøgelse færdig" in text and "50 dage efter fristen." in text


# --- supervision ------------------------------------------------------------------------------------------------------


def test_a_visit_without_a_talk_with_the_child_is_not_one_of_the_two(cast: Any) -> None:
    path = url("rhythm_visit", cast.noah)
    assert "Blev der talt med barnet?" in words(cast.sara.client().get(path))
    assert sends(cast, "sara", path, on=days_ago(cast, 2)).status_code == 422
    assert sends(cast, "sara", path, on=days_ago(cast, 2), child_spoken_to="nej").status_code == 302
    assert dues(cast, "noah", "supervision")[-1].state == "ahead"
    assert "Besøget er ikke et af årets to." in words(cast.inger.client().get(url("rhythm", cast.noah)))
    assert sends(cast, "sara", path, on=days_ago(cast, 1), child_spoken_to="ja", two_advisers="ja").status_code == 302
    assert dues(cast, "noah", "supervision")[-1].state == "done"


def test_a_visit_can_be_planned_and_is_held_on_its_day(cast: Any) -> None:
    path, day = url("rhythm_plan", cast.emil), cast.today + timedelta(days=7)
    typed = {"what": "supervision", "on": f"{day:%d.%m.%Y}", "begins": "13.30", "minutes": "90"}
    assert sends(cast, "sara", path, **typed).status_code == 302
    planned = Entry.objects.get(placement=cast.emil, kind=Kind.SUPERVISION, state=EntryState.PLANNED, starts=day)
    assert "Det står i kalenderen Tilsynsbesøg tirsdag 1. december kl. 13.30" in words(
        cast.anne.client().get(url("rhythm", cast.emil))
    )
    visit = url("rhythm_visit", cast.emil)
    answer = sends(cast, "sara", visit, on=f"{day:%d.%m.%Y}", child_spoken_to="ja")
    assert answer.status_code == 409 and "Datoen ligger i fremtiden." in words(answer)
    cast.later(days=7)
    assert sends(cast, "sara", visit, on=f"{day:%d.%m.%Y}", child_spoken_to="ja").status_code == 302
    planned.refresh_from_db()
    assert planned.state == EntryState.HELD
    assert Entry.objects.filter(placement=cast.emil, kind=Kind.SUPERVISION, starts=day).count() == 1
    gone = sends(cast, "sara", path, **{**typed, "on": days_ago(cast, 1)})
    assert gone.status_code == 409 and "Datoen er gået." in words(gone)


def test_two_who_were_there_together_write_the_visit_once(cast: Any) -> None:
    path, typed = url("rhythm_visit", cast.emil), {"on": days_ago(cast, 1), "child_spoken_to": "ja"}
    assert sends(cast, "sara", path, **typed).status_code == 302
    answer = sends(cast, "hanne", path, **typed)
    assert answer.status_code == 409 and "Det er allerede skrevet ned den" in words(answer)


def test_pressing_twice_writes_once(cast: Any) -> None:
    path, client = url("rhythm_visit", cast.emil), cast.sara.client()
    typed = {"on": days_ago(cast, 1), "child_spoken_to": "ja", "submission": sign(client, path)}
    before = Mark.objects.count(), Entry.objects.count()
    assert client.post(path, typed).status_code == 302
    assert client.post(path, typed).status_code == 302
    assert (Mark.objects.count(), Entry.objects.count()) == (before[0] + 1, before[1] + 1)


# --- support, courses, socialtilsynet -----------------------------------------------------------------------------------


def test_the_consultant_writes_the_support_down_and_says_why_it_is_put_off(cast: Any) -> None:
    fresh = Placement.objects.get(pk=cast.mia.pk)
    path = url("rhythm_support", fresh)
    answer = sends(cast, "peter", path, kind="support_later", on=days_ago(cast, 5))
    assert answer.status_code == 409 and "Skriv, hvilket hensyn til barnet" in words(answer)
    assert sends(cast, "peter", path, kind="support_later", on=days_ago(cast, 5), text="Ro først.").status_code == 302
    assert (
        sends(cast, "mette", url("rhythm_support", cast.emil), kind="support_done", on=days_ago(cast, 3)).status_code == 302
    )


def test_a_familys_course_days_count_when_the_municipality_has_confirmed_them(cast: Any) -> None:
    path = url("rhythm_course", cast.noah)
    answer = sends(cast, "inger", path, on=days_ago(cast, 30), days="1,3", text="Ro", proof="Bevis")
    assert answer.status_code == 409 and "Kursusdage tælles i hele og halve." in words(answer)
    assert sends(cast, "inger", path, on=days_ago(cast, 30), days="0,5", text="Ro", proof="Bevis").status_code == 302
    mark = marks(cast.noah, MarkKind.COURSE)[-1]
    assert (mark.days, mark.side) == (Decimal("0.5"), "family")
    assert dues(cast, "noah", "courses")[-1].got == 0
    told = OutboxMessage.objects.filter(kind="rhythm.confirm", path=url("rhythm", cast.noah)).order_by("-pk")[0]
    assert told.recipient.full_name == "Mette Holm"
    answering = url("rhythm_answer", cast.noah, mark.public_id)
    page = words(cast.mette.client().get(answering))
    assert "0,5 kursusdage Ro Bevis: Bevis" in page
    assert cast.mette.client().post(answering, {"confirmed": "nej"}).status_code == 422
    assert cast.mette.client().post(answering, {"confirmed": "ja"}).status_code == 302
    assert cast.mette.client().post(answering, {"confirmed": "ja"}).status_code == 302
    assert cast.mette.client().post(answering, {"confirmed": "nej", "text": "Nej."}).status_code == 409
    assert CourseAnswer.objects.filter(mark=mark).count() == 1
    assert dues(cast, "noah", "courses")[-1].got == Decimal("0.5")
    told_family = OutboxMessage.objects.filter(kind="rhythm.answered", dedupe_key__contains=f":{mark.pk}:")
    assert sorted(row.recipient.full_name for row in told_family) == ["Inger Dahl", "Per Dahl"]


def test_course_days_the_municipality_cannot_confirm_can_be_corrected(cast: Any) -> None:
    mark = Mark.objects.get(pk=cast.thing("mark:noah").pk)
    actions.answer_courses(actor=cast.mette.viewer(), mark=mark, confirmed=False, text="Beviset er fra en anden dag.")
    assert "Kommunen skriver: Beviset er fra en anden dag." in words(cast.per.client().get(url("rhythm", cast.noah)))
    path = url("rhythm_correct", cast.noah, mark.public_id)
    typed = {"on": days_ago(cast, 11), "days": "1", "text": "Unge og skærm", "proof": "Nyt bevis", "why": "Forkert dag."}
    assert sends(cast, "per", path, **typed).status_code == 302
    new = Mark.objects.get(replaces=mark)
    assert new.days == 1 and not hasattr(new, "answer")
    actions.answer_courses(actor=cast.mette.viewer(), mark=new, confirmed=True, text="")
    assert dues(cast, "noah", "courses")[-1].got == 1


def test_course_days_count_for_each_child_of_the_family_in_the_same_municipality_and_in_no_other(cast: Any) -> None:
    """Inger has Noah from Ådal and Mia from Fjordby: each municipality sees and counts its own."""
    before = dues(cast, "mia", "courses")[-1].got
    written = Written(cast.today - timedelta(days=2), days=Decimal(2), text="Ro")
    actions.write_down(
        actor=cast.mette.viewer(), placement=cast.noah, kind=MarkKind.COURSE, written=written, submission=uuid.uuid4()
    )
    assert dues(cast, "noah", "courses")[-1].got == 2 and dues(cast, "mia", "courses")[-1].got == before
    assert "Unge og skærm" not in words(cast.peter.client().get(url("rhythm", cast.mia)))


def test_the_family_and_the_consultant_write_socialtilsynets_visit(cast: Any) -> None:
    path = url("rhythm_inspection", cast.emil)
    assert sends(cast, "anne", path, on=days_ago(cast, 4)).status_code == 302
    assert dues(cast, "emil", "inspection")[-1].due == date(2028, 12, 31)
    answer = sends(cast, "mette", path, on=days_ago(cast, 4))
    assert answer.status_code == 409 and "allerede skrevet ned" in words(answer)


# --- corrections --------------------------------------------------------------------------------------------------------


def test_a_correction_is_a_new_row_and_the_old_one_stays(cast: Any) -> None:
    mark = marks(cast.emil, MarkKind.SUPERVISION)[-1]
    path = url("rhythm_correct", cast.emil, mark.public_id)
    day = mark.on - timedelta(days=1)
    typed = {"on": f"{day:%d.%m.%Y}", "child_spoken_to": "ja", "why": "Det var dagen før."}
    assert mark.on.strftime("%d.%m.%Y") in cast.sara.client().get(path).content.decode()
    assert sends(cast, "sara", path, **typed).status_code == 302
    new = Mark.objects.get(replaces=mark)
    assert new.on == day and new.entry.starts == day
    mark.refresh_from_db()
    assert mark.on != day and mark.entry.state == EntryState.CANCELLED
    text = words(cast.anne.client().get(url("rhythm", cast.emil)))
    assert "Rettet" in text and "Hvorfor: Det var dagen før." in text
    # Somebody else had the old page open.
    late = sends(cast, "hanne", path, **{**typed, "why": "Var det ikke dagen før?"})
    assert late.status_code == 409 and "En anden har rettet det imens." in words(late)
    assert "Var det ikke dagen før?" in late.content.decode()


def test_what_was_written_by_mistake_is_taken_back_and_no_longer_counts(cast: Any) -> None:
    mark = marks(cast.emil, MarkKind.SUPERVISION)[-1]
    path = url("rhythm_withdraw", cast.emil, mark.public_id)
    assert sends(cast, "sara", path, why="").status_code == 422
    assert sends(cast, "sara", path, why="Det var et andet barn.").status_code == 302
    assert dues(cast, "emil", "supervision")[-1].state != "done"
    assert "Taget tilbage" in words(cast.anne.client().get(url("rhythm", cast.emil)))
    with pytest.raises(ChangedMeanwhile):
        actions.withdraw(actor=cast.sara.viewer(), mark=mark, why="Igen", submission=uuid.uuid4())


def test_nobody_corrects_what_the_other_side_wrote(cast: Any) -> None:
    of_family = Mark.objects.get(pk=cast.thing("mark:noah").pk)
    of_adviser = marks(cast.noah, MarkKind.SUPERVISION)[-1]
    for who, mark in (("sara", of_family), ("inger", of_adviser), ("mette", of_adviser)):
        for name in ("rhythm_correct", "rhythm_withdraw"):
            path = url(name, cast.noah, mark.public_id)
            assert cast.people[who].client().get(path).status_code == 302, (who, name)
            assert cast.people[who].client().post(path, {"why": "Nej"}).status_code == 302
    assert not Mark.objects.filter(replaces__in=[of_family, of_adviser]).exists()
    with pytest.raises(NotPossible):
        actions.withdraw(actor=cast.sara.viewer(), mark=of_family, why="Nej", submission=uuid.uuid4())


def test_the_database_refuses_to_change_or_remove_a_row(cast: Any) -> None:
    mark = marks(cast.noah, MarkKind.SUPERVISION)[0]
    with pytest.raises(DatabaseError), transaction.atomic():
        Mark.objects.filter(pk=mark.pk).update(on=cast.today)
    with pytest.raises(DatabaseError), transaction.atomic():
        Mark.objects.filter(pk=mark.pk).delete()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "course", "days": None},
        {"kind": "supervision", "child_spoken_to": None},
        {"kind": "next_date"},
        {"kind": "follow_up", "next_on": date(2027, 1, 1)},
        {"kind": "follow_up", "side": "family"},
        {"kind": "inspection", "withdrawn": True},
    ],
)
def test_the_database_says_what_a_row_must_have(wrong: dict[str, Any], cast: Any) -> None:
    right = {
        "placement": cast.noah,
        "on": cast.today,
        "side": "municipality",
        "written_by": cast.sara.user,
        "written_name": "Sara",
        "written_at": "2026-11-24T09:00:00Z",
        "submission": uuid.uuid4(),
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(**{**right, **wrong})


@pytest.mark.parametrize(
    ("kind", "written", "said"),
    [
        (MarkKind.FOLLOW_UP, Written(date(2026, 11, 25)), "i fremtiden"),
        (MarkKind.FOLLOW_UP, Written(date(2024, 12, 31)), "før den dag, barnet flyttede ind: 1. januar 2025"),
        (MarkKind.FOLLOW_UP, Written(date(2026, 11, 2)), "efter den dag, anbringelsen sluttede"),
        (MarkKind.COURSE, Written(date(2026, 10, 1), days=Decimal(11)), "fra en halv til ti"),
        (MarkKind.NEXT_DATE, Written(date(2026, 10, 1)), "hvornår næste opfølgning"),
        (MarkKind.NEXT_DATE, Written(date(2026, 10, 1), next_on=date(2036, 1, 1)), "mere end tre år"),
        (MarkKind.NEXT_DATE, Written(date(2026, 10, 1), next_on=date(2027, 1, 1)), "Anbringelsen slutter"),
        (MarkKind.NEXT_DATE, Written(date(2026, 10, 1), next_on=date(2026, 10, 30)), "hvad barnet ønsker"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words(kind: MarkKind, written: Written, said: str) -> None:
    sentence = refusal(kind, written, starts=date(2025, 1, 1), ends=date(2026, 11, 1), today=date(2026, 11, 24))
    assert said in sentence
    assert not refusal(
        MarkKind.INSPECTION, Written(date(2024, 5, 1)), starts=date(2025, 1, 1), ends=None, today=date(2026, 11, 24)
    )


# --- who may ---------------------------------------------------------------------------------------------------------


def test_only_those_who_have_a_task_write_it_down(cast: Any) -> None:
    may = {
        "sara": set(STEPS),
        "hanne": set(STEPS),
        "mette": {"support", "course", "inspection"},
        "inger": {"course", "inspection"},
        "birgit": set(),
    }
    for who, allowed in may.items():
        client = cast.people[who].client()
        for step in STEPS:
            should = 200 if step in allowed else 403
            assert client.get(url(f"rhythm_{step}", cast.noah)).status_code == should, (who, step)


def test_outsiders_with_placements_of_their_own_find_nothing(cast: Any) -> None:
    for who in ("karen", "nadia", "peter", "lise", "rikke", "mona"):
        client = cast.people[who].client()
        for step in ("", *(f"_{step}" for step in STEPS)):
            assert client.get(url(f"rhythm{step}", cast.noah)).status_code == 404, (who, step)
        mark = cast.thing("mark:noah")
        for name in ("rhythm_answer", "rhythm_correct", "rhythm_withdraw"):
            assert client.post(url(name, cast.noah, mark.public_id), {}).status_code == 404
    # The control: with what is theirs the same people are let in.
    assert cast.karen.client().get(url("rhythm", cast.liv)).status_code == 200
    assert cast.peter.client().get(url("rhythm_visit", cast.mia)).status_code == 200
    assert cast.sara.client().get(url("rhythm_correct", cast.liv, cast.thing("mark:noah").public_id)).status_code == 404


def test_whoever_stands_in_writes_for_the_one_who_is_away(cast: Any) -> None:
    """Ida is away and Mette stands in for her with Asta's family; when Sara took over from Jonas she took this over too."""
    assert cast.mette.client().get(url("rhythm_support", cast.asta)).status_code == 200
    visit = url("rhythm_visit", cast.asta)
    assert sends(cast, "sara", visit, on=days_ago(cast, 1), child_spoken_to="ja").status_code == 302
    assert cast.lars.client().get(visit).status_code == 404


def test_a_protected_child_and_its_home_are_not_named_to_those_who_do_not_know(cast: Any) -> None:
    for who in ("ole", "birgit"):
        text = words(cast.people[who].client().get(url("rhythm", cast.sigrun)))
        assert "Navn beskyttet" in text and "Sigrun" not in text and "Ruth" not in text and "Familien" in text
    assert "Ruth Vang" in words(cast.nadia.client().get(url("rhythm", cast.sigrun)))


# --- the worker ---------------------------------------------------------------------------------------------------------


def told(kind: str, placement: Any) -> list[str]:
    rows = OutboxMessage.objects.filter(kind=f"rhythm.{kind}", path=url("rhythm", placement)).select_related("recipient")
    return sorted(row.recipient.full_name for row in rows if row.recipient)


def test_the_adviser_is_reminded_two_weeks_before_and_told_once_when_it_has_passed(cast: Any) -> None:
    assert dues(cast, "sigrun", "follow_up_later")[-1].state == "soon"
    # The story's own morning has reminded; running it again does nothing.
    assert duties.run_duties() == {"reminders": 0, "passed": 0}
    assert told("soon", cast.sigrun) == ["Nadia Karim"] and told("passed", cast.sigrun) == []
    cast.later(days=20)
    duties.run_duties()
    assert told("passed", cast.sigrun) == ["Nadia Karim"]
    message = OutboxMessage.objects.get(kind="rhythm.passed", path=url("rhythm", cast.sigrun))
    for word in ("Sigrun", "Kvistgaard", "Vang", "pfølgning", "tilsyn"):
        assert word not in message.subject + message.body
    assert "Fristen var søndag 6. december 2026." in message.body


def test_the_first_visit_of_the_year_is_reminded_of_before_the_day_we_advise_and_before_the_laws(cast: Any) -> None:
    """Emil's year to come: two weeks before the end of June, nothing all summer, and two weeks before it is out."""
    found = {}
    for day in (date(2027, 6, 10), date(2027, 6, 20), date(2027, 9, 1), date(2027, 12, 20)):
        cast.later(days=(day - cast.today).days)
        duties.run_duties()
        rows = OutboxMessage.objects.filter(kind="rhythm.soon", path=url("rhythm", cast.emil), body__contains="2027")
        found[day] = sum("supervision" in row.dedupe_key for row in rows)
    assert list(found.values()) == [0, 1, 1, 3]


def test_course_days_remind_both_sides_and_nobody_is_told_of_what_is_long_past(cast: Any) -> None:
    cast.later(days=25)
    duties.run_duties()
    assert told("soon", cast.mia) == ["Inger Dahl", "Per Dahl", "Peter Skov"]
    assert told("passed", cast.liv) == []
    assert told("soon", cast.viktor) == []


# --- the list -------------------------------------------------------------------------------------------------------------


def test_each_sees_the_dates_of_their_own_placements(cast: Any) -> None:
    path = reverse("agenda:rhythm_list")
    text = words(cast.sara.client().get(path))
    assert "Noah D. Inger og Per Dahl Næste opfølgning" in text and "Liv K." in text and "Ikke bestemt" in text
    assert "Sigrun" not in text and "Mia" not in text
    assert "Liv K." in words(cast.hanne.client().get(path))
    head = words(cast.birgit.client().get(path + "?vis=alle"))
    assert "Navn beskyttet" in head and "Sigrun" not in head and "Ruth" not in head
    assert cast.inger.client().get(path).status_code == 403 and cast.tove.client().get(path).status_code == 403


def test_the_list_is_filtered_searched_and_fetched_as_a_file(cast: Any) -> None:
    client, path = cast.birgit.client(), reverse("agenda:rhythm_list")
    assert "1 frist " in words(client.get(path + "?vis=mangler"))
    over = words(client.get(path + "?vis=over"))
    assert "Liv K." in over and "Noah" not in over
    only = words(client.get(path + "?vis=alle&hvad=courses"))
    assert "Kursusdage i det 5. år" in only and "Tilsynsbesøg nr." not in only
    assert "Liv K." in words(client.get(path + "?vis=over&q=Liv"))
    assert "Vi fandt ingen" in words(client.get(path + "?vis=over&q=Noah"))
    # A protected child is not found by a name the reader is not shown.
    assert "Vi fandt ingen" in words(client.get(path + "?vis=alle&q=Sigrun"))
    assert "Vi fandt ingen" in words(client.get(path + "?vis=haster&hvad=support_start"))
    assert "Her mangler ikke noget" in words(cast.peter.client().get(path + "?vis=over"))
    assert client.get(path + "?vis=nonsens&side=x&hvad=y&q=%00").status_code == 200
    file = client.get(reverse("agenda:rhythm_export") + "?vis=alle")
    lines = file.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Barn;Plejefamilie;") and any(line.startswith("Noah D.;") for line in lines)
    assert not any("Sigrun" in line or "Ruth" in line for line in lines)
    assert cast.inger.client().get(reverse("agenda:rhythm_export")).status_code == 403


def test_planning_outside_the_placement_is_refused(cast: Any) -> None:
    with pytest.raises(NotPossible, match="uden for anbringelsen"):
        actions.plan(
            actor=cast.hanne.viewer(),
            placement=cast.oliver,
            what=Planned.FOLLOW_UP,
            on=cast.today,
            begins=None,
            minutes=0,
            submission=uuid.uuid4(),
        )
