"""Reading the log: who has looked at somebody, and whether the log is whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet

from plejebro.audit.enums import EventKind
from plejebro.audit.hashing import START, link
from plejebro.audit.models import Chain, Event, EventSubject


@dataclass(frozen=True)
class Look:
    """One look at a record: when, by whom (public id) in which role, and what was opened."""

    at: datetime
    actor: UUID | None
    acting_kind: str
    acting_as: str
    action: str


def looks_at(public_ids: Iterable[UUID]) -> QuerySet[Event]:
    """The reads that concern any of `public_ids`, newest first, each event once."""
    events = EventSubject.objects.filter(public_id__in=list(public_ids)).values("event_id")
    return Event.objects.filter(pk__in=events, kind=EventKind.READ).order_by("-at", "-pk")


def first_looks(public_id: UUID, *, side: str, since: datetime) -> list[datetime]:
    """When `side` (an acting kind) opened the thing since `since`, oldest first: read receipts are derived from this."""
    rows = EventSubject.objects.filter(
        public_id=public_id, at__gte=since, event__kind=EventKind.READ, event__acting_kind=side
    )
    return list(rows.order_by("at", "pk").values_list("at", flat=True)[:1000])


def looks_by_side(public_id: UUID, *, routes: Iterable[str]) -> dict[str, list[datetime]]:
    """When each side (acting kind) opened the thing on one of the pages `routes`, oldest first; one query.

    Read receipts are derived from this. A list that shows the title is on record too, but it is no reading of the text.
    """
    on_page = reduce(or_, (Q(event__payload__contains=f'"route":"{route}"') for route in routes))
    rows = EventSubject.objects.filter(on_page, public_id=public_id, event__kind=EventKind.READ)
    found: dict[str, list[datetime]] = {}
    for side, at in rows.order_by("at", "pk").values_list("event__acting_kind", "at")[:5000]:
        found.setdefault(side, []).append(at)
    return found


def broken_links(chain: str) -> Iterator[str]:
    """Walks one chain and says, in a Danish sentence each, where it does not hold: altered, removed or added rows."""
    previous, expected, last = START, 1, ""
    rows = Event.objects.filter(chain=chain).prefetch_related("subjects").order_by("seq")
    for event in rows.iterator(chunk_size=500):
        if event.seq != expected:
            yield f"Kæden {chain} mangler række {expected}."
            expected = event.seq
        if link(previous, event.payload) != event.hash:
            yield f"Kæden {chain} er brudt ved række {event.seq}."
        if not _columns_agree(event):
            yield f"Række {event.seq} i kæden {chain} er ændret."
        previous, expected, last = event.hash, expected + 1, event.hash
    head = Chain.objects.filter(key=chain).first()
    if head is None or head.seq != expected - 1 or head.head != last:
        yield f"Kæden {chain} ender et andet sted, end den skal."


def _columns_agree(event: Event) -> bool:
    try:
        content = json.loads(event.payload)
        return bool(
            content["actor"] == (str(event.actor) if event.actor else None)
            and content["action"] == event.action
            and content["kind"] == event.kind
            and content["acting_as"][:200] == event.acting_as
            and content["acting_kind"] == event.acting_kind
            and content["municipality"] == event.municipality_code
            and sorted(content["subjects"]) == sorted([row.kind, str(row.public_id)] for row in event.subjects.all())
            and content["at"] == event.at.isoformat()
        )
    except (ValueError, KeyError, TypeError):  # the content itself was altered
        return False
