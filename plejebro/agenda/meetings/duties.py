"""What happens when time runs: the one who invited is reminded of a missing agenda before the meeting, and of missing
minutes after it."""

from __future__ import annotations

import logging
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from plejebro.agenda.enums import EntryState
from plejebro.agenda.meetings import messages, rules
from plejebro.agenda.meetings.messages import Event
from plejebro.agenda.meetings.models import AgendaPoint, Meeting, MeetingMinutes
from plejebro.kernel import clock
from plejebro.kernel.workdays import add_working_days

log = logging.getLogger(__name__)


def run_duties(today: date | None = None) -> dict[str, int]:
    """Everything that is due today. Running it twice does it once: a notice has a key."""
    day = today or clock.today()
    done = {"agendas": 0, "minutes": 0}
    for meeting in without_agenda(day):
        done["agendas"] += _safely(meeting, _ask_for_agenda(meeting))
    for meeting in without_minutes(day):
        done["minutes"] += _safely(meeting, _ask_for_minutes(meeting))
    return done


def without_agenda(day: date) -> list[Meeting]:
    """Meetings that come soon and have nothing on the agenda."""
    points = AgendaPoint.objects.filter(meeting=OuterRef("pk"), removed_at__isnull=True)
    last = add_working_days(day, rules.AGENDA_WORKDAYS_BEFORE + 1)
    rows = _rows(Meeting.objects.filter(entry__starts__gt=day, entry__starts__lte=last, entry__state=EntryState.PLANNED))
    return [row for row in rows.filter(~Exists(points)) if rules.lacks_agenda(row.entry.starts, day)]


def without_minutes(day: date) -> list[Meeting]:
    """Meetings that have been some working days ago and have no minutes."""
    written = MeetingMinutes.objects.filter(meeting=OuterRef("pk"))
    first = add_working_days(day, -rules.FORGOTTEN_AFTER_WORKDAYS - 1)
    rows = _rows(Meeting.objects.filter(entry__starts__gte=first, entry__starts__lt=day))
    rows = rows.exclude(entry__state=EntryState.CANCELLED).filter(~Exists(written))
    return [row for row in rows if rules.lacks_minutes(row.entry.starts, day)]


def _rows(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return meetings.select_related("entry", "placement__child", "placement__family").order_by("pk")


def _ask_for_agenda(meeting: Meeting) -> Event:
    headline = "Et møde, du har indkaldt til, har ingen dagsorden endnu. Skriv, hvad I skal tale om."
    return Event("meeting.no_agenda", headline, f"agenda:{meeting.entry.starts}", meeting.entry.starts)


def _ask_for_minutes(meeting: Meeting) -> Event:
    headline = "Der er ikke skrevet referat af et møde, du har indkaldt til."
    return Event("meeting.no_minutes", headline, f"no_minutes:{meeting.entry.starts}", meeting.entry.starts, "Mødet var")


def _safely(meeting: Meeting, event: Event) -> int:
    try:
        with transaction.atomic():
            return messages.tell_inviter(meeting, event)
    except Exception:  # one meeting's trouble must not keep the others waiting
        log.exception("duty failed for %s", meeting)
        return 0
