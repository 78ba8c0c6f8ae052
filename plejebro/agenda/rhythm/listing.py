"""The list of what is late, missing or coming on the placements one may see: searched, filtered, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from plejebro.access.doors import scope
from plejebro.access.mask import ShownPerson
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.agenda.rhythm.facts import facts_of
from plejebro.agenda.rhythm.words import DueRow, is_urgent, row_of
from plejebro.audit.types import Subject
from plejebro.db.periods import not_over
from plejebro.law import Due, rhythm, rhythm_rules
from plejebro.placements.models import Placement
from plejebro.placements.perms import subjects_of_placement
from plejebro.placements.queries import by_name, child_of, home_of, list_name, with_mask, with_people

PAGE_SIZE: Final = 50
# A file of more rows than this is not read by anybody; the filters are there to make it smaller.
MOST_EXPORTED: Final = 5_000

FILTERS: Final = {
    "haster": "Over fristen og snart",
    "over": "Over fristen",
    "mangler": "Dato mangler",
    "alle": "Alle kommende",
}


@dataclass(frozen=True)
class ListQuery:
    """What the reader asked for; unknown values have become the first choice. `rule` is empty for every kind."""

    which: str = "haster"
    rule: str = ""
    text: str = ""
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Whether the reader has searched or chosen a kind."""
        return bool(self.text or self.rule)

    def address(self, **changes: str | int) -> str:
        """The query string for this list with `changes`; a change of anything goes back to page 1."""
        wanted = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]
        parts = {"vis": wanted.which, "hvad": wanted.rule, "q": wanted.text}
        return "?" + urlencode({name: value for name, value in parts.items() if value})

    @property
    def rest(self) -> str:
        """The query string without the page's number, to put that after."""
        return self.address().removeprefix("?") + "&"


@dataclass(frozen=True)
class ListRow:
    """One due of one placement, masked; `subjects` is what showing it is a look at."""

    public_id: UUID
    child: ShownPerson
    child_name: str
    family: str
    adviser: str
    due: DueRow
    subjects: tuple[Subject, ...]


@dataclass(frozen=True)
class ListPage:
    """A page of the list. `filters` are label, address and whether it is the chosen one; `rules` are key, name and that."""

    query: ListQuery
    rows: list[ListRow]
    total: int
    page: int
    pages: int
    filters: list[tuple[str, str, bool]]
    rules: list[tuple[str, str, bool]]


def list_page(viewer: Viewer, query: ListQuery) -> ListPage:
    """One page of the list. Six queries, whatever the number of placements."""
    found = _found(viewer, query)
    pages = max(1, -(-len(found) // PAGE_SIZE))
    number = min(max(1, query.page), pages)
    return ListPage(
        query=query,
        rows=_built(found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], viewer),
        total=len(found),
        page=number,
        pages=pages,
        filters=[(label, query.address(which=key), key == query.which) for key, label in FILTERS.items()],
        rules=[(key, periods[-1].name, key == query.rule) for key, periods in rhythm_rules().items()],
    )


def all_rows(viewer: Viewer, query: ListQuery) -> list[ListRow]:
    """Every row of the list, for a file; at most `MOST_EXPORTED`."""
    found, rows = _found(viewer, query)[:MOST_EXPORTED], []
    # SQLite takes no more than so many keys at once.
    for first in range(0, len(found), 500):
        rows += _built(found[first : first + 500], viewer)
    return rows


def _found(viewer: Viewer, query: ListQuery) -> list[tuple[Due, int]]:
    placements = scope(viewer, Placement, Permission.RHYTHM_READ).filter(not_over(viewer.today))
    if query.text:
        placements = by_name(placements, viewer, query.text)
    found = [
        (due, key)
        for key, facts in facts_of(placements, viewer.today).items()
        for due in rhythm(facts, viewer.today)
        if _wanted(due, query)
    ]
    return sorted(found, key=lambda one: (one[0].due or date.min, one[1], one[0].rule, one[0].number))


def _wanted(due: Due, query: ListQuery) -> bool:
    if query.rule and due.rule != query.rule:
        return False
    if query.which == "mangler":
        return due.state == "undecided"
    if query.which == "over":
        return is_urgent(due) and due.state != "undecided"
    if query.which == "alle":
        return due.is_open
    return is_urgent(due) or due.state == "soon"


def _built(found: list[tuple[Due, int]], viewer: Viewer) -> list[ListRow]:
    rows = with_mask(Placement.objects.filter(pk__in={key for _, key in found}), viewer)
    placements: dict[int, Any] = {row.pk: row for row in rows.annotate(**with_people(viewer.today)).order_by("pk")}
    return [_row(placements[key], due, viewer) for due, key in found]


def _row(placement: Any, due: Due, viewer: Viewer) -> ListRow:
    child = child_of(placement, viewer.today)
    return ListRow(
        public_id=placement.public_id,
        child=child,
        child_name=list_name(child),
        family=home_of(placement).name,
        adviser=placement.adviser_name or "",
        due=row_of(due),
        subjects=tuple(subjects_of_placement(placement)),
    )
