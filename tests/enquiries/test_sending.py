"""What pressing "Send" leaves behind: one message, one change in the log, one notice each, and never a look at nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.test.utils import CaptureQueriesContext

from plejebro.audit.models import Event
from plejebro.clocks.enums import ClockState
from plejebro.db.inserts import insert_new
from plejebro.enquiries import actions
from plejebro.enquiries.enums import MessageKind, Status
from plejebro.enquiries.models import Draft, Enquiry, Message
from plejebro.kernel import clock
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.notifications.actions import Notice, post_all
from plejebro.notifications.models import OutboxMessage
from tests.enquiries.pages import asks, form_fields, fresh, url


def rows_since(do: Callable[[], Any]) -> list[tuple[str, str]]:
    """The log's rows (kind, action) that `do` leaves."""
    last = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    do()
    return list(Event.objects.filter(pk__gt=last).order_by("pk").values_list("kind", "action"))


def test_what_is_sent_is_on_record_as_sent_and_not_as_looked_at(cast: Any) -> None:
    enquiry, client = asks(cast.inger, cast.noah), cast.mette.client()
    data = {**form_fields(client, enquiry, "write"), "kind": "comment", "text": "Vi ser på det.", "do": "send"}
    assert rows_since(lambda: client.post(url("write", enquiry), data)) == [("change", "enquiry.comment")]


def test_a_thread_that_comes_again_since_something_was_wrong_is_a_look(cast: Any) -> None:
    enquiry, client = asks(cast.inger, cast.noah), cast.mette.client()
    data = {**form_fields(client, enquiry, "write"), "kind": "comment", "text": "", "do": "send"}
    assert rows_since(lambda: client.post(url("write", enquiry), data)) == [("read", "enquiry.read")]
    event = Event.objects.latest("pk")
    assert ("enquiry", enquiry.public_id) in event.subjects.values_list("kind", "public_id")


def test_a_thread_that_moved_meanwhile_is_a_look_at_what_is_new(cast: Any) -> None:
    enquiry, mette = asks(cast.inger, cast.noah), cast.mette.client()
    stale = {**form_fields(mette, enquiry, "write"), "kind": "answer", "text": "Ja.", "do": "send"}
    actions.write(
        actor=cast.inger.viewer(), enquiry=enquiry, kind=MessageKind.COMMENT, text="Vent lidt.", submission=uuid4()
    )
    assert rows_since(lambda: mette.post(url("write", enquiry), stale)) == [("read", "enquiry.read")]
    assert not Message.objects.filter(text="Ja.").exists()


def test_a_new_enquiry_that_lacks_its_text_shows_the_page_again_and_that_is_a_look(cast: Any) -> None:
    client, path = cast.inger.client(), url("new", cast.noah)
    assert rows_since(lambda: client.post(path, {"topic": "other", "do": "send"})) == [("read", "enquiry.open")]
    sent = {"topic": "other", "title": "Nye briller", "text": "Må vi?", "submission": str(uuid4()), "do": "send"}
    assert ("read", "enquiry.open") not in rows_since(lambda: client.post(path, sent))
    assert Enquiry.objects.filter(title="Nye briller").count() == 1


def test_somebody_elses_thread_is_not_found_and_nothing_is_on_record(cast: Any) -> None:
    enquiry, lars = asks(cast.inger, cast.noah), cast.lars.client()
    data = {"kind": "comment", "text": "Hej", "submission": str(uuid4()), "version": "1", "do": "send"}
    assert rows_since(lambda: lars.post(url("write", enquiry), data)) == []


@pytest.mark.parametrize("kind", [MessageKind.COMMENT, MessageKind.ANSWER, MessageKind.ASK_BACK])
def test_the_second_click_of_two_sends_nothing_and_moves_nothing(cast: Any, kind: MessageKind) -> None:
    enquiry, sign = fresh(asks(cast.inger, cast.noah)), uuid4()

    def click() -> Message:
        return actions.write(
            actor=cast.mette.viewer(), enquiry=enquiry, kind=kind, text="Ja.", submission=sign, seen_version=enquiry.version
        )

    first, told = click(), OutboxMessage.objects.count()
    version = fresh(enquiry).version
    assert rows_since(lambda: click() == first) == []
    assert click() == first
    assert (fresh(enquiry).version, OutboxMessage.objects.count()) == (version, told)


def test_the_clock_that_counts_is_the_one_in_the_database(cast: Any) -> None:
    """Two sides hold the enquiry as it was; the second to write moves it from where the first left it."""
    asked = asks(cast.inger, cast.noah)
    mettes, ingers = fresh(asked), fresh(asked)
    actions.write(actor=cast.mette.viewer(), enquiry=mettes, kind=MessageKind.ASK_BACK, text="Hvornår?", submission=uuid4())
    cast.workdays_later(3)
    actions.write(actor=cast.inger.viewer(), enquiry=ingers, kind=MessageKind.REPLY, text="I uge 29.", submission=uuid4())
    now = fresh(asked)
    assert now.status == Status.WAITING_MUNICIPALITY
    assert now.clock.state == ClockState.RUNNING and now.clock.due_on > fresh(asked).clock.started_on
    assert now.clock.pauses.get().ends == clock.today()


def test_what_comes_to_nothing_leaves_version_and_clock_alone(cast: Any) -> None:
    enquiry = fresh(asks(cast.inger, cast.noah))
    words = {"actor": cast.mette.viewer(), "enquiry": enquiry, "text": "Ja.", "submission": uuid4()}
    with pytest.raises(ChangedMeanwhile):
        actions.write(kind=MessageKind.ANSWER, seen_version=enquiry.version + 1, **words)
    with pytest.raises(NotPossible):
        actions.write(kind=MessageKind.REOPENING, **words)
    assert (fresh(enquiry).version, enquiry.clock.state) == (enquiry.version, ClockState.RUNNING)
    assert not Message.objects.filter(text="Ja.").exists()


def test_the_draft_goes_with_the_message_and_another_persons_stays(cast: Any) -> None:
    enquiry = asks(cast.inger, cast.noah)
    for person in (cast.inger, cast.per):
        person.client().post(url("thread_draft", enquiry), {"text": "Kladde", "submission": str(uuid4())})
    actions.write(actor=cast.inger.viewer(), enquiry=enquiry, kind=MessageKind.COMMENT, text="Sendt", submission=uuid4())
    assert [draft.owner for draft in Draft.objects.filter(enquiry=enquiry)] == [cast.per.user]


def notice(key: str) -> Notice:
    return Notice("prøve", None, "inger@example.dk", "Noget er sket.", (), "/", key)


def test_several_notices_are_written_in_one_statement_and_those_already_there_left_out(db: None) -> None:
    assert post_all([notice("a")]) == 1
    with CaptureQueriesContext(connection) as log:
        assert post_all([notice("a"), notice("b"), notice("c"), notice("c")]) == 2
    assert len(log.captured_queries) == 1
    assert OutboxMessage.objects.filter(kind="prøve").count() == 3
    assert post_all([]) == 0


def test_only_the_one_clash_is_passed_over(db: None) -> None:
    """A row that breaks another rule of the table is an error on both databases, as it was."""
    wrong = OutboxMessage(kind="prøve", dedupe_key="d", created_at=clock.now(), delivery="sent")
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_new([wrong], unique="dedupe_key")
    fine = OutboxMessage(kind="prøve", dedupe_key="d", created_at=clock.now())
    assert insert_new([fine], unique="dedupe_key") == [fine]
    assert OutboxMessage.objects.get(pk=fine.pk).public_id == fine.public_id
