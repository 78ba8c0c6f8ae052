"""Answering, asking back, accepting and concluding: whose turn it is, and whether the clock runs."""

from __future__ import annotations

from typing import Any

from plejebro.clocks.enums import ClockState
from plejebro.enquiries.enums import Closing, MessageKind, Status
from plejebro.enquiries.models import Message
from plejebro.kernel.workdays import add_working_days
from tests.enquiries.pages import asks, form_fields, fresh, presses, text_of, url


def test_the_clock_stands_still_while_the_family_is_asked_for_more(cast: Any) -> None:
    enquiry = asks(cast.inger, cast.noah)
    cast.workdays_later(2)
    presses(cast.mette, enquiry, "write", kind="ask_back", text="Hvilke datoer?")
    assert fresh(enquiry).status == Status.WAITING_FAMILY
    assert fresh(enquiry).clock.state == ClockState.PAUSED
    cast.workdays_later(6)
    page = text_of(cast.inger.client().get(url("thread", enquiry)))
    assert "Venter på jer siden" in page and "Svarfristen står stille: 4 hverdage tilbage" in page
    presses(cast.inger, enquiry, "write", text="13. til 19. juli")
    assert fresh(enquiry).status == Status.WAITING_MUNICIPALITY
    assert fresh(enquiry).clock.due_on == add_working_days(cast.today, 3)


def test_an_answer_waits_for_the_asker_who_accepts_it(cast: Any) -> None:
    enquiry = asks(cast.inger, cast.noah)
    presses(cast.mette, enquiry, "write", kind="answer", text="Ja, god ferie.")
    assert fresh(enquiry).status == Status.ANSWERED
    assert "Er svaret i orden?" in text_of(cast.per.client().get(url("thread", enquiry)))
    answer = presses(cast.per, enquiry, "accept", text="Noah må komme med til Sverige i uge 29.")
    assert answer.status_code == 302
    closed = fresh(enquiry)
    assert (closed.status, closed.closing) == (Status.CLOSED, Closing.ACCEPTED)
    assert closed.conclusion == "Noah må komme med til Sverige i uge 29."
    assert closed.clock.state == ClockState.STOPPED
    assert "Det aftalte vi Noah må komme med" in text_of(cast.mette.client().get(url("thread", enquiry)))


def test_a_family_that_is_not_content_writes_again_and_the_clock_goes_on(cast: Any) -> None:
    enquiry = asks(cast.inger, cast.noah)
    cast.workdays_later(1)
    presses(cast.mette, enquiry, "write", kind="answer", text="Det ved vi ikke.")
    cast.workdays_later(3)
    presses(cast.inger, enquiry, "write", text="Så spørger vi igen.")
    assert fresh(enquiry).status == Status.WAITING_MUNICIPALITY
    assert fresh(enquiry).clock.due_on == add_working_days(cast.today, 4)


def test_mette_concludes_in_writing_and_an_empty_conclusion_is_no_conclusion(cast: Any) -> None:
    enquiry = asks(cast.inger, cast.noah)
    refused = presses(cast.mette, enquiry, "conclude", text="  ")
    assert refused.status_code == 422 and "Skriv, hvad I har aftalt." in text_of(refused)
    presses(cast.mette, enquiry, "conclude", text="Uge 29 er aftalt.")
    assert (fresh(enquiry).closing, fresh(enquiry).conclusion) == (Closing.CONCLUDED, "Uge 29 er aftalt.")


def test_inger_withdraws_and_a_double_click_is_no_trouble(cast: Any) -> None:
    enquiry, client = asks(cast.inger, cast.noah), cast.inger.client()
    fields = form_fields(client, enquiry, "withdraw")
    for _ in range(2):
        assert client.post(url("withdraw", enquiry), fields).status_code == 302
    assert fresh(enquiry).closing == Closing.WITHDRAWN


