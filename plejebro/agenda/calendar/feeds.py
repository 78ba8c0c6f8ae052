"""Calendar addresses: made, ended, and who stands behind one."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from plejebro.access import registry
from plejebro.access.doors import allowed
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.agenda.calendar import sources
from plejebro.agenda.calendar.models import CalendarFeed
from plejebro.agenda.models import Entry
from plejebro.audit.actions import record_change
from plejebro.audit.types import Subject
from plejebro.kernel import clock, danish_time
from plejebro.kernel.danish import date_text
from plejebro.placements.models import Placement

# A feed holds two years back and three ahead.
_BACK, _AHEAD = timedelta(days=731), timedelta(days=1096)
_MIDNIGHT: Final = time(0)


@transaction.atomic
def make_address(*, actor: Viewer) -> str:
    """Makes the viewer's calendar address in the hat worn, ends the one before it, and returns its secret: shown now and
    never again."""
    acting = _key(actor)
    _end(actor)
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(user_id=actor.user_id, acting=acting, token_hash=_hash(secret), created_at=clock.now())
    record_change(actor=actor, action="calendar_feed.make", subjects=[Subject("user", actor.user_uuid)])
    return secret


@transaction.atomic
def stop_address(*, actor: Viewer) -> None:
    """Ends the viewer's calendar address in the hat worn; where there is none, nothing happens."""
    if _end(actor):
        record_change(actor=actor, action="calendar_feed.stop", subjects=[Subject("user", actor.user_uuid)])


def address_since(viewer: Viewer) -> str:
    """When the viewer's address in the hat worn was made: "24. november 2026"; the empty text where there is none."""
    row = CalendarFeed.objects.filter(user_id=viewer.user_id, acting=_key(viewer), ended_at__isnull=True).first()
    return date_text(clock.local(row.created_at).date()) if row else ""


def behind(secret: str) -> Viewer | None:
    """Who stands behind a live address, in the hat it was made in (`acting` is None when it no longer holds); None for an
    address nobody has, one that was ended, and a person who may not log in."""
    rows = CalendarFeed.objects.filter(token_hash=_hash(secret), ended_at__isnull=True, user__is_active=True)
    row = rows.select_related("user").first()
    if row is None:
        return None
    user = row.user
    acting = registry.one_acting(user.pk, row.acting)
    return Viewer(user.pk, user.public_id, user.full_name, user.email, acting, clock.today())


@dataclass(frozen=True)
class Stamp:
    """How a feed stands: `digest` changes when anything that goes out does, `changed` is when that was last."""

    digest: str
    changed: datetime


# All that goes out of an entry and of the series it belongs to.
_GOES_OUT: Final = ("pk", "version", "state", "starts", "ends", "starts_at", "ends_at", "changed_at")
_OF_SERIES: Final = (
    "occurrence_on",
    *(f"series__{name}" for name in ("pk", "rule", "first_on", "last_on", "begins", "minutes")),
)


def stamp_of(viewer: Viewer) -> Stamp:
    """How the feed stands, so that one that has not changed need not be made. One query.

    Access begins and ends with the day, so it was never changed before this morning.
    """
    rows = list(_rows(viewer).values_list(*_GOES_OUT, *_OF_SERIES))
    changed = max([danish_time.at(viewer.today, _MIDNIGHT), *(row[len(_GOES_OUT) - 1] for row in rows)])
    digest = hashlib.sha256(repr((viewer.today, rows)).encode()).hexdigest()
    return Stamp(digest[:32], changed)


def entries_of(viewer: Viewer) -> list[Entry]:
    """What stands in the feed, each with its series; nothing when the hat no longer holds. One query.

    Of a series that reaches into the feed's years every entry is there, since the rule is told from its first day.
    """
    every = list(_rows(viewer).select_related("series").defer("label", "place", "reason", "series__label", "series__place"))
    low = viewer.today - _BACK
    reaching = {row.series_id for row in every if row.series_id and row.ends >= low}
    return [row for row in every if row.ends >= low or row.series_id in reaching]


def _rows(viewer: Viewer) -> QuerySet[Entry]:
    if not allowed(viewer, Permission.CALENDAR_OWN):
        return Entry.objects.none()
    return sources.for_feed(viewer).filter(starts__lte=viewer.today + _AHEAD).order_by("starts", "pk")


def placements_of(entries: list[Entry]) -> list[Placement]:
    """The placements the entries belong to: what a feed is a look at, since it tells of times and of nothing else."""
    rows = Placement.objects.filter(pk__in={row.placement_id for row in entries})
    return list(rows.select_related("child", "family").order_by("pk"))


def _end(viewer: Viewer) -> int:
    live = CalendarFeed.objects.filter(user_id=viewer.user_id, acting=_key(viewer), ended_at__isnull=True)
    return live.update(ended_at=clock.now())


def _key(viewer: Viewer) -> str:
    return viewer.acting.key if viewer.acting else ""


def _hash(secret: str) -> str:
    # No salt: the secret itself has 256 random bits.
    return hashlib.sha256(secret.encode()).hexdigest()
