"""Who has looked at the child's and the family's record, in plain words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from plejebro.access.viewer import Viewer
from plejebro.accounts.models import User
from plejebro.audit.enums import EventKind
from plejebro.audit.models import Event, EventSubject
from plejebro.families.links import record_ids
from plejebro.kernel import clock
from plejebro.kernel.danish import long_date, time_text
from plejebro.municipalities.models import Municipality
from plejebro.placements.models import Placement

PAGE_SIZE = 30

_BY_ROUTE = {
    "web:home": "oversigten, hvor barnet står på listen",
    "web:placement": "barnets side",
    "web:agreed": "det, der er aftalt",
    "web:handover": "en overlevering",
    "web:placements": "listen over anbringelser",
    "web:search": "et søgeresultat, hvor barnet eller familien stod",
    "web:looks": "denne side",
    "enquiries:list": "listen over henvendelser",
    "enquiries:thread": "en henvendelse",
    "enquiries:file": "en fil i en henvendelse",
    "enquiries:pdf": "en henvendelse som PDF",
    "agreements:expense_file": "en fil i en ansøgning om udlæg",
    "agenda:meeting_pdf": "et møde som PDF",
    "agenda:meeting_file": "en fil til et møde",
    "agenda:feed": "tidspunkterne, hentet til egen kalender",
}
_BY_ACTION = {
    "placement": "barnets side",
    "family": "familiens side",
    "enquiry": "en henvendelse",
    "expense": "en ansøgning om udlæg",
    "respite": "et ønske om støtteophold (aflastning)",
    "holiday": "et ferieønske",
    "rhythm": "lovens rytme: hvad loven beder om, og hvornår det er gjort",
    "care": "en aftale om pasning",
    "meeting": "et møde: indkaldelse, dagsorden og referat",
    "agenda": "barnets kalender",
    "calendar": "en kalender, hvor barnets aftaler står",
    "contact": "en samværsplan",
    "entry": "en aftale i kalenderen",
    "cpr": "CPR-nummeret",
    "search": "et søgeresultat, hvor barnet eller familien stod",
    "caseload": "oversigten, hvor barnet står på listen",
    "workload": "oversigten over dem, der venter",
}


@dataclass(frozen=True)
class LookRow:
    """One look: who as what, what was opened, and when."""

    who: str
    role: str
    what: str
    day: date
    day_text: str
    time: str
    is_own: bool


@dataclass(frozen=True)
class LooksPage:
    """A page of looks; `page` pages."""

    rows: list[LookRow]
    page: Page[Event]


def looks_page(placement: Placement, viewer: Viewer, *, with_own: bool, number: int | str | None) -> LooksPage:
    """The looks at the placement, the child and the family's own page, newest first; four queries."""
    events = _events(placement)
    if not with_own:
        events = events.exclude(acting_kind="family")
    page = Paginator(events, PAGE_SIZE).get_page(number)
    found = list(page.object_list)
    names = _names({event.actor for event in found if event.actor})
    shown = _shown_codes({event.municipality_code for event in found})
    return LooksPage([_row(event, names, shown, viewer) for event in found], page)


def _events(placement: Placement) -> QuerySet[Event]:
    ids = [placement.public_id, placement.child.public_id]
    here = EventSubject.objects.filter(public_id__in=ids).values("event_id")
    family = EventSubject.objects.filter(public_id__in=record_ids(placement.family_id).order_by()).values("event_id")
    # A look at a sibling in the same family is a look at that child; only the family's own page is everybody's.
    concerned = Q(pk__in=here) | Q(pk__in=family, action__startswith="family.")
    return Event.objects.filter(concerned, kind=EventKind.READ).order_by("-at", "-pk")


def _names(ids: set[UUID]) -> dict[UUID, str]:
    return dict(User.objects.filter(public_id__in=ids).values_list("public_id", "full_name"))


def _shown_codes(codes: set[str]) -> set[str]:
    rows = Municipality.objects.filter(code__in=codes, shows_employee_names=True)
    return set(rows.values_list("code", flat=True))


def _row(event: Event, names: dict[UUID, str], shown: set[str], viewer: Viewer) -> LookRow:
    name = names.get(event.actor, "") if event.actor else ""
    is_family = event.acting_kind == "family"
    may_name = is_family or event.municipality_code in shown
    moment = clock.local(event.at)
    role = "jer selv" if is_family else event.acting_as
    return LookRow(
        who=name if name and may_name else "En medarbejder",
        role=role,
        what=_what(event),
        day=moment.date(),
        day_text=long_date(moment.date()),
        time=time_text(event.at),
        is_own=event.actor == viewer.user_uuid,
    )


def _what(event: Event) -> str:
    route = str(json.loads(event.payload).get("details", {}).get("route", ""))
    return _BY_ROUTE.get(route) or _BY_ACTION.get(event.action.partition(".")[0], "oplysninger om barnet")
