"""The next entries of each placement's calendar, brought along in a page's own query and masked for the side that reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef

from plejebro.access.mask import ShownPerson
from plejebro.access.viewer import Viewer
from plejebro.agenda.enums import EntryState, Kind
from plejebro.agenda.models import Entry
from plejebro.agenda.shown import keeps_words, shown_entry
from plejebro.kernel.clock import local
from plejebro.placements.queries import moment_text
from plejebro.web.queries.aside import RowsAside, rows_aside


@dataclass(frozen=True)
class NextEntry:
    """An entry to come: the day it begins (today for one that goes on), when in words, what, and its page. `is_own` tells
    that it is a simple date whose words the viewer reads, so that it can be taken off where it stands."""

    on: date
    at: time | None
    when: str
    what: str
    url: str
    public_id: UUID
    version: int
    is_own: bool


def entries_column(today: date, shown: int) -> RowsAside:
    """Beside each placement: what is planned or asked for, from today on."""
    rows = Entry.objects.filter(placement=OuterRef("pk"), ends__gte=today, state__in=(EntryState.ASKED, EntryState.PLANNED))
    names = (
        "pk",
        "public_id",
        "kind",
        "state",
        "starts",
        "ends",
        "starts_at",
        "ends_at",
        "label",
        "hidden_from",
        "moved_from",
        "version",
    )
    return RowsAside(
        rows.order_by("starts", F("starts_at").asc(nulls_first=True), "pk")[:shown], **{name: name for name in names}
    )


def next_entries(placement: Any, child: ShownPerson, viewer: Viewer) -> list[NextEntry]:
    """What `entries_column` brought along on a placement that came through `with_mask`, in order."""
    rows = sorted(rows_aside(placement.entries_aside), key=lambda row: (row["starts"], row["starts_at"] or "", row["pk"]))
    return [_next(_entry(row, placement), child, viewer) for row in rows]


def next_date_text(placement: Any, child: ShownPerson, viewer: Viewer) -> str:
    """The nearest of what `entries_column` brought along, the date first: "9. december kl. 13.00: Statusmøde". The empty
    text where there is none."""
    found = next_entries(placement, child, viewer)
    return f"{moment_text(found[0].on, found[0].at, viewer.today)}: {found[0].what}" if found else ""


def _entry(row: dict[str, Any], placement: Any) -> Any:
    entry: Any = Entry(
        public_id=UUID(row["public_id"]),
        placement=placement,
        kind=row["kind"],
        state=row["state"],
        starts=date.fromisoformat(row["starts"]),
        ends=date.fromisoformat(row["ends"]),
        starts_at=_moment(row["starts_at"]),
        ends_at=_moment(row["ends_at"]),
        label=row["label"],
        hidden_from=row["hidden_from"],
        moved_from=date.fromisoformat(row["moved_from"]) if row["moved_from"] else None,
        version=row["version"],
    )
    entry.place_protected, entry.knows_name = placement.place_protected, placement.may_child_name
    return entry


def _moment(text: str | None) -> datetime | None:
    """The databases write moments differently, and both mean UTC where no offset stands."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _next(entry: Any, child: ShownPerson, viewer: Viewer) -> NextEntry:
    shown = shown_entry(entry, viewer, child.short_name)
    on = max(entry.starts, viewer.today)
    at = local(entry.starts_at).time() if entry.starts_at and on == entry.starts else None
    when = moment_text(on, at, viewer.today, with_weekday=True)
    if shown.ends > on and shown.all_day:
        when = f"{when} til {moment_text(shown.ends, None, viewer.today)}"
    what = f"{shown.label} (ønsket)" if shown.state == EntryState.ASKED else shown.label
    own = entry.kind == Kind.OTHER and not keeps_words(entry, viewer, child.short_name)
    return NextEntry(on, at, when, what, shown.url, entry.public_id, entry.version, own)
