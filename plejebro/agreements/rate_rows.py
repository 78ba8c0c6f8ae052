"""The rates of this installation: those that come with Plejebro, and those an operator has added from a published source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from plejebro.access.viewer import Viewer
from plejebro.agreements.expenses.fields import kr
from plejebro.agreements.rate_rows_models import RateRow, RateSeries
from plejebro.agreements.statements import actions as statements
from plejebro.audit.actions import record_change
from plejebro.audit.types import Subject
from plejebro.kernel import clock
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.rates import Rate, RateBook, shipped
from plejebro.rates.series import document

LONGEST_DAYS: Final = 366


@dataclass(frozen=True)
class NewRates:
    """A published set as the form hands it in. Figures that were not published are left out of `values`."""

    series: RateSeries
    set_name: str
    starts: date
    ends: date
    values: Mapping[str, Decimal]
    source: str
    read_on: date
    convention: str = ""
    rule: str = ""
    note: str = ""


def book() -> RateBook:
    """Every rate one may calculate with today; one small query, and the book itself is kept from call to call.

    Rows are never changed, so the ids there are say which book it is.
    """
    return _book(tuple(RateRow.objects.order_by("pk").values_list("public_id", flat=True)))


@transaction.atomic
def add_rates(*, actor: Viewer, new: NewRates, seen: int | None = None) -> RateRow:
    """Adds a set of figures. Where there is one for some of the same days, this is a new version and counts from now on.

    `seen` is the `last_number` of the series when the form was shown. Raises `NotPossible`, and `ChangedMeanwhile` when
    another has added to the series since.
    """
    _is_sound(new)
    last = last_number(new.series)
    if seen is not None and seen != last:
        raise ChangedMeanwhile
    try:
        with transaction.atomic():
            row = RateRow.objects.create(
                series=new.series,
                number=last + 1,
                set_name=new.set_name.strip(),
                starts=new.starts,
                ends=new.ends,
                version=_next_version(new),
                values={name: f"{amount:.2f}" for name, amount in new.values.items()},
                convention=new.convention,
                rule=new.rule,
                source=new.source.strip(),
                read_on=new.read_on,
                note=new.note.strip(),
                added_by_id=actor.user_id,
                added_name=actor.name[:120],
                added_at=clock.now(),
            )
    except IntegrityError as taken:
        raise ChangedMeanwhile from taken
    record_change(
        actor=actor,
        action="rates.add",
        subjects=[Subject("rates", row.public_id)],
        details={"series": row.series, "starts": row.starts.isoformat(), "version": row.version, "values": row.values},
    )
    statements.correct(starts=row.starts, ends=row.ends, why=f"{row.set_name}: {row.source}", book=book())
    return row


def last_number(series: str) -> int:
    """How many sets have been added to the series: the version of the list as somebody saw it."""
    return RateRow.objects.filter(series=series).order_by("-number").values_list("number", flat=True).first() or 0


def figures(series: str) -> dict[str, str]:
    """The names of the figures a set of the series can hold, each with what it is called and its unit."""
    if series == RateSeries.ITEMS:
        units = {"one-off": "", "day": ", pr. dag", "week": ", pr. uge", "month": ", pr. måned", "hour": ", pr. time"}
        return {name: f"{item['name']}{units[item['unit']]}" for name, item in document("items")["items"].items()}
    return _FIGURES[series]


_FIGURES: Final[dict[str, dict[str, str]]] = {
    "vederlag": {"day": "Ét vederlag pr. dag", "month": "Ét vederlag pr. måned"},
    "kost_og_logi": {
        "0-9": "Første og andet barn, under 10 år, pr. dag",
        "10+": "Første og andet barn, 10 år og derover, pr. dag",
        "3.+": "Tredje barn og flere, pr. dag",
    },
    "lommepenge": {
        "3-10": "3-10 år, pr. uge",
        "11-13": "11-13 år, pr. uge",
        "14-15": "14-15 år, pr. uge",
        "16+": "Fra 16 år, pr. uge",
    },
    "beklaedning": {
        "0-10": "Til og med 10 år, pr. uge",
        "3-10": "3-10 år, hvor kilden skelner, pr. uge",
        "11-13": "11-13 år, pr. uge",
        "14-15": "14-15 år, pr. uge",
        "16+": "Fra 16 år, pr. uge",
    },
    "driving": {"high": "Høj sats, pr. km", "low": "Lav sats, pr. km"},
    "atp": {"total": "I alt pr. måned", "employer": "Kommunens del", "own": "Egen del"},
}


@dataclass(frozen=True)
class ShownRate:
    """A set as the operator's list shows it, amounts as text. `counts`: no later version has replaced it whole."""

    rate: Rate
    figures: tuple[tuple[str, str], ...]
    counts: bool
    read_on: date | None = None
    added: str = ""
    key: str = field(default="")


def shown_rates(series: str) -> list[ShownRate]:
    """Every set of the series with all its versions, newest period first; two queries."""
    whole, rows = book(), {(row.starts, row.version, row.set_name): row for row in RateRow.objects.filter(series=series)}
    names = figures(series)
    found = []
    for rate in sorted(whole.rows(series), key=lambda one: (one.starts, one.version), reverse=True):
        row = rows.get((rate.starts, rate.version, rate.set_name))
        at = clock.local(row.added_at) if row else None
        found.append(
            ShownRate(
                rate=rate,
                figures=tuple((names.get(name, name), kr(value)) for name, value in rate.values.items()),
                counts=rate in (whole.on(series, rate.starts), whole.on(series, rate.ends)),
                read_on=row.read_on if row else None,
                added=f"{row.added_name}, {at:%d.%m.%Y}" if row and at else "",
                key=f"{rate.starts.isoformat()}:{rate.version}",
            )
        )
    return found


@lru_cache(maxsize=4)
def _book(ids: tuple[UUID, ...]) -> RateBook:
    if not ids:
        return shipped()
    return shipped().with_rows([_rate(row) for row in RateRow.objects.filter(public_id__in=ids).order_by("pk")])


def _rate(row: RateRow) -> Rate:
    return Rate(
        series=row.series,
        set_name=row.set_name,
        starts=row.starts,
        ends=row.ends,
        version=row.version,
        source=row.source,
        confidence="H",
        values={name: Decimal(value) for name, value in row.values.items()},
        convention=row.convention or None,
        rule=row.rule or None,
        note=row.note,
    )


def _next_version(new: NewRates) -> int:
    there = [rate for rate in book().rows(new.series) if rate.starts <= new.ends and rate.ends >= new.starts]
    return max((rate.version for rate in there), default=0) + 1


def _is_sound(new: NewRates) -> None:
    if not new.values:
        raise NotPossible("Skriv mindst ét tal. Det, der ikke er oplyst, kan stå tomt.")
    if not set(new.values) <= set(figures(new.series)):
        raise NotPossible("Et af tallene hører ikke til rækken.")
    if any(amount <= 0 for amount in new.values.values()):
        raise NotPossible("En sats er over 0 kr. Er den ikke oplyst, så lad feltet stå tomt.")
    if new.ends < new.starts:
        raise NotPossible("Slutdatoen ligger før startdatoen.")
    if (new.ends - new.starts).days >= LONGEST_DAYS:
        raise NotPossible("Et sæt gælder højst et år. Skriv et sæt for hvert år, som det er offentliggjort.")
    if new.read_on > clock.today():
        raise NotPossible("Den dag, kilden er læst, ligger i fremtiden.")
    if not new.source.strip():
        raise NotPossible("Skriv, hvor tallene står.")
