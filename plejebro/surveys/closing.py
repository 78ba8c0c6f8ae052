"""Closing a round: everything that waits is let in at once, in no order, and nothing says any more who was asked.

Three things go together in one transaction. The waiting answers are opened, shuffled and written as `Answer` rows under new
ids, their free texts apart from them. A municipality with too few answers is left out of its answers, so that no answer
stands alone under a place where one person was asked. The tickets are blanked; how many answered stays as a count.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, Q

from plejebro.audit.actions import record_change
from plejebro.audit.types import Actor
from plejebro.kernel import clock
from plejebro.kernel.small_numbers import THRESHOLD
from plejebro.surveys.answering import form_of
from plejebro.surveys.enums import RoundState, Side
from plejebro.surveys.links import unseal_waiting
from plejebro.surveys.models import Answer, Draft, Frame, FreeText, Round, Ticket, WaitingAnswer
from plejebro.surveys.perms import subjects_of_round

_DICE: Final = random.SystemRandom()
_AT_A_TIME: Final = 500

Waiting = dict[str, Any]
"""An opened answer: side, code, group, answers."""


@transaction.atomic
def close_round(*, actor: Actor, round_: Round) -> Round:
    """Closes the round and lets its answers in. Closing it again changes nothing.

    A side with fewer than THRESHOLD answers is not let in at all: its answers are deleted, and only their number stays.
    """
    row = Round.objects.select_for_update(of=("self",)).select_related("family_form", "municipality_form").get(pk=round_.pk)
    if row.state != RoundState.OPEN:
        return row
    waiting = [unseal_waiting(row.public_id, sealed) for sealed in row.waiting_answers.values_list("sealed", flat=True)]
    WaitingAnswer.objects.filter(round=row).delete()
    for side in Side.values:
        _let_in(row, side, [answer for answer in waiting if answer["side"] == side])
    _forget_who(row)
    row.state, row.closed_at, row.version = RoundState.CLOSED, clock.now(), row.version + 1
    row.save(update_fields=["state", "closed_at", "version"])
    record_change(actor=actor, action="survey.close", subjects=subjects_of_round(row))
    return row


def _let_in(round_: Round, side: str, rows: Sequence[Waiting]) -> None:
    if len(rows) < THRESHOLD:
        return
    codes, groups = _places(rows)
    free = {question.key for question in form_of(round_, side).questions if question.kind == "text"}
    answers, texts = [], []
    for row in _DICE.sample(list(rows), len(rows)):
        given = row["answers"]
        texts += [FreeText(round=round_, side=side, question=key, text=given[key]) for key in free & given.keys()]
        answers.append(
            Answer(
                round=round_,
                side=side,
                municipality_code=row["code"] if row["code"] in codes else "",
                size_group=row["group"] if row["code"] in codes or row["group"] in groups else "",
                answers={key: value for key, value in given.items() if key not in free},
            )
        )
    Answer.objects.bulk_create(answers, batch_size=_AT_A_TIME)
    FreeText.objects.bulk_create(_DICE.sample(texts, len(texts)), batch_size=_AT_A_TIME)


def _places(rows: Sequence[Waiting]) -> tuple[set[str], set[str]]:
    """The municipalities that stay on the answers, and the size groups that stay on those without a municipality.

    A municipality stays with THRESHOLD answers or more, and those left out are together as many. Among these a size group
    has THRESHOLD or none; where it cannot be so, even by leaving out another municipality, none of them says its group.
    """
    codes = _enough(Counter(row["code"] for row in rows))
    while True:
        loose = Counter(row["group"] for row in rows if row["code"] not in codes)
        alone = {group for group, number in loose.items() if number < THRESHOLD}
        if not alone:
            return codes, set(loose)
        beside = Counter(row["code"] for row in rows if row["code"] in codes and row["group"] in alone)
        if not beside:
            return codes, set()
        codes -= {min(beside, key=lambda code: (beside[code], code))}


def _enough(counts: Counter[str]) -> set[str]:
    left_out = {name for name, number in counts.items() if number < THRESHOLD}
    rest = sorted(counts.keys() - left_out, key=lambda name: (counts[name], name))
    while left_out and sum(counts[name] for name in left_out) < THRESHOLD and rest:
        left_out.add(rest.pop(0))
    return set(counts) - left_out


def _forget_who(round_: Round) -> None:
    """Counts who answered into the frames, then writes every ticket anew without a person, whether it answered or not."""
    tickets = Ticket.objects.filter(round=round_)
    counted = tickets.filter(answered=True).values("side", "municipality_code").annotate(number=Count("pk")).order_by()
    for row in counted:
        cell = Q(round=round_, side=row["side"], municipality_code=row["municipality_code"])
        Frame.objects.filter(cell).update(answered=row["number"])
    blank = {"user": None, "address": "", "label": "", "answered": False}
    tickets.update(**blank, invited_on=None, reminders=0, reminded_on=None)
    Draft.objects.filter(round=round_).delete()
