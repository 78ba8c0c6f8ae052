"""The log shows it when somebody has been at it, and the database refuses to be the tool (trust programme C4)."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from plejebro.audit.models import Chain, Event, EventSubject
from plejebro.audit.queries import broken_links
from tests.cast import Cast

ALTERATIONS = 200


def broken() -> str | None:
    """The first sentence `plejebro audit verify` would print; None when the log holds."""
    chains = set(Chain.objects.values_list("key", flat=True)) | set(Event.objects.values_list("chain", flat=True))
    return next((sentence for chain in sorted(chains, reverse=True) for sentence in broken_links(chain)), None)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET action = 'x'",
        "DELETE FROM audit_event",
        "UPDATE audit_eventsubject SET kind = 'x'",
        "DELETE FROM audit_eventsubject",
    ],
)
def test_the_database_refuses_to_change_or_remove_a_row(cast: Cast, statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_story_s_log_holds(cast: Cast) -> None:
    assert Event.objects.count() > 150
    assert broken() is None


def test_every_alteration_by_somebody_who_got_past_the_triggers_is_found(cast: Cast) -> None:
    with connection.cursor() as cursor:
        _drop_triggers(cursor)
    dice = random.Random(4)
    missed, ways = [], list(WAYS)
    for number in range(ALTERATIONS):
        way = ways[number % len(ways)]
        with transaction.atomic():
            way(dice)
            if not broken():
                missed.append(way.__name__)
            transaction.set_rollback(True)
    print(f"tampering: {ALTERATIONS} alterations, {len(missed)} missed")
    assert missed == []
    assert broken() is None


def _drop_triggers(cursor: object) -> None:
    for table in ("audit_event", "audit_eventsubject"):
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER {table}_no_change ON {table}")  # type: ignore[attr-defined]
        else:
            for event in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER {table}_no_{event}")  # type: ignore[attr-defined]


def _any(dice: random.Random, **where: object) -> Event:
    keys = list(Event.objects.filter(**where).order_by("pk").values_list("pk", flat=True))
    return Event.objects.get(pk=dice.choice(keys))


def payload(dice: random.Random) -> None:
    event = _any(dice)
    at = dice.randrange(len(event.payload))
    Event.objects.filter(pk=event.pk).update(payload=event.payload[:at] + "#" + event.payload[at + 1 :])


def action(dice: random.Random) -> None:
    Event.objects.filter(pk=_any(dice).pk).update(action="placement.nothing")


def actor(dice: random.Random) -> None:
    Event.objects.filter(pk=_any(dice).pk).update(actor=uuid.uuid4())


def role(dice: random.Random) -> None:
    Event.objects.filter(pk=_any(dice).pk).update(acting_as="En anden")


def side(dice: random.Random) -> None:
    Event.objects.filter(pk=_any(dice).pk).update(acting_kind="andet")


def when(dice: random.Random) -> None:
    event = _any(dice)
    Event.objects.filter(pk=event.pk).update(at=event.at + timedelta(seconds=dice.randint(1, 10_000)))


def sign(dice: random.Random) -> None:
    Event.objects.filter(pk=_any(dice).pk).update(hash="0" * 64)


def removed(dice: random.Random) -> None:
    event = _any(dice)
    EventSubject.objects.filter(event=event).delete()
    Event.objects.filter(pk=event.pk).delete()


def cut_off(dice: random.Random) -> None:
    """The last row of a chain is removed, as if it had never been."""
    event = Event.objects.filter(chain=_any(dice).chain).order_by("-seq")[0]
    EventSubject.objects.filter(event=event).delete()
    Event.objects.filter(pk=event.pk).delete()


def added(dice: random.Random) -> None:
    event = Event.objects.filter(chain=_any(dice).chain).order_by("-seq")[0]
    Event.objects.filter(pk=event.pk).update(public_id=event.public_id)
    event.pk, event.public_id, event.seq = None, uuid.uuid4(), event.seq + 1
    event.save(force_insert=True)


def exchanged(dice: random.Random) -> None:
    """Two rows of a chain change places."""
    first = _any(dice, seq=1)
    second = Event.objects.filter(chain=first.chain).order_by("-seq")[0]
    if first.pk == second.pk:
        return action(dice)
    Event.objects.filter(pk=first.pk).update(seq=0)
    Event.objects.filter(pk=second.pk).update(seq=first.seq)
    Event.objects.filter(pk=first.pk).update(seq=second.seq)
    return None


def subject_removed(dice: random.Random) -> None:
    """A look is made to look like a look at nobody."""
    EventSubject.objects.filter(event=_any(dice, kind="read")).delete()


def whole_chain(dice: random.Random) -> None:
    chain = _any(dice).chain
    EventSubject.objects.filter(event__chain=chain).delete()
    Event.objects.filter(chain=chain).delete()


WAYS: tuple[Callable[[random.Random], object], ...] = (
    payload,
    action,
    actor,
    role,
    side,
    when,
    sign,
    removed,
    cut_off,
    added,
    exchanged,
    subject_removed,
    whole_chain,
)
