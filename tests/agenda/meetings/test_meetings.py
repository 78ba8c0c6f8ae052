"""Meetings: called by either side, answered, moved by whoever called, prepared by both."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from plejebro.agenda.entries import Guest
from plejebro.agenda.enums import EntryState
from plejebro.agenda.meetings import actions, rules
from plejebro.agenda.meetings.actions import Invitation, When
from plejebro.agenda.meetings.enums import Answer
from plejebro.agenda.meetings.models import AgendaPoint, Invitee, Meeting
from plejebro.agenda.meetings.pages import NOT_SHOWN
from plejebro.agenda.models import Entry
from plejebro.cli.story.photo import road_map
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.notifications.models import OutboxMessage
from tests.agenda.meetings.steps import called, filled, fresh, shown, story, url
from tests.cast import Cast


def told(kind: str) -> set[str]:
    """Whose e-mail a notice of the kind went to."""
    return set(OutboxMessage.objects.filter(kind=kind).values_list("address", flat=True))


# --- the invitation -------------------------------------------------------------------------------------------------


def test_the_adviser_calls_a_meeting_and_it_stands_in_the_calendar(cast: Cast) -> None:
    client = cast.sara.client()
    page = client.get(reverse("agenda:meeting_new", args=[cast.noah.public_id]))
    assert page.status_code == 200
    answer = client.post(
        reverse("agenda:meeting_new", args=[cast.noah.public_id]), filled(cast, employees=[str(cast.job("sara").pk)])
    )
    assert answer.status_code == 302, answer.context["form"].errors
    meeting = Meeting.objects.order_by("-pk")[0]
    assert meeting.entry.public_id == meeting.public_id
    assert [row.text for row in meeting.points.order_by("number")] == ["Skolen", "Samvær"]
    assert fresh(meeting).entry.state == EntryState.PLANNED
    assert Invitee.objects.get(meeting=meeting, participant__employment=cast.job("sara")).answer == Answer.COMES


def test_the_family_calls_a_meeting_with_a_companion(cast: Cast) -> None:
    data = filled(cast, employees=[str(cast.job("mette").pk)], companion="Grethe Thomsen", others="Bo Lund, lærer")
    answer = cast.inger.client().post(reverse("agenda:meeting_new", args=[cast.noah.public_id]), data)
    assert answer.status_code == 302, answer.context["form"].errors
    people = shown(Meeting.objects.order_by("-pk")[0], cast.mette).people
    assert ("Grethe Thomsen", True) in {(one.name, one.is_companion) for one in people}
    assert ("Bo Lund", "lærer") in {(one.name, one.label) for one in people}


def test_everybody_invited_is_told_but_not_the_one_who_invites(cast: Cast) -> None:
    OutboxMessage.objects.all().delete()
    called(cast, cast.sara)
    assert told("meeting.invited") == {cast.mette.user.email, cast.inger.user.email, cast.per.user.email}


def test_the_notice_holds_no_word_of_the_case(cast: Cast) -> None:
    OutboxMessage.objects.all().delete()
    meeting = called(cast, cast.sara, points=("Lektierne",))
    actions.answer(actor=cast.inger.viewer(), meeting=meeting, said=Answer.CANNOT, note="Vi er i Lemvig")
    actions.add_point(actor=cast.inger.viewer(), meeting=meeting, text="Cykling", submission=uuid.uuid4())
    text = " ".join(row.subject + row.body + row.path for row in OutboxMessage.objects.order_by("pk"))
    for word in ("Noah", "Inger", "Sara", "Lektierne", "Statusmøde", "Rådhuset", "Cykling", "Lemvig", "vinteren"):
        assert word not in text
    assert meeting.case_number in text


def test_a_double_click_is_one_meeting(cast: Cast) -> None:
    sign = uuid.uuid4()
    first, second = called(cast, cast.sara, submission=sign), called(cast, cast.sara, submission=sign)
    assert first.pk == second.pk
    assert Entry.objects.filter(submission=sign).count() == 1


def test_what_is_typed_wrong_is_said_beside_the_field_and_nothing_is_lost(cast: Cast) -> None:
    data = filled(cast, on="35.13.2026", begins="kvart i tre", place="", purpose="")
    answer = cast.sara.client().post(reverse("agenda:meeting_new", args=[cast.noah.public_id]), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    for sentence in (
        "Skriv datoen som dag, måned og år",
        "Skriv klokkeslættet som 13.30.",
        "Skriv, hvor mødet er, eller et link til videomødet.",
        "Skriv, hvad mødet skal føre til.",
        'value="kvart i tre"',
    ):
        assert sentence in page


def test_a_meeting_is_not_called_for_a_time_that_is_gone(cast: Cast) -> None:
    data = filled(cast, on=f"{cast.today:%d.%m.%Y}", begins="8.00", employees=[str(cast.job("sara").pk)])
    answer = cast.sara.client().post(reverse("agenda:meeting_new", args=[cast.noah.public_id]), data)
    assert answer.status_code == 409
    assert "Tidspunktet er gået" in answer.content.decode()


def test_a_family_alone_with_its_record_tells_nobody_at_the_municipality(cast: Cast) -> None:
    OutboxMessage.objects.all().delete()
    meeting = called(cast, cast.mona, staff=(), family=("mona",), placement=cast.viktor, others=(("Læreren", "lærer"),))
    actions.add_point(actor=cast.mona.viewer(), meeting=meeting, text="Et punkt", submission=uuid.uuid4())
    assert told("meeting.invited") == told("meeting.point") == set()


# --- answers, moving, cancelling ------------------------------------------------------------------------------------


def test_the_mother_says_she_comes_with_one_click(cast: Cast) -> None:
    meeting = called(cast, cast.sara)
    client = cast.inger.client()
    assert "Du er indkaldt. Svar, om du kommer." in client.get(url("meeting", meeting)).content.decode()
    assert client.post(url("meeting_answer", meeting), {"said": "comes"}).status_code == 302
    assert shown(meeting, cast.inger).mine.answer == "Kommer"


def test_another_time_is_proposed_and_taken(cast: Cast) -> None:
    meeting = called(cast, cast.sara)
    day = cast.today + timedelta(days=12)
    data = {"said": "other_time", "on": f"{day:%d.%m.%Y}", "at": "9.30", "note": "Vi er på kursus"}
    assert cast.inger.client().post(url("meeting_answer", meeting), data).status_code == 302
    page = cast.sara.client().get(url("meeting", meeting)).content.decode()
    assert "Flyt mødet dertil" in page
    client = cast.sara.client()
    form = client.get(f"{url('meeting_move', meeting)}?dag={day:%d.%m.%Y}&kl=09.30").context["form"]
    data = {name: form[name].value() for name in form.fields} | {"reason": "Inger foreslog det", "begins": "9.30"}
    answer = client.post(url("meeting_move", meeting), data)
    assert answer.status_code == 302, answer.context["form"].errors
    assert fresh(meeting).entry.starts == day
    assert "Flyttet fra" in client.get(url("meeting", meeting)).content.decode()


def test_another_time_needs_a_day(cast: Cast) -> None:
    meeting = called(cast, cast.sara)
    answer = cast.inger.client().post(url("meeting_answer", meeting), {"said": "other_time"})
    assert answer.status_code == 422
    assert "Skriv, hvilken dag der passer bedre." in answer.content.decode()


def test_moving_asks_everybody_anew_but_the_one_who_moved(cast: Cast) -> None:
    meeting = called(cast, cast.sara)
    actions.answer(actor=cast.inger.viewer(), meeting=meeting, said=Answer.COMES)
    OutboxMessage.objects.all().delete()
    when = When(cast.today + timedelta(days=11), time(10, 0), 60, "Rådhuset")
    actions.move(actor=cast.sara.viewer(), meeting=meeting, seen=meeting.entry.version, when=when, reason="Ferie")
    answers = dict(Invitee.objects.filter(meeting=meeting).values_list("participant__employment__full_name", "answer"))
    assert answers[None] == ""
    assert shown(meeting, cast.sara).mine.answer == "Kommer"
    assert cast.inger.user.email in told("meeting.moved")


def test_the_side_that_was_invited_cannot_move_or_cancel(cast: Cast) -> None:
    meeting = called(cast, cast.sara)
    when = When(cast.today + timedelta(days=11), time(10, 0), 60, "Hos os")
    with pytest.raises(NotPossible, match="foreslå et andet tidspunkt"):
        actions.move(actor=cast.inger.viewer(), meeting=meeting, seen=1, when=when, reason="x")
    with pytest.raises(NotPossible):
        actions.cancel(actor=cast.inger.viewer(), meeting=meeting, seen=1, reason="x")
    page = cast.inger.client().get(url("meeting", meeting)).content.decode()
    assert "Flyt mødet" not in page and "Aflys mødet" not in page


def test_two_who_move_it_at_once_do_not_overrule_each_other(cast: Cast) -> None:
    meeting = called(cast, cast.sara)
    seen = meeting.entry.version
    first = When(cast.today + timedelta(days=11), time(10, 0), 60, "Rådhuset")
    actions.move(actor=cast.mette.viewer(), meeting=meeting, seen=seen, when=first, reason="Lokalet")
    with pytest.raises(ChangedMeanwhile):
        actions.move(actor=cast.sara.viewer(), meeting=meeting, seen=seen, when=first, reason="Ferie")
    data = filled(cast, version=str(seen), reason="Ferie")
    answer = cast.sara.client().post(url("meeting_move", meeting), data)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "gået tabt" in page and 'value="Ferie"' in page
    again = data | {"version": str(answer.context["form"]["version"].value())}
    assert cast.sara.client().post(url("meeting_move", meeting), again).status_code == 302


def test_a_cancelled_meeting_is_told_of_and_takes_nothing_more(cast: Cast) -> None:
    meeting = called(cast, cast.sara)
    client = cast.sara.client()
    assert client.get(url("meeting_cancel", meeting)).status_code == 200
    data = {"reason": "Sygdom", "version": str(meeting.entry.version)}
    assert client.post(url("meeting_cancel", meeting), data).status_code == 302
    assert cast.inger.user.email in told("meeting.cancelled")
    with pytest.raises(NotPossible, match="aflyst"):
        actions.add_point(actor=cast.inger.viewer(), meeting=meeting, text="x", submission=uuid.uuid4())
    assert "Mødet er aflyst." in cast.inger.client().get(url("meeting", meeting)).content.decode()


# --- agenda, people, documents --------------------------------------------------------------------------------------


def test_both_sides_write_on_the_agenda_until_the_meeting_begins(cast: Cast) -> None:
    meeting = called(cast, cast.sara, days=1, points=())
    for who, text in ((cast.inger, "Cykling"), (cast.mette, "Ferie")):
        data = {"text": text, "submission": str(uuid.uuid4())}
        assert who.client().post(url("meeting_point", meeting), data).status_code == 302
    assert [one.text for one in shown(meeting, cast.per).points] == ["Cykling", "Ferie"]
    cast.later(days=1, hours=6)
    answer = cast.inger.client().post(url("meeting_point", meeting), {"text": "For sent", "submission": str(uuid.uuid4())})
    assert answer.status_code == 409
    assert "For sent" in answer.content.decode()


def test_the_same_point_sent_twice_stands_once(cast: Cast) -> None:
    meeting, sign = called(cast, cast.sara, points=()), uuid.uuid4()
    for _ in range(2):
        actions.add_point(actor=cast.inger.viewer(), meeting=meeting, text="Cykling", submission=sign)
    assert AgendaPoint.objects.filter(meeting=meeting).count() == 1


def test_a_point_is_taken_off_by_the_side_that_put_it_on(cast: Cast) -> None:
    meeting = called(cast, cast.sara)
    point = meeting.points.get()
    cast.inger.client().post(url("meeting_point_off", meeting, point.public_id))
    assert meeting.points.get().removed_at is None
    cast.mette.client().post(url("meeting_point_off", meeting, point.public_id))
    assert meeting.points.get().removed_at is not None


def test_the_family_brings_a_companion_and_takes_off_only_its_own(cast: Cast) -> None:
    meeting = called(cast, cast.sara)
    client = cast.inger.client()
    assert "I kan tage en bisidder med." in client.get(url("meeting", meeting)).content.decode()
    data = {"name": "Grethe Thomsen", "label": "ven", "companion": "on"}
    assert client.get(url("meeting_bring", meeting)).status_code == 200
    assert client.post(url("meeting_bring", meeting), data).status_code == 302
    assert shown(meeting, cast.sara).has_companion
    sara = Invitee.objects.get(meeting=meeting, participant__employment=cast.job("sara"))
    client.post(url("meeting_take_off", meeting, sara.public_id))
    assert Invitee.objects.filter(pk=sara.pk).exists()
    companion = Invitee.objects.get(meeting=meeting, participant__companion=True)
    client.post(url("meeting_take_off", meeting, companion.public_id))
    assert not shown(meeting, cast.sara).has_companion


def test_the_municipality_does_not_bring_the_familys_companion(cast: Cast) -> None:
    meeting = called(cast, cast.sara)
    with pytest.raises(NotPossible, match="vælger selv"):
        actions.bring(actor=cast.sara.viewer(), meeting=meeting, guest=Guest(name="Ole Ohm", companion=True))


def test_one_who_stands_on_the_list_is_not_added_twice(cast: Cast) -> None:
    meeting = called(cast, cast.sara)
    before = meeting.invitees.count()
    actions.bring(actor=cast.sara.viewer(), meeting=meeting, guest=Guest(employment_id=cast.job("mette").pk))
    assert meeting.invitees.count() == before


def test_a_document_is_shared_and_fetched_by_the_other_side_alone(cast: Cast) -> None:
    meeting = called(cast, cast.sara)
    photo = SimpleUploadedFile("vej.jpg", road_map().read(), "image/jpeg")
    client = cast.sara.client()
    assert client.get(url("meeting_share", meeting)).status_code == 200
    answer = client.post(url("meeting_share", meeting), {"document": photo, "note": "Vejen"})
    assert answer.status_code == 302, answer.context["form"].errors
    there = url("meeting_file", meeting, meeting.files.get().public_id)
    assert cast.inger.client().get(there).status_code == 200
    assert cast.karen.client().get(there).status_code == 404
    bad = SimpleUploadedFile("x.exe", b"MZ" + b"0" * 600, "application/octet-stream")
    refused = client.post(url("meeting_share", meeting), {"document": bad, "note": "Vejen"})
    assert refused.status_code == 409 and 'value="Vejen"' in refused.content.decode()


# --- who may come ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", ["karen", "lise", "mona", "peter", "rikke", "lars", "nadia", "ole", "kaj", "tove", "jens_falk"]
)
def test_outsiders_with_children_and_meetings_of_their_own_do_not_find_it(cast: Cast, who: str) -> None:
    meeting = called(cast, cast.sara)
    client = cast.people[who].client()
    for name in (
        "meeting",
        "meeting_answer",
        "meeting_move",
        "meeting_cancel",
        "meeting_point",
        "meeting_minutes",
        "meeting_pdf",
    ):
        assert client.get(url(name, meeting)).status_code == 404, name
    data = {"text": "Hej", "submission": str(uuid.uuid4())}
    assert client.post(url("meeting_point", meeting), data).status_code == 404
    assert client.get(reverse("agenda:meetings", args=[cast.noah.public_id])).status_code == 404


def test_the_control_the_same_pages_open_for_the_family(cast: Cast) -> None:
    meeting = called(cast, cast.inger)
    client = cast.per.client()
    for name in (
        "meeting",
        "meeting_answer",
        "meeting_move",
        "meeting_cancel",
        "meeting_point",
        "meeting_minutes",
        "meeting_pdf",
    ):
        assert client.get(url(name, meeting)).status_code == 200, name


def test_a_colleague_who_is_invited_reads_it_for_a_time(cast: Cast) -> None:
    meeting = called(cast, cast.sara, staff=("sara", "lars"))
    other = called(cast, cast.sara)
    assert cast.lars.client().get(url("meeting", meeting)).status_code == 200
    assert cast.lars.client().get(url("meeting", other)).status_code == 404
    assert cast.lars.client().get(url("meeting_move", meeting)).status_code == 403
    cast.later(days=10 + rules.GUEST_READS_FOR.days)
    assert cast.lars.client().get(url("meeting", meeting)).status_code == 200
    cast.later(days=1)
    assert cast.lars.client().get(url("meeting", meeting)).status_code == 404


def test_an_employee_of_another_municipality_on_the_list_sees_nothing(cast: Cast) -> None:
    meeting = called(cast, cast.sara, staff=("sara", "peter"))
    assert cast.peter.client().get(url("meeting", meeting)).status_code == 404
    assert cast.peter.user.email not in told("meeting.invited")


def test_where_the_child_is_protected_the_leader_sees_the_day_and_no_words(cast: Cast) -> None:
    meeting = story(cast, "quiet")
    client = cast.ole.client()
    page = client.get(url("meeting", meeting)).content.decode()
    assert NOT_SHOWN in page
    listed = client.get(reverse("agenda:meetings", args=[cast.sigrun.public_id])).content.decode()
    for word in ("Netværksmøde", "næste måneder", "Fritid", "Ruth", "Rådhuset"):
        assert word not in page and word not in listed
    knowing = cast.nadia.client().get(url("meeting", meeting)).content.decode()
    assert "Netværksmøde" in knowing and "Fritid" in knowing


def test_a_leader_who_does_not_see_the_place_moves_the_meeting_and_the_place_stays(cast: Cast) -> None:
    meeting, client = story(cast, "quiet"), cast.ole.client()
    form = client.get(url("meeting_move", meeting)).context["form"]
    assert "place" not in form.fields and "video" not in form.fields
    data = {name: form[name].value() for name in form.fields} | {"reason": "Lokalet er optaget", "begins": "10.00"}
    data["on"] = f"{meeting.entry.starts + timedelta(days=1):%d.%m.%Y}"
    answer = client.post(url("meeting_move", meeting), data | {"place": "Et andet sted"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert fresh(meeting).entry.place == "Rådhuset, lokale 5"


def test_a_leader_who_does_not_know_the_names_invites_the_whole_family_unnamed(cast: Cast) -> None:
    page = cast.ole.client().get(reverse("agenda:meeting_new", args=[cast.sigrun.public_id]))
    assert "Ruth" not in page.content.decode()
    data = filled(cast, employees=[str(cast.job("nadia").pk)])
    answer = cast.ole.client().post(reverse("agenda:meeting_new", args=[cast.sigrun.public_id]), data)
    assert answer.status_code == 302, answer.context["form"].errors
    assert cast.ruth.user.email in told("meeting.invited")


# --- the list -------------------------------------------------------------------------------------------------------


def test_the_list_has_what_comes_and_what_has_been(cast: Cast) -> None:
    there = reverse("agenda:meetings", args=[cast.noah.public_id])
    client = cast.inger.client()
    coming, past = client.get(there).content.decode(), client.get(f"{there}?vis=holdt").content.decode()
    assert "Statusmøde" in coming and "efterårsferien" not in coming
    assert "efterårsferien" in past and "Statusmøde" not in past


def test_of_many_meetings_one_is_found_by_its_name(cast: Cast) -> None:
    for number in range(27):
        meeting = called(cast, cast.sara, days=10 + number)
        Entry.objects.filter(pk=meeting.entry_id).update(label=f"Møde nummer {number}")
    there, client = reverse("agenda:meetings", args=[cast.noah.public_id]), cast.inger.client()
    assert "Side 1 af 2" in client.get(there).content.decode()
    assert "Møde nummer 26" in client.get(f"{there}?side=2").content.decode()
    found = client.post(there, {"q": "nummer 13"}).content.decode()
    assert "Møde nummer 13" in found and "Møde nummer 14" not in found
    assert "Vi fandt ikke et møde" in client.post(there, {"q": "findes ikke"}).content.decode()


def test_the_list_and_the_page_ask_as_many_questions_for_one_as_for_twenty(cast: Cast) -> None:
    client, there = cast.inger.client(), reverse("agenda:meetings", args=[cast.noah.public_id])
    meeting = called(cast, cast.sara)

    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as listed:
            assert client.get(there).status_code == 200
        with CaptureQueriesContext(connection) as one:
            assert client.get(url("meeting", meeting)).status_code == 200
        return len(listed), len(one)

    asked()  # the first look of a log-in renews the session
    before = asked()
    for number in range(12):
        called(cast, cast.sara, days=11 + number)
        actions.add_point(actor=cast.inger.viewer(), meeting=meeting, text=f"Punkt {number}", submission=uuid.uuid4())
        actions.bring(actor=cast.inger.viewer(), meeting=meeting, guest=Guest(name=f"Ven {number}"))
    assert asked() == before


# --- rules, and the database ----------------------------------------------------------------------------------------


@given(st.lists(st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=20), max_size=8))
def test_every_point_written_on_a_line_of_its_own_becomes_one_at_most(lines: list[str]) -> None:
    points = rules.points_of("\n".join(lines))
    assert len(points) <= len(lines)
    assert all(point and len(point) <= 300 for point in points)


@pytest.mark.parametrize("typed", ["Skolen", "1. Skolen", "- Skolen", "• Skolen", "  Skolen  ", "12. Skolen"])
def test_bullets_and_numbers_before_a_point_are_left_out(typed: str) -> None:
    assert rules.points_of(typed) == ["Skolen"]


def test_the_database_takes_no_answer_without_a_time_and_no_other_time_without_a_day(cast: Cast) -> None:
    row = called(cast, cast.sara).invitees.filter(answer="").first()
    assert row is not None
    for wrong in ({"answer": "comes"}, {"proposed_on": date(2026, 12, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitee.objects.filter(pk=row.pk).update(**wrong)


def test_the_meeting_is_not_called_outside_the_placement(cast: Cast) -> None:
    to = Invitation("Møde", "x", employments=(cast.job("lars").pk,))
    when = When(cast.today + timedelta(days=3), time(10, 0), 60, "x")
    with pytest.raises(NotPossible, match="Anbringelsen gælder ikke"):
        actions.invite(actor=cast.hanne.viewer(), placement=cast.oliver, to=to, when=when, submission=uuid.uuid4())
