"""The monthly statement of a placement: every line with its rate, its source and its formula.

A calendar month that the terms cover whole, unchanged, is paid by the month rate; anything less is days × day rate, both the
first and the last day counted (no source says otherwise). Days are counted as they are, so a February of 29 days is flagged.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Final, Literal

from plejebro.kernel.danish import age
from plejebro.rates.money import kroner_text, less, times, to_oere, total
from plejebro.rates.pay import UNKNOWN, board_on, vederlag_on, weekly_on
from plejebro.rates.series import RateBook, document

Weeks = Literal["365/84", "52/12"]
DuringRespite = Literal["keeps", "loses_board", "loses_both"]
WEEKS: Final[dict[Weeks, Fraction]] = {"365/84": Fraction(365, 84), "52/12": Fraction(52, 12)}
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Terms:
    """What a contract says over a period, both days included; `ends` None while it runs.

    `during_respite`: what the family is paid while the child is in respite elsewhere. `weeks`: how a weekly item becomes a
    month; a part of a month is always days / 7. `third_child_rule` is the rule that decided `child_number`. `own_month` is
    what the sides have agreed for the vederlag a month, and `own_day` for kost og logi a day, instead of published rates.
    """

    starts: date
    ends: date | None
    count: int
    born: date
    child_number: int = 1
    third_child_rule: str = "lov"
    during_respite: DuringRespite = "keeps"
    weeks: Weeks = "365/84"
    own_month: Decimal | None = None
    own_day: Decimal | None = None

    def hold(self, day: date) -> bool:
        """Whether the terms hold on `day`."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True)
class Line:
    """One line. `amount` in kroner to the øre, None where the rate is not known; `formula` can be worked out by hand."""

    what: str
    starts: date
    ends: date
    amount: Decimal | None
    taxable: bool
    formula: str
    source: str
    note: str = ""


@dataclass(frozen=True)
class Statement:
    """A month. Totals leave out what is not known and `missing` says which; `am` and `own_atp` are what is withheld."""

    year: int
    month: int
    lines: tuple[Line, ...]
    taxable: Decimal
    tax_free: Decimal
    own_atp: Decimal | None
    am: Decimal
    missing: tuple[str, ...]
    notes: tuple[str, ...] = field(default=())

    @property
    def gross(self) -> Decimal:
        """All that is paid before tax, kroner."""
        return total((self.taxable, self.tax_free))

    @property
    def after_am(self) -> Decimal:
        """What is left before income tax."""
        return less(self.gross, self.own_atp or Decimal(0), self.am)


def statement(year: int, month: int, terms: Sequence[Terms], respite: Iterable[date], book: RateBook) -> Statement:
    """The month's lines. `terms` do not overlap; `respite` are the days the child is in respite elsewhere."""
    length = monthrange(year, month)[1]
    days = [date(year, month, number) for number in range(1, length + 1)]
    away = frozenset(respite)
    lines = [
        *_lines(days, terms, away, book, "vederlag"),
        *_lines(days, terms, away, book, "kost_og_logi"),
        *_lines(days, terms, away, book, "lommepenge"),
        *_lines(days, terms, away, book, "beklaedning"),
    ]
    taxable = total(line.amount for line in lines if line.taxable and line.amount)
    tax_free = total(line.amount for line in lines if not line.taxable and line.amount)
    atp = book.on("atp", days[0])
    own = atp.get("own") if atp and taxable else None
    return Statement(
        year=year,
        month=month,
        lines=tuple(lines),
        taxable=taxable,
        tax_free=tax_free,
        own_atp=own,
        am=labour_market_contribution(taxable, own or Decimal(0)),
        missing=tuple(dict.fromkeys(line.what for line in lines if line.amount is None)),
        notes=("Februar har 29 dage: det, der betales pr. dag, tæller dem alle.",) if month == 2 and length == 29 else (),
    )


def labour_market_contribution(taxable: Decimal, own_atp: Decimal) -> Decimal:
    """AM-bidrag: 8 % of the vederlag less one's own ATP, to the øre (arbejdsmarkedsbidragsloven)."""
    share = Fraction(document("deductions")["am"]["share"])
    return to_oere(times(max(less(taxable, own_atp), Decimal(0)), share.numerator, share.denominator))


def respite_pay(*, starts: date, ends: date, count: int, born: date, child_number: int, book: RateBook) -> list[Line]:
    """A respite family's pay for the days the child is there, both included: vederlag and kost og logi per day."""
    terms = [Terms(starts, ends, count, born, child_number)]
    days = [starts + timedelta(days=number) for number in range((ends - starts).days + 1)]
    return [
        line
        for part in ("vederlag", "kost_og_logi")
        for line in _lines(days, terms, frozenset(), book, part, whole_months=False)
    ]


