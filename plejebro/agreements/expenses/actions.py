"""Verbs of an expense. Each is one transaction: rule, rows, log and notices stand together or not at all."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from plejebro.access.viewer import Viewer
from plejebro.accounts.models import User
from plejebro.agreements.expenses import messages, rules
from plejebro.agreements.expenses.enums import Outcome, Status, Step
from plejebro.agreements.expenses.fields import kr
from plejebro.agreements.expenses.models import Expense, ExpenseFile, ExpenseStep, ExpenseTerm
from plejebro.agreements.expenses.perms import subjects_of_expense
from plejebro.audit.actions import record_change
from plejebro.clocks import actions as clocks
from plejebro.clocks.rules import DEFAULT_REPLY_WORKDAYS, PauseReason
from plejebro.db.periods import current
from plejebro.documents import actions as documents
from plejebro.documents.models import Document
from plejebro.kernel import clock
from plejebro.kernel.ids import case_number
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.municipalities.enums import Topic
from plejebro.municipalities.queries import reply_workdays
from plejebro.placements.models import Placement
from plejebro.versions.enums import Side

_OUTCOMES = {Outcome.GRANTED: Step.GRANTED, Outcome.PARTLY: Step.PARTLY, Outcome.REFUSED: Step.REFUSED}


@dataclass(frozen=True)
class Application:
    """What is applied for, as the form hands it in; kroner."""

    term: ExpenseTerm
    what: str
    amount: Decimal
    reason: str


@transaction.atomic
def apply(
    *, actor: Viewer, placement: Placement, application: Application, submission: UUID, files: Sequence[UUID] = ()
) -> Expense:
    """The family applies, before the money is spent; the reply clock starts. The same `submission` again gives the
    expense that is already there. `files` are public ids of the actor's own unbound files.
    """
    Placement.objects.select_for_update().get(pk=placement.pk)
    if already := ExpenseStep.objects.filter(submission=submission).select_related("expense").first():
        return already.expense
    today = clock.today()
    _is_offered(application.term, placement, today)
    if application.amount <= 0:
        raise NotPossible("Skriv, hvor mange penge det drejer sig om.")
    days = reply_workdays(municipality_id=placement.municipality_id, topic=Topic.EXPENSES, on=today)
    expense = Expense.objects.create(
        case_number=_unused_case_number(),
        placement=placement,
        term=application.term,
        clock=clocks.start(on=today, workdays=days or DEFAULT_REPLY_WORKDAYS),
        what=application.what.strip(),
        amount=application.amount,
        applied_by_id=actor.user_id,
        applied_on=today,
        waiting_since=today,
    )
    _say(actor, expense, Step.APPLIED, application.reason, submission, files, application.amount)
    _record(actor, expense, "apply")
    _tell_other(actor, expense, Step.APPLIED, submission)
    return expense


@transaction.atomic
def ask(*, actor: Viewer, expense: Expense, text: str, submission: UUID, seen_version: int) -> Expense:
    """The municipality needs to know more, or a receipt lacks something: the family's turn, and a running clock stands."""
    locked, done = _take(expense, submission, seen_version, Step.ASKED)
    if done:
        return locked
    _needed(text, "Skriv, hvad familien skal svare på.")
    clocks.pause(clock=locked.clock, on=clock.today(), reason=PauseReason.MORE_ASKED)
    return _finish(actor, locked, Step.ASKED, text, submission)


@transaction.atomic
def reply(
    *, actor: Viewer, expense: Expense, text: str, submission: UUID, seen_version: int, files: Sequence[UUID] = ()
) -> Expense:
    """The family answers what it was asked; the clock goes on from where it stood."""
    locked, done = _take(expense, submission, seen_version, Step.REPLIED)
    if done:
        return locked
    _needed(text, "Skriv et svar.")
    clocks.resume(clock=locked.clock, on=clock.today())
    return _finish(actor, locked, Step.REPLIED, text, submission, files)


