"""The calendar pages. Each opens its door, builds the page, and puts on record what it shows in one row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from plejebro.access import registry
from plejebro.access.doors import open_thing, reach, require, scope, shown_subjects, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.agenda.calendar import sources
from plejebro.agenda.calendar.entry_page import entry_page, page_rows
from plejebro.agenda.calendar.pages import CalendarPage, Chosen, calendar_page
from plejebro.agenda.calendar.school import Places
from plejebro.audit.types import Subject
from plejebro.db.periods import not_over
from plejebro.families.models import Family
from plejebro.families.pages import is_masked
from plejebro.municipalities.enums import Role
from plejebro.placements.models import Placement
from plejebro.placements.queries import child_of, with_mask

_LEADERS = (Role.TEAM_LEADER, Role.HEAD)
_MINE = (("Min kalender", "agenda:calendar"), ("Enhedens kalender", "agenda:unit_calendar"))


@dataclass(frozen=True)
class Around:
    """What stands around the days: whose calendar it is, the way back to it, and the other calendars of the viewer."""

    title: str
    here: str
    lead: str = ""
    trail: tuple[tuple[str, str], ...] = ()
    others: tuple[tuple[str, str, bool], ...] = ()
    subscribe: str = ""
    write: tuple[tuple[str, str], ...] = ()


@page(Permission.CALENDAR_OWN)
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The viewer's own calendar: a family's over all its children, an employee's over meetings and tasks."""
    viewer = require(request, Permission.CALENDAR_OWN)
    chosen = Chosen.of(request.GET, viewer.today)
    found = calendar_page(sources.own(viewer), viewer, chosen, municipalities=_municipalities(viewer), with_child=True)
    title = "Jeres kalender" if viewer.is_family else "Min kalender"
    theirs = scope(viewer, Placement, Permission.PLACEMENT_DATES).order_by("sort_key", "pk")
    around = Around(
        title,
        "Kalender",
        _LEADS[viewer.is_family],
        others=_others(viewer, 0),
        subscribe=reverse("agenda:subscribe"),
        write=_write(with_mask(theirs, viewer), viewer) if viewer.is_family else (),
    )
    return _shown(request, Permission.CALENDAR_OWN, found, around)


@page(Permission.CALENDAR_UNIT)
@require_safe
def of_unit(request: HttpRequest) -> HttpResponse:
    """The unit's calendar, or the department's; narrowed to one unit or one employee."""
    viewer = require(request, Permission.CALENDAR_UNIT)
    chosen = Chosen.of(request.GET, viewer.today, ("enhed", "medarbejder"))
    rest = dict(chosen.rest)
    entries = sources.of_unit(viewer, unit=rest.get("enhed", ""), employee=rest.get("medarbejder", ""))
    found = calendar_page(entries, viewer, chosen, municipalities=_municipalities(viewer), with_child=True)
    around = Around("Enhedens kalender", "Kalender", others=_others(viewer, 1))
    more = {"colleagues": sources.colleagues(viewer), "rest": rest}
    return _shown(request, Permission.CALENDAR_UNIT, found, around, more=more)


@page(Permission.AGENDA_READ)
@require_safe
def of_placement(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """One child's calendar, as both sides see it."""
    viewer = viewer_of(request)
    rows = with_mask(Placement.objects.all(), viewer)
    placement: Any = reach(viewer, rows, placement_id, Permission.AGENDA_READ, [Permission.PLACEMENT_DATES])
    child = child_of(placement, viewer.today).short_name
    found = calendar_page(
        sources.of_placement(placement),
        viewer,
        Chosen.of(request.GET, viewer.today),
        municipalities=[placement.municipality_id],
        with_child=False,
    )
    trail = ((child, reverse("web:placement", args=[placement.public_id])),)
    write = _write([placement], viewer) if placement.may_placement_dates else ()
    around = Around(f"Kalender for {child}", "Kalender", "Begge sider ser den samme kalender.", trail, write=write)
    return _shown(request, Permission.AGENDA_READ, found, around, also=registry.subjects_of(placement))


@page(Permission.FAMILY_READ)
@require_safe
def of_family(request: HttpRequest, family_id: UUID) -> HttpResponse:
    """A family's calendar over its placements; a municipality sees its own children there and no others."""
    viewer = viewer_of(request)
    family = reach(viewer, Family, family_id, Permission.FAMILY_READ)
    found = calendar_page(
        sources.of_family(family, viewer),
        viewer,
        Chosen.of(request.GET, viewer.today),
        municipalities=_municipalities(viewer),
        with_child=True,
    )
    name = "Plejefamilie" if is_masked(family, viewer) else family.name
    trail = ((name, reverse("families:family", args=[family.public_id])),)
    lead = "" if viewer.is_family else "Kun jeres egen kommunes aftaler står her."
    around = Around("Familiens kalender", "Kalender", lead, trail)
    # Not as a look at the family's own page, which is everybody's: the other children have no part in this one.
    return _shown(request, Permission.AGENDA_READ, found, around, also=registry.subjects_of(family))


@page(Permission.ENTRY_READ)
@require_safe
def entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One entry, whatever it is, and the way to the page where something is done about it."""
    viewer = viewer_of(request)
    row = open_thing(request, page_rows(viewer), entry_id, Permission.ENTRY_READ)
    return render(request, "agenda/calendar/entry.html", {"page": entry_page(row, viewer)})


_LEADS = {
    True: "Alle aftaler om de børn, I har hos jer.",
    False: "Dine møder og aftalerne om de børn, du har opgaver for.",
}


def _others(viewer: Viewer, here: int) -> tuple[tuple[str, str, bool], ...]:
    if viewer.role not in _LEADERS:
        return ()
    return tuple((label, reverse(name), number == here) for number, (label, name) in enumerate(_MINE))


def _write(placements: Iterable[Any], viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Where a date is written in the calendar of each of `placements`, which came through `with_mask`: the child's name, and
    the address."""
    found = (
        (child_of(row, viewer.today).short_name, reverse("agenda:date_new", args=[row.public_id])) for row in placements
    )
    return tuple(found)


def _municipalities(viewer: Viewer) -> Places:
    if viewer.is_family:
        live = Placement.objects.filter(not_over(viewer.today), family_id=viewer.family_id or 0)
        return live.order_by().values("municipality_id")
    return [viewer.tenant_id]


def _shown(
    request: HttpRequest,
    permission: Permission,
    found: CalendarPage,
    around: Around,
    *,
    also: Iterable[Subject] = (),
    more: dict[str, object] | None = None,
) -> HttpResponse:
    subjects = [*also, *(subject for row in found.shown for subject in registry.subjects_of(row))]
    shown_subjects(request, permission, subjects)
    return render(request, "agenda/calendar/calendar.html", {"page": found, "around": around, **(more or {})})
