"""Answers on paper, brought in from a file: one row for each paper form, found by the code that is printed on it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from plejebro.access.viewer import Viewer
from plejebro.audit.actions import record_change
from plejebro.kernel.csv_files import BadFile, Fault, quoted, records, wrong_length
from plejebro.kernel.refusals import NotPossible
from plejebro.surveys.answer_forms import unread
from plejebro.surveys.answering import form_of, is_open, send_answer
from plejebro.surveys.enums import Side
from plejebro.surveys.links import as_typed, ticket_hash
from plejebro.surveys.models import Round, Ticket, TicketKey
from plejebro.surveys.perms import subjects_of_round
from plejebro.surveys.questions import Question

CODE_COLUMN: Final = "kode"
_DICE: Final = random.SystemRandom()


@dataclass(frozen=True)
class _Row:
    secret: str
    answers: dict[str, Any]


@transaction.atomic
def import_answers(*, actor: Viewer, round_: Round, data: bytes) -> int:
    """Sends the answer of every row, all or none, in an order drawn by lot; returns how many.

    Columns: `kode`, then questions by their keys: a step 1–5 or x, an option's key, several apart by "|", a whole number, or
    a text. Raises `BadFile` with every bad row, and `NotPossible` when the round is not open.
    """
    if not is_open(round_):
        raise NotPossible("Målingen tager ikke imod svar.")
    rows = _read(round_, data)
    for row in _DICE.sample(rows, len(rows)):
        send_answer(row.secret, row.answers)
    record_change(actor=actor, action="survey.import", subjects=subjects_of_round(round_), details={"rows": len(rows)})
    return len(rows)


def _read(round_: Round, data: bytes) -> list[_Row]:
    lines = records(data, [CODE_COLUMN])
    header = next(lines)[1]
    questions = _questions(round_)
    if isinstance(header, str):
        raise BadFile([Fault(1, header)])
    if wrong := _wrong_header(header, questions):
        raise BadFile([Fault(1, " ".join(wrong))])
    reader = _Reader(header, questions, _tickets(round_))
    for line, cells in lines:
        reader.take(line, cells)
    if reader.faults:
        raise BadFile(reader.faults)
    if not reader.rows:
        raise BadFile([Fault(0, "Der er ingen svar i filen.")])
    return reader.rows


def _wrong_header(header: list[str], questions: dict[str, dict[str, Question]]) -> list[str]:
    known = set().union(*(form.keys() for form in questions.values()))
    wrong = [] if CODE_COLUMN in header else [f"Kolonnen {CODE_COLUMN} mangler."]
    wrong += [f"Kolonnen {quoted(name)} står to gange." for name in dict.fromkeys(header) if header.count(name) > 1]
    return wrong + [
        f"Kolonnen {quoted(name)} er ikke et spørgsmål i målingen."
        for name in header
        if name != CODE_COLUMN and name not in known
    ]


class _Reader:
    """Takes row by row, and remembers what is wrong with each."""

    def __init__(self, header: list[str], questions: dict[str, dict[str, Question]], tickets: dict[str, Ticket]) -> None:
        self.header, self.questions, self.tickets = header, questions, tickets
        self.rows: list[_Row] = []
        self.faults: list[Fault] = []
        self._seen: set[int] = set()

    def take(self, line: int, cells: list[str] | str) -> None:
        """One record."""
        if isinstance(cells, str):
            self.faults.append(Fault(line, cells))
        elif sentence := wrong_length(cells, self.header):
            self.faults.append(Fault(line, sentence))
        else:
            self._take(line, dict(zip(self.header, cells, strict=True)))

    def _take(self, line: int, cells: dict[str, str]) -> None:
        secret = as_typed(cells.pop(CODE_COLUMN))
        ticket = self.tickets.get(ticket_hash(secret))
        if sentence := self._wrong_ticket(ticket, secret):
            self.faults.append(Fault(line, sentence))
            return
        assert ticket is not None  # noqa: S101  (said by the line above)
        self._seen.add(ticket.pk)
        answers, wrong = self._answers(ticket, cells)
        if not answers and not wrong:
            wrong = ["Rækken har ingen svar."]
        if wrong:
            self.faults.append(Fault(line, " ".join(wrong)))
        else:
            self.rows.append(_Row(secret, answers))

    def _wrong_ticket(self, ticket: Ticket | None, secret: str) -> str:
        if ticket is None:
            return f"Koden {quoted(secret)} hører ikke til målingen."
        if ticket.answered:
            return f"Der er allerede sendt et svar med koden {quoted(secret)}."
        return f"Koden {quoted(secret)} står to gange i filen." if ticket.pk in self._seen else ""

    def _answers(self, ticket: Ticket, cells: dict[str, str]) -> tuple[dict[str, Any], list[str]]:
        answers: dict[str, Any] = {}
        wrong: list[str] = []
        for key, cell in cells.items():
            question = self.questions[ticket.side].get(key)
            if question is None:
                wrong += [f"{key} er ikke et spørgsmål til den side."] if cell else []
                continue
            value, sentence = unread(question, cell)
            if sentence:
                wrong.append(f"{key} {sentence}, ikke {quoted(cell)}.")
            elif value is not None:
                answers[key] = value
        return answers, wrong


def _questions(round_: Round) -> dict[str, dict[str, Question]]:
    sides = {Side.FAMILY: round_.family_form_id, Side.MUNICIPALITY: round_.municipality_form_id}
    return {side: {one.key: one for one in form_of(round_, side).questions} for side, form in sides.items() if form}


def _tickets(round_: Round) -> dict[str, Ticket]:
    keys = TicketKey.objects.filter(ticket__round=round_).select_related("ticket")
    return {key.hash: key.ticket for key in keys}