def test_a_closed_enquiry_is_not_written_in_until_inger_opens_it_again(cast: Any) -> None:
    enquiry = asks(cast.inger, cast.noah)
    cast.workdays_later(1)
    mette = cast.mette.client()
    stale = form_fields(mette, enquiry, "write")
    presses(cast.inger, enquiry, "withdraw")
    late = mette.post(url("write", enquiry), {**stale, "kind": "answer", "text": "Mit lange svar", "do": "send"})
    assert late.status_code == 409
    assert "Henvendelsen er afsluttet." in text_of(late)
    assert not Message.objects.filter(text="Mit lange svar").exists()
    cast.workdays_later(4)
    presses(cast.inger, enquiry, "reopen", text="Vi vil gerne have svar alligevel.")
    opened = fresh(enquiry)
    assert opened.status == Status.WAITING_MUNICIPALITY
    assert opened.clock.due_on == add_working_days(cast.today, 4)


def test_two_who_answer_and_close_at_once_do_not_overwrite_each_other(cast: Any) -> None:
    enquiry = asks(cast.inger, cast.noah)
    mette = cast.mette.client()
    stale = form_fields(mette, enquiry, "write")
    presses(cast.sara, enquiry, "write", kind="ask_back", text="Hvilke datoer, spørger Sara?")
    answer = mette.post(url("write", enquiry), {**stale, "kind": "answer", "text": "Ja, det er fint.", "do": "send"})
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Der er sket noget, mens du skrev" in page
    assert "Nyt Sara Lund" in page and "Ja, det er fint." in page
    assert fresh(enquiry).status == Status.WAITING_FAMILY
    again = presses(cast.mette, enquiry, "write", kind="answer", text="Ja, det er fint.")
    assert again.status_code == 302 and fresh(enquiry).status == Status.ANSWERED


def test_a_double_click_on_an_answer_sends_it_once(cast: Any) -> None:
    enquiry, client = asks(cast.inger, cast.noah), cast.mette.client()
    fields = {**form_fields(client, enquiry, "write"), "kind": "answer", "text": "Ja.", "do": "send"}
    for _ in range(2):
        assert client.post(url("write", enquiry), fields).status_code == 302
    assert enquiry.messages.filter(kind=MessageKind.ANSWER).count() == 1


def test_the_note_is_the_municipalitys_alone(cast: Any) -> None:
    enquiry = cast.enquiry("respite")
    note = "Spørg økonomi, om uge 7 er bevilget"
    assert note not in text_of(cast.inger.client().get(url("thread", enquiry)))
    assert "Kun kommunen kan se notatet" not in text_of(cast.inger.client().get(url("thread", enquiry)))
    page = text_of(cast.mette.client().get(url("thread", enquiry)))
    assert note in page and "Kun kommunen kan se notatet" in page
    refused = presses(cast.inger, enquiry, "write", kind="note", text="Et notat")
    assert refused.status_code == 403
    assert not Message.objects.filter(text="Et notat").exists()


def test_a_note_tells_nobody_and_leaves_the_turn_and_the_clock(cast: Any) -> None:
    from plejebro.notifications.models import OutboxMessage

    enquiry = asks(cast.inger, cast.noah)
    before, due = OutboxMessage.objects.count(), fresh(enquiry).clock.due_on
    presses(cast.mette, enquiry, "write", kind="note", text="Husk at spørge økonomi.")
    assert (fresh(enquiry).status, fresh(enquiry).clock.due_on) == (Status.WAITING_MUNICIPALITY, due)
    assert OutboxMessage.objects.count() == before


def test_each_side_sees_when_the_other_has_read(cast: Any) -> None:
    enquiry = asks(cast.inger, cast.noah)
    assert "ikke læst af kommunen endnu" in text_of(cast.inger.client().get(url("thread", enquiry)))
    cast.mette.client().get("/henvendelser/")
    assert "ikke læst af kommunen endnu" in text_of(cast.inger.client().get(url("thread", enquiry)))
    cast.later(hours=2)
    cast.mette.client().get(url("thread", enquiry))
    assert "læst af kommunen 11.0" in text_of(cast.per.client().get(url("thread", enquiry)))


def test_a_draft_in_the_thread_is_kept_for_its_writer(cast: Any) -> None:
    enquiry = cast.enquiry("driving")
    sent = {"text": "Et halvt svar", "submission": "8d2d8f0a-0000-4000-8000-000000000001"}
    assert cast.sara.client().post(url("thread_draft", enquiry), sent).status_code == 200
    assert "Et halvt svar" in text_of(cast.sara.client().get(url("thread", enquiry)))
    assert "Et halvt svar" not in text_of(cast.mette.client().get(url("thread", enquiry)))


