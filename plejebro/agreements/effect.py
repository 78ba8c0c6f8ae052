"""What a contract is worth a month, and what a change of it does: kroner per month and per year, against KL's guidance.

Guidance and no promise: what the contract says counts. A figure that is not known is None and never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from plejebro.db.versions import fingerprint
from plejebro.kernel.danish import age, date_text
from plejebro.rates import Rate, RateBook, month_amount
from plejebro.rates.money import kroner_text, less, times, to_oere
from plejebro.rates.pay import board_on, vederlag_on

UNKNOWN: Final = "ikke oplyst"


@dataclass(frozen=True)
class Amount:
    """Kroner a month, None where a rate is not known; `formula` can be worked out by hand, `source` says whose rate."""

    month: Decimal | None
    formula: str
    source: str = ""


@dataclass(frozen=True)
class Worth:
    """What a contract is worth a month on a day: taxable and tax-free apart."""

    taxable: Amount
    tax_free: Amount


@dataclass(frozen=True)
class Line:
    """One line of the effect, as text: before, after, and the difference a month and a year."""

    what: str
    before: str
    after: str
    month: str
    year: str
    change: int
    before_formula: str
    after_formula: str
    source: str


@dataclass(frozen=True)
class Effect:
    """The effect of a proposal. `lowers`: the taxable part falls, in kroner or in number. `guidance` compares with KL."""

    on: date
    lines: list[Line]
    lowers: bool
    guidance: str
    print: str


def worth(kind: str, content: Mapping[str, Any], *, on: date, born: date | None, book: RateBook) -> Worth:
    """The worth of a contract's content by the rates of `on`; `born` None where the viewer may not know the age."""
    if kind == "respite":
        return _respite(content, on, born, book)
    return Worth(_taxable(content, on, book), _board(content, on, born, book))


def effect(
    kind: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
    *,
    on: date,
    born: date | None,
    book: RateBook,
) -> Effect:
    """What changes in kroner from `before` (None: nothing was agreed) to `after`, both by the rates of `on`."""
    new = worth(kind, after, on=on, born=born, book=book)
    old = worth(kind, before, on=on, born=born, book=book) if before is not None else None
    lines = [
        _line("Vederlag (skattepligtigt)", old.taxable if old else None, new.taxable),
        _line("Kost og logi (skattefrit)", old.tax_free if old else None, new.tax_free),
    ]
    guidance = _guidance(kind, after, new, on, book)
    return Effect(
        on=on,
        lines=lines,
        lowers=before is not None and _lowers(before, after, lines[0]),
        guidance=guidance,
        print=fingerprint(*(asdict(line) for line in lines), guidance),
    )


def _taxable(content: Mapping[str, Any], on: date, book: RateBook) -> Amount:
    count = content["count"]
    if content["model"] == "fast-loen":
        return Amount(Decimal(content["fixed_month"]), "fast løn om måneden", "kontrakten")
    if not count:
        return Amount(Decimal(0), "ingen vederlag", "kontrakten")
    if content["unit"] == "own":
        unit = Decimal(content["unit_month"])
        return Amount(to_oere(times(unit, count)), f"{count} × {kroner_text(unit)} kr.", "kontrakten")
    found = vederlag_on(on, count, book)
    if found is None or found.month is None:
        return Amount(None, f"{count} × KL's takst", f"KL's takst for {on.year} er ikke oplyst")
    return Amount(found.month, f"{count} vederlag efter {found.rate.set_name}", found.rate.source)


def _board(content: Mapping[str, Any], on: date, born: date | None, book: RateBook) -> Amount:
    if content["cost"] == "own":
        day = Decimal(content["cost_day"])
        return Amount(to_oere(times(day, 365, 12)), f"{kroner_text(day)} kr. × 365 / 12", "kontrakten")
    found = board_on(on, age(born, on), content.get("child_number") or 1, book) if born else None
    if found is None:
        return Amount(None, "lovens takst × 365 / 12", f"lovens takst for {on.year} er ikke oplyst")
    return Amount(found.month, f"{kroner_text(found.day)} kr. × 365 / 12", found.rate.source)


