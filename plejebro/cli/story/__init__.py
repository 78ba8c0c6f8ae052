"""The one story: three invented municipalities and their families. It is the demo, and the cast of the tests.

Everything in it is invented, and every date is counted from the day it is told, so that it is always alive.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from plejebro.accounts.models import User
from plejebro.cli.story.agenda_calendar import keep_calendars
from plejebro.cli.story.agenda_contact import plan_contact
from plejebro.cli.story.agenda_meetings import call_meetings
from plejebro.cli.story.agenda_respite import plan_stays
from plejebro.cli.story.agenda_rhythm import keep_the_rhythm
from plejebro.cli.story.agreements import agree
from plejebro.cli.story.decisions import decide
from plejebro.cli.story.expenses import apply_for_expenses
from plejebro.cli.story.homes import change_people, place_children, plan_dates, settle_families
from plejebro.cli.story.offices import change_employees, open_municipalities
from plejebro.cli.story.questions import ask_and_answer
from plejebro.cli.story.review import review_practice
from plejebro.cli.story.stage import Stage
from plejebro.cli.story.surveys import run_surveys
from plejebro.kernel import clock
from plejebro.municipalities.models import Municipality
from plejebro.notifications.models import OutboxMessage

PASSWORD = "plejebro-demo"


@dataclass(frozen=True)
class Told:
    """What the story left behind: users by key ("inger"), and things by key ("noah", "enquiry:respite", "job:sara")."""

    today: date
    users: dict[str, User]
    things: dict[str, object]


def is_told() -> bool:
    """Whether the story stands in this database."""
    return Municipality.objects.filter(code="901", is_invented=True).exists()


@transaction.atomic
def tell(today: date | None = None) -> Told:
    """Builds the whole story as of `today` and returns who and what is in it. Call it on a database without people."""
    stage = Stage(today or clock.today())
    # The families first: people are shown on the log-in page in the order they came.
    stage.at(stage.today - timedelta(days=1800), "7.30", lambda: settle_families(stage))
    stage.at(stage.today - timedelta(days=1800), "8.00", lambda: open_municipalities(stage))
    place_children(stage)
    change_employees(stage)
    change_people(stage)
    plan_dates(stage)
    ask_and_answer(stage)
    agree(stage)
    decide(stage)
    apply_for_expenses(stage)
    plan_contact(stage)
    plan_stays(stage)
    call_meetings(stage)
    keep_the_rhythm(stage)
    keep_calendars(stage)
    review_practice(stage)
    run_surveys(stage)
    stage.watch_duties(45)
    stage.play()
    # One hash for all: hashing is slow on purpose, and everybody's password is printed in the README.
    User.objects.filter(is_demo=True).update(password=make_password(PASSWORD))
    OutboxMessage.objects.filter(created_at__lt=clock.now() - timedelta(days=5)).update(read_at=clock.now())
    return Told(stage.today, stage.users, stage.things)
