"""A placement ends: what was asked and agreed for the days after it is closed."""

from __future__ import annotations

from datetime import date

from django.db.models import F

from plejebro.agenda.respite import actions
from plejebro.agenda.respite.enums import LIVE_WISHES, OPEN, CareState, WishState
from plejebro.agenda.respite.models import CareArrangement, HolidayWish, RespiteStay


def close_after(placement_id: int, last_day: date) -> int:
    """Stays lapse or are cancelled, and both sides are told; wishes for holiday lapse, and care is cancelled. The entries of
    wishes and care are the caller's. Returns how many rows were closed."""
    stays = RespiteStay.objects.filter(placement_id=placement_id, status__in=OPEN, starts__gt=last_day)
    closed = sum(actions.close(stay) for stay in stays.order_by("pk"))
    wishes = HolidayWish.objects.filter(placement_id=placement_id, state__in=LIVE_WISHES, starts__gt=last_day)
    care = CareArrangement.objects.filter(placement_id=placement_id, state__in=(CareState.ASKED, CareState.AGREED))
    closed += wishes.update(state=WishState.LAPSED, version=F("version") + 1)
    return closed + care.filter(on__gt=last_day).update(state=CareState.CANCELLED, version=F("version") + 1)
