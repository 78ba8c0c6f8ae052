"""What people are told of meetings. Never a name, a topic, a place or a word of the agenda: a number and a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from plejebro.agenda.meetings.models import Meeting
from plejebro.agenda.models import Participant
from plejebro.db.periods import current
from plejebro.kernel import clock
from plejebro.municipalities.models import Employment
from plejebro.placements.enums import Task
from plejebro.placements.models import Assignment
from plejebro.placements.telling import Login, News, family_of, logins, tell, those_with_task, with_deputies
from plejebro.versions.enums import Side

MEETING_ON = "Mødet er"
OBJECT_BY = "Indvendinger kan skrives til og med"


@dataclass(frozen=True)
class Event:
    """What happened: its kind ("meeting.moved"), the headline, and what makes it one notice however often it is tried."""

    kind: str
    headline: str
    key: str
    by: date | None = None
    by_words: str = MEETING_ON


def tell_everybody(meeting: Meeting, event: Event, *, except_user: int | None = None) -> int:
    """Tells both sides; returns how many."""
    people = dict.fromkeys([*_family(meeting), *_municipality(meeting)])
    return tell(_news(meeting, event), people, except_user=except_user)


def tell_side(meeting: Meeting, side: str, event: Event, *, except_user: int | None = None) -> int:
    """Tells everybody of the side who takes part."""
    people = _family(meeting) if side == Side.FAMILY else _municipality(meeting)
    return tell(_news(meeting, event), people, except_user=except_user)


def tell_inviter(meeting: Meeting, event: Event, *, except_user: int | None = None) -> int:
    """Tells the one who invited; whoever is there of the same side, where that one is there no more."""
    people = _family(meeting) if meeting.side == Side.FAMILY else _staff_who_know(meeting)
    inviter = [login for login in people if login[0] == meeting.invited_by_id]
    others = _family(meeting) if meeting.side == Side.FAMILY else _municipality(meeting)
    return tell(_news(meeting, event), inviter or others, except_user=except_user)


def _family(meeting: Meeting) -> list[Login]:
    return family_of(meeting.placement)


def _municipality(meeting: Meeting) -> list[Login]:
    """The employees who take part; the child's adviser where nobody does. Nobody while it is the family's own record."""
    if meeting.placement.shared_at is None:
        return []
    return logins(_taking_part(meeting)) or those_with_task(meeting.placement, Task.ADVISER)


def _taking_part(meeting: Meeting) -> list[Employment]:
    rows = Participant.objects.filter(entry_id=meeting.entry_id, employment__isnull=False).values("employment_id")
    here = Employment.objects.filter(current(clock.today()), municipality_id=meeting.placement.municipality_id, pk__in=rows)
    return list(here.order_by("pk"))


def _staff_who_know(meeting: Meeting) -> list[Login]:
    """Everybody at the municipality who has to do with the placement or the meeting today, deputies with them."""
    today = clock.today()
    assigned = Assignment.objects.filter(current(today), placement_id=meeting.placement_id).values("employment_id")
    people = with_deputies(Q(pk__in=assigned), Q(employment_id__in=assigned))
    return logins({row.pk: row for row in [*people, *_taking_part(meeting)]}.values())


def _news(meeting: Meeting, event: Event) -> News:
    path = reverse("agenda:meeting", args=[meeting.public_id])
    key = f"{meeting.pk}:{event.key}"
    return News(event.kind, event.headline, key, meeting.case_number, path, event.by, event.by_words)
