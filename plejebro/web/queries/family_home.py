"""The family's home: per child what waits on whom, who is who, and the next dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from plejebro.access.doors import scope
from plejebro.access.mask import ShownPerson
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.audit.types import Subject
from plejebro.db.periods import current
from plejebro.enquiries.enums import Side
from plejebro.enquiries.models import Enquiry
from plejebro.enquiries.rows import EnquiryRow
from plejebro.kernel.danish import date_text
from plejebro.placements.enums import Task
from plejebro.placements.models import Assignment, ComingDate, Placement
from plejebro.placements.perms import subjects_of_placement
from plejebro.placements.queries import child_of, moment_text, with_mask
from plejebro.web.links import maybe
from plejebro.web.queries.people import (
    Contact,
    Representative,
    contact_of,
    representative_columns,
    representative_of,
    with_deputy,
)
from plejebro.web.queries.turns import OPEN, quick_rows


@dataclass(frozen=True)
class ChildCard:
    """One child on the family's home. `nobody_named`: neither consultant nor anyone else looks after the family."""

    public_id: UUID
    child: ShownPerson
    since: str
    municipality: str
    is_own_record: bool
    can_share: bool
    ours: list[EnquiryRow]
    theirs: list[EnquiryRow]
    contacts: list[Contact]
    representative: Representative | None
    nobody_named: bool
    write_url: str
    ask_for_one_url: str
    dates: list[tuple[str, str]]


@dataclass(frozen=True)
class FamilyHome:
    """The whole page; `ended` are placements that are over, by name and link."""

    cards: list[ChildCard]
    ended: list[tuple[str, str, UUID]]
    subjects: list[Subject]


def family_home(viewer: Viewer) -> FamilyHome:
    """Four queries, however many children."""
    placements = _placements(viewer)
    live = [row for row in placements if row.ends is None or row.ends >= viewer.today]
    ids = [row.pk for row in live]
    waiting = _by_placement(quick_rows(viewer, Enquiry.objects.filter(OPEN, placement_id__in=ids)))
    contacts = _contacts(ids, viewer.today)
    dates = _dates(ids, viewer.today)
    return FamilyHome(
        cards=[_card(row, waiting, contacts.get(row.pk, []), dates.get(row.pk, []), viewer) for row in live],
        ended=[
            (child_of(row, viewer.today).short_name, date_text(row.ends), row.public_id)
            for row in placements
            if row not in live
        ],
        subjects=[
            *(subject for row in placements for subject in subjects_of_placement(row)),
            *(Subject("enquiry", row.public_id) for rows in waiting.values() for row in rows),
        ],
    )


def ask_for_representative(placement_id: UUID) -> str:
    """Where the ready enquiry lies that asks the municipality to name somebody."""
    address = maybe("enquiries:new", placement_id)
    return f"{address}?emne=support&skabelon=repraesentant" if address else ""


def _placements(viewer: Viewer) -> list[Any]:
    rows = with_mask(scope(viewer, Placement, Permission.PLACEMENT_READ), viewer)
    return list(rows.annotate(**representative_columns(viewer.today)).order_by("starts", "pk"))


def _by_placement(rows: list[EnquiryRow]) -> dict[UUID, list[EnquiryRow]]:
    found: dict[UUID, list[EnquiryRow]] = {}
    for row in rows:
        found.setdefault(row.placement_id, []).append(row)
    return found


def _contacts(placement_ids: list[int], today: date) -> dict[int, list[Contact]]:
    rows = Assignment.objects.filter(current(today), placement_id__in=placement_ids).select_related("employment")
    found: dict[int, list[Contact]] = {}
    for row in with_deputy(rows, today).order_by("task", "pk"):
        found.setdefault(row.placement_id, []).append(contact_of(row, today))
    return found


def _dates(placement_ids: list[int], today: date) -> dict[int, list[tuple[str, str]]]:
    rows = ComingDate.objects.filter(placement_id__in=placement_ids, removed_at__isnull=True, on__gte=today)
    found: dict[int, list[tuple[str, str]]] = {}
    for row in rows.order_by("on", "at", "pk"):
        found.setdefault(row.placement_id, []).append((moment_text(row.on, row.at, today, with_weekday=True), row.what))
    return {pk: dates[:3] for pk, dates in found.items()}


def _card(
    placement: Any,
    waiting: dict[UUID, list[EnquiryRow]],
    contacts: list[Contact],
    dates: list[tuple[str, str]],
    viewer: Viewer,
) -> ChildCard:
    rows = waiting.get(placement.public_id, [])
    representative = representative_of(placement)
    consultant = any(contact.task == Task.CONSULTANT for contact in contacts)
    own = placement.shared_at is None
    return ChildCard(
        public_id=placement.public_id,
        child=child_of(placement, viewer.today),
        since=date_text(placement.starts),
        municipality=str(placement.municipality),
        is_own_record=own,
        can_share=own and placement.municipality.joined_on is not None,
        ours=[row for row in rows if row.turn == Side.FAMILY],
        theirs=[row for row in rows if row.turn == Side.MUNICIPALITY],
        contacts=contacts,
        representative=representative,
        nobody_named=not own and not consultant and representative is None,
        write_url=maybe("enquiries:new", placement.public_id),
        ask_for_one_url=ask_for_representative(placement.public_id),
        dates=dates,
    )
