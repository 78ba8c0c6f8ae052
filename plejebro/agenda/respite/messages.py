"""What people are told by notice. Never a name, a day or a word of the case: a number, what to do, by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from plejebro.agenda.respite.models import CareArrangement, HolidayWish, RespiteStay
from plejebro.db.periods import current
from plejebro.kernel import clock
from plejebro.placements.enums import Task
from plejebro.placements.models import Assignment, Placement
from plejebro.placements.telling import AGREED_BY, Login, News, family_of, leaders_of, tell, those_with_task

Thing = RespiteStay | HolidayWish | CareArrangement
_PAGES = {
    RespiteStay: "agenda:respite_stay",
    HolidayWish: "agenda:holiday",
    CareArrangement: "agenda:care",
}


@dataclass(frozen=True)
class Event:
    """What happened: its kind ("respite.offered"), the headline, and what makes it one notice however often it is tried."""

    kind: str
    headline: str
    key: str
    by: date | None = None


def tell_family(thing: Thing, event: Event, *, except_user: int | None = None) -> int:
    """Tells the family's members who have a login; returns how many."""
    return tell(_news(thing, event), family_of(thing.placement), except_user=except_user)


def tell_municipality(thing: Thing, event: Event, *, except_user: int | None = None) -> int:
    """Tells the family's consultant and whoever stands in; the child's adviser where the family has none."""
    return tell(_news(thing, event), _those_who_answer(thing.placement), except_user=except_user)


def tell_leaders(thing: Thing, event: Event) -> int:
    """Tells the leaders of the placement's unit."""
    return tell(_news(thing, event), leaders_of(thing.placement))


def _those_who_answer(placement: Placement) -> list[Login]:
    has_consultant = Assignment.objects.filter(current(clock.today()), placement=placement, task=Task.CONSULTANT).exists()
    return those_with_task(placement, Task.CONSULTANT if has_consultant else Task.ADVISER)


def _news(thing: Thing, event: Event) -> News:
    path = reverse(_PAGES[type(thing)], args=[thing.public_id])
    return News(event.kind, event.headline, f"{thing.pk}:{event.key}", thing.case_number, path, event.by, AGREED_BY)
