"""The worker: it does what is due, sleeps, and begins again. Every duty can be done twice and is then done once.

One duty's trouble never stops the next one, and killed at any moment the worker goes on from the database when it is
started again.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections

from plejebro.accounts.actions import forget_old_sessions
from plejebro.accounts.counting import forget_old_counts
from plejebro.agenda.contact.planning import plan_ahead
from plejebro.agenda.meetings import duties as meeting_duties
from plejebro.agenda.reminders.actions import remind
from plejebro.agenda.respite import duties as respite_duties
from plejebro.agenda.rhythm import duties as rhythm_duties
from plejebro.agreements.expenses import duties as expense_duties
from plejebro.agreements.negotiating import lapse_overdue
from plejebro.agreements.rate_rows import book as rate_book
from plejebro.agreements.statements.actions import plan_what_is_due
from plejebro.documents.actions import delete_stray_files, delete_unbound, rescan_quarantine
from plejebro.enquiries.ladder import run_duties
from plejebro.flows.imports import drop_old_uploads
from plejebro.flows.pulses import ask_after_what_ended
from plejebro.kernel import clock
from plejebro.notifications.delivery import deliver_waiting
from plejebro.surveys import rounds as survey_rounds

log = logging.getLogger(__name__)

SECONDS_BETWEEN = 10.0
CLEANING_EVERY = 360  # rounds: about once an hour
# A draft is kept as long as it may still be wanted; so are the files uploaded to it.
UNBOUND_KEPT = timedelta(days=60)
STRAY_KEPT = timedelta(days=2)

Duty = tuple[str, Callable[[], object]]


def _every_round() -> list[Duty]:
    return [
        ("duties", run_duties),
        ("expenses", expense_duties.run_duties),
        ("respite", respite_duties.run_duties),
        ("meetings", meeting_duties.run_duties),
        ("offers", lapse_overdue),
        ("surveys", survey_rounds.run_duties),
    ]


def _now_and_then() -> list[Duty]:
    return [
        ("reminders", remind),
        ("months", lambda: plan_what_is_due(rate_book())),
        ("visits", plan_ahead),
        ("rhythm", rhythm_duties.run_duties),
        ("pulse", ask_after_what_ended),
        ("quarantine", rescan_quarantine),
        ("unbound files", lambda: delete_unbound(clock.now() - UNBOUND_KEPT)),
        ("stray files", lambda: delete_stray_files(clock.now() - STRAY_KEPT)),
        ("old uploads", drop_old_uploads),
        ("old sessions", SessionStore.clear_expired),
        ("old log-ins", forget_old_sessions),
        ("old counts", forget_old_counts),
    ]


def run_once(*, with_cleaning: bool = True) -> dict[str, object]:
    """One round: what each duty answered, or the name of the error that stopped it."""
    answers: dict[str, object] = {}
    # The mail comes last, so that whatever a duty has told goes out in the same round.
    for name, duty in [*_every_round(), *(_now_and_then() if with_cleaning else []), ("mail", deliver_waiting)]:
        try:
            answers[name] = duty()
        except Exception as error:  # the other duties must still be done
            log.exception("the worker's %s failed", name)
            answers[name] = type(error).__name__
    return answers


def run(stop: threading.Event, *, parent: int | None = None, seconds: float = SECONDS_BETWEEN) -> None:
    """Rounds until `stop` is set, or until the process `parent` that started this one is gone."""
    number = 0
    while not stop.is_set() and (parent is None or os.getppid() == parent):
        close_old_connections()
        run_once(with_cleaning=number % CLEANING_EVERY == 0)
        number += 1
        stop.wait(seconds)
    close_old_connections()
