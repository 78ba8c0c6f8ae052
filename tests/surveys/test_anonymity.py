"""Nobody can tell which answer came with which ticket: not from a table, the log, the order of rows, or a row of backups.

The attacker here has every table in its physical order before, between and after the answers. Each attack has a control: a
survey built the ordinary way, from which the same attack rebuilds the links.
"""

from __future__ import annotations

import logging
import random
from typing import Any
from unittest import mock

import pytest
from django.db import models
from django.test import Client

from config.logs import WithoutLinks
from plejebro.audit.models import Event
from plejebro.surveys import closing
from plejebro.surveys.answering import keep_draft, send_answer
from plejebro.surveys.closing import close_round
from plejebro.surveys.links import ticket_hash, unseal_waiting
from plejebro.surveys.models import Answer, Draft, Frame, FreeText, Ticket, TicketKey, WaitingAnswer
from tests.cast import Cast
from tests.surveys import attack
from tests.surveys.helpers import open_synthetic

COUNTS = {"901": (12, 0), "902": (9, 0), "903": (7, 0), "101": (1, 0), "461": (2, 0), "751": (3, 0)}
NUMBER = "raadgiver-antal"
TEXT = "oensker"


class _Study:
    """A round in which everybody answers with a number of their own, in an order drawn by lot, with a backup after each."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.row, self.codes = open_synthetic(cast, COUNTS)
        tickets = {key.hash: key.ticket for key in TicketKey.objects.filter(ticket__round=self.row).select_related("ticket")}
        self.tickets = {code: tickets[ticket_hash(code)] for code in self.codes}
        self.truth = {ticket.pk: 100 + ticket.pk % 800 for ticket in self.tickets.values()}
        self.places = [(ticket.pk, ticket.side, ticket.municipality_code) for ticket in self.tickets.values()]
        self.series = attack.Series()

    def everybody_answers(self, *, with_backups: bool = True) -> list[int]:
        """The order in which they did."""
        order = random.Random(3).sample(self.codes, len(self.codes))
        for code in order:
            number = self.truth[self.tickets[code].pk]
            answers = {NUMBER: number, TEXT: f"Tekst nummer {number}."}
            keep_draft(code, answers, answers)
            send_answer(code, None)
            if with_backups:
                self.series.take()
        return [self.tickets[code].pk for code in order]

    def close(self) -> attack.Dump:
        close_round(actor=self.cast.agnete.viewer(), round_=self.row)
        return attack.dump()


@pytest.fixture
def study(cast: Cast) -> _Study:
    return _Study(cast)


def _numbers(dump: attack.Dump) -> list[int]:
    """The answers' own numbers, in the order in which their rows lie."""
    import json

    rows = attack.column("surveys_answer", dump["surveys_answer"], "answers")
    loaded = [row if isinstance(row, dict) else json.loads(row) for row in rows]
    return [row[NUMBER] for row in loaded if NUMBER in row and row[NUMBER] >= 100]


def test_the_order_of_the_rows_says_nothing_even_beside_a_backup_after_every_answer(study: _Study) -> None:
    came = study.everybody_answers()
    after = study.close()
    numbers = _numbers(after)
    assert study.series.order_of_tickets(study.truth) == came, "the attacker knows in which order people answered"
    assert sorted(numbers) == sorted(study.truth.values()), "nothing was lost"
    for guess in (numbers, numbers[::-1], _by_id(study)):
        assert attack.hits(attack.by_order(came, guess), study.truth) <= 9  # by luck: one on average


def test_the_control_a_survey_built_the_ordinary_way_gives_every_link_away(study: _Study) -> None:
    came = random.Random(3).sample(sorted(study.truth), len(study.truth))
    for ticket in came:
        Ticket.objects.filter(pk=ticket).update(answered=True)
        Answer.objects.create(round=study.row, side="family", answers={NUMBER: study.truth[ticket]})
        study.series.take()
    order = study.series.order_of_tickets(study.truth)
    assert attack.hits(attack.by_order(order, _numbers(attack.dump())), study.truth) == len(came)


