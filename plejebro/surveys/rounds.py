"""Verbs of a round: plan it, draw who is asked, open it, remind, hand out codes. Closing has a module of its own."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction

from plejebro.access.viewer import Viewer
from plejebro.audit.actions import record_change
from plejebro.audit.types import Actor, System
from plejebro.db.versions import still_as_seen
from plejebro.kernel import clock
from plejebro.kernel.refusals import NotPossible
from plejebro.surveys import messages, population
from plejebro.surveys.closing import close_round
from plejebro.surveys.enums import Method, RoundKind, RoundState, Side
from plejebro.surveys.links import new_code, new_secret, ticket_hash
from plejebro.surveys.models import Frame, Questionnaire, Round, Ticket, TicketKey
from plejebro.surveys.perms import subjects_of_round
from plejebro.surveys.population import Member

MOST_REMINDERS: Final = 2
_AT_A_TIME: Final = 500


@dataclass(frozen=True)
class RoundPlan:
    """A round as the form hands it in. A side without a questionnaire is not asked."""

    title: str
    population_on: date
    opens_on: date
    closes_on: date
    family_form: Questionnaire | None = None
    municipality_form: Questionnaire | None = None
    purpose: str = ""
    method: str = Method.CENSUS
    sample_percent: int = 100
    remind_after_days: int = 7
    previous: Round | None = None


@dataclass(frozen=True)
class Code:
    """A code for somebody without a log-in, as it is printed once."""

    label: str
    municipality_code: str
    code: str


@transaction.atomic
def plan_round(*, actor: Viewer, plan: RoundPlan, seed: int | None = None, is_synthetic: bool = False) -> Round:
    """A round under preparation. Its seed is drawn here, once, unless one is given. Raises `NotPossible`."""
    _is_sound(plan)
    row = Round.objects.create(
        **_columns(plan),
        seed=seed if seed is not None else random.SystemRandom().randrange(1, 2**31),
        is_synthetic=is_synthetic,
        created_by_id=actor.user_id,
        created_at=clock.now(),
    )
    record_change(actor=actor, action="survey.plan", subjects=subjects_of_round(row))
    return row


@transaction.atomic
def correct_round(*, actor: Viewer, round_: Round, plan: RoundPlan, seen: int | None = None) -> Round:
    """Corrects the plan and throws the draw away. Raises `NotPossible` once it has opened, and `ChangedMeanwhile`."""
    still_as_seen(round_, seen)
    row = _locked(round_, RoundState.DRAFT)
    _is_sound(plan)
    for name, value in _columns(plan).items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    _throw_away_the_draw(row)
    record_change(actor=actor, action="survey.correct", subjects=subjects_of_round(row))
    return row


@transaction.atomic
def draw_round(*, actor: Viewer, round_: Round, members: Sequence[Member] | None = None) -> int:
    """Makes up who is asked, and draws; returns how many. A second draw takes the place of the first.

    `members` are given for synthetic rounds only; else they are the families and employees of the day. Raises `NotPossible`
    once the round has opened, when it is nobody, and for a round that is not synthetic when members are handed in.
    """
    row = _locked(round_, RoundState.DRAFT)
    if members is not None and not row.is_synthetic:
        raise NotPossible("Kun en syntetisk måling kan have opdigtede deltagere.")
    everybody = members if members is not None else _people(row)
    asked = [member for member in everybody if member.side in _sides(row)]
    if not asked:
        raise NotPossible("Der er ingen at spørge på den dag.")
    _throw_away_the_draw(row)
    # By the families there are, asked or not: a municipality is no smaller for their being left out.
    groups = population.size_groups(everybody)
    percent = row.sample_percent if row.method == Method.SAMPLE else 100
    drawn = population.draw(asked, groups, percent=percent, seed=row.seed)
    _write_frames(row, asked, drawn, groups)
    Ticket.objects.bulk_create([_ticket(row, member, groups) for member in drawn], batch_size=_AT_A_TIME)
    record_change(actor=actor, action="survey.draw", subjects=subjects_of_round(row), details={"drawn": len(drawn)})
    return len(drawn)


@transaction.atomic
def open_round(*, actor: Actor, round_: Round) -> None:
    """Opens the round and invites everybody with an e-mail. Raises `NotPossible` when nobody is drawn or it is over."""
    row = _locked(round_, RoundState.DRAFT)
    if not row.tickets.exists():
        raise NotPossible("Træk først, hvem der skal spørges.")
    if row.closes_on < clock.today():
        raise NotPossible("Den sidste dag at svare er gået. Ret datoen først.")
    row.opens_on = min(row.opens_on, clock.today())
    row.state, row.opened_at, row.version = RoundState.OPEN, clock.now(), row.version + 1
    row.save(update_fields=["opens_on", "state", "opened_at", "version"])
    tickets = list(row.tickets.exclude(address="").order_by("pk"))
    messages.invite(row, _new_keys(tickets))
    row.tickets.exclude(address="").update(invited_on=clock.today())
    record_change(actor=actor, action="survey.open", subjects=subjects_of_round(row), details={"invited": len(tickets)})


@transaction.atomic
def remind_round(*, actor: Actor, round_: Round) -> int:
    """Reminds those who have an e-mail and have not answered; returns how many. Raises `NotPossible` after the last one."""
    row = _locked(round_, RoundState.OPEN)
    if row.reminders_sent >= MOST_REMINDERS:
        raise NotPossible(f"Der er sendt {MOST_REMINDERS} påmindelser. Flere får I ikke lov at sende.")
    row.reminders_sent += 1
    row.save(update_fields=["reminders_sent"])
    waiting = row.tickets.filter(answered=False).exclude(address="")
    tickets = list(waiting.order_by("pk"))
    messages.remind(row, _new_keys(tickets))
    waiting.update(reminders=row.reminders_sent, reminded_on=clock.today())
    record_change(actor=actor, action="survey.remind", subjects=subjects_of_round(row), details={"sent": len(tickets)})
    return len(tickets)


@transaction.atomic
def hand_out_codes(*, actor: Viewer, round_: Round) -> list[Code]:
    """New codes for those without an e-mail who have not answered, to be printed now: only their hashes are kept.

    Codes handed out before stop working, so two lists never go about. Raises `NotPossible` unless the round is open.
    """
    row = _locked(round_, RoundState.OPEN)
    tickets = list(row.tickets.filter(address="", answered=False).order_by("municipality_code", "label", "pk"))
    TicketKey.objects.filter(ticket__in=[ticket.pk for ticket in tickets]).delete()
    codes = [new_code() for _ in tickets]
    _keep_keys(zip(tickets, codes, strict=True))
    record_change(actor=actor, action="survey.codes", subjects=subjects_of_round(row), details={"codes": len(codes)})
    return [Code(ticket.label, ticket.municipality_code, code) for ticket, code in zip(tickets, codes, strict=True)]


def run_duties() -> int:
    """What the dates ask for: opens the rounds that are drawn, reminds, and closes; returns how many were done."""
    today, worker, done = clock.today(), System(), 0
    rounds = Round.objects.filter(kind=RoundKind.SURVEY)
    for row in rounds.filter(state=RoundState.OPEN, closes_on__lt=today).order_by("pk"):
        close_round(actor=worker, round_=row)
        done += 1
    due = rounds.filter(state=RoundState.DRAFT, opens_on__lte=today, closes_on__gte=today, tickets__isnull=False)
    for row in due.distinct().order_by("pk"):
        open_round(actor=worker, round_=row)
        done += 1
    for row in rounds.filter(state=RoundState.OPEN, reminders_sent__lt=MOST_REMINDERS).order_by("pk"):
        next_one = row.opens_on + timedelta(days=row.remind_after_days * (row.reminders_sent + 1))
        if next_one <= today <= row.closes_on:
            remind_round(actor=worker, round_=row)
            done += 1
    return done


def issue_ticket(*, round_: Round, member: Member, group: str) -> tuple[Ticket, str]:
    """One more to be asked in a running round, and the secret of the link; for the pulse, which asks one at a time."""
    ticket = _ticket(round_, member, {member.municipality_code: group})
    ticket.invited_on = clock.today()
    ticket.save()
    return _new_keys([ticket])[0]


def _locked(round_: Round, state: RoundState) -> Round:
    row = Round.objects.select_for_update().get(pk=round_.pk)
    if row.state != state:
        raise NotPossible(f"Det kan kun gøres, når målingen er “{state.label.lower()}”.")
    return row


def _is_sound(plan: RoundPlan) -> None:
    if plan.closes_on < plan.opens_on:
        raise NotPossible("Sidste dag at svare ligger før den dag, målingen åbner.")
    forms = ((plan.family_form, Side.FAMILY), (plan.municipality_form, Side.MUNICIPALITY))
    if not any(form for form, _ in forms):
        raise NotPossible("Vælg et skema til mindst én af siderne.")
    for form, side in forms:
        if form and (form.side != side or form.published_at is None):
            raise NotPossible("Vælg skemaer, der er udgivet, og som er til den side, der skal svare.")


def _columns(plan: RoundPlan) -> dict[str, Any]:
    return {one.name: getattr(plan, one.name) for one in fields(plan)}


def _sides(row: Round) -> set[str]:
    asked = ((Side.FAMILY, row.family_form_id), (Side.MUNICIPALITY, row.municipality_form_id))
    return {side for side, form in asked if form}


def _people(row: Round) -> list[Member]:
    return [*population.families_on(row.population_on), *population.employees_on(row.population_on)]


def _throw_away_the_draw(row: Round) -> None:
    TicketKey.objects.filter(ticket__round=row).delete()
    Ticket.objects.filter(round=row).delete()
    Frame.objects.filter(round=row).delete()


def _write_frames(row: Round, asked: Iterable[Member], drawn: Iterable[Member], groups: dict[str, Any]) -> None:
    there = Counter((member.side, member.municipality_code) for member in asked)
    taken = Counter((member.side, member.municipality_code) for member in drawn)
    Frame.objects.bulk_create(
        Frame(
            round=row, side=side, municipality_code=code, size_group=groups[code], population=number, drawn=taken[side, code]
        )
        for (side, code), number in sorted(there.items())
    )


def _ticket(row: Round, member: Member, groups: dict[str, Any]) -> Ticket:
    return Ticket(
        round=row,
        side=member.side,
        municipality_code=member.municipality_code,
        size_group=groups[member.municipality_code],
        user_id=member.user_id,
        address=member.address,
        label=member.label,
    )


def _new_keys(tickets: Sequence[Ticket]) -> list[tuple[Ticket, str]]:
    pairs = [(ticket, new_secret()) for ticket in tickets]
    _keep_keys(pairs)
    return pairs


def _keep_keys(pairs: Iterable[tuple[Ticket, str]]) -> None:
    rows = [TicketKey(hash=ticket_hash(secret), ticket=ticket) for ticket, secret in pairs]
    TicketKey.objects.bulk_create(rows, batch_size=_AT_A_TIME)
