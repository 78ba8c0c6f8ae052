"""What has happened in the calendar of a placement, for its timeline: brought along in the page's own query, and masked for
the side that reads. No word somebody typed about the child, and nothing of what a plan says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, OuterRef, Q

from plejebro.access.doors import scope
from plejebro.access.mask import ShownPerson
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.agenda.contact.models import ContactPlan
from plejebro.agenda.contact.showing import BY_BOTH, DECIDED
from plejebro.agenda.enums import NO_LONGER_AGREED, CancelledBy, EntryState, Hidden, Kind
from plejebro.agenda.models import Entry as Booked
from plejebro.agenda.respite.common import span_text
from plejebro.agenda.respite.enums import Step
from plejebro.agenda.respite.models import RespiteStay, RespiteStep
from plejebro.agenda.rhythm.enums import MarkKind
from plejebro.agenda.rhythm.models import Mark
from plejebro.agenda.shown import shown_entry
from plejebro.kernel.clock import COPENHAGEN
from plejebro.kernel.danish import date_text, day_month, time_text
from plejebro.versions.enums import AGREED, Side
from plejebro.versions.models import Version
from plejebro.web.links import maybe
from plejebro.web.queries.aside import RowsAside, rows_aside
from plejebro.web.queries.timeline import Entry, Where

# The newest of each kind; the calendar itself has all of them.
MOST: Final = 60
_VISIT: Final = ("public_id", "state", "starts", "ends", "label", "hidden_from", "cancelled_by")
_MARKS: Final = {
    MarkKind.FOLLOW_UP.value: "Opfølgningen er holdt.",
    MarkKind.SUPERVISION.value: "Tilsynsbesøget er holdt.",
    MarkKind.INSPECTION.value: "Socialtilsynet har været på besøg.",
}


def past_columns(viewer: Viewer) -> dict[str, RowsAside]:
    """Columns with what has happened to visits, contact plans, respite stays and what the law asks on each placement: what
    the viewer may read of it."""
    settled = Q(state=EntryState.HELD) | Q(state=EntryState.CANCELLED) & ~Q(reason__in=NO_LONGER_AGREED)
    visits = scope(viewer, Booked, Permission.ENTRY_READ).filter(settled | Q(makes_up__isnull=False), kind=Kind.VISIT)
    plans = scope(viewer, ContactPlan, Permission.CONTACT_READ).filter(placement=OuterRef(OuterRef("pk")))
    versions = Version.objects.filter(document__contact_plan__in=plans).annotate(sides=Count("acceptances"))
    stays = scope(viewer, RespiteStay, Permission.RESPITE_READ).filter(placement=OuterRef(OuterRef("pk")))
    steps = RespiteStep.objects.filter(stay__in=stays)
    marks = Mark.objects.filter(placement=OuterRef("pk"), kind__in=list(_MARKS), replaced_by__isnull=True, withdrawn=False)
    of_visits = {**{name: name for name in _VISIT}, "at": "changed_at", "made": "created_at", "makes_up": "makes_up_id"}
    of_versions = {
        "number": "number",
        "side": "side",
        "author": "author_name",
        "at": "created_at",
        "state": "standing__state",
        "settled": "standing__settled_at",
        "sides": "sides",
        "plan": "document__contact_plan__public_id",
    }
    of_steps = {name: name for name in ("step", "side", "author_name", "at", "starts", "ends")}
    return {
        "visits_past": RowsAside(_newest(visits.filter(placement=OuterRef("pk")), "-changed_at"), **of_visits),
        "plans_past": RowsAside(_newest(versions, "-pk"), **of_versions),
        "stays_past": RowsAside(_newest(steps, "-at"), **of_steps, stay="stay__public_id"),
        "marks_past": RowsAside(_newest(marks, "-on"), kind="kind", on="on"),
    }


def past_entries(placement: Any, child: ShownPerson, viewer: Viewer, *, masks_family: bool) -> list[Entry]:
    """What `past_columns` brought along, as the timeline tells it."""
    found = [one for row in rows_aside(placement.visits_past) for one in _of_visit(row, placement, child, viewer)]
    found += [one for row in rows_aside(placement.plans_past) for one in _of_version(row, masks_family)]
    found += [_of_step(row, masks_family) for row in rows_aside(placement.stays_past)]
    rhythm = maybe("agenda:rhythm", placement.public_id)
    return found + [_of_mark(row, rhythm) for row in rows_aside(placement.marks_past)]


def _newest(rows: Any, order: str) -> Any:
    return rows.order_by(order, "-pk")[:MOST]


def _of_visit(row: dict[str, Any], placement: Any, child: ShownPerson, viewer: Viewer) -> Iterator[Entry]:
    booked: Any = Booked(
        public_id=UUID(str(row["public_id"])),
        placement=placement,
        kind=Kind.VISIT,
        state=row["state"],
        starts=date.fromisoformat(row["starts"]),
        ends=date.fromisoformat(row["ends"]),
        label=row["label"],
        hidden_from=row["hidden_from"],
    )
    booked.place_protected, booked.knows_name = placement.place_protected, placement.may_child_name
    shown = shown_entry(booked, viewer, child.short_name)
    about = f"{shown.label} {day_month(shown.starts)}"
    url = maybe("agenda:visit", shown.public_id)
    if row["makes_up"]:
        yield _line(_moment(row["made"]), "both", "Der er fundet en ny dag:", about, url)
    if row["state"] == EntryState.HELD:
        yield _line(_moment(row["at"]), "both", "Holdt:", about, url)
    if row["state"] == EntryState.CANCELLED:
        by = CancelledBy(row["cancelled_by"]).label.lower() if row["cancelled_by"] else ""
        yield _line(_moment(row["at"]), "both", "Aflyst:", about, url, note=f"Aflyst af {by}" if by else "")


def _of_version(row: dict[str, Any], masks_family: bool) -> Iterator[Entry]:
    about = f"en samværsplan, version {row['number']}"
    url = maybe("agenda:contact_version", UUID(str(row["plan"])), row["number"])
    who = _who(row["side"], row["author"], masks_family)
    yield _line(_moment(row["at"]), _where(row["side"]), "foreslog", about, url, who=who)
    if row["state"] in AGREED and row["settled"]:
        what, at = about.removeprefix("en ").capitalize(), _moment(row["settled"])
        if row["sides"] == len(Side):
            yield _line(at, "both", "", what, url, who=BY_BOTH, tone="agreed")
        else:
            yield _line(at, "municipality", f"{DECIDED}:", what, url)


def _of_step(row: dict[str, Any], masks_family: bool) -> Entry:
    step = Step(row["step"])
    days = span_text(date.fromisoformat(row["starts"]), date.fromisoformat(row["ends"]))
    about, url = f"Støtteophold {days}", maybe("agenda:respite_stay", UUID(str(row["stay"])))
    if step == Step.CONFIRMED:
        return _line(_moment(row["at"]), "both", "", about, url, who="Aftalt", tone="agreed")
    who = _who(row["side"], row["author_name"], masks_family) or "Plejebro"
    return _line(_moment(row["at"]), _where(row["side"]), f"{step.label}:", about, url, who=who)


def _of_mark(row: dict[str, Any], url: str) -> Entry:
    on = date.fromisoformat(row["on"])
    at = datetime.combine(on, time(0), COPENHAGEN)
    return Entry(at, "both", "", "", _MARKS[row["kind"]], "", url, date_text(on), "", link_label="Se lovens frister")


def _line(
    at: datetime, side: Where, did: str, about: str, url: str, *, who: str = "", note: str = "", tone: str = ""
) -> Entry:
    return Entry(at, side, who, "", did, about, url, note, time_text(at), tone)


def _who(side: str, name: str, masks_family: bool) -> str:
    return "Familien" if side == Hidden.FAMILY and masks_family else name


def _where(side: str) -> Where:
    return "family" if side == Side.FAMILY else "municipality" if side == Side.MUNICIPALITY else "both"


def _moment(text: str) -> datetime:
    """A moment as the database wrote it into JSON: in UTC, with or without saying so."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
