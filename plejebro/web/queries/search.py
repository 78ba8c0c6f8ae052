"""Searching what one may see: names, enquiries and what was agreed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plejebro.access.doors import scope
from plejebro.access.permissions import Permission
from plejebro.access.registry import subjects_of
from plejebro.access.viewer import Viewer
from plejebro.audit.types import Subject
from plejebro.db.periods import not_over
from plejebro.enquiries.models import Enquiry
from plejebro.enquiries.rows import EnquiryRow, built, for_rows
from plejebro.families.models import Family
from plejebro.kernel.cpr import Cpr
from plejebro.kernel.danish import date_text
from plejebro.kernel.ids import parse_case_number
from plejebro.people.queries import with_number
from plejebro.placements.models import Placement
from plejebro.placements.queries import (
    by_name,
    child_of,
    hidden_homes,
    home_of,
    knows_every_name,
    list_name,
    masked_children,
    with_mask,
)
from plejebro.web.links import maybe
from plejebro.wordindex.queries import having

MOST_HITS = 20


@dataclass(frozen=True)
class PlacementHit:
    """A placement found by the child's or the family's name."""

    public_id: UUID
    name: str
    age: int | None
    home: str
    since: str
    ended: str


@dataclass(frozen=True)
class FamilyHit:
    """A family found by name."""

    name: str
    city: str
    url: str


@dataclass(frozen=True)
class SearchPage:
    """What was found. There are no totals: a number would tell of those one may not see. `more` says there were others
    among what one may see."""

    words: str
    placements: list[PlacementHit]
    families: list[FamilyHit]
    enquiries: list[EnquiryRow]
    more: bool
    subjects: list[Subject]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not (self.placements or self.families or self.enquiries)


def search_page(viewer: Viewer, words: str) -> SearchPage:
    """At most four queries. Names the viewer does not know are not found by them."""
    placements = _placements(viewer, words)
    families = [] if viewer.is_family else _families(viewer, words)
    enquiries = _enquiries(viewer, words)
    rows = built(enquiries[:MOST_HITS], viewer)
    return SearchPage(
        words=words,
        placements=[_placement_hit(row, viewer) for row in placements[:MOST_HITS]],
        families=[FamilyHit(row.name, row.city, maybe("families:family", row.public_id)) for row in families[:MOST_HITS]],
        enquiries=rows,
        more=max(len(placements), len(families), len(enquiries)) > MOST_HITS,
        subjects=[
            *(subject for row in placements[:MOST_HITS] for subject in subjects_of(row)),
            *(subject for row in families[:MOST_HITS] for subject in subjects_of(row)),
            *(subject for row in rows for subject in row.subjects),
        ],
    )


def placement_with_number(viewer: Viewer, number: Cpr) -> UUID | None:
    """The newest placement of the child with this number, among those the viewer may see and whose name it knows."""
    rows = scope(viewer, Placement, Permission.PLACEMENT_READ)
    rows = rows.filter(child_id__in=with_number(number.number).values("person_id"))
    if not knows_every_name(viewer):
        rows = rows.exclude(child_id__in=masked_children())
    return rows.order_by("-starts", "-pk").values_list("public_id", flat=True).first()


def _placements(viewer: Viewer, words: str) -> list[Placement]:
    found = by_name(scope(viewer, Placement, Permission.PLACEMENT_READ), viewer, words)
    return list(with_mask(found, viewer).order_by("sort_key", "pk")[: MOST_HITS + 1])


def _families(viewer: Viewer, words: str) -> list[Family]:
    condition = having("family", words)
    if condition is None:
        return []
    rows = scope(viewer, Family, Permission.FAMILY_READ).filter(condition)
    if not knows_every_name(viewer):
        hidden = Placement.objects.filter(
            not_over(viewer.today), municipality_id=viewer.tenant_id, child_id__in=hidden_homes()
        )
        rows = rows.exclude(pk__in=hidden.values("family_id"))
    return list(rows.order_by("sort_key", "pk")[: MOST_HITS + 1])


def _enquiries(viewer: Viewer, words: str) -> list[Enquiry]:
    rows = scope(viewer, Enquiry, Permission.ENQUIRY_READ)
    number = parse_case_number(words)
    condition = having("enquiry", words)
    if number is not None:
        rows = rows.filter(case_number=number)
    elif condition is not None:
        rows = rows.filter(condition)
    else:
        return []
    return list(for_rows(rows, viewer).order_by("-sent_at", "-pk")[: MOST_HITS + 1])


def _placement_hit(row: Placement, viewer: Viewer) -> PlacementHit:
    child = child_of(row, viewer.today)
    return PlacementHit(
        public_id=row.public_id,
        name=list_name(child),
        age=child.age,
        home=home_of(row).name,
        since=date_text(row.starts),
        ended=date_text(row.ends) if row.ends and row.ends < viewer.today else "",
    )