def _respite(content: Mapping[str, Any], on: date, born: date | None, book: RateBook) -> Worth:
    days, count = content["days_month"], content["count"]
    found = vederlag_on(on, 1, book)
    unit = Decimal(content["unit_month"]) if content["unit"] == "own" else found.unit_day if found else None
    board = board_on(on, age(born, on), 1, book) if born else None
    cost = Decimal(content["cost_day"]) if content["cost"] == "own" else board.day if board else None
    source = found.rate.source if found and content["unit"] != "own" else "kontrakten"
    return Worth(_by_days(days, count, unit, source), _by_days(days, 1, cost, "kontrakten"))


def _by_days(days: int, count: int, unit: Decimal | None, source: str) -> Amount:
    if unit is None:
        return Amount(None, f"{days} dage × {count} × dagstakst", "taksten er ikke oplyst")
    return Amount(to_oere(times(unit, days * count)), f"{days} dage × {count} × {kroner_text(unit)} kr.", source)


def _line(what: str, before: Amount | None, after: Amount) -> Line:
    old = before.month if before else None
    change = less(after.month, old) if after.month is not None and old is not None else None
    if before is not None and before.month is None and before.formula == after.formula:
        change = Decimal(0)  # the same rate on both sides: not known, and not changed
    return Line(
        what=what,
        before=_kroner(old) if before else "intet aftalt",
        after=_kroner(after.month),
        month=_signed(change) if before else "",
        year=_signed(None if change is None else times(change, 12)) if before else "",
        change=0 if change is None else (change > 0) - (change < 0),
        before_formula=before.formula if before else "",
        after_formula=after.formula,
        source=after.source,
    )


def _lowers(before: Mapping[str, Any], after: Mapping[str, Any], line: Line) -> bool:
    return line.change < 0 or (line.month == UNKNOWN and after["count"] < before["count"])


def _guidance(kind: str, content: Mapping[str, Any], new: Worth, on: date, book: RateBook) -> str:
    if kind == "respite" or content["model"] in ("fast-loen", "netvaerk") or not content["count"]:
        return "KL's vejledende takst siger ikke noget om denne model."
    rate, count = book.on("vederlag", on), content["count"]
    guided = month_amount(count, rate) if rate else None
    if guided is None:
        return f"KL's vejledende takst for {on.year} er ikke oplyst. {_latest(count, on, book)}".strip()
    if new.taxable.month is None:
        return ""
    gap = less(new.taxable.month, guided)
    same = f"{count} vederlag er {kroner_text(guided)} kr. om måneden efter KL's vejledende takst for {on.year}."
    if not gap:
        return f"{same} Forslaget er det samme."
    return f"{same} Forslaget er {kroner_text(abs(gap))} kr. {'over' if gap > 0 else 'under'}."


def _latest(count: int, on: date, book: RateBook) -> str:
    known: list[Rate] = [rate for rate in book.rows("vederlag") if rate.ends < on and month_amount(count, rate) is not None]
    if not known:
        return ""
    amount = month_amount(count, known[-1])
    return (
        f"Den seneste, vi kender, er fra {known[-1].starts.year}: {count} vederlag var "
        f"{kroner_text(amount or Decimal(0))} kr. om måneden."
    )


def _kroner(amount: Decimal | None) -> str:
    return UNKNOWN if amount is None else f"{kroner_text(amount)} kr."


def _signed(amount: Decimal | None) -> str:
    if amount is None:
        return UNKNOWN
    if not amount:
        return "ingen ændring"
    return f"{'+' if amount > 0 else '−'}{kroner_text(abs(amount))} kr."


def worth_text(found: Worth, on: date) -> list[tuple[str, str, str]]:
    """(what, amount, how) for a page or a PDF."""
    return [
        (f"{what}, {date_text(on)}", f"{_kroner(amount.month)} om måneden", amount.formula)
        for what, amount in (("Vederlag (skattepligtigt)", found.taxable), ("Kost og logi (skattefrit)", found.tax_free))
    ]
