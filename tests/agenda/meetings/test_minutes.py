"""Minutes: sent to both sides, objected to within five working days, corrected until then, locked after."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from plejebro.agenda.enums import EntryState
from plejebro.agenda.meetings import duties, minutes, rules
from plejebro.agenda.meetings.models import MeetingMinutes, MinutesDraft, MinutesObjection
from plejebro.agenda.meetings.pages import NOT_SHOWN
from plejebro.agenda.meetings.pdf import content_of
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.kernel.workdays import add_working_days, working_days_between
from plejebro.notifications.models import OutboxMessage
from tests.agenda.meetings.steps import called, fresh, held, shown, story, url, written
from tests.cast import Cast, Someone

DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))


def objects(who: Someone, row: MeetingMinutes, text: str = "Det passer ikke.") -> MinutesObjection:
    return minutes.object_to(actor=who.viewer(), minutes=row, text=text, submission=uuid.uuid4())


def typed(client: Any, meeting: Any, **more: Any) -> dict[str, Any]:
    form = client.get(url("meeting_minutes", meeting)).context["form"]
    return {name: "" if form[name].value() is None else form[name].value() for name in form.fields} | more


# --- written --------------------------------------------------------------------------------------------------------


def test_the_consultant_writes_the_minutes_under_the_agendas_headings(cast: Cast) -> None:
    meeting = held(cast, cast.sara)
    client = cast.mette.client()
    data = typed(client, meeting)
    assert data["text"] == "1. Skolen"
    answer = client.post(url("meeting_minutes", meeting), data | {"text": "1. Skolen\nDet går bedre.", "do": "send"})
    assert answer.status_code == 302
    row = meeting.minutes.get()
    assert row.objections_by == add_working_days(cast.today, 5)
    assert fresh(meeting).entry.state == EntryState.HELD
    told = OutboxMessage.objects.filter(kind="meeting.minutes").values_list("address", flat=True)
    assert {cast.inger.user.email, cast.per.user.email, cast.sara.user.email} <= set(told)


def test_minutes_are_not_written_before_the_meeting_or_of_a_cancelled_one(cast: Cast) -> None:
    meeting = called(cast, cast.sara)
    with pytest.raises(NotPossible, match="ikke været endnu"):
        written(cast.sara, meeting)
    answer = cast.sara.client().post(
        url("meeting_minutes", meeting), {"text": "Hej", "seen": "0", "submission": str(uuid.uuid4()), "do": "send"}
    )
    assert answer.status_code == 409 and "Hej" in answer.content.decode()


def test_a_double_click_sends_one_set_of_minutes(cast: Cast) -> None:
    meeting, client = held(cast, cast.sara), cast.sara.client()
    data = typed(client, meeting, text="Vi talte.", do="send")
    for _ in range(2):
        assert client.post(url("meeting_minutes", meeting), data).status_code == 302
    assert meeting.minutes.count() == 1


def test_two_who_write_the_minutes_at_once_both_keep_their_text(cast: Cast) -> None:
    meeting, client = held(cast, cast.sara), cast.inger.client()
    data = typed(client, meeting, text="Ingers referat", do="send")
    written(cast.sara, meeting)
    with pytest.raises(ChangedMeanwhile):
        written(cast.inger, meeting)
    answer = client.post(url("meeting_minutes", meeting), data)
    assert answer.status_code == 409
    assert "Ingers referat" in answer.content.decode()
    again = {name: answer.context["form"][name].value() for name in answer.context["form"].fields}
    refused = client.post(url("meeting_minutes", meeting), again)
    assert refused.status_code == 409 and "Ingers referat" in refused.content.decode()
    assert "skriv det som en indvending" in refused.content.decode()
    assert cast.mette.client().post(url("meeting_minutes", meeting), again).status_code == 302
    assert [row.number for row in meeting.minutes.order_by("number")] == [1, 2]


def test_what_is_typed_is_kept_as_a_draft_nobody_else_sees(cast: Cast) -> None:
    meeting, client = held(cast, cast.sara), cast.sara.client()
    data = typed(client, meeting, text="Et halvt referat")
    answer = client.post(url("meeting_draft", meeting), data)
    assert answer.status_code == 200 and "Kladden er gemt" in answer.json()["tekst"]
    assert typed(client, meeting)["text"] == "Et halvt referat"
    assert typed(cast.inger.client(), meeting)["text"] == "1. Skolen"
    assert client.post(url("meeting_minutes", meeting), data | {"do": "kladde"}).status_code == 302
    assert meeting.minutes.count() == 0
    client.post(url("meeting_minutes", meeting), typed(client, meeting, do="send"))
    assert not MinutesDraft.objects.filter(meeting=meeting).exists()
    late = client.post(url("meeting_draft", meeting), data)
    assert late.status_code == 409
    assert not MinutesDraft.objects.filter(meeting=meeting).exists()


def test_a_correction_is_a_new_set_with_a_window_of_its_own_and_the_old_one_stays(cast: Cast) -> None:
    meeting = held(cast, cast.sara)
    written(cast.sara, meeting, "Første udgave")
    cast.workdays_later(2)
    row = written(cast.sara, meeting, "Anden udgave", seen=1)
    assert row.objections_by == add_working_days(cast.today, 5)
    page = cast.inger.client().get(url("meeting", meeting)).content.decode()
    assert "Første udgave" in page and "Anden udgave" in page


# --- objections -----------------------------------------------------------------------------------------------------


def test_an_objection_stands_beside_the_minutes(cast: Cast) -> None:
    meeting = held(cast, cast.sara)
    row = written(cast.sara, meeting)
    data = {"text": "Vi sagde lørdag.", "submission": str(uuid.uuid4())}
    for _ in range(2):
        assert cast.inger.client().post(url("meeting_objection", meeting, 1), data).status_code == 302
    assert MinutesObjection.objects.filter(minutes=row).count() == 1
    page = cast.sara.client().get(url("meeting", meeting)).content.decode()
    assert "Vi sagde lørdag." in page and "Vi talte om skolen." in page
    assert OutboxMessage.objects.filter(kind="meeting.objection", address=cast.sara.user.email).exists()


def test_the_last_day_of_the_window_counts_and_the_day_after_is_refused_kindly(cast: Cast) -> None:
    meeting = held(cast, cast.sara)
    row = written(cast.sara, meeting)
    cast.later(days=(row.objections_by - cast.today).days)
    assert shown(meeting, cast.inger).may.object
    objects(cast.inger, row)
    cast.later(days=1)
    data = {"text": "Det her vil jeg ikke miste", "submission": str(uuid.uuid4())}
    answer = cast.inger.client().post(url("meeting_objection", meeting, 1), data)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Du kan skrive det i en henvendelse i stedet" in page and "Det her vil jeg ikke miste" in page
    assert not shown(meeting, cast.inger).may.object


def test_locked_minutes_are_not_corrected_either(cast: Cast) -> None:
    meeting = held(cast, cast.sara)
    row = written(cast.sara, meeting)
    cast.later(days=(row.objections_by - cast.today).days + 1)
    with pytest.raises(NotPossible, match="låst"):
        written(cast.sara, meeting, "Noget andet", seen=1)
    model = shown(meeting, cast.sara)
    assert not model.may.correct and "låst" in model.headline


def test_the_story_has_one_locked_with_an_objection_and_one_with_its_window_open(cast: Cast) -> None:
    locked, is_open = shown(story(cast, "autumn"), cast.inger), shown(story(cast, "fresh"), cast.inger)
    assert not locked.may.object and len(locked.minutes[0].objections) == 1
    assert is_open.may.object and is_open.minutes[0].is_open


def test_an_objection_to_minutes_that_were_corrected_meanwhile_is_put_to_the_new_ones(cast: Cast) -> None:
    meeting = held(cast, cast.sara)
    old = written(cast.sara, meeting)
    written(cast.sara, meeting, "Rettet", seen=1)
    with pytest.raises(NotPossible, match="Læs det nye"):
        objects(cast.inger, old)


@pytest.mark.parametrize("who", ["karen", "lise", "mona", "peter", "lars", "nadia", "kaj", "tove"])
def test_outsiders_neither_read_nor_object(cast: Cast, who: str) -> None:
    meeting = story(cast, "autumn")
    client = cast.people[who].client()
    assert client.get(url("meeting_pdf", meeting)).status_code == 404
    data = {"text": "Nej", "submission": str(uuid.uuid4()), "seen": "1"}
    for there in (url("meeting_objection", meeting, 1), url("meeting_minutes", meeting), url("meeting_draft", meeting)):
        assert client.post(there, data).status_code == 404


def test_the_head_of_department_reads_and_does_not_write(cast: Cast) -> None:
    meeting = story(cast, "autumn")
    client = cast.birgit.client()
    assert client.get(url("meeting", meeting)).status_code == 200
    assert client.get(url("meeting_minutes", meeting)).status_code == 403


def test_the_family_of_an_ended_placement_still_reads_its_minutes(cast: Cast) -> None:
    client = cast.karen.client()
    assert "Han vil gerne kunne ringe." in client.get(url("meeting", story(cast, "old"))).content.decode()
    assert client.get(url("meeting_point", story(cast, "old"))).status_code == 403


# --- on paper -------------------------------------------------------------------------------------------------------


def test_the_minutes_on_paper_hold_the_objections_and_nothing_kept(cast: Cast) -> None:
    meeting = story(cast, "autumn")
    answer = cast.inger.client().get(url("meeting_pdf", meeting))
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    assert "Noah" not in answer["Content-Disposition"]
    content = content_of(shown(meeting, cast.inger), cast.inger.viewer())
    assert "klokken 12" in content["minutes"]["objections"][0][1]
    kept = content_of(shown(story(cast, "quiet"), cast.ole), cast.ole.viewer())
    assert kept["purpose"] == NOT_SHOWN and "Ruth" not in str(kept)


def test_an_invitation_without_an_agenda_can_be_printed(cast: Cast) -> None:
    assert cast.lise.client().get(url("meeting_pdf", story(cast, "short"))).content.startswith(b"%PDF")


# --- reminders of agenda and minutes --------------------------------------------------------------------------------


def reminded(kind: str, meeting: Any) -> list[str]:
    rows = OutboxMessage.objects.filter(kind=kind, path=url("meeting", meeting)).order_by("pk")
    return list(rows.values_list("address", flat=True))


def test_the_one_who_invited_is_reminded_of_a_missing_agenda_once(cast: Cast) -> None:
    meeting = called(cast, cast.mette, days=14, points=())
    duties.run_duties()
    assert reminded("meeting.no_agenda", meeting) == []
    cast.later(days=10)
    for _ in range(2):
        duties.run_duties()
    assert reminded("meeting.no_agenda", meeting) == [cast.mette.user.email]


def test_nobody_is_reminded_of_an_agenda_that_is_there(cast: Cast) -> None:
    meeting = called(cast, cast.mette, days=14)
    cast.later(days=12)
    duties.run_duties()
    assert reminded("meeting.no_agenda", meeting) == []
    meeting.points.update(removed_at=meeting.invited_at)
    duties.run_duties()
    assert reminded("meeting.no_agenda", meeting) == [cast.mette.user.email]


def test_missing_minutes_are_asked_for_after_three_working_days(cast: Cast) -> None:
    meeting = held(cast, cast.inger)
    cast.workdays_later(2)
    duties.run_duties()
    assert reminded("meeting.no_minutes", meeting) == []
    cast.workdays_later(1)
    duties.run_duties()
    assert reminded("meeting.no_minutes", meeting) == [cast.inger.user.email]


def test_where_the_one_who_invited_has_left_the_others_of_the_side_are_reminded(cast: Cast) -> None:
    meeting = called(cast, cast.sara, days=14, points=())
    cast.later(days=11)
    job = cast.job("sara")
    type(job).objects.filter(pk=job.pk).update(ends=cast.today - timedelta(days=1))
    duties.run_duties()
    assert reminded("meeting.no_agenda", meeting) == [cast.mette.user.email]


def test_the_reminder_holds_no_word_of_the_case(cast: Cast) -> None:
    meeting = called(cast, cast.sara, days=14, points=())
    cast.later(days=11)
    duties.run_duties()
    row = OutboxMessage.objects.get(kind="meeting.no_agenda", path=url("meeting", meeting))
    for word in ("Noah", "Statusmøde", "Rådhuset", "Inger", "vinteren"):
        assert word not in row.subject + row.body


def test_one_meetings_trouble_does_not_keep_the_others_waiting(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (called(cast, cast.sara, days=14, points=()) for _ in range(2))
    cast.later(days=11)
    real = duties.messages.tell_inviter

    def tell(meeting: Any, event: Any) -> int:
        if meeting.pk == first.pk:
            raise RuntimeError("trouble")
        return real(meeting, event)

    monkeypatch.setattr(duties.messages, "tell_inviter", tell)
    duties.run_duties()
    assert reminded("meeting.no_agenda", second) == [cast.sara.user.email]


# --- rules ----------------------------------------------------------------------------------------------------------


@given(DAYS)
def test_the_window_is_five_working_days_whatever_the_day(sent: date) -> None:
    until = rules.objections_by(sent)
    assert working_days_between(sent, until) == rules.OBJECTION_WORKDAYS
    assert not rules.is_locked(until, until) and rules.is_locked(until, until + timedelta(days=1))


@given(DAYS, st.integers(1, 400))
def test_an_agenda_is_asked_for_only_in_the_last_working_days_before(meets: date, before: int) -> None:
    if rules.lacks_agenda(meets, meets - timedelta(days=before)):
        assert working_days_between(meets - timedelta(days=before), meets) <= rules.AGENDA_WORKDAYS_BEFORE


def test_the_database_holds_one_set_of_minutes_a_number(cast: Cast) -> None:
    meeting = held(cast, cast.sara)
    row = written(cast.sara, meeting)
    row.pk, row.submission = None, uuid.uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