def _by_id(study: _Study) -> list[int]:
    rows = Answer.objects.filter(round=study.row).order_by("pk")
    return [row.answers[NUMBER] for row in rows]


def test_no_table_shows_an_answer_while_tickets_still_say_who_has_answered(study: _Study) -> None:
    study.everybody_answers()
    for dump in study.series.dumps:
        everything = "\n".join(attack.texts(rows) for rows in dump.values())
        assert "Tekst nummer" not in everything
        assert NUMBER not in attack.texts(dump["surveys_waitinganswer"] + dump["surveys_draft"])
    assert "Tekst nummer" in "\n".join(attack.texts(rows) for rows in study.close().values()), "the control: it is seen"


def test_what_waits_is_all_of_one_length_and_opens_only_with_a_key_that_is_not_in_the_database(
    study: _Study, settings: Any
) -> None:
    study.everybody_answers(with_backups=False)
    sealed = list(WaitingAnswer.objects.filter(round=study.row).values_list("sealed", flat=True))
    assert len({len(one) for one in sealed}) == 1
    everything = "\n".join(attack.texts(rows) for rows in attack.dump().values())
    assert not any(secret in everything for secret in settings.PLEJEBRO_VAULT_KEYS.values())
    assert unseal_waiting(study.row.public_id, sealed[0])["side"] == "family", "the control: with the key it opens"


def test_nobody_who_was_alone_in_a_place_is_found_by_it(study: _Study) -> None:
    study.everybody_answers(with_backups=False)
    study.close()
    rows = Answer.objects.filter(round=study.row)
    answers = [(row.answers[NUMBER], row.side, row.municipality_code) for row in rows]
    assert attack.by_place(study.places, answers) == {}
    for code in {code for _, _, code in answers}:
        assert sum(one == code for _, _, one in answers) >= 5
    kept = mock.patch.object(closing, "_places", lambda rows: ({row["code"] for row in rows}, set()))
    control = _Study(study.cast)
    control.everybody_answers(with_backups=False)
    with kept:
        control.close()
    told = [(row.answers[NUMBER], row.side, row.municipality_code) for row in Answer.objects.filter(round=control.row)]
    assert attack.hits(attack.by_place(control.places, told), control.truth) >= 1


def test_after_closing_no_row_says_any_more_who_was_asked_or_answered(study: _Study) -> None:
    study.everybody_answers(with_backups=False)
    study.close()
    tickets = Ticket.objects.filter(round=study.row)
    assert not tickets.exclude(user=None, address="", label="", answered=False, reminded_on=None).exists()
    assert sum(Frame.objects.filter(round=study.row).values_list("answered", flat=True)) == len(study.codes)
    assert not Draft.objects.filter(round=study.row).exists()
    assert not WaitingAnswer.objects.filter(round=study.row).exists()


def test_no_value_of_a_ticket_stands_in_an_answer_or_a_free_text(study: _Study) -> None:
    study.everybody_answers(with_backups=False)
    marks = {str(ticket.public_id) for ticket in study.tickets.values()} | {ticket_hash(code) for code in study.codes}
    after = study.close()
    found = attack.texts(after["surveys_answer"] + after["surveys_freetext"]).replace("-", "")
    assert not any(mark.replace("-", "") in found for mark in marks)
    ids = set(Answer.objects.filter(round=study.row).values_list("pk", flat=True))
    assert ids.isdisjoint(FreeText.objects.filter(round=study.row).values_list("pk", flat=True))


def test_a_free_text_does_not_lie_beside_its_answer(study: _Study) -> None:
    study.everybody_answers(with_backups=False)
    after = study.close()
    texts = attack.column("surveys_freetext", after["surveys_freetext"], "text")
    order = [int(one.split()[-1].rstrip(".")) for one in texts if one.startswith("Tekst nummer")]
    same = sum(one == other for one, other in zip(order, _numbers(after), strict=True))
    assert same <= 9


