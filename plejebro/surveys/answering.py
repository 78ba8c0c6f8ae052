"""Verbs of answering: a link is opened, a draft is kept, an answer is sent.

The promise (docs/adr/0018): from what the database, its backups and the log hold, nobody can tell which answer came with
which ticket. A draft is sealed with a key that lies in the link alone. Sending deletes it, marks the ticket without a time,
and puts the answer, sealed, among those that wait for the round to close (`surveys.closing`). Nothing here knows who is
logged in, and reading puts nothing on record: it would say when.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from plejebro.audit.actions import record_change
from plejebro.audit.types import Subject, System
from plejebro.kernel import clock
from plejebro.kernel.refusals import NotPossible
from plejebro.surveys.enums import RoundState, Side
from plejebro.surveys.links import draft_id, seal, seal_waiting, ticket_hash, unseal
from plejebro.surveys.models import Draft, Round, Ticket, TicketKey, WaitingAnswer
from plejebro.surveys.questions import Form, asked, read_form

_NOBODY: Final = System(name="Et svar")
_FORMS: Final = ("ticket__round__family_form", "ticket__round__municipality_form")


@dataclass(frozen=True)
class Opened:
    """A link that was opened: the ticket, the form of its side, and what has been answered so far."""

    ticket: Ticket
    form: Form
    answers: dict[str, Any]

    @property
    def takes_answers(self) -> bool:
        """Whether an answer can still be sent."""
        return not self.ticket.answered and is_open(self.ticket.round)


def is_open(round_: Round) -> bool:
    """Whether the round takes answers today."""
    return round_.state == RoundState.OPEN and round_.opens_on <= clock.today() <= round_.closes_on


def form_of(round_: Round, side: str) -> Form:
    """The questionnaire of a side; `NotPossible` where the round does not ask it."""
    chosen = round_.family_form if side == Side.FAMILY else round_.municipality_form
    if chosen is None:
        raise NotPossible("Der er ikke noget spørgeskema til den side.")
    return read_form(chosen.content)


def opened(secret: str) -> Opened | None:
    """What the link or code opens, or None for one that opens nothing. Two queries."""
    key = TicketKey.objects.filter(hash=ticket_hash(secret)).select_related(*_FORMS).first()
    if key is None:
        return None
    ticket = key.ticket
    return Opened(ticket, form_of(ticket.round, ticket.side), {} if ticket.answered else _kept(secret))


@transaction.atomic
def keep_draft(secret: str, answers: Mapping[str, Any], among: Collection[str]) -> None:
    """Keeps the answers given on a page; `among` are the page's questions, the others stay as they are. So two windows on
    different pages lose nothing to each other. Raises `NotPossible` when an answer has been sent or the round is closed."""
    ticket = _ticket(secret)
    _still_asked(ticket)
    kept = {key: value for key, value in _kept(secret).items() if key not in among} | dict(answers)
    sealed = seal(secret, kept)
    Draft.objects.update_or_create(id=draft_id(secret), defaults={"round_id": ticket.round_id, "sealed": sealed})


@transaction.atomic
def send_answer(secret: str, answers: Mapping[str, Any] | None = None) -> bool:
    """Sends `answers`, or what the draft holds, and deletes the draft; False when one was sent before: nothing is changed.

    What is no longer asked is left out. Raises `NotPossible` when nothing was answered or the round is closed. The log
    names the round alone.
    """
    ticket = _ticket(secret)
    if ticket.answered:
        return False
    _still_asked(ticket)
    kept = asked(form_of(ticket.round, ticket.side), _kept(secret) if answers is None else answers)
    if not kept:
        raise NotPossible("Svar på mindst ét spørgsmål, før du sender.")
    Ticket.objects.filter(pk=ticket.pk).update(answered=True)
    Draft.objects.filter(id=draft_id(secret)).delete()
    row = ticket.round
    content = {"side": ticket.side, "code": ticket.municipality_code, "group": ticket.size_group, "answers": kept}
    WaitingAnswer.objects.create(round=row, sealed=seal_waiting(row.public_id, content))
    record_change(actor=_NOBODY, action="survey.answer", subjects=[Subject("survey_round", row.public_id)])
    return True


def _kept(secret: str) -> dict[str, Any]:
    sealed = Draft.objects.filter(id=draft_id(secret)).values_list("sealed", flat=True).first()
    return unseal(secret, sealed) if sealed else {}


def _ticket(secret: str) -> Ticket:
    """The ticket, locked. `NotPossible` for a link that opens nothing."""
    rows = Ticket.objects.select_for_update(of=("self",)).select_related("round__family_form", "round__municipality_form")
    ticket = rows.filter(keys__hash=ticket_hash(secret)).first()
    if ticket is None:
        raise NotPossible("Linket virker ikke længere.")
    return ticket


def _still_asked(ticket: Ticket) -> None:
    if ticket.answered:
        raise NotPossible("Der er allerede sendt et svar med det link.")
    if not is_open(ticket.round):
        raise NotPossible("Målingen er lukket for svar.")
