"""The pulse: three questions, at most once a quarter to each, after something has come to its end.

A quarter is one round of the kind "pulse", with tickets, drafts and answers like any other, so it is anonymous in the same
way. It stays open `DAYS_AFTER` days into the next quarter, for those who are asked in its last days.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F

from plejebro.audit.actions import record_change
from plejebro.audit.types import System
from plejebro.kernel import clock
from plejebro.surveys import messages, population
from plejebro.surveys.closing import close_round
from plejebro.surveys.editing.shipped import PULSE
from plejebro.surveys.enums import RoundKind, RoundState, Side
from plejebro.surveys.models import Frame, Questionnaire, Round, Ticket
from plejebro.surveys.perms import subjects_of_round
from plejebro.surveys.population import Member
from plejebro.surveys.rounds import issue_ticket

DAYS_AFTER: Final = 14


def quarter_of(day: date) -> tuple[date, date]:
    """The first and the last day of the quarter `day` lies in."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return first, (first + timedelta(days=92)).replace(day=1) - timedelta(days=1)


@transaction.atomic
def ask(*, families: Collection[tuple[str, str]], employees: Collection[str]) -> int:
    """Asks those for whom something has come to its end, unless they have been asked in this quarter; returns how many.

    `families` are (the family's id, the municipality's code), `employees` the ids of employments, all as text. People
    without an e-mail are not asked: a pulse has no codes.
    """
    if not families and not employees:
        return 0
    row = _round_of(clock.today())
    if row is None:
        return 0
    row = Round.objects.select_for_update().get(pk=row.pk)
    members = [
        *(one for one in population.families_on(clock.today()) if (one.mark, one.municipality_code) in families),
        *(one for one in population.employees_on(clock.today()) if one.mark in employees),
    ]
    # By address alone: somebody with two municipalities, or on both sides, is one person.
    asked = {address.lower() for address in Ticket.objects.filter(round=row).values_list("address", flat=True)}
    keys = []
    for member in members:
        if not member.address or member.address.lower() in asked:
            continue
        keys.append(issue_ticket(round_=row, member=member, group=_count_in(row, member)))
        asked.add(member.address.lower())
    messages.invite(row, keys)
    return len(keys)


def close_past() -> int:
    """Closes the pulses whose last day has gone; returns how many."""
    past = Round.objects.filter(kind=RoundKind.PULSE, state=RoundState.OPEN, closes_on__lt=clock.today())
    rows = list(past.order_by("pk"))
    for row in rows:
        close_round(actor=System(), round_=row)
    return len(rows)


def _round_of(day: date) -> Round | None:
    """The quarter's pulse, made when it is first needed; None while no questionnaire is published."""
    first, last = quarter_of(day)
    found = Round.objects.filter(kind=RoundKind.PULSE, opens_on=first).first()
    return found or _new_round(first, last)


def _new_round(first: date, last: date) -> Round | None:
    forms = {side: _newest_form(side) for side in Side.values}
    if not all(forms.values()):
        return None
    before = Round.objects.filter(kind=RoundKind.PULSE, opens_on__lt=first).order_by("-opens_on").first()
    row = Round.objects.create(
        kind=RoundKind.PULSE,
        title=f"Puls, {(first.month + 2) // 3}. kvartal {first.year}",
        purpose="Tre spørgsmål til familie og rådgiver, når en henvendelse, forhandling eller overlevering er sluttet.",
        family_form=forms[Side.FAMILY],
        municipality_form=forms[Side.MUNICIPALITY],
        population_on=clock.today(),
        seed=random.SystemRandom().randrange(1, 2**31),
        opens_on=first,
        closes_on=last + timedelta(days=DAYS_AFTER),
        previous=before,
        state=RoundState.OPEN,
        created_at=clock.now(),
        opened_at=clock.now(),
    )
    _write_frames(row, [*population.families_on(row.population_on), *population.employees_on(row.population_on)])
    record_change(actor=System(), action="survey.open", subjects=subjects_of_round(row))
    return row


def _newest_form(side: str) -> Questionnaire | None:
    rows = Questionnaire.objects.filter(code=PULSE, side=side, published_at__isnull=False)
    return rows.order_by("-number").first()


def _write_frames(row: Round, members: Iterable[Member]) -> None:
    members = list(members)
    groups = population.size_groups(members)
    there = Counter((member.side, member.municipality_code) for member in members)
    Frame.objects.bulk_create(
        Frame(round=row, side=side, municipality_code=code, size_group=groups[code], population=number, drawn=0)
        for (side, code), number in sorted(there.items())
    )


def _count_in(row: Round, member: Member) -> str:
    """Counts one more as asked, and as there where people have come since the quarter began; returns the size group."""
    there = {"round": row, "side": member.side, "municipality_code": member.municipality_code}
    frame, _ = Frame.objects.get_or_create(
        **there, defaults={"size_group": population.size_group(0), "population": 0, "drawn": 0}
    )
    if frame.drawn == frame.population:
        Frame.objects.filter(pk=frame.pk).update(population=F("population") + 1)
    Frame.objects.filter(pk=frame.pk).update(drawn=F("drawn") + 1)
    return str(frame.size_group)