@dataclass(frozen=True)
class _Unit:
    """What one day is paid by: days with equal units make one line."""

    what: str
    day: Decimal | None
    month: Decimal | None
    week: Decimal | None
    label: str
    source: str
    taxable: bool
    weeks: Weeks


def _lines(
    days: list[date], terms: Sequence[Terms], away: frozenset[date], book: RateBook, part: str, *, whole_months: bool = True
) -> list[Line]:
    units = [(day, _unit(day, terms, away, book, part)) for day in days]
    found = []
    for unit, group in groupby(units, key=lambda pair: pair[1]):
        run = [day for day, _ in group]
        if unit is not None:
            found.append(_line(unit, run, whole=whole_months and len(run) == len(days)))
    return found


def _unit(day: date, terms: Sequence[Terms], away: frozenset[date], book: RateBook, part: str) -> _Unit | None:
    held = next((one for one in terms if one.hold(day)), None)
    if held is None or (part == "vederlag" and not held.count and held.own_month is None):
        return None
    if day in away and (
        held.during_respite == "loses_both" or (held.during_respite == "loses_board" and part != "vederlag")
    ):
        return None
    years = age(held.born, day)
    if part == "vederlag" and held.own_month is not None:
        by_day = times(held.own_month, 12, 365)
        return _Unit("Vederlag", by_day, held.own_month, None, "aftalt beløb", "kontrakten", True, held.weeks)
    if part == "kost_og_logi" and held.own_day is not None:
        by_month = to_oere(times(held.own_day, 365, 12))
        return _Unit("Kost og logi", held.own_day, by_month, None, "aftalt beløb", "kontrakten", False, held.weeks)
    if part == "vederlag":
        work = vederlag_on(day, held.count, book)
        label = f"{held.count} vederlag"
        if work is None:
            return _Unit("Vederlag", None, None, None, label, "", True, held.weeks)
        return _Unit(
            "Vederlag", work.day, work.month, None, label, _source(work.rate.set_name, work.rate.source), True, held.weeks
        )
    if part == "kost_og_logi":
        board = board_on(day, years, held.child_number, book)
        if board is None:
            return _Unit("Kost og logi", None, None, None, "", "", False, held.weeks)
        label = f"tredje barn efter {held.third_child_rule}" if board.band == "3.+" else f"{board.band} år"
        return _Unit(
            "Kost og logi",
            board.day,
            board.month,
            None,
            label,
            _source(board.rate.set_name, board.rate.source),
            False,
            held.weeks,
        )
    return _weekly_unit(part, day, years, book, held)


def _weekly_unit(part: str, day: date, years: int, book: RateBook, held: Terms) -> _Unit | None:
    name = {"lommepenge": "Lommepenge", "beklaedning": "Beklædning"}[part]
    item = weekly_on(part, day, years, book)
    if item is None:
        if part == "lommepenge" and not 3 <= years < 18:
            return None
        return _Unit(name, None, None, None, "", "", False, held.weeks)
    source = _source(item.rate.set_name, item.rate.source)
    return _Unit(name, None, None, item.week, f"{item.band} år", source, False, held.weeks)


def _line(unit: _Unit, run: list[date], *, whole: bool) -> Line:
    amount, formula = _worked(unit, len(run), whole=whole)
    note = "" if amount is not None else UNKNOWN
    what = f"{unit.what}, {unit.label}" if unit.label else unit.what
    return Line(what, run[0], run[-1], amount, unit.taxable, formula, unit.source, note)


def _worked(unit: _Unit, days: int, *, whole: bool) -> tuple[Decimal | None, str]:
    if unit.week is not None:
        share = WEEKS[unit.weeks] if whole else Fraction(days, 7)
        amount = to_oere(times(unit.week, share.numerator, share.denominator))
        return amount, f"{kroner_text(unit.week)} kr. om ugen × {unit.weeks if whole else f'{days}/7'}"
    if whole and unit.month is not None:
        return to_oere(unit.month), "hel måned efter månedssatsen"
    if unit.day is None:
        return None, ""
    return to_oere(times(unit.day, days)), f"{days} {'dag' if days == 1 else 'dage'} × {kroner_text(unit.day)} kr."


def _source(set_name: str, source: str) -> str:
    return f"{set_name} ({source})"
