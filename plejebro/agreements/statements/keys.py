"""What a month is paid by, as text: two months with the same key are paid the same."""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from plejebro.kernel.danish import age
from plejebro.rates import RateBook, Statement, Terms, statement

# The birthdays that change what a child is paid: pocket money, kost og logi, clothing, and the end of it.
_BANDS = (18, 16, 14, 11, 10, 3)


def key_of(month: date, terms: Sequence[Terms], respite: Iterable[date] = ()) -> str:
    """The key of the month that begins on `month`; terms that do not touch it are left out, the others clipped to it."""
    last = date(month.year, month.month, monthrange(month.year, month.month)[1])
    rows = [
        [
            max(one.starts, month).day,
            min(one.ends or last, last).day,
            one.count,
            min(one.child_number, 3),
            _as_if_born(one.born, month, last).isoformat(),
            one.third_child_rule,
            one.during_respite,
            one.weeks,
            _text(one.own_month),
            _text(one.own_day),
        ]
        for one in terms
        if one.starts <= last and (one.ends is None or one.ends >= month)
    ]
    away = sorted(day.day for day in respite if month <= day <= last)
    return json.dumps([month.isoformat(), rows, away], separators=(",", ":"))


def statement_of(key: str, book: RateBook) -> Statement:
    """The month that `key` stands for, by the rates in `book`."""
    text, rows, away = json.loads(key)
    month = date.fromisoformat(text)
    terms = [_terms(month, row) for row in rows]
    return statement(month.year, month.month, terms, [month.replace(day=day) for day in away], book)


def _terms(month: date, row: list[Any]) -> Terms:
    first, last, count, number, born, rule, during, weeks, own_month, own_day = row
    found = Terms(month.replace(day=first), month.replace(day=last), count, date.fromisoformat(born), number)
    return replace(
        found,
        third_child_rule=rule,
        during_respite=during,
        weeks=weeks,
        own_month=own_month and Decimal(own_month),
        own_day=own_day and Decimal(own_day),
    )


def _as_if_born(born: date, first: date, last: date) -> date:
    """A birth that is paid the same all through the month: the same for all children of the same age bands."""
    before, after = _band(age(born, first)), _band(age(born, last))
    if before == after:
        return first.replace(year=first.year - after)
    # The birthday falls in the month. On a leap day the age is a multiple of four, and the only such band is 16, a leap year
    return born.replace(year=first.year - after)


def _band(years: int) -> int:
    return next((first for first in _BANDS if years >= first), 0)


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"
