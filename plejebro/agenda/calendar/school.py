"""School holidays: as a calendar shows and counts them, and the verbs they are written with.

There is no common list: every municipality sets its own. What nobody has written in is "ikke oplyst", never guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from plejebro.agenda.calendar import days
from plejebro.agenda.calendar.models import SchoolHoliday
from plejebro.audit.actions import record_change
from plejebro.audit.types import Actor, Subject
from plejebro.db.versions import still_as_seen
from plejebro.kernel.danish import long_date
from plejebro.kernel.periods import Period
from plejebro.kernel.refusals import NotPossible
from plejebro.municipalities.models import Municipality

# Ids of municipalities, or a query that finds them.
Places = Collection[int] | QuerySet[Any, Any]

_OVERLAPS = "Der står allerede en skoleferie på de dage."


@dataclass(frozen=True)
class SchoolDays:
    """The school holidays around a period. `counted` are sentences for it, `unknown` the municipalities that have written
    nothing for its school year; both name the municipality where there is more than one."""

    rows: tuple[tuple[Period, str], ...]
    counted: tuple[str, ...]
    unknown: tuple[str, ...]

    def on(self, day: date) -> str:
        """The holidays that hold `day`."""
        return " · ".join(name for period, name in self.rows if period.contains(day))


def school_days(municipalities: Places, span: days.Span) -> SchoolDays:
    """The school holidays of the municipalities for a page's days; two queries."""
    places = list(Municipality.objects.filter(pk__in=municipalities).order_by("sort_key", "pk"))
    low, high = days.school_year(span.first)[0], days.school_year(span.last)[1]
    found = SchoolHoliday.objects.filter(municipality__in=[place.pk for place in places], starts__lte=high, ends__gte=low)
    rows = list(found.order_by("starts", "pk"))
    several = len(places) > 1
    by_place: dict[int, list[Period]] = {place.pk: [] for place in places}
    for row in rows:
        by_place[row.municipality_id].append(row.period)
    names = {place.pk: place.name for place in places}
    shown = tuple((row.period, f"{row.name} ({names[row.municipality_id]})" if several else row.name) for row in rows)
    counted = [_counted(by_place[place.pk], span, place.name if several else "") for place in places]
    unknown = [str(place) for place in places if not any(_in_year_of(period, span.first) for period in by_place[place.pk])]
    return SchoolDays(shown, tuple(filter(None, counted)), tuple(unknown))


def _counted(closed: list[Period], span: days.Span, name: str) -> str:
    number = days.school_free_days(closed, span.first, span.last)
    if not number:
        return ""
    words = "1 skolefri hverdag" if number == 1 else f"{number} skolefri hverdage"
    return f"{words} i {name}" if name else words


def _in_year_of(period: Period, day: date) -> bool:
    first, last = days.school_year(day)
    return period.overlaps(Period(first, last))


@dataclass(frozen=True)
class NewHoliday:
    """What is written: the name and the days, both included."""

    name: str
    starts: date
    ends: date


@transaction.atomic
def add_holidays(*, actor: Actor, municipality: Municipality, rows: Iterable[NewHoliday]) -> int:
    """Writes school holidays in, all of them or none, and returns how many were new; what stands there already word for
    word is left. Raises `NotPossible` for days that hold a holiday already."""
    new = 0
    for row in rows:
        same = {"municipality": municipality, "name": row.name, "starts": row.starts, "ends": row.ends}
        if not SchoolHoliday.objects.filter(**same).exists():
            _saved(SchoolHoliday(**same))
            new += 1
    if new:
        _record(actor, municipality, "add", number=new)
    return new


@transaction.atomic
def change_holiday(*, actor: Actor, holiday: SchoolHoliday, seen: int, new: NewHoliday) -> SchoolHoliday:
    """Corrects a school holiday. Raises `ChangedMeanwhile` when it is no longer version `seen`, and `NotPossible`."""
    still_as_seen(holiday, seen)
    row = SchoolHoliday.objects.select_related("municipality").get(pk=holiday.pk)
    row.name, row.starts, row.ends, row.version = new.name, new.starts, new.ends, seen + 1
    _saved(row)
    _record(actor, row.municipality, "change")
    return row


@transaction.atomic
def remove_holiday(*, actor: Actor, holiday: SchoolHoliday) -> None:
    """Takes a school holiday off; one that is gone already stays gone."""
    gone, _ = SchoolHoliday.objects.filter(pk=holiday.pk).delete()
    if gone:
        _record(actor, holiday.municipality, "remove")


def all_holidays(municipality_id: int) -> list[tuple[SchoolHoliday, str]]:
    """Every school holiday of the municipality with its days in words, the newest first."""
    rows = SchoolHoliday.objects.filter(municipality_id=municipality_id).order_by("-starts", "pk")
    return [(row, _words(row)) for row in rows]


def _words(row: SchoolHoliday) -> str:
    last = row.period.last
    return long_date(row.starts) if row.starts == last else f"{long_date(row.starts)} til {long_date(last)}"


def _saved(row: SchoolHoliday) -> None:
    if row.ends is None or row.ends < row.starts:
        raise NotPossible("Slutdatoen ligger før startdatoen.")
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as refused:
        raise NotPossible(_OVERLAPS) from refused


def _record(actor: Actor, municipality: Municipality, verb: str, **details: Any) -> None:
    subjects = [Subject("municipality", municipality.public_id)]
    record_change(actor=actor, action=f"school_holiday.{verb}", subjects=subjects, details=details)
