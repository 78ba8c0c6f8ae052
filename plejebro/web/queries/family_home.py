"""The family's home: per child what waits on whom, who is who, and the next dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet

from plejebro.access.doors import scope
from plejebro.access.mask import ShownPerson
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.accounts.models import User
from plejebro.audit.types import Subject
from plejebro.db.periods import current
from plejebro.decisions.rows import CaseBrief
from plejebro.enquiries.enums import Side
from plejebro.enquiries.models import Enquiry
from plejebro.enquiries.rows import EnquiryRow
from plejebro.families.enums import LinkState
from plejebro.families.models import LinkRequest
from plejebro.kernel.danish import date_text
from plejebro.municipalities.models import Employment
from plejebro.notifications.queries import unread_count
from plejebro.placements.enums import Task
from plejebro.placements.models import Assignment, Placement
from plejebro.placements.perms import subjects_of_placement
from plejebro.placements.queries import child_of, with_mask
from plejebro.web.links import maybe
from plejebro.web.queries.agenda import entries_column, next_entries
from plejebro.web.queries.agreements import ProposalLine, proposals_beside, proposals_column
from plejebro.web.queries.aside import RowsAside, rows_aside
from plejebro.web.queries.decisions import decisions_column, open_decisions
from plejebro.web.queries.nav import unread_column
from plejebro.web.queries.people import (
    Contact,
    Representative,
    contact_of,
    representative_columns,
    representative_of,
    with_deputy,
)
from plejebro.web.queries.turns import OPEN, quick_rows

DATES_SHOWN = 3


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
    our_decisions: list[CaseBrief]
    their_decisions: list[CaseBrief]
    proposals: list[ProposalLine]


@dataclass(frozen=True)
class FamilyHome:
    """The whole page; `ended` are placements that are over, by name and link; `links` the
    municipalities that wait for an answer about the family, and where it is given. `tabs` and `unread` are for the frame."""

    cards: list[ChildCard]
    ended: list[tuple[str, str, UUID]]
    subjects: list[Subject]
    tabs: list[tuple[UUID, str]]
    unread: int
    links: list[tuple[str, str]]


def family_home(viewer: Viewer) -> FamilyHome:
    """Two queries, however many children: the placements with what stands beside them, and what is open on them."""
    placements = _placements(viewer)
    live = [row for row in placements if row.ends is None or row.ends >= viewer.today]
    waiting = _by_placement(quick_rows(viewer, Enquiry.objects.filter(OPEN, placement__in=_scoped(viewer))))
    return FamilyHome(
        cards=[_card(row, waiting, viewer) for row in live],
        ended=[
            (child_of(row, viewer.today).short_name, date_text(row.ends), row.public_id)
            for row in placements
            if row not in live
        ],
        subjects=[
            *(subject for row in placements for subject in subjects_of_placement(row)),
            *(Subject("enquiry", row.public_id) for row in live for row in waiting.get(row.public_id, [])),
            *(subject for row in live for case in open_decisions(row, viewer) for subject in case.subjects),
        ],
        tabs=[(row.public_id, row.child.given_name) for row in live],
        unread=placements[0].unread if placements else unread_count(viewer.user_id),
        links=_waiting_links(viewer, placements),
    )


def _links(viewer: Viewer) -> RowsAside:
    """The municipalities that wait for an answer about the family, and where it is given."""
    rows = LinkRequest.objects.filter(asked_id=viewer.family_id, state=LinkState.WAITING)
    names = {"municipality": "municipality__name", "asked": "asked__public_id", "request": "public_id"}
    return RowsAside(rows.order_by("created_at"), **names)


def _waiting_links(viewer: Viewer, placements: list[Any]) -> list[tuple[str, str]]:
    """Beside the first placement; of a family without any they are asked for apart."""
    if placements:
        rows = rows_aside(placements[0].links_aside)
    else:
        rows = rows_aside(User.objects.filter(pk=viewer.user_id).values_list(_links(viewer), flat=True).first())
    found = [(row["municipality"], maybe("flows:link", UUID(row["asked"]), UUID(row["request"]))) for row in rows]
    return sorted(found)


def ask_for_representative(placement_id: UUID) -> str:
    """Where the ready enquiry lies that asks the municipality to name somebody."""
    address = maybe("enquiries:new", placement_id)
    return f"{address}?klar=repraesentant" if address else ""


def _scoped(viewer: Viewer) -> QuerySet[Placement]:
    return scope(viewer, Placement, Permission.PLACEMENT_READ)


def _placements(viewer: Viewer) -> list[Any]:
    rows = with_mask(_scoped(viewer), viewer).annotate(
        unread=unread_column(viewer.user_id),
        contacts_aside=_contacts(viewer.today),
        entries_aside=entries_column(viewer.today, DATES_SHOWN),
        decisions_aside=decisions_column(viewer),
        links_aside=_links(viewer),
        proposals_aside=proposals_column(viewer),
        **representative_columns(viewer.today),
    )
    return list(rows.order_by("starts", "pk"))


def _by_placement(rows: list[EnquiryRow]) -> dict[UUID, list[EnquiryRow]]:
    found: dict[UUID, list[EnquiryRow]] = {}
    for row in rows:
        found.setdefault(row.placement_id, []).append(row)
    return found


def _contacts(today: date) -> RowsAside:
    rows = with_deputy(Assignment.objects.filter(current(today), placement=OuterRef("pk")), today).order_by("task", "pk")
    return RowsAside(
        rows,
        pk="pk",
        task="task",
        starts="starts",
        name="employment__full_name",
        phone="employment__phone",
        deputy="deputy_name",
        until="deputy_until",
    )


def _contact(row: dict[str, Any], today: date) -> Contact:
    assignment: Any = Assignment(task=row["task"], starts=date.fromisoformat(row["starts"]))
    assignment.employment = Employment(full_name=row["name"], phone=row["phone"])
    assignment.deputy_name = row["deputy"]
    assignment.deputy_until = date.fromisoformat(row["until"]) if row["until"] else None
    return contact_of(assignment, today)


def _card(placement: Any, waiting: dict[UUID, list[EnquiryRow]], viewer: Viewer) -> ChildCard:
    rows, child = waiting.get(placement.public_id, []), child_of(placement, viewer.today)
    # The order within the column is not promised by the databases, so it is made here.
    people = sorted(rows_aside(placement.contacts_aside), key=lambda row: (row["task"], row["pk"]))
    contacts = [_contact(row, viewer.today) for row in people]
    representative = representative_of(placement)
    consultant = any(contact.task == Task.CONSULTANT for contact in contacts)
    own = placement.shared_at is None
    decisions = open_decisions(placement, viewer)
    return ChildCard(
        public_id=placement.public_id,
        child=child,
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
        dates=[(entry.when, entry.what) for entry in next_entries(placement, child, viewer)],
        our_decisions=[row for row in decisions if row.ours],
        their_decisions=[row for row in decisions if not row.ours],
        proposals=proposals_beside(placement),
    )
