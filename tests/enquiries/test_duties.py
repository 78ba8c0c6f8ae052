"""When time runs: reminders, the leader's notice, the ladder, and the answer nobody objects to."""

from __future__ import annotations

from typing import Any

import pytest

from plejebro.enquiries import ladder, messages
from plejebro.enquiries.enums import Closing, Status
from plejebro.notifications.models import OutboxMessage
from tests.enquiries.pages import asks, fresh, presses, text_of, url


def told(kind: str, enquiry: Any) -> list[str]:
    rows = OutboxMessage.objects.filter(kind=kind, path=url("thread", enquiry))
    return sorted(row.recipient.full_name for row in rows if row.recipient)


def test_mette_is_reminded_two_working_days_before_and_her_leader_told_on_the_day(cast: Any) -> None:
    enquiry = asks(cast.inger, cast.noah)
    cast.workdays_later(2)
    ladder.run_duties()
    assert told("enquiry.remind", enquiry) == []
    cast.workdays_later(1)
    ladder.run_duties()
    assert told("enquiry.remind", enquiry) == ["Mette Holm"]
    assert told("enquiry.due", enquiry) == []
    cast.workdays_later(2)
    ladder.run_duties()
    assert told("enquiry.due", enquiry) == ["Bo Rask"]


def test_running_the_duties_twice_tells_everybody_once(cast: Any) -> None:
    enquiry = asks(cast.inger, cast.noah)
    cast.workdays_later(3)
    ladder.run_duties()
    before = OutboxMessage.objects.count()
    assert ladder.run_duties() == {"reminders": 0, "leaders": 0, "closed": 0}
    assert OutboxMessage.objects.count() == before
    assert told("enquiry.remind", enquiry) == ["Mette Holm"]


def test_one_recipients_trouble_does_not_keep_the_others_waiting(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    troubled, other = asks(cast.inger, cast.noah), asks(cast.karen, cast.liv)
    cast.workdays_later(3)
    working = messages.tell

    def failing(news: Any, *args: Any, **more: Any) -> int:
        if news.case_number == troubled.case_number:
            raise OSError("the address cannot be read")
        return working(news, *args, **more)

    monkeypatch.setattr(messages, "tell", failing)
    ladder.run_duties()
    assert told("enquiry.remind", troubled) == []
    assert told("enquiry.remind", other) == ["Mette Holm"]


def test_an_answer_met_with_silence_closes_after_ten_working_days_and_inger_may_reopen(cast: Any) -> None:
    enquiry = asks(cast.inger, cast.noah)
    presses(cast.mette, enquiry, "write", kind="answer", text="Ja.")
    cast.workdays_later(9)
    ladder.run_duties()
    assert fresh(enquiry).status == Status.ANSWERED
    cast.workdays_later(1)
    ladder.run_duties()
    assert (fresh(enquiry).status, fresh(enquiry).closing) == (Status.CLOSED, Closing.SILENCE)
    assert told("enquiry.silence", enquiry) == ["Inger Dahl", "Mette Holm", "Per Dahl"]
    presses(cast.inger, enquiry, "reopen", text="Vi nåede ikke at se svaret.")
    assert fresh(enquiry).status == Status.WAITING_MUNICIPALITY


def test_a_family_that_writes_is_not_silent(cast: Any) -> None:
    enquiry = asks(cast.inger, cast.noah)
    presses(cast.mette, enquiry, "write", kind="answer", text="Måske.")
    presses(cast.inger, enquiry, "write", text="Det kan vi ikke bruge.")
    cast.workdays_later(12)
    ladder.run_duties()
    assert fresh(enquiry).status == Status.WAITING_MUNICIPALITY


def test_the_family_goes_up_the_ladder_step_by_step_once_the_date_has_passed(cast: Any) -> None:
    enquiry = asks(cast.inger, cast.noah)
    page = text_of(cast.inger.client().get(url("thread", enquiry)))
    assert "I kan gå et trin op, når den aftalte svarfrist er passeret" in page
    assert (
        cast.inger.client()
        .post(
            url("escalate", enquiry),
            {"step": "team_leader", "submission": "8d2d8f0a-0000-4000-8000-000000000002", "version": 1},
        )
        .status_code
        == 409
    )
    cast.workdays_later(6)
    page = text_of(cast.inger.client().get(url("thread", enquiry)))
    assert "Teamlederen i enheden får besked og kan læse hele tråden." in page
    presses(cast.inger, enquiry, "escalate", text="Skolen venter.")
    presses(cast.per, enquiry, "escalate")
    presses(cast.inger, enquiry, "escalate")
    assert list(enquiry.escalations.order_by("pk").values_list("step", flat=True)) == ["team_leader", "head", "union"]
    assert told("enquiry.step", enquiry) == ["Birgit Sand", "Bo Rask"]
    page = text_of(cast.per.client().get(url("thread", enquiry)))
    assert "Inger Dahl, i dag" in page and "Skolen venter." in page and "plejefamilierne.dk" in page


def test_an_enquiry_nobody_has_the_task_for_is_told_to_the_leaders(cast: Any) -> None:
    from plejebro.placements.enums import Task

    enquiry = asks(cast.hanna, cast.elias, addressed_to=Task.CONSULTANT)
    assert fresh(enquiry).addressee is None
    assert told("enquiry.new", enquiry) == ["Rikke Østergaard"]


def test_no_notice_names_a_child_a_topic_or_a_word_of_the_case(cast: Any) -> None:
    enquiry = asks(cast.inger, cast.noah)
    cast.workdays_later(5)
    ladder.run_duties()
    for row in OutboxMessage.objects.filter(path=url("thread", enquiry)):
        for word in ("Noah", "Dahl", "Ferie", "Sverige"):
            assert word not in row.subject + row.body
        assert enquiry.case_number in row.body


def test_a_familys_own_record_tells_the_municipality_nothing_whatever_happens(cast: Any) -> None:
    placement = cast.viktor
    placement.municipality = cast.municipality("901")
    placement.unit = cast.unit("Børn og Unge Nord")
    placement.save()
    enquiry = asks(cast.mona, placement)
    said = {"kind": "answer", "text": "De ringede.", "happened_on": f"{cast.today:%d.%m.%Y}"}
    presses(cast.mona, enquiry, "municipality_answered", **said)
    cast.workdays_later(10)
    ladder.run_duties()
    assert fresh(enquiry).closing == Closing.SILENCE
    paths = OutboxMessage.objects.filter(path=url("thread", enquiry))
    assert {row.recipient.full_name for row in paths if row.recipient} == {"Mona Vind"}
