"""The placement's page: one value with everything both sides see, already masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from plejebro.access.mask import ShownPerson, ShownPlace
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.db.periods import current
from plejebro.decisions.rows import CaseBrief
from plejebro.enquiries.enums import Side, Status
from plejebro.enquiries.models import Enquiry
from plejebro.enquiries.rows import EnquiryRow, for_rows, most_urgent_first
from plejebro.families.models import Approval
from plejebro.families.queries import Member, members_of
from plejebro.kernel import clock
from plejebro.kernel.danish import date_text
from plejebro.placements.enums import Task
from plejebro.placements.models import Assignment, HandoverNote, Placement
from plejebro.placements.queries import child_of, home_of, moment_text, with_mask
from plejebro.web.links import maybe
from plejebro.web.queries.agenda import entries_column, next_entries
from plejebro.web.queries.agenda_past import past_columns, past_entries
from plejebro.web.queries.agreements import agreement_columns, agreement_entries
from plejebro.web.queries.decisions import all_decisions, decision_entries, decisions_column
from plejebro.web.queries.family_home import ask_for_representative
from plejebro.web.queries.people import (
    Contact,
    Representative,
    contact_of,
    representative_columns,
    representative_of,
    with_deputy,
)
from plejebro.web.queries.timeline import TimelinePage, timeline
from plejebro.web.queries.turns import quick_row

AGREED_SHOWN = 3
DATES_SHOWN = 8
MOST_ENQUIRIES = 500

GRANTS = (
    Permission.DECISION_OPEN,
    Permission.ENQUIRY_OPEN,
    Permission.PLACEMENT_DATES,
    Permission.PLACEMENT_EDIT,
    Permission.PLACEMENT_END,
    Permission.PLACEMENT_HAND_OVER,
    Permission.PLACEMENT_LOOKS,
    Permission.PLACEMENT_PROTECT,
    Permission.PLACEMENT_REPRESENT,
    Permission.PLACEMENT_SHARE,
)


@dataclass(frozen=True)
class Agreement:
    """Something that was agreed: the conclusion of an enquiry."""

    title: str
    text: str
    on: str
    enquiry_id: UUID


@dataclass(frozen=True)
class NextDate:
    """A date to come. `remove_url` is empty where the viewer may not take it off, or it follows from something else;
    `version` is what is taken off."""

    on: date
    when: str
    what: str
    enquiry_id: UUID | None = None
    remove_url: str = ""
    version: int = 0
    url: str = ""


@dataclass(frozen=True)
class Waiting:
    """An open enquiry, and who has been told that it is late."""

    row: EnquiryRow
    raised: str


@dataclass(frozen=True)
class Action:
    """Something the viewer can do about the placement itself."""

    label: str
    url: str


@dataclass(frozen=True)
class PlacementPage:
    """What the page shows."""

    public_id: UUID
    child: ShownPerson
    home: ShownPlace
    home_url: str
    facts: list[str]
    is_family: bool
    is_own_record: bool
    can_share: bool
    ended_on: str
    knows_protected: bool
    place_protected: bool
    waiting: list[Waiting]
    decisions: list[CaseBrief]
    members: list[Member]
    contacts: list[Contact]
    representative: Representative | None
    nobody_named: bool
    ask_for_one_url: str
    dates: list[NextDate]
    may_write_dates: bool
    agreed: list[Agreement]
    agreed_total: int
    timeline: TimelinePage
    write_url: str
    write_label: str
    print_url: str
    share_url: str
    may_see_looks: bool
    actions: list[Action]


def page_rows(viewer: Viewer) -> QuerySet[Placement]:
    """What the door is handed: the placement joined with all that is one row of it."""
    approval = Approval.objects.filter(current(viewer.today), family=OuterRef("family_id")).order_by("-starts")
    rows = with_mask(Placement.objects.all(), viewer)
    return rows.annotate(
        approved_until=Subquery(approval.values("ends")[:1]),
        decisions_aside=decisions_column(viewer),
        entries_aside=entries_column(viewer.today, DATES_SHOWN),
        **agreement_columns(viewer),
        **past_columns(viewer),
        **representative_columns(viewer.today),
    )


def placement_page(placement: Any, viewer: Viewer, *, page: int = 1, whole: bool = False) -> PlacementPage:
    """The page of a placement that came through the door with `page_rows` and `GRANTS`. Six more queries.

    `whole` gives all that happened and all that was agreed, for the printed page.
    """
    enquiries = _enquiries(placement, viewer)
    assignments = _assignments(placement, viewer.today)
    members = members_of(placement.family_id, viewer.today)
    home, own = home_of(placement), placement.shared_at is None
    now = [row for row in assignments if _covers(row, viewer.today)]
    waiting = [quick_row(row, viewer) for row in enquiries if row.status != Status.CLOSED]
    agreed = agreements(enquiries)
    representative = representative_of(placement)
    has_consultant = any(row.task == Task.CONSULTANT for row in now)
    ended = placement.ends is not None and placement.ends < viewer.today
    may = _grants_of(placement)
    happened = timeline(
        placement,
        enquiries,
        assignments,
        viewer,
        masks_family=home.is_masked,
        page=page,
        whole=whole,
        beside=[
            *decision_entries(placement, viewer),
            *agreement_entries(placement, masks_family=home.is_masked, with_contracts=not whole),
            *past_entries(placement, child_of(placement, viewer.today), viewer, masks_family=home.is_masked),
        ],
    )
    return PlacementPage(
        public_id=placement.public_id,
        child=child_of(placement, viewer.today),
        home=home,
        home_url=maybe("families:family", placement.family.public_id) if not home.is_masked else "",
        facts=_facts(placement, viewer),
        is_family=viewer.is_family,
        is_own_record=own,
        can_share=own and may["share"] and placement.municipality.joined_on is not None,
        ended_on=date_text(placement.ends) if ended else "",
        knows_protected=placement.name_protected and placement.may_child_name,
        place_protected=placement.place_protected and placement.may_child_name,
        decisions=all_decisions(placement, viewer),
        waiting=[Waiting(row, happened.raised.get(row.public_id, "")) for row in waiting],
        members=[] if home.is_masked else members,
        contacts=[contact_of(row, viewer.today) for row in now],
        representative=representative,
        nobody_named=not own and not ended and not has_consultant and representative is None,
        ask_for_one_url=ask_for_representative(placement.public_id) if may["open"] else "",
        dates=_dates(placement, waiting, viewer, may["dates"]),
        may_write_dates=may["dates"],
        agreed=agreed if whole else agreed[:AGREED_SHOWN],
        agreed_total=len(agreed),
        timeline=happened,
        write_url=maybe("enquiries:new", placement.public_id) if may["open"] else "",
        write_label=_write_label(viewer, own),
        print_url=maybe("web:print", placement.public_id),
        share_url=maybe("flows:share", placement.public_id) if may["share"] else "",
        may_see_looks=may["looks"],
        actions=_actions(placement, may, ended=ended),
    )


def agreements(enquiries: list[Enquiry]) -> list[Agreement]:
    """The conclusions among `enquiries`, newest first."""
    concluded = [row for row in enquiries if row.conclusion and row.closed_at]
    concluded.sort(key=lambda row: (row.closed_at, row.pk), reverse=True)
    return [Agreement(row.title, row.conclusion, _day(row), row.public_id) for row in concluded]


def agreed_page(placement: Placement, viewer: Viewer) -> list[Agreement]:
    """Everything that was agreed on the placement, newest first."""
    rows = _visible(Enquiry.objects.filter(placement_id=placement.pk).exclude(conclusion=""), viewer)
    return agreements(list(rows.order_by("-closed_at", "-pk")))


def _enquiries(placement: Placement, viewer: Viewer) -> list[Enquiry]:
    rows = for_rows(_visible(Enquiry.objects.filter(placement_id=placement.pk), viewer), viewer)
    # The open ones first, so that none of them is ever cut off.
    return list(most_urgent_first(rows)[:MOST_ENQUIRIES])


def _visible(rows: QuerySet[Enquiry], viewer: Viewer) -> QuerySet[Enquiry]:
    return rows if viewer.is_family else rows.filter(shared=True)


def _assignments(placement: Placement, today: date) -> list[Any]:
    notes = HandoverNote.objects.filter(
        placement=OuterRef("placement_id"), task=OuterRef("task"), effective_on=OuterRef("starts")
    ).order_by("-pk")
    rows = Assignment.objects.filter(placement_id=placement.pk).select_related("employment")
    rows = with_deputy(rows, today).annotate(note_id=Subquery(notes.values("public_id")[:1]))
    # "consultant" before "adviser": first the one who looks after the family.
    return list(rows.order_by("-task", "starts", "pk"))


def _covers(row: Any, today: date) -> bool:
    return bool(row.starts <= today and (row.ends is None or row.ends >= today))


def _grants_of(placement: Any) -> dict[str, bool]:
    return {
        "open": placement.may_enquiry_open,
        "decide": placement.may_decision_open,
        "dates": placement.may_placement_dates,
        "edit": placement.may_placement_edit,
        "end": placement.may_placement_end,
        "hand_over": placement.may_placement_hand_over,
        "looks": placement.may_placement_looks,
        "protect": placement.may_placement_protect,
        "represent": placement.may_placement_represent,
        "share": placement.may_placement_share,
    }


def _facts(placement: Any, viewer: Viewer) -> list[str]:
    where = "Hos jer" if viewer.is_family else f"Hos {home_of(placement).name}"
    until = ""
    if placement.ends is not None:
        until = f" til {date_text(placement.ends)}"
    link = "fra" if placement.ends or placement.starts > viewer.today else "siden"
    facts = [f"{where} {link} {date_text(placement.starts)}{until}", str(placement.municipality)]
    if placement.plan_dated:
        facts.append(f"barnets plan fra {date_text(placement.plan_dated)}")
    return facts


def _dates(placement: Any, waiting: list[EnquiryRow], viewer: Viewer, may_remove: bool) -> list[NextDate]:
    found = [
        NextDate(
            row.on,
            row.when,
            row.what,
            remove_url=maybe("agenda:date_off", placement.public_id, row.public_id) if may_remove and row.is_own else "",
            version=row.version,
            url=row.url,
        )
        for row in next_entries(placement, child_of(placement, viewer.today), viewer)
    ]
    found += [
        NextDate(
            row.face.due,
            moment_text(row.face.due, None, viewer.today, with_weekday=True),
            f"Aftalt svar på {row.title}",
            row.public_id,
        )
        for row in waiting
        if row.face and row.face.state == "running" and row.face.due and row.turn == Side.MUNICIPALITY
    ]
    if placement.approved_until and placement.approved_until >= viewer.today and not home_of(placement).is_masked:
        until = placement.approved_until
        found.append(
            NextDate(
                until, moment_text(until, None, viewer.today, with_weekday=True), "Godkendelsen som plejefamilie udløber"
            )
        )
    return sorted(found, key=lambda row: row.on)


def _write_label(viewer: Viewer, own: bool) -> str:
    if not viewer.is_family:
        return "Skriv til familien"
    return "Notér en henvendelse" if own else "Skriv til kommunen"


def _actions(placement: Placement, may: dict[str, bool], *, ended: bool) -> list[Action]:
    wanted = [
        ("decide", "Åbn en afgørelsessag", "decisions:new"),
        ("hand_over", "Lad en anden overtage", "flows:hand_over"),
        ("represent", "Udpeg en, der varetager familiens interesser", "placements:represent"),
        ("edit", "Ret oplysninger", "placements:edit"),
        ("edit", "Forældre og forældremyndighed", "placements:parents"),
        ("protect", "Beskyttelse af barnet", "placements:protect"),
        # The same fact gives both: the adviser decides about the child.
        ("protect", "Se CPR-nummeret", "placements:cpr"),
        ("end", "Afslut anbringelsen", "flows:end"),
    ]
    found = [Action(label, maybe(name, placement.public_id)) for key, label, name in wanted if may[key]]
    return [] if ended else [action for action in found if action.url]


def _day(enquiry: Enquiry) -> str:
    return date_text(clock.local(enquiry.closed_at).date()) if enquiry.closed_at else ""
