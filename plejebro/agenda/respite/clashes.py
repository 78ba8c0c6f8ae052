"""What stands in the way of a stay, a holiday or child care. The sentences say what and when, never with whom or where."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from plejebro.agenda.enums import EntryState, Kind
from plejebro.agenda.models import Entry
from plejebro.agenda.respite.common import span_text
from plejebro.agenda.respite.enums import LIVE_CARE, LIVE_WISHES, OPEN, Status
from plejebro.agenda.respite.models import CareArrangement, HolidayWish, RespiteStay
from plejebro.kernel import clock
from plejebro.kernel.danish import long_date, time_text

_LIVE_STAYS = (*OPEN, Status.HELD)


def of_stay(placement_id: int, starts: date, ends: date, *, besides: Entry | None = None) -> list[str]:
    """Another stay on the same days, and a holiday the child is on. A holiday without the child is what stays are for.
    `besides` is the entry of a stay that is in nobody's way."""
    stays = _touching(RespiteStay.objects.filter(status__in=_LIVE_STAYS), placement_id, starts, ends)
    if besides is not None:
        stays = stays.exclude(entry_id=besides.pk)
    away = _touching(HolidayWish.objects.filter(state__in=LIVE_WISHES, with_child=True), placement_id, starts, ends)
    return [
        *(f"Der står allerede et støtteophold (aflastning) {span_text(row.starts, row.ends)}." for row in stays),
        *(f"Barnet er med på ferie {span_text(row.starts, row.ends)}." for row in away),
    ]


def of_holiday(placement_id: int, starts: date, ends: date, *, with_child: bool, besides: Entry | None = None) -> list[str]:
    """Another wish on the same days, and a stay away from the family while the child is to come along."""
    wishes = _touching(HolidayWish.objects.filter(state__in=LIVE_WISHES), placement_id, starts, ends)
    if besides is not None:
        wishes = wishes.exclude(entry_id=besides.pk)
    found = [f"Der står allerede et ferieønske {span_text(row.starts, row.ends)}." for row in wishes]
    if with_child:
        stays = _touching(RespiteStay.objects.filter(status__in=_LIVE_STAYS), placement_id, starts, ends)
        found += [f"Der står et støtteophold (aflastning) {span_text(row.starts, row.ends)}." for row in stays]
    return found


def of_care(placement_id: int, starts_at: datetime, ends_at: datetime) -> list[str]:
    """Other care at the same time, and a stay that day (its first and last day leave time for both)."""
    others = CareArrangement.objects.filter(placement_id=placement_id, state__in=LIVE_CARE)
    others = others.filter(entry__starts_at__lt=ends_at, entry__ends_at__gt=starts_at).order_by("on", "begins", "pk")
    day = clock.local(starts_at).date()
    stays = RespiteStay.objects.filter(
        placement_id=placement_id, status__in=(Status.CONFIRMED, Status.HELD), starts__lt=day, ends__gt=day
    )
    return [
        *(f"Der er allerede pasning {long_date(row.on)} {time_text(row.begins)}." for row in others),
        *(f"Barnet er på støtteophold {span_text(row.starts, row.ends)}." for row in stays.order_by("starts", "pk")),
    ]


def visits_under(placement_id: int, starts: date, ends: date) -> list[str]:
    """Visits agreed on days when the family is away with the child: not a refusal, but something to be moved."""
    rows = Entry.objects.filter(
        placement_id=placement_id, kind=Kind.VISIT, state=EntryState.PLANNED, starts__lte=ends, ends__gte=starts
    )
    days = rows.order_by("starts", "pk").values_list("starts", flat=True)
    return [f"Der er aftalt samvær {long_date(day)}." for day in days]


def _touching(rows: QuerySet[Any], placement_id: int, starts: date, ends: date) -> QuerySet[Any]:
    return rows.filter(placement_id=placement_id, starts__lte=ends, ends__gte=starts).order_by("starts", "pk")
