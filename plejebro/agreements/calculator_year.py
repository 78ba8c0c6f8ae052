"""The year by month: the same statement a contract has, as figures for a chart and the table under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Final

from plejebro.agreements.expenses.fields import kr
from plejebro.kernel.danish import MONTHS, age, join_names
from plejebro.rates import RateBook, Terms, statement
from plejebro.rates.money import kroner_text, less, to_kroner, total

# Drawn for a phone: units are those of a screen 360 wide, and a wide screen enlarges the whole.
WIDTH: Final = 340.0
ROW: Final = 40.0
HATCHED: Final = 60.0


@dataclass(frozen=True)
class Month:
    """One month in kroner; `unknown` are the parts without a rate, left out of the sums. `lived` is False before birth."""

    number: int
    taxable: Decimal
    tax_free: Decimal
    unknown: tuple[str, ...]
    lived: bool
    notes: tuple[str, ...]

    @property
    def name(self) -> str:
        """ "Januar"."""
        return MONTHS[self.number - 1].capitalize()

    @property
    def total(self) -> Decimal:
        """All that is known."""
        return total((self.taxable, self.tax_free))

    @property
    def same(self) -> tuple[Decimal, Decimal, tuple[str, ...], bool]:
        """What makes two months alike."""
        return self.taxable, self.tax_free, self.unknown, self.lived


@dataclass(frozen=True)
class Bar:
    """A month in the chart. Widths in the drawing's units; the hatched end stands for what is not known."""

    label: str
    value: str
    label_y: float
    bar_y: float
    taxable_width: float
    free_x: float
    free_width: float
    hatch_x: float
    hatch_width: float


@dataclass(frozen=True)
class TableRow:
    """A month in the table, amounts as text."""

    name: str
    taxable: str
    tax_free: str
    total: str
    note: str


@dataclass(frozen=True)
class Year:
    """The chart, with the finding as its title, and the table with the same figures."""

    year: int
    title: str
    bars: tuple[Bar, ...]
    height: float
    rows: tuple[TableRow, ...]
    sums: TableRow
    lacking: str


def year_of(*, year: int, count: int, born: date, child_number: int, book: RateBook) -> Year:
    """The year's twelve months on unchanged terms. `born` is the first of the month of birth."""
    months = [_month(year, number, count, born, child_number, book) for number in range(1, 13)]
    most = max((month.total for month in months), default=Decimal(0))
    bars = tuple(_bar(number, month, most) for number, month in enumerate(months))
    lacks = {month.unknown for month in months if month.lived}
    # What lacks in every month is said once, over the table.
    common = next(iter(lacks)) if len(lacks) == 1 else ()
    rows = tuple(_row(month, noted=not common) for month in months)
    title = _finding(year, months, born)
    return Year(year, title, bars, len(bars) * ROW + 4, rows, _sums(months), _lacking(common))


def _sums(months: Sequence[Month]) -> TableRow:
    lived = [month for month in months if month.lived]
    taxed, free = total(month.taxable for month in months), total(month.tax_free for month in months)
    lacking = any(month.unknown for month in lived)
    return TableRow(
        "I alt",
        _text(taxed, not taxed and any("Vederlag" in month.unknown for month in lived)),
        _text(free, not free and lacking),
        _text(total((taxed, free)), not taxed and not free and lacking),
        "uden det, der ikke er oplyst" if lacking else "",
    )


def _month(year: int, number: int, count: int, born: date, child_number: int, book: RateBook) -> Month:
    terms = Terms(max(date(year, 1, 1), born), None, count, born, child_number)
    found = statement(year, number, [terms], [], book)
    unknown = tuple(dict.fromkeys(line.what.partition(",")[0] for line in found.lines if line.amount is None))
    return Month(number, found.taxable, found.tax_free, unknown, date(year, number, 1) >= born, found.notes)


def _bar(number: int, month: Month, most: Decimal) -> Bar:
    room = WIDTH - (HATCHED if month.unknown else 0)
    # Pixels, not kroner: here a float does no harm.
    unit = float(room) / float(most) if most else 0.0
    taxed, free = round(float(month.taxable) * unit, 1), round(float(month.tax_free) * unit, 1)
    top = number * ROW
    return Bar(
        label=month.name,
        value=_value(month),
        label_y=top + 14,
        bar_y=top + 20,
        taxable_width=taxed,
        free_x=taxed,
        free_width=free,
        hatch_x=taxed + free,
        hatch_width=(HATCHED if most else WIDTH) if month.unknown else 0.0,
    )


def _value(month: Month) -> str:
    if not month.lived:
        return "ikke født"
    if month.unknown and not month.total:
        return "ikke oplyst"
    known = kr(to_kroner(month.total))
    return f"{known} + ikke oplyst" if month.unknown else known


def _lacking(parts: Sequence[str]) -> str:
    return f"ikke oplyst: {join_names(part.lower() for part in parts)}" if parts else ""


def _row(month: Month, *, noted: bool) -> TableRow:
    note = _lacking(month.unknown) if noted else ""
    return TableRow(
        month.name,
        _text(month.taxable, "Vederlag" in month.unknown),
        # The part may be known for one of three things: then the sum of what is known stands, with the note beside it.
        _text(month.tax_free, not month.tax_free and bool(month.unknown)),
        _text(month.total, not month.total and bool(month.unknown)),
        " ".join([note, *month.notes]).strip(),
    )


def _text(amount: Decimal, unknown: bool) -> str:
    return "ikke oplyst" if unknown else kroner_text(amount)


def _finding(year: int, months: Sequence[Month], born: date) -> str:
    lived = [month for month in months if month.lived]
    groups = [list(group) for _, group in groupby(lived, key=lambda month: month.same)]
    if not groups:
        return f"Barnet er ikke født i {year}"
    first, last = groups[0][0], groups[-1][0]
    if not any(month.total for month in lived):
        return f"Satserne for {year} er ikke oplyst"
    if "Vederlag" in first.unknown:
        return f"Vederlaget for {year} er ikke oplyst, så beløbene er kun en del"
    if len(groups) == 1:
        also = " af det, der er oplyst" if first.unknown else ""
        taxed = f"{kr(to_kroner(first.taxable))} skattepligtigt og " if first.taxable else ""
        return f"Hver måned i {year}: {taxed}{kr(to_kroner(first.tax_free))} skattefrit{also}"
    step = less(last.total, groups[-2][0].total)
    if not step or last.unknown != groups[-2][0].unknown:
        return f"Beløbet ændrer sig i løbet af {year}"
    way = "stiger" if step > 0 else "falder"
    turns = date(year, last.number, 1)
    why = f", når barnet fylder {age(born, turns)} år" if last.number == born.month and born.year < year else ""
    return f"Fra {MONTHS[last.number - 1]} {year} {way} beløbet med {kr(to_kroner(abs(step)))} om måneden{why}"
