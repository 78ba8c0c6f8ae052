"""Reminders: chosen by each person, and sent by the worker. An e-mail and a notice in the app, without a word of the case:
a day, a case number where there is one, and a link.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from plejebro.access.viewer import Viewer
from plejebro.agenda.enums import EntryState, Kind
from plejebro.agenda.models import Entry
from plejebro.agenda.reminders import rules
from plejebro.agenda.reminders.enums import Moment
from plejebro.agenda.reminders.models import ReminderChoice
from plejebro.agenda.reminders.people import Recipient, recipients_of
from plejebro.db.periods import not_over
from plejebro.kernel import clock
from plejebro.kernel.danish import long_date
from plejebro.notifications.actions import Notice, post_all
from plejebro.notifications.models import OutboxMessage

log = logging.getLogger(__name__)

SUBJECT: Final = "Påmindelse fra Plejebro"
KIND: Final = "agenda.reminder"
# Below every engine's limit of parameters in a statement.
_AT_ONCE: Final = 500


@transaction.atomic
def choose(*, actor: Viewer, choices: Mapping[str, str]) -> None:
    """Keeps when the actor wants to be reminded, by kind of entry. What is not named stays as it is."""
    now = clock.now()
    for kind, moment in choices.items():
        ReminderChoice.objects.update_or_create(
            user_id=actor.user_id, kind=Kind(kind), defaults={"moment": Moment(moment), "chosen_at": now}
        )


def remind(now: datetime | None = None) -> int:
    """Puts every reminder that is due in the outbox; returns how many were new. Done twice it is done once.

    One recipient's trouble never costs the others theirs. The number of queries does not follow the number of entries.
    """
    moment = now or clock.now()
    notices = _unsent(_due(moment))
    return sum(_post(notices[start : start + _AT_ONCE]) for start in range(0, len(notices), _AT_ONCE))


def chosen_by(user_ids: Sequence[int]) -> dict[tuple[int, str], str]:
    """What the users have chosen, by user and kind; who has chosen nothing is absent."""
    rows = ReminderChoice.objects.filter(user_id__in=user_ids)
    return {(user, kind): moment for user, kind, moment in rows.values_list("user_id", "kind", "moment")}


def _due(now: datetime) -> list[Notice]:
    today = clock.local(now).date()
    rows = _coming(now)
    people = recipients_of(rows, today)
    chosen = chosen_by(sorted({one.user_id for group in people.values() for one in group}))
    found: list[Notice] = []
    for entry in rows:
        if rules.is_over(entry.starts, entry.starts_at, now, today):
            continue
        for one in _once(people[entry.pk]):
            choice = chosen.get((one.user_id, entry.kind)) or rules.default(entry.kind, is_family=one.is_family)
            if rules.is_due(choice, entry.starts, made_at=entry.created_at, was_moved=entry.moved_from is not None, now=now):
                found.append(_notice(entry, one, choice))
    return found


def _once(people: Iterable[Recipient]) -> list[Recipient]:
    """Each user once; somebody who is of the family and at work with it too is reminded as family."""
    found: dict[int, Recipient] = {}
    for one in sorted(people, key=lambda one: (one.user_id, not one.is_family)):
        found.setdefault(one.user_id, one)
    return list(found.values())


def _coming(now: datetime) -> QuerySet[Entry, Any]:
    """What is agreed and begins within a week, on placements that are not over."""
    today = clock.local(now).date()
    rows = Entry.objects.filter(not_over(today, "placement__"), state=EntryState.PLANNED)
    rows = rows.filter(starts__gte=today, starts__lte=today + rules.LONGEST_AHEAD, placement__continued_in__isnull=True)
    number = Coalesce(
        F("meeting__case_number"),
        F("stay__case_number"),
        F("wish__case_number"),
        F("care__case_number"),
        Value(""),
        output_field=CharField(),
    )
    return rows.annotate(case_number=number).order_by("starts", "pk")


def _notice(entry: Any, to: Recipient, choice: Moment | str) -> Notice:
    # What stands for the time is part of the key, so that a moved entry is told of anew.
    when = entry.starts_at.isoformat() if entry.starts_at else entry.starts.isoformat()
    return Notice(
        kind=KIND,
        user_id=to.user_id,
        address=to.address,
        headline=f"Du har en aftale i Plejebro {long_date(entry.starts)}.",
        lines=(f"Sagsnummer {entry.case_number}.",) if entry.case_number else (),
        path=reverse("agenda:entry", args=[entry.public_id]),
        dedupe_key=f"{KIND}:{entry.pk}:{when}:{choice}:{to.user_id}",
        subject=SUBJECT,
    )


def _unsent(notices: list[Notice]) -> list[Notice]:
    once = {notice.dedupe_key: notice for notice in notices}
    keys = list(once)
    for start in range(0, len(keys), _AT_ONCE):
        part = OutboxMessage.objects.filter(dedupe_key__in=keys[start : start + _AT_ONCE])
        for key in part.values_list("dedupe_key", flat=True):
            del once[key]
    return list(once.values())


def _post(notices: list[Notice]) -> int:
    try:
        with transaction.atomic():
            return post_all(notices)
    except Exception:  # somebody among them is in trouble: then one by one
        return sum(_post_alone(notice) for notice in notices)


def _post_alone(notice: Notice) -> int:
    try:
        with transaction.atomic():
            return post_all([notice])
    except Exception:  # the next one is reminded all the same
        log.exception("a reminder could not be put in the outbox: %s", notice.dedupe_key)
        return 0
