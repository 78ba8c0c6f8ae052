"""What happens when time runs: whoever is to do something is reminded before its date and told when it has passed."""

from __future__ import annotations

import logging
from datetime import date, timedelta

from django.db import transaction

from plejebro.agenda.rhythm import messages
from plejebro.agenda.rhythm.facts import facts_of
from plejebro.db.periods import not_over
from plejebro.kernel import clock
from plejebro.law import Due, rhythm
from plejebro.law.rhythm import soon_days
from plejebro.placements.enums import Task
from plejebro.placements.models import Placement
from plejebro.placements.telling import Login, family_of, those_with_task

log = logging.getLogger(__name__)

CHUNK = 500
# Nobody is told of dates that passed long ago, as when a municipality brings its placements here.
TOLD_WITHIN_DAYS = 60


def run_duties(today: date | None = None) -> dict[str, int]:
    """Everything that is due today. Running it twice does it once: a notice has a key."""
    day = today or clock.today()
    done, last = {"reminders": 0, "passed": 0}, 0
    live = Placement.objects.filter(not_over(day), shared_at__isnull=False, starts__lte=day)
    while keys := list(live.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        chunk = live.filter(pk__gt=last, pk__lte=keys[-1])
        for key, facts in facts_of(chunk, day).items():
            urgent = [due for due in rhythm(facts, day) if _is_urgent(due, day)]
            if urgent:
                _tell_all(key, urgent, done)
        last = keys[-1]
    return done


def _is_urgent(due: Due, day: date) -> bool:
    # The authority that inspects has no log-in here, so there is nobody to remind.
    if due.rule == "inspection" or due.due is None:
        return False
    if due.state == "soon":
        return _by(due, due.due, day) <= day + timedelta(days=soon_days())
    return due.state in ("late", "missed") and due.days_late <= TOLD_WITHIN_DAYS


def _by(due: Due, last: date, day: date) -> date:
    """The day somebody is reminded of: the one we advise, and when that has gone by, the law's own."""
    return due.aim if due.aim and due.aim >= day else last


def _tell_all(key: int, urgent: list[Due], done: dict[str, int]) -> None:
    placement = Placement.objects.select_related("child", "family").get(pk=key)
    for due in urgent:
        try:
            with transaction.atomic():
                _tell(placement, due, done)
        except Exception:  # one placement's trouble must not keep the others waiting
            log.exception("duty failed for %s", placement)


def _tell(placement: Placement, due: Due, done: dict[str, int]) -> None:
    if due.due is None:
        return
    by = _by(due, due.due, clock.today()) if due.state == "soon" else due.due
    key, people = f"{due.rule}:{due.number}:{by.isoformat()}", responsible(placement, due.rule)
    if due.state == "soon":
        done["reminders"] += messages.tell_soon(placement, key, by, people)
    else:
        done["passed"] += messages.tell_passed(placement, key, due.due, people)


def responsible(placement: Placement, rule: str) -> list[Login]:
    """Who is to do it: the child's adviser, whoever looks after the family, or both that one and the family."""
    if rule == "courses":
        return [*messages.helpers_of(placement), *family_of(placement)]
    return messages.helpers_of(placement) if rule.startswith("support") else those_with_task(placement, Task.ADVISER)
