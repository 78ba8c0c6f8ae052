"""Entries as pages show them: frozen, and masked for the side that reads. Nothing of the calendar reaches a page, a feed, a
printed sheet or a sentence about what is in the way but through here.

Two things are hidden. Where `hidden_from` is the viewer's side, what it is called, where it is and who takes part are not
said: it stands as its kind alone. Where the child is protected and the viewer does not know its name, the words somebody
typed are not said either, since they may hold a name or a place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.urls import NoReverseMatch, reverse

from plejebro.access.doors import scope
from plejebro.access.mask import PROTECTED_NAME
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.agenda.enums import EntryState, Hidden, Kind
from plejebro.agenda.models import Entry
from plejebro.kernel.clock import local
from plejebro.kernel.danish import day_month
from plejebro.people import queries as people
from plejebro.placements.models import Placement


@dataclass(frozen=True)
class ShownEntry:
    """One thing in the calendar as the viewer may see it.

    `child` is the masked short name, empty where the page is about one child. `begins` and `finishes` are times on a Danish
    watch ("14.00"), None all day. `hidden` tells that something is kept from the viewer's side. `note` says what happened
    to it: moved, cancelled.
    """

    public_id: UUID
    placement_id: UUID
    child: str
    kind: str
    kind_label: str
    state: str
    state_label: str
    starts: date
    ends: date
    begins: str | None
    finishes: str | None
    all_day: bool
    label: str
    place: str
    hidden: bool
    url: str
    note: str

    @property
    def is_cancelled(self) -> bool:
        """Whether it was cancelled."""
        return self.state == EntryState.CANCELLED

    @property
    def hours(self) -> str:
        """ "14.00–16.00", "fra 15.00" where it goes on another day, or "hele dagen"."""
        if self.begins is None:
            return "hele dagen"
        return f"{self.begins}–{self.finishes}" if self.starts == self.ends else f"fra {self.begins}"

    @property
    def brief(self) -> str:
        """What it is called where there is little room: without the old word that explains the new one."""
        return self.label.replace(" (aflastning)", "")

    @property
    def days(self) -> str:
        """ "24. november", or "24.–27. november" over several days."""
        if self.starts == self.ends:
            return day_month(self.starts)
        same = (self.starts.year, self.starts.month) == (self.ends.year, self.ends.month)
        return f"{self.starts.day}.–{day_month(self.ends)}" if same else f"{day_month(self.starts)} – {day_month(self.ends)}"


def joined(entries: QuerySet[Entry], viewer: Viewer) -> QuerySet[Entry]:
    """Joins and columns `shown_rows` builds of, in one query."""
    knows = Q(placement__in=scope(viewer, Placement, Permission.CHILD_NAME))
    return entries.select_related("placement__child", "placement__family").annotate(
        name_protected=people.hides_name("placement__child"),
        place_protected=people.hides_place("placement__child"),
        knows_name=Case(When(knows, then=Value(True)), default=Value(False), output_field=BooleanField()),
    )


def shown_rows(entries: Iterable[Entry], viewer: Viewer) -> list[ShownEntry]:
    """Entries that came through `joined`, with the children's masked names."""
    return [shown_entry(entry, viewer, child_name_of(entry, viewer)) for entry in entries]


def child_name_of(entry: Any, viewer: Viewer) -> str:
    """The child's short name as the mask lets it be shown; the entry came through `joined`."""
    child = people.shown(
        entry.placement.child, name_protected=entry.name_protected, knows_name=entry.knows_name, today=viewer.today
    )
    return child.short_name


def is_hidden(entry: Entry, viewer: Viewer) -> bool:
    """Whether what it is called, where it is and who takes part are kept from the viewer's side."""
    return bool(entry.hidden_from) and (entry.hidden_from == side_of(viewer) or not side_of(viewer))


def side_of(viewer: Viewer) -> str:
    """The viewer's side as `hidden_from` names it; empty for somebody on neither side, from whom all is hidden."""
    if viewer.is_family:
        return Hidden.FAMILY.value
    return Hidden.MUNICIPALITY.value if viewer.is_staff_member else ""


def keeps_words(entry: Any, viewer: Viewer, child_name: str) -> bool:
    """Whether the words somebody typed on the entry are kept from the viewer."""
    unknown = getattr(entry, "place_protected", False) and not getattr(entry, "knows_name", False)
    return is_hidden(entry, viewer) or child_name == PROTECTED_NAME or unknown


def shown_entry(entry: Any, viewer: Viewer, child_name: str) -> ShownEntry:
    """The entry for the viewer. `child_name` is masked already (`PROTECTED_NAME` hides the typed words with it), and
    `entry.placement` is joined."""
    kept = keeps_words(entry, viewer, child_name)
    kind, state = Kind(entry.kind), EntryState(entry.state)
    return ShownEntry(
        public_id=entry.public_id,
        placement_id=entry.placement.public_id,
        child=child_name,
        kind=kind.value,
        kind_label=str(kind.label),
        state=state.value,
        state_label=str(state.label),
        starts=entry.starts,
        ends=entry.ends,
        begins=_watch(entry.starts_at),
        finishes=_watch(entry.ends_at),
        all_day=entry.starts_at is None,
        label=str(kind.label) if kept else entry.label,
        place="" if kept else entry.place,
        hidden=is_hidden(entry, viewer),
        url=_page_of(entry),
        note=_note(entry),
    )


def words_for_all(entry: Any) -> str:
    """What it is called in a text that both sides and their leaders read: its kind where it is hidden from anybody, or where
    the child is protected. The entry came through `joined`."""
    kept = entry.hidden_from or entry.name_protected or entry.place_protected
    return str(Kind(entry.kind).label) if kept else str(entry.label)


def _watch(moment: Any) -> str | None:
    return None if moment is None else f"{local(moment):%H.%M}"


def _note(entry: Entry) -> str:
    if entry.state == EntryState.CANCELLED:
        return "Aflyst"
    if entry.moved_from:
        return f"Flyttet fra {day_month(entry.moved_from)}"
    return "Ikke aftalt endnu" if entry.state == EntryState.ASKED else ""


def _page_of(entry: Entry) -> str:
    try:
        return reverse("agenda:entry", args=[entry.public_id])
    except NoReverseMatch:
        return ""