@transaction.atomic
def decide(
    *, actor: Viewer, expense: Expense, granted: Decimal, reason: str, submission: UUID, seen_version: int
) -> Expense:
    """Grants all of it, a part, or (0 kr.) nothing, and stops the clock. A part, a refusal and a grant beyond the
    municipality's own ceiling take a reason.
    """
    locked, done = _take(expense, submission, seen_version, Step.GRANTED)
    if done:
        return locked
    if granted > locked.amount:
        raise NotPossible(f"Der er søgt om {kr(locked.amount)} I kan højst bevilge det.")
    outcome = rules.outcome_of(granted, locked.amount)
    if outcome != Outcome.GRANTED:
        _needed(reason, "Skriv, hvorfor I ikke bevilger det hele.")
    if over := over_ceiling(locked, granted):
        _needed(reason, f"Det er {kr(over)} over kommunens loft. Skriv, hvorfor I bevilger det.")
    locked.outcome, locked.granted, locked.decided_on = outcome.value, granted, clock.today()
    clocks.stop(clock=locked.clock, on=clock.today())
    return _finish(actor, locked, _OUTCOMES[outcome], reason, submission, amount=granted)


@transaction.atomic
def send_receipt(
    *,
    actor: Viewer,
    expense: Expense,
    spent: Decimal,
    text: str,
    files: Sequence[UUID],
    submission: UUID,
    seen_version: int,
) -> Expense:
    """The family has spent the money: the receipt, and the kroner spent in all. A new one replaces the amount."""
    locked, done = _take(expense, submission, seen_version, Step.RECEIPT)
    if done:
        return locked
    if not files:
        raise NotPossible("Vedhæft kvitteringen. Et billede fra telefonen er nok.")
    if spent <= 0:
        raise NotPossible("Skriv, hvad I har brugt i alt.")
    locked.spent = spent
    return _finish(actor, locked, Step.RECEIPT, text, submission, files, amount=spent)


@transaction.atomic
def pay_out(*, actor: Viewer, expense: Expense, on: date, submission: UUID, seen_version: int) -> Expense:
    """Writes down that the money is paid out on `on`: what was spent, at most what was granted."""
    locked, done = _take(expense, submission, seen_version, Step.PAID)
    if done:
        return locked
    if locked.decided_on and on < locked.decided_on:
        raise NotPossible("Datoen ligger før den dag, pengene blev bevilget.")
    if on > clock.today():
        raise NotPossible("Datoen ligger i fremtiden. Skriv det ned, når pengene er udbetalt.")
    locked.paid, locked.paid_on = rules.to_pay(locked.granted or Decimal(0), locked.spent or Decimal(0)), on
    return _finish(actor, locked, Step.PAID, "", submission, amount=locked.paid)


@transaction.atomic
def withdraw(*, actor: Viewer, expense: Expense, text: str, submission: UUID, seen_version: int) -> Expense:
    """The family no longer needs the money."""
    locked, done = _take(expense, submission, seen_version, Step.WITHDRAWN)
    if done:
        return locked
    if not locked.outcome:  # a decision has stopped it already
        clocks.stop(clock=locked.clock, on=clock.today())
    return _finish(actor, locked, Step.WITHDRAWN, text, submission)


def granted_this_year(expense: Expense) -> Decimal:
    """Kroner granted of the same type to the same child in the year the expense was applied for, itself left out."""
    rows = Expense.objects.filter(
        placement_id=expense.placement_id,
        term__type_id=expense.term.type_id,
        decided_on__year=expense.applied_on.year,
        granted__isnull=False,
    ).exclude(pk=expense.pk)
    return rows.exclude(status=Status.WITHDRAWN).aggregate(total=Sum("granted"))["total"] or Decimal(0)


def over_ceiling(expense: Expense, amount: Decimal) -> Decimal:
    """By how many kroner granting `amount` would go beyond the municipality's ceiling for the type."""
    term = expense.term
    return rules.over_ceiling(amount, ceiling=term.ceiling, per=term.per, already=granted_this_year(expense))


