"""What waits across placements: stays, wishes for holiday and care, filtered, searched and by the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from plejebro.access.doors import scope
from plejebro.access.mask import ShownPerson
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.agenda.respite import plan_pages
from plejebro.agenda.respite.enums import UNSETTLED, CareState, Status, WishState
from plejebro.agenda.respite.models import CareArrangement, HolidayWish, RespiteStay
from plejebro.agenda.respite.pages import row_of, rows_of
from plejebro.audit.types import Subject
from plejebro.kernel.ids import parse_case_number
from plejebro.placements.models import Placement
from plejebro.placements.queries import by_name

KINDS = {"ophold": "Støtteophold", "ferie": "Ferie", "pasning": "Pasning"}
SHOWN = {"vores": "", "alle": "Alle i gang", "afsluttede": "Afsluttede"}


@dataclass(frozen=True)
class Line:
    """One thing in the list; `subjects` is what showing it is a look at."""

    url: str
    when: str
    child: ShownPerson
    what: str
    status: str
    tone: str
    icon: str
    case_number: str
    subjects: tuple[Subject, ...]


@dataclass(frozen=True)
class _Kind:
    model: type[Model]
    read: Permission
    ours: Q
    theirs: Q
    open: Q
    order: tuple[str, ...]


_KINDS = {
    "ophold": _Kind(
        RespiteStay,
        Permission.RESPITE_READ,
        Q(status=Status.WAITING_MUNICIPALITY),
        Q(status=Status.WAITING_FAMILY),
        Q(status__in=(*UNSETTLED, Status.CONFIRMED)),
        ("waiting_since", "pk"),
    ),
    "ferie": _Kind(
        HolidayWish,
        Permission.HOLIDAY_READ,
        Q(state=WishState.ASKED),
        Q(pk__in=[]),
        Q(state__in=(WishState.ASKED, WishState.AGREED)),
        ("starts", "pk"),
    ),
    "pasning": _Kind(
        CareArrangement,
        Permission.CARE_READ,
        Q(state=CareState.ASKED),
        Q(pk__in=[]),
        Q(state__in=(CareState.ASKED, CareState.AGREED)),
        ("on", "begins", "pk"),
    ),
}


def found(viewer: Viewer, *, kind: str, show: str, words: str) -> QuerySet[Any]:
    """The things of a kind the viewer may read: those that wait for the viewer's side ("vores"), all open ones, or those
    done; by the child's or the family's name as far as the viewer knows it, or by case number."""
    what = _KINDS[kind if kind in _KINDS else "ophold"]
    rows: Any = rows_of(scope(viewer, what.model, what.read), viewer)
    if show == "afsluttede":
        rows = rows.exclude(what.open)
    elif show == "alle":
        rows = rows.filter(what.open)
    else:
        rows = rows.filter(what.theirs if viewer.is_family else what.ours)
    if words.strip():
        number = parse_case_number(words)
        named = Q(placement__in=by_name(scope(viewer, Placement, Permission.PLACEMENT_READ), viewer, words))
        rows = rows.filter(named | Q(case_number=number) if number else named)
    along = {RespiteStay: "clock", HolidayWish: "stay"}.get(what.model)
    rows = rows.select_related(along) if along else rows
    order = what.order if show != "afsluttede" else (f"-{what.order[0]}", "-pk")
    ordered: QuerySet[Any] = rows.order_by(*order)
    return ordered


def lines(kind: str, things: Iterable[Any], viewer: Viewer) -> list[Line]:
    """The lines of things that came from `found`."""
    make = _LINES.get(kind, _of_stay)
    return [make(thing, viewer) for thing in things]


def _of_stay(stay: Any, viewer: Viewer) -> Line:
    row = row_of(stay, viewer)
    return Line(row.url, row.when, row.child, row.line, row.status, row.tone, row.icon, row.case_number, row.subjects)


def _of_wish(wish: Any, viewer: Viewer) -> Line:
    row = plan_pages.wish_row(wish, viewer)
    what = f"{row.what} · støtteophold: {row.relief.lower()}" if row.relief else row.what
    return Line(row.url, row.when, row.child, what, row.status, row.tone, row.icon, row.case_number, row.subjects)


def _of_care(care: Any, viewer: Viewer) -> Line:
    row = plan_pages.care_row(care, viewer)
    return Line(
        row.url,
        row.when,
        row.child,
        f"{row.payer} betaler" if care.payer != "contract" else row.payer,
        row.status,
        row.tone,
        row.icon,
        row.case_number,
        row.subjects,
    )


_LINES: dict[str, Callable[[Any, Viewer], Line]] = {"ophold": _of_stay, "ferie": _of_wish, "pasning": _of_care}
