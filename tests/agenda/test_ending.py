"""A placement ends: nothing stands in the calendar after its last day, and nothing comes back by itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from plejebro.agenda.contact import actions as contact
from plejebro.agenda.contact.actions import Suspension
from plejebro.agenda.contact.enums import PauseKind
from plejebro.agenda.contact.models import ContactPlan
from plejebro.agenda.contact.planning import plan_ahead
from plejebro.agenda.ending import close_calendar
from plejebro.agenda.enums import PLACEMENT_ENDED, EntryState, Kind
from plejebro.agenda.models import Entry
from plejebro.agenda.respite.enums import CareState, Status, WishState
from plejebro.agenda.respite.models import CareArrangement, HolidayWish
from plejebro.audit.models import Event
from plejebro.flows.actions import end_placement
from plejebro.notifications.models import OutboxMessage
from plejebro.placements.enums import EndReason
from tests.agenda.calendar.feeds import fetch
from tests.agenda.respite.steps import asks, fresh, is_offered, says_yes
from tests.cast import Cast

pytestmark = pytest.mark.django_db
LIVE = (EntryState.ASKED, EntryState.PLANNED)


def ahead(cast: Cast, last_day: date) -> Any:
    return Entry.objects.filter(placement=cast.noah, starts__gt=last_day, state__in=LIVE)


def end_by_the_form(cast: Cast, on: date) -> None:
    client, url = cast.sara.client(), reverse("flows:end", args=[cast.noah.public_id])
    assert "taget ud af kalenderen" in client.get(url).content.decode()
    assert client.post(url, {"on": f"{on:%d.%m.%Y}", "reason": "return_home"}).status_code == 302


def test_the_form_that_ends_a_placement_empties_its_calendar(cast: Cast) -> None:
    from plejebro.agenda.calendar.feeds import make_address

    waits, agreed = asks(cast, weeks=50), says_yes(cast, is_offered(cast, asks(cast, weeks=52)))
    secret, last_day = make_address(actor=cast.inger.viewer()), cast.today + timedelta(days=3)
    closed = Event.objects.filter(action="agenda.close").count()
    before = list(ahead(cast, last_day))
    assert {row.kind for row in before} >= {Kind.VISIT, Kind.RESPITE, Kind.HOLIDAY, Kind.MEETING}
    begun = Entry.objects.filter(placement=cast.noah, starts__lte=last_day).order_by("pk")
    earlier = list(begun.values_list("pk", "state", "version"))
    end_by_the_form(cast, last_day)
    assert not ahead(cast, last_day).exists()
    now = Entry.objects.filter(pk__in=[row.pk for row in before])
    assert {(row.state, row.reason) for row in now} == {(EntryState.CANCELLED, PLACEMENT_ENDED)}
    assert list(begun.values_list("pk", "state", "version")) == earlier
    assert fresh(waits).status == Status.LAPSED
    assert fresh(agreed).status == Status.CANCELLED
    assert not HolidayWish.objects.filter(
        placement=cast.noah, starts__gt=last_day, state__in=(WishState.ASKED, WishState.AGREED)
    ).exists()
    assert not CareArrangement.objects.filter(placement=cast.noah, on__gt=last_day, state=CareState.AGREED).exists()
    assert OutboxMessage.objects.filter(kind="respite.cancelled", recipient_id=cast.inger.user_pk).exists()
    assert Event.objects.filter(action="agenda.close").count() == closed + 1
    feed = fetch(secret).content.decode().replace("\r\n ", "")
    gone = [part for part in feed.split("BEGIN:VEVENT") if any(str(row.public_id) in part for row in before)]
    assert all("STATUS:CANCELLED" in part for part in gone)


def test_nothing_comes_back_when_the_last_day_is_corrected(cast: Cast) -> None:
    plan = ContactPlan.objects.get(pk=cast.thing("contact_plan:noah").pk)
    sara, today = cast.sara.viewer(), cast.today
    wanted = Suspension(PauseKind.CHILD, today + timedelta(days=2), today + timedelta(days=40), today)
    pause = contact.suspend(actor=sara, plan=plan, wanted=wanted, submission=uuid4())
    end_placement(actor=sara, placement=cast.noah, on=today, reason=EndReason.RETURN_HOME)
    assert close_calendar(actor=sara, placement=cast.noah, last_day=today) == 0
    end_placement(actor=sara, placement=cast.noah, on=today + timedelta(days=300), reason=EndReason.RETURN_HOME)
    plan_ahead()
    contact.resume(actor=sara, plan=plan, pause=pause, on=today + timedelta(days=5))
    assert not ahead(cast, today).exists()
    assert not cast.noah.contact_plans.filter(document__standings__state="proposed").exists()


def test_an_earlier_last_day_takes_out_what_lies_between(cast: Cast) -> None:
    sara, today = cast.sara.viewer(), cast.today
    end_placement(actor=sara, placement=cast.noah, on=today + timedelta(days=60), reason=EndReason.RETURN_HOME)
    assert ahead(cast, today + timedelta(days=10)).exists()
    end_placement(actor=sara, placement=cast.noah, on=today + timedelta(days=10), reason=EndReason.RETURN_HOME)
    assert not ahead(cast, today + timedelta(days=10)).exists()


def test_another_childs_calendar_is_left_alone(cast: Cast) -> None:
    others = list(Entry.objects.exclude(placement=cast.noah).order_by("pk").values_list("pk", "state", "version"))
    end_placement(actor=cast.sara.viewer(), placement=cast.noah, on=cast.today, reason=EndReason.RETURN_HOME)
    now = Entry.objects.exclude(placement=cast.noah).order_by("pk").values_list("pk", "state", "version")
    assert list(now) == others
