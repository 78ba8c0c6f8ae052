"""What the tests of meetings do again and again."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta
from typing import Any

from django.urls import reverse

from plejebro.access.doors import with_grants
from plejebro.agenda.meetings import actions, minutes
from plejebro.agenda.meetings.actions import Invitation, When
from plejebro.agenda.meetings.minutes import Written
from plejebro.agenda.meetings.models import Meeting, MeetingMinutes
from plejebro.agenda.meetings.pages import GRANTS, meeting_page, rows_of
from tests.cast import Cast, Someone


def url(name: str, meeting: Any, *more: Any) -> str:
    return reverse(f"agenda:{name}", args=[meeting.public_id, *more])


def fresh(meeting: Any) -> Meeting:
    """The meeting as it stands now."""
    return Meeting.objects.select_related("entry", "placement__child", "placement__family").get(pk=meeting.pk)


def story(cast: Cast, key: str) -> Meeting:
    return fresh(cast.thing(f"meeting:{key}"))


def called(
    cast: Cast,
    who: Someone,
    *,
    days: int = 10,
    points: tuple[str, ...] = ("Skolen",),
    staff: tuple[str, ...] = ("sara", "mette"),
    family: tuple[str, ...] = ("inger", "per"),
    placement: Any = None,
    at: time = time(14, 0),
    submission: uuid.UUID | None = None,
    **more: Any,
) -> Meeting:
    """`who` invites to a meeting about Noah."""
    to = Invitation(
        "Statusmøde",
        "Vi aftaler vinteren.",
        points,
        tuple(cast.job(key).pk for key in staff),
        tuple(cast.member(key).pk for key in family),
        **more,
    )
    when = When(cast.today + timedelta(days=days), at, 60, "Rådhuset")
    sign = submission or uuid.uuid4()
    made = actions.invite(actor=who.viewer(), placement=placement or cast.noah, to=to, when=when, submission=sign)
    return fresh(made)


def held(cast: Cast, who: Someone, *, days: int = 1) -> Meeting:
    """A meeting that is over by now."""
    meeting = called(cast, who, days=days)
    cast.later(days=days, hours=7)
    return fresh(meeting)


def written(who: Someone, meeting: Meeting, text: str = "Vi talte om skolen.", *, seen: int = 0) -> MeetingMinutes:
    """`who` sends the minutes."""
    return minutes.write_minutes(
        actor=who.viewer(), meeting=meeting, written=Written(text), seen=seen, submission=uuid.uuid4()
    )


def shown(meeting: Any, who: Someone) -> Any:
    """The page `who` sees."""
    viewer = who.viewer()
    row = with_grants(rows_of(Meeting.objects.all(), viewer), viewer, GRANTS).get(pk=meeting.pk)
    return meeting_page(row, viewer)


def filled(cast: Cast, **more: Any) -> dict[str, Any]:
    """An invitation as it is typed."""
    return {
        "title": "Statusmøde",
        "purpose": "Vi aftaler vinteren.",
        "on": f"{cast.today + timedelta(days=10):%d.%m.%Y}",
        "begins": "13.30",
        "minutes": "60",
        "place": "Rådhuset",
        "points": "1. Skolen\n- Samvær",
        "members": [str(cast.member("inger").pk)],
        "submission": str(uuid.uuid4()),
        **more,
    }


def day(text: str) -> date:
    return date.fromisoformat(text)
