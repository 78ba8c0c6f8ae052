"""What happens when time runs: the decider is reminded, and the leader told when the agreed date is reached."""

from __future__ import annotations

import logging
from datetime import date

from django.db import transaction

from plejebro.agreements.expenses import messages
from plejebro.agreements.expenses.enums import Status
from plejebro.agreements.expenses.models import Expense
from plejebro.agreements.expenses.perms import subjects_of_expense
from plejebro.audit.actions import record_change
from plejebro.audit.types import System
from plejebro.clocks.enums import ClockState
from plejebro.clocks.rules import REMIND_WORKDAYS_BEFORE
from plejebro.kernel import clock
from plejebro.kernel.workdays import add_working_days

log = logging.getLogger(__name__)


def run_duties(today: date | None = None) -> dict[str, int]:
    """Everything that is due today. Running it twice does it once: a notice has a key."""
    day = today or clock.today()
    done = {"reminders": 0, "leaders": 0}
    for expense in _running(day):
        try:
            with transaction.atomic():
                done["leaders" if _due(expense) <= day else "reminders"] += _tell(expense, day)
        except Exception:  # one expense's trouble must not keep the others waiting
            log.exception("duty failed for %s", expense)
    return done


def _running(day: date) -> list[Expense]:
    horizon = add_working_days(day, REMIND_WORKDAYS_BEFORE)
    rows = Expense.objects.filter(
        status=Status.WAITING_MUNICIPALITY, clock__state=ClockState.RUNNING, clock__due_on__lte=horizon
    )
    return list(rows.select_related("clock", "placement__child", "placement__family").order_by("pk"))


def _due(expense: Expense) -> date:
    if expense.clock.due_on is None:
        raise ValueError(f"{expense} has no running clock")
    return expense.clock.due_on


def _tell(expense: Expense, day: date) -> int:
    due = _due(expense)
    if due > day:
        headline = "En ansøgning om udlæg venter på svar fra dig."
        return messages.tell_deciders(expense, kind="expense.remind", headline=headline, key=due.isoformat(), by=due)
    headline = "En ansøgning om udlæg i din enhed har nået den aftalte svarfrist uden svar."
    told = messages.tell_leaders(expense, kind="expense.due", headline=headline, key=due.isoformat(), by=due)
    if told:
        record_change(actor=System(), action="expense.leader_told", subjects=subjects_of_expense(expense))
    return told