def _take(expense: Expense, submission: UUID, seen_version: int, step: Step) -> tuple[Expense, bool]:
    """The expense as it stands, locked; and whether this very step was taken before: the second click of two.

    Raises `ChangedMeanwhile` when somebody else has moved it, and `NotPossible` for a step out of turn.
    """
    rows = Expense.objects.select_for_update(of=("self",))
    joined = rows.select_related("clock", "term__type", "placement__child", "placement__family")
    locked: Any = joined.get(pk=expense.pk)
    if ExpenseStep.objects.filter(submission=submission).exists():
        return locked, True
    if locked.version != seen_version:
        raise ChangedMeanwhile
    if not rules.possible(step, locked.status):
        raise NotPossible("Det kan ikke lade sig gøre, som ansøgningen står nu.")
    return locked, False


def _finish(
    actor: Viewer,
    expense: Expense,
    step: Step,
    text: str,
    submission: UUID,
    files: Sequence[UUID] = (),
    *,
    amount: Decimal | None = None,
) -> Expense:
    expense.status = rules.status_after(step, expense.status)
    expense.waiting_since = clock.today()
    expense.version += 1
    expense.save()
    _say(actor, expense, step, text, submission, files, amount)
    _record(actor, expense, step.value)
    _tell_other(actor, expense, step, submission)
    return expense


def _say(
    actor: Viewer,
    expense: Expense,
    step: Step,
    text: str,
    submission: UUID,
    files: Sequence[UUID],
    amount: Decimal | None,
) -> None:
    row = ExpenseStep.objects.create(
        expense=expense,
        step=step,
        author_id=actor.user_id,
        author_name=actor.name[:120],
        author_label=(actor.acting.label if actor.acting else "")[:120],
        side=Side.FAMILY if actor.is_family else Side.MUNICIPALITY,
        text=text.strip(),
        amount=amount,
        at=clock.now(),
        submission=submission,
    )
    if files:
        owner, case_key = f"expense:{expense.public_id}", expense.placement.public_id
        try:
            bound = documents.bind(
                actor=User.objects.get(pk=actor.user_id), public_ids=files, owner=owner, case_key=case_key
            )
        except Document.DoesNotExist as gone:
            raise NotPossible("En af filerne er ikke længere her. Vælg den igen.") from gone
        ExpenseFile.objects.bulk_create([ExpenseFile(step=row, document=document) for document in bound])


def _tell_other(actor: Viewer, expense: Expense, step: Step, submission: UUID) -> None:
    kind, headline, key = f"expense.{step.value}", _HEADLINES[step], str(submission)
    if actor.is_family:
        by = expense.clock.due_on if step in (Step.APPLIED, Step.REPLIED) else None
        messages.tell_deciders(expense, kind=kind, headline=headline, key=key, by=by, except_user=actor.user_id)
        return
    messages.tell_family(expense, kind=kind, headline=headline, key=key, except_user=actor.user_id)


_HEADLINES = {
    Step.APPLIED: "Der er en ny ansøgning om udlæg til dig.",
    Step.ASKED: "Kommunen har brug for mere i en ansøgning om udlæg.",
    Step.REPLIED: "Der er svaret på dit spørgsmål i en ansøgning om udlæg.",
    Step.GRANTED: "En ansøgning om udlæg er afgjort.",
    Step.PARTLY: "En ansøgning om udlæg er afgjort.",
    Step.REFUSED: "En ansøgning om udlæg er afgjort.",
    Step.RECEIPT: "Der er kommet en kvittering, som venter på udbetaling.",
    Step.PAID: "Kommunen har skrevet ned, at et udlæg er udbetalt.",
    Step.WITHDRAWN: "En ansøgning om udlæg er trukket tilbage.",
}


def _is_offered(term: ExpenseTerm, placement: Placement, today: date) -> None:
    here = ExpenseTerm.objects.filter(current(today), pk=term.pk, type__municipality_id=placement.municipality_id)
    if not here.exists():
        raise NotPossible("Den type kan der ikke søges om længere. Vælg en anden.")


def _needed(text: str, sentence: str) -> None:
    if not text.strip():
        raise NotPossible(sentence)


def _record(actor: Viewer, expense: Expense, action: str) -> None:
    record_change(
        actor=actor,
        action=f"expense.{action}",
        subjects=subjects_of_expense(expense),
        details={"status": str(expense.status)},
    )


def _unused_case_number() -> str:
    rng = random.SystemRandom()
    while Expense.objects.filter(case_number=(number := case_number(rng))).exists():
        pass
    return number
