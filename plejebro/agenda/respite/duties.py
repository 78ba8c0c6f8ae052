"""What happens when time runs: whoever answers is reminded, the leader told when the agreed date is reached, and a request
whose days have come without an agreement is closed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date

from django.db import transaction

from plejebro.agenda.respite import actions, messages
from plejebro.agenda.respite.enums import UNSETTLED, Status
from plejebro.agenda.respite.messages import Event
from plejebro.agenda.respite.models import RespiteStay
from plejebro.agenda.respite.perms import subjects_of_stay
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
    done = {"reminders": 0, "leaders": 0, "lapsed": 0}
    for stay in _gone_by(day):
        done["lapsed"] += _safely(stay, lambda stay: int(actions.lapse(stay)))
    for stay in _running(day):
        due = stay.clock.due_on
        if due is not None:
            done["leaders" if due <= day else "reminders"] += _safely(stay, lambda stay: _remind(stay, day))
    return done


def _safely(stay: RespiteStay, duty: Callable[[RespiteStay], int]) -> int:
    try:
        with transaction.atomic():
            return duty(stay)
    except Exception:  # one stay's trouble must not keep the others waiting
        log.exception("duty failed for %s", stay)
        return 0


def _gone_by(day: date) -> list[RespiteStay]:
    rows = RespiteStay.objects.filter(status__in=UNSETTLED, starts__lt=day)
    return list(rows.select_related("placement").order_by("pk"))


def _running(day: date) -> list[RespiteStay]:
    horizon = add_working_days(day, REMIND_WORKDAYS_BEFORE)
    rows = RespiteStay.objects.filter(
        status=Status.WAITING_MUNICIPALITY, clock__state=ClockState.RUNNING, clock__due_on__lte=horizon
    )
    return list(rows.select_related("clock", "placement__child", "placement__family").order_by("pk"))


def _remind(stay: RespiteStay, day: date) -> int:
    due = stay.clock.due_on
    if due is None:
        return 0
    if due > day:
        headline = "Et ønske om støtteophold (aflastning) venter på svar fra dig."
        return messages.tell_municipality(stay, Event("respite.remind", headline, due.isoformat(), due))
    headline = "Et ønske om støtteophold (aflastning) i din enhed har nået den aftalte svarfrist uden svar."
    told = messages.tell_leaders(stay, Event("respite.due", headline, due.isoformat(), due))
    if told:
        record_change(actor=System(), action="respite.leader_told", subjects=subjects_of_stay(stay))
    return told
