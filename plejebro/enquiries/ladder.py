"""What happens when time runs: reminders, the leader's notice, the ladder and the silent close."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import date

from django.db import transaction

from plejebro.access.viewer import Viewer
from plejebro.audit.actions import record_change
from plejebro.audit.types import System
from plejebro.clocks.enums import ClockState
from plejebro.clocks.rules import REMIND_WORKDAYS_BEFORE, auto_close_on
from plejebro.enquiries import messages, rules
from plejebro.enquiries.actions import close_answered_in_silence
from plejebro.enquiries.enums import Side, Status, Step
from plejebro.enquiries.models import Enquiry, Escalation
from plejebro.enquiries.perms import subjects_of_enquiry
from plejebro.kernel import clock
from plejebro.kernel.refusals import NotPossible
from plejebro.kernel.workdays import add_working_days
from plejebro.municipalities.enums import Role
from plejebro.municipalities.queries import leaders_for, with_role

log = logging.getLogger(__name__)


@transaction.atomic
def escalate(*, actor: Viewer, enquiry: Enquiry, step: Step, note: str = "") -> Escalation:
    """The family goes a step up, once the agreed date has passed; each step is taken once, in order."""
    locked = Enquiry.objects.select_for_update(of=("self",)).select_related("clock", "placement").get(pk=enquiry.pk)
    taken = list(locked.escalations.order_by("pk").values_list("step", flat=True))
    if rules.next_step(taken) != step:
        raise NotPossible("Det trin er allerede taget, eller der er et trin før det.")
    if not is_late(locked, clock.today()):
        raise NotPossible("Den aftalte svarfrist er ikke passeret endnu.")
    row = Escalation.objects.create(
        enquiry=locked, step=step, taken_by_id=actor.user_id, taken_at=clock.now(), note=note.strip()
    )
    record_change(actor=actor, action="enquiry.escalate", subjects=subjects_of_enquiry(locked), details={"step": step.value})
    if locked.shared:
        _tell_step(locked, step)
    return row


def is_late(enquiry: Enquiry, today: date) -> bool:
    """Whether the municipality has the turn and the agreed date has passed."""
    due = enquiry.clock.due_on if enquiry.clock else None
    return enquiry.status == Status.WAITING_MUNICIPALITY and due is not None and due < today


def run_duties(today: date | None = None) -> dict[str, int]:
    """Everything that is due today: reminders, leaders' notices, silent closes. Running it twice does it once."""
    day = today or clock.today()
    return {
        "reminders": _each(_to_remind(day), lambda enquiry: _remind(enquiry)),
        "leaders": _each(_to_lift(day), lambda enquiry: _tell_leaders(enquiry)),
        "closed": _each(_to_close(day), lambda enquiry: close_answered_in_silence(actor=System(), enquiry=enquiry)),
    }


def _each(enquiries: Iterable[Enquiry], duty: Callable[[Enquiry], int]) -> int:
    done = 0
    for enquiry in enquiries:
        try:
            with transaction.atomic():
                done += duty(enquiry)
        except Exception:  # one enquiry's trouble must not keep the others waiting
            log.exception("duty failed for %s", enquiry)
    return done


def _running(day: date) -> list[Enquiry]:
    horizon = add_working_days(day, REMIND_WORKDAYS_BEFORE)
    rows = Enquiry.objects.filter(
        shared=True,
        status=Status.WAITING_MUNICIPALITY,
        clock__state=ClockState.RUNNING,
        clock__due_on__lte=horizon,
    )
    return list(rows.select_related("clock", "placement", "addressee").order_by("pk"))


def _to_remind(day: date) -> list[Enquiry]:
    return [enquiry for enquiry in _running(day) if _due(enquiry) > day]


def _to_lift(day: date) -> list[Enquiry]:
    return [enquiry for enquiry in _running(day) if _due(enquiry) <= day]


def _to_close(day: date) -> list[Enquiry]:
    rows = Enquiry.objects.filter(status=Status.ANSWERED, answered_on__lt=day).select_related("clock", "placement")
    return [row for row in rows.order_by("pk") if row.answered_on and auto_close_on(row.answered_on) <= day]


def _due(enquiry: Enquiry) -> date:
    if enquiry.clock is None or enquiry.clock.due_on is None:
        raise ValueError(f"{enquiry} has no running clock")
    return enquiry.clock.due_on


def _remind(enquiry: Enquiry) -> int:
    due = _due(enquiry)
    return messages.tell_side(
        enquiry,
        side=Side.MUNICIPALITY,
        kind="enquiry.remind",
        headline="En henvendelse venter på svar fra dig.",
        key=due.isoformat(),
        by=due,
    )


def _tell_leaders(enquiry: Enquiry) -> int:
    due, placement = _due(enquiry), enquiry.placement
    unit_id = enquiry.addressee.unit_id if enquiry.addressee else placement.unit_id
    leaders = leaders_for(municipality_id=placement.municipality_id, unit_id=unit_id, on=clock.today())
    headline = "En henvendelse i din enhed har nået den aftalte svarfrist uden svar."
    told = messages.tell_employees(enquiry, leaders, kind="enquiry.due", headline=headline, key=due.isoformat(), by=due)
    if told:
        # Which kind of leader, for the timeline; never the name, which is not the log's to keep.
        details = {"role": leaders[0].role, "unit": leaders[0].unit.name if leaders[0].unit else ""}
        record_change(actor=System(), action="enquiry.leader_told", subjects=subjects_of_enquiry(enquiry), details=details)
    return told


def _tell_step(enquiry: Enquiry, step: Step) -> None:
    placement, today = enquiry.placement, clock.today()
    if step == Step.TEAM_LEADER:
        unit_id = enquiry.addressee.unit_id if enquiry.addressee else placement.unit_id
        people = leaders_for(municipality_id=placement.municipality_id, unit_id=unit_id, on=today)
    elif step == Step.HEAD:
        people = list(with_role(placement.municipality_id, Role.HEAD, on=today))
    else:
        return
    headline = "En familie beder dig se på en henvendelse, der ikke er besvaret til tiden."
    messages.tell_employees(enquiry, people, kind="enquiry.step", headline=headline, key=step.value)
