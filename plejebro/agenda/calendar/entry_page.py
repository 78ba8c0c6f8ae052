"""One entry as its own page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import NoReverseMatch, reverse

from plejebro.access.doors import scope
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.agenda import shown
from plejebro.agenda.enums import CancelledBy, EntryState, Kind
from plejebro.agenda.models import Entry, Participant
from plejebro.agenda.shown import ShownEntry, child_name_of, keeps_words, shown_entry
from plejebro.kernel.danish import date_text, day_month, long_date
from plejebro.placements.models import Placement

# What an entry is made for, by the name of its relation: the page of that, and what the link says.
_ROOMS: Final = {
    "stay": ("agenda:respite_stay", "Se støtteopholdet"),
    "wish": ("agenda:holiday", "Se ferien"),
    "care": ("agenda:care", "Se pasningen"),
    "meeting": ("agenda:meeting", "Se mødet"),
}
# Where there is no page of its own: the placement's.
_OF_PLACEMENT: Final = {
    Kind.VISIT: ("agenda:contact", "Samvær og samværsplan"),
    Kind.SUPERVISION: ("agenda:rhythm", "Lovens frister"),
    Kind.FOLLOW_UP: ("agenda:rhythm", "Lovens frister"),
    Kind.COURSE: ("agenda:rhythm", "Lovens frister"),
}


@dataclass(frozen=True)
class EntryPage:
    """What the page shows; `people` and `reason` are empty where they are kept from the viewer, and `kept` says so."""

    entry: ShownEntry
    title: str
    when: str
    child: str
    child_url: str
    tone: str
    people: tuple[str, ...]
    cancelled_by: str
    reason: str
    moved_from: str
    kept: bool
    room_url: str
    room_label: str
    file_url: str
    calendar_url: str


def page_rows(viewer: Viewer) -> QuerySet[Entry]:
    """What the door is handed: entries joined with what they are made for, and whether the viewer may see the calendar."""
    rows = shown.joined(Entry.objects.all(), viewer).select_related("contact_visit", *_ROOMS)
    mine = scope(viewer, Placement, Permission.AGENDA_READ).filter(pk=OuterRef("placement_id"))
    writes = scope(viewer, Placement, Permission.PLACEMENT_DATES).filter(pk=OuterRef("placement_id"))
    return rows.annotate(may_agenda=Exists(mine), may_dates=Exists(writes))


def entry_page(row: Any, viewer: Viewer) -> EntryPage:
    """The page of an entry that came through the door with `page_rows`; one more query."""
    child = child_name_of(row, viewer)
    entry, kept = shown_entry(row, viewer, child), keeps_words(row, viewer, child)
    room_url, room_label = _date(row) if row.kind == Kind.OTHER and not kept else _room(row)
    return EntryPage(
        entry=entry,
        title=entry.label,
        when=_when(entry),
        child=child,
        child_url=_maybe("web:placement", entry.placement_id) if row.may_agenda else "",
        tone=_TONES[EntryState(row.state)],
        people=() if kept else _people(row),
        cancelled_by=str(CancelledBy(row.cancelled_by).label) if row.cancelled_by else "",
        reason="" if kept else row.reason,
        moved_from=date_text(row.moved_from) if row.moved_from else "",
        kept=kept,
        room_url=room_url,
        room_label=room_label,
        file_url=_maybe("agenda:entry_file", entry.public_id),
        calendar_url=f"{_calendar(row)}?dag={row.starts.isoformat()}",
    )


_TONES: Final = {
    EntryState.ASKED: "warning",
    EntryState.PLANNED: "info",
    EntryState.HELD: "success",
    EntryState.CANCELLED: "neutral",
}


def _when(entry: ShownEntry) -> str:
    first = long_date(entry.starts)
    if entry.starts == entry.ends:
        return f"{first}, hele dagen" if entry.all_day else f"{first} kl. {entry.begins}–{entry.finishes}"
    last = long_date(entry.ends) if entry.starts.year != entry.ends.year else f"{_weekday(entry)} {day_month(entry.ends)}"
    if entry.all_day:
        return f"{first} til {last}, begge dage med"
    return f"{first} kl. {entry.begins} til {last} kl. {entry.finishes}"


def _weekday(entry: ShownEntry) -> str:
    return long_date(entry.ends).split(" ", 1)[0]


def _people(row: Entry) -> tuple[str, ...]:
    joined = Participant.objects.filter(entry=row).select_related("employment", "member__person").order_by("pk")
    return tuple(f"{_name(one)} (bisidder)" if one.companion else _name(one) for one in joined)


def _name(one: Participant) -> str:
    if one.employment is not None:
        return f"{one.employment.full_name}, {one.employment.get_role_display().lower()}"
    if one.member is not None:
        return f"{one.member.person.given_name} {one.member.person.family_name}".strip()
    return one.name


def _room(row: Any) -> tuple[str, str]:
    """Where something is done about it; nowhere for somebody who takes part and has no other part in the child's case."""
    if not row.may_agenda:
        return "", ""
    for relation, (name, label) in _ROOMS.items():
        thing = getattr(row, relation, None)
        if thing is not None and (url := _maybe(name, thing.public_id)):
            return url, label
    if getattr(row, "contact_visit", None) is not None and (url := _maybe("agenda:visit", row.public_id)):
        return url, "Se samværet"
    name, label = _OF_PLACEMENT.get(Kind(row.kind), ("", ""))
    return _maybe(name, row.placement.public_id), label


def _date(row: Any) -> tuple[str, str]:
    """A simple date to come is corrected by whoever may write one."""
    if not row.may_dates or row.state not in (EntryState.ASKED, EntryState.PLANNED):
        return "", ""
    return _maybe("agenda:date_edit", row.placement.public_id, row.public_id), "Ret datoen"


def _calendar(row: Any) -> str:
    """The child's calendar, or for somebody who only takes part the own one."""
    return _maybe("agenda:placement_calendar", row.placement.public_id) if row.may_agenda else _maybe("agenda:calendar")


def _maybe(name: str, *values: object) -> str:
    try:
        return reverse(name, args=values)
    except NoReverseMatch:
        return ""
