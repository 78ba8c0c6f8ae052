"""What the rates of one day come to for one child: the answer of `plejebro pay` and of the open calculator."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from plejebro.kernel.danish import age
from plejebro.rates.money import times, to_kroner, to_oere
from plejebro.rates.series import Rate, RateBook

UNKNOWN = "ikke oplyst"
NOT_RELEVANT = "ikke relevant"


@dataclass(frozen=True)
class Vederlag:
    """Kroner. `day` is count × unit_day, unrounded; `month` in whole kroner by the rate set's convention."""

    count: int
    unit_day: Decimal | None
    unit_month: Decimal | None
    day: Decimal | None
    month: Decimal | None
    rate: Rate


@dataclass(frozen=True)
class Board:
    """Kost og logi, kroner: per day as published, per month day × 365/12 to the øre; `rule` is lov or KL."""

    day: Decimal
    month: Decimal
    band: str
    rule: str
    rate: Rate


@dataclass(frozen=True)
class Weekly:
    """A weekly item, kroner."""

    week: Decimal
    band: str
    rate: Rate


@dataclass(frozen=True)
class Pay:
    """The four parts; a part without a known rate is None and named in `missing`."""

    on: date
    vederlag: Vederlag | None
    kost_og_logi: Board | None
    lommepenge: Weekly | None
    beklaedning: Weekly | None
    missing: dict[str, str] = field(default_factory=dict)


def pay_on(*, day: date, count: int, born: date, child_number: int, book: RateBook) -> Pay:
    """What one child's placement is worth by the published rates of `day`: `count` vederlag (0 or more), and the child's
    number among those placed in the family (1 or more). Guidance: what the contract says counts. Raises ValueError for a
    birth after the day.
    """
    if born > day:
        raise ValueError("born after the day")
    years = age(born, day)
    parts = {
        "vederlag": vederlag_on(day, count, book),
        "kost_og_logi": board_on(day, years, child_number, book),
        "lommepenge": weekly_on("lommepenge", day, years, book),
        "beklaedning": weekly_on("beklaedning", day, years, book),
    }
    missing = {name: UNKNOWN for name, part in parts.items() if part is None}
    if not 3 <= years < 18:
        missing["lommepenge"] = NOT_RELEVANT
    return Pay(on=day, missing=missing, **parts)  # type: ignore[arg-type]


def vederlag_on(day: date, count: int, book: RateBook) -> Vederlag | None:
    """`count` vederlag by the rate set of `day`; None where no rate is known."""
    rate = book.on("vederlag", day)
    if rate is None:
        return None
    unit_day, unit_month = rate.get("day"), rate.get("month")
    return Vederlag(
        count, unit_day, unit_month, None if unit_day is None else times(unit_day, count), month_amount(count, rate), rate
    )


def month_amount(count: int, rate: Rate) -> Decimal | None:
    """A full month of `count` vederlag in whole kroner, half up; None where the figures it takes are not known.

    Convention A (KL's own tables 2019-2023): count × day × 365 / 12, rounded once at the end. Convention B (Herning 2018,
    the 2025 table): the month rate in whole kroner first, then × count.
    """
    unit_day, unit_month = rate.get("day"), rate.get("month")
    if rate.convention == "A" and unit_day is not None:
        return to_kroner(times(unit_day, count * 365, 12))
    return None if unit_month is None else times(unit_month, count)


def board_on(day: date, years: int, child_number: int, book: RateBook) -> Board | None:
    """Kost og logi for a child of `years`; the 10th birthday moves it to the higher rate, from the third child one rate."""
    rate = book.on("kost_og_logi", day)
    band = "3.+" if child_number >= 3 else "10+" if years >= 10 else "0-9"
    amount = None if rate is None else rate.get(band)
    if rate is None or amount is None:
        return None
    return Board(amount, to_oere(times(amount, 365, 12)), band, rate.rule or "lov", rate)


def weekly_on(series: str, day: date, years: int, book: RateBook) -> Weekly | None:
    """A weekly item for a child of `years`; None where none is known or the child is too young or too old for it."""
    rate = book.on(series, day)
    if rate is None or (series == "lommepenge" and not 3 <= years < 18):
        return None
    band = weekly_band(years)
    # The clothing table of 2020 has one figure for all up to ten.
    for name in (band, "0-10") if years <= 10 else (band,):
        amount = rate.get(name)
        if amount is not None:
            return Weekly(amount, band, rate)
    return None


def weekly_band(years: int) -> str:
    """The age band of a weekly item."""
    for first, band in ((16, "16+"), (14, "14-15"), (11, "11-13"), (3, "3-10")):
        if years >= first:
            return band
    return "0-10"


def as_json(pay: Pay) -> dict[str, Any]:
    """The answer as `plejebro pay` prints it: amounts as text with two decimals, an unknown one as null."""
    work, board = pay.vederlag, pay.kost_og_logi
    return {
        "date": pay.on.isoformat(),
        "vederlag": work
        and {
            "count": work.count,
            **{name: _text(getattr(work, name)) for name in ("unit_day", "unit_month", "day", "month")},
            "rate_set": work.rate.set_name,
            "convention": work.rate.convention,
        },
        "kost_og_logi": board
        and {"day": _text(board.day), "month": _text(board.month), "band": board.band, "rule": board.rule},
        "lommepenge": _weekly(pay.lommepenge),
        "beklaedning": _weekly(pay.beklaedning),
        "missing": pay.missing,
    }


def _weekly(part: Weekly | None) -> dict[str, Any] | None:
    return None if part is None else {"week": _text(part.week), "band": part.band}


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{to_oere(amount):f}"
