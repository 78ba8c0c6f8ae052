"""The only way into the log. A row that cannot be written stops the page or the change it belongs to (fails closed)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from plejebro.audit.enums import EventKind
from plejebro.audit.hashing import advance, canonical
from plejebro.audit.models import Event, EventSubject
from plejebro.audit.types import Actor, Subject, System
from plejebro.kernel import clock


def record_read(*, actor: Actor, action: str, subjects: Iterable[Subject], details: dict[str, Any] | None = None) -> None:
    """Puts on record that `actor` was shown `subjects`. `details` never holds case text or names."""
    _record(EventKind.READ, actor, action, list(subjects), details or {})


def record_change(
    *, actor: Actor, action: str, subjects: Iterable[Subject], details: dict[str, Any] | None = None, reason: str = ""
) -> None:
    """Puts on record that `actor` did `action`; call it in the transaction of the change. No case text in `details`."""
    content = dict(details or {})
    if reason:
        content["reason"] = reason
    _record(EventKind.CHANGE, actor, action, list(subjects), content)


def record_security(*, action: str, user_uuid: UUID | None, details: dict[str, Any] | None = None) -> None:
    """Puts on record a log-in, a refusal or another event of the wall itself."""
    _record(EventKind.SECURITY, System(name="Adgang", user_uuid=user_uuid), action, [], details or {})


def _record(kind: EventKind, actor: Actor, action: str, subjects: list[Subject], details: dict[str, Any]) -> None:
    at = clock.now()
    chain = f"{actor.municipality_code or 'fælles'}-{at:%Y-%m}"
    payload = canonical(
        {
            "at": at.isoformat(),
            "kind": kind.value,
            "action": action,
            "actor": actor.user_uuid,
            "acting_kind": actor.acting_kind,
            "acting_as": actor.acting_label,
            "municipality": actor.municipality_code,
            "subjects": [[subject.kind, subject.public_id] for subject in subjects],
            "details": details,
        }
    )
    with transaction.atomic(savepoint=False):
        seq, digest = advance(chain, payload)
        event = Event.objects.create(
            chain=chain,
            seq=seq,
            at=at,
            kind=kind,
            action=action,
            actor=actor.user_uuid,
            acting_kind=actor.acting_kind,
            acting_as=actor.acting_label[:200],
            municipality_code=actor.municipality_code,
            payload=payload,
            hash=digest,
        )
        if subjects:
            EventSubject.objects.bulk_create(
                [EventSubject(event=event, kind=s.kind, public_id=s.public_id, at=at) for s in subjects]
            )