def test_an_empty_message_keeps_its_file_and_says_what_is_missing(cast: Any) -> None:
    from tests.enquiries.test_asking import photo

    enquiry = cast.enquiry("driving")
    answer = presses(cast.sara, enquiry, "write", kind="answer", text="", files=photo())
    assert answer.status_code == 422
    assert "Skriv en besked." in text_of(answer) and "skema.jpg" in text_of(answer)
    presses(cast.sara, enquiry, "write", kind="answer", text="Ja, her er skemaet.")
    assert enquiry.messages.get(kind=MessageKind.ANSWER).attachments.count() == 1


def test_the_family_answers_what_the_municipality_asked_and_mette_concludes(cast: Any) -> None:
    enquiry = cast.enquiry("minutes")
    presses(cast.inger, enquiry, "write", text="Der mangler et punkt om skolen.")
    assert fresh(enquiry).status == Status.ANSWERED
    assert fresh(enquiry).clock is None
    presses(cast.mette, enquiry, "conclude", text="Referatet er rettet.")
    assert fresh(enquiry).status == Status.CLOSED


def test_somebody_elses_thread_is_not_found_whatever_one_presses(cast: Any) -> None:
    enquiry = cast.enquiry("respite")
    for someone in (cast.karen, cast.mona, cast.peter, cast.rikke, cast.lars, cast.ole, cast.kaj, cast.tove, cast.operator):
        client = someone.client()
        for name in ("thread", "pdf"):
            assert client.get(url(name, enquiry)).status_code == 404, (someone, name)
        steps = ("accept", "conclude", "withdraw", "reopen", "escalate", "municipality_answered")
        for name in ("write", "thread_draft", *steps):
            assert client.post(url(name, enquiry), {"text": "x"}).status_code == 404, (someone, name)


def test_mona_alone_with_her_record_writes_down_what_the_municipality_answered(cast: Any) -> None:
    enquiry = cast.enquiry("own_post")
    page = text_of(cast.mona.client().get(url("thread", enquiry)))
    assert "Det er familiens egen optegnelse. Kommunen kan ikke se den." in page
    said = {"kind": "answer", "text": "De ringede og sagde ja."}
    too_early = presses(cast.mona, enquiry, "municipality_answered", **said, happened_on="1.1.2026")
    assert too_early.status_code == 409 and "Datoen ligger før det seneste" in text_of(too_early)
    presses(cast.mona, enquiry, "municipality_answered", **said, happened_on="20.11.2026")
    answered = fresh(enquiry)
    assert (answered.status, answered.answered_on.isoformat()) == (Status.ANSWERED, "2026-11-20")
    message = answered.messages.get(kind=MessageKind.ANSWER)
    assert (message.author_name, message.author_label) == ("Kommunen", "noteret af Mona Vind, 20. november 2026")
    presses(cast.mona, enquiry, "accept")
    assert fresh(enquiry).status == Status.CLOSED


def test_a_family_with_a_municipality_does_not_answer_for_it(cast: Any) -> None:
    enquiry = cast.enquiry("respite")
    assert "Skriv ned, hvad kommunen svarede" not in text_of(cast.inger.client().get(url("thread", enquiry)))
    assert cast.inger.client().post(url("municipality_answered", enquiry), {"text": "x"}).status_code == 403
    assert cast.inger.client().post(url("conclude", enquiry), {"text": "x"}).status_code == 403
    assert cast.mette.client().post(url("municipality_answered", enquiry), {"text": "x"}).status_code == 403


def test_a_leader_who_may_not_know_a_protected_child_sees_neither_child_nor_family(cast: Any) -> None:
    page = text_of(cast.ole.client().get(url("thread", cast.enquiry("parents"))))
    for name in ("Sigrun", "Kvistgaard", "Ruth", "Vang"):
        assert name not in page
    assert "Navn beskyttet" in page
    assert "Sigrun" in text_of(cast.nadia.client().get(url("thread", cast.enquiry("parents"))))