def test_the_log_names_the_round_alone(study: _Study) -> None:
    study.everybody_answers(with_backups=False)
    rows = Event.objects.filter(action="survey.answer", subjects__public_id=study.row.public_id)
    assert rows.count() == len(study.codes)
    for row in rows:
        assert row.actor is None
        assert [subject.public_id for subject in row.subjects.all()] == [study.row.public_id]
        assert not any(str(ticket.public_id) in row.payload for ticket in study.tickets.values())


def test_nothing_that_binds_a_person_to_answering_has_a_time() -> None:
    for model in (Ticket, TicketKey, Draft, WaitingAnswer, Answer, FreeText):
        assert not [one.name for one in model._meta.get_fields() if isinstance(one, models.DateTimeField)], model
    for model in (TicketKey, Draft, WaitingAnswer, Answer, FreeText):
        assert not [one.name for one in model._meta.get_fields() if isinstance(one, models.DateField)], model
        assert not isinstance(model._meta.pk, models.AutoField), "a counter would tell the order"


def test_answering_in_a_browser_where_somebody_is_logged_in_leaves_neither_link_nor_name_anywhere(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    row, codes = open_synthetic(cast, {"901": (6, 0)})
    browser: Client = cast.inger.client()
    browser.get("/beskeder/")  # the session is as it is between two pages
    before = attack.dump()
    page = browser.get(f"/svar/{codes[0]}/1/")
    assert cast.inger.user.full_name not in page.content.decode()
    browser.post(f"/svar/{codes[0]}/2/", {"vist": "samlet", "samlet": "4"})
    browser.post(f"/svar/{codes[0]}/send/")
    assert Ticket.objects.filter(round=row, answered=True).count() == 1
    after = attack.dump()
    assert codes[0] not in "\n".join(attack.texts(rows) for rows in after.values())
    assert codes[0] not in caplog.text
    changed = {table for table in after if after[table] != before[table]}
    assert changed <= {
        "surveys_ticket",
        "surveys_waitinganswer",
        "audit_event",
        "audit_eventsubject",
        "audit_chain",
        "accounts_ratecount",
        "surveys_draft",
    }
    assert str(cast.inger.user.public_id) not in attack.texts(after["audit_event"][len(before["audit_event"]) :])
    assert before["django_session"] == after["django_session"]


def test_the_programs_log_never_holds_a_link(cast: Cast, caplog: pytest.LogCaptureFixture, settings: Any) -> None:
    _, codes = open_synthetic(cast, {"901": (6, 0)})
    with caplog.at_level("DEBUG"):
        assert Client().post(f"/svar/{codes[0]}/send/").status_code == 409
        assert Client().get("/svar/forkert-link/").status_code == 404
    assert codes[0] not in caplog.text
    assert "forkert-link" not in caplog.text
    # What Django itself refuses (a missing CSRF cookie, too many calls, an error of ours) goes through the filter.
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["without_links"]
    line = logging.makeLogRecord({"msg": "Forbidden (%s): %s", "args": ("CSRF", f"/svar/{codes[0]}/send/")})
    assert WithoutLinks().filter(line)
    assert line.getMessage() == "Forbidden (CSRF): /svar/…/send/"


def test_a_draft_opens_with_its_link_alone_and_names_no_ticket(cast: Cast) -> None:
    row, codes = open_synthetic(cast, {"901": (6, 0)})
    keep_draft(codes[0], {"samlet": 1}, ["samlet"])
    draft = Draft.objects.get(round=row)
    assert "samlet" not in draft.sealed
    assert not TicketKey.objects.filter(hash=draft.pk).exists()
    send_answer(codes[0])
    assert not Draft.objects.filter(round=row).exists()


def test_a_side_with_fewer_than_five_answers_is_counted_and_thrown_away(cast: Cast) -> None:
    row, codes = open_synthetic(cast, {"901": (9, 0)})
    for code in codes[:4]:
        send_answer(code, {"samlet": 5})
    close_round(actor=cast.agnete.viewer(), round_=row)
    assert not Answer.objects.filter(round=row).exists()
    assert Frame.objects.get(round=row).answered == 4
