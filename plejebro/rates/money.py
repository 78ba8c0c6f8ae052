"""Kroner and rounding. Everything is Decimal; nothing here depends on float or on the caller's decimal context."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import reduce
from typing import Final

OERE: Final = Decimal("0.01")
KRONE: Final = Decimal(1)
_CONTEXT: Final = Context(prec=200, rounding=ROUND_HALF_UP)


def times(amount: Decimal, numerator: int, denominator: int = 1) -> Decimal:
    """`amount` × numerator / denominator, exact to far more digits than kroner have."""
    return _CONTEXT.divide(_CONTEXT.multiply(amount, Decimal(numerator)), Decimal(denominator))


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The exact sum."""
    return reduce(_CONTEXT.add, amounts, Decimal(0))


def less(amount: Decimal, *taken: Decimal) -> Decimal:
    """`amount` with each of `taken` taken away, exact."""
    return reduce(_CONTEXT.subtract, taken, amount)


def to_oere(amount: Decimal) -> Decimal:
    """Rounded to the øre, half up."""
    return amount.quantize(OERE, context=_CONTEXT)


def to_kroner(amount: Decimal) -> Decimal:
    """Rounded to whole kroner, half up."""
    return amount.quantize(KRONE, context=_CONTEXT)


def kroner_text(amount: Decimal) -> str:
    """12345.6 → "12.345,60"."""
    whole, _, rest = f"{to_oere(amount):,.2f}".partition(".")
    return f"{whole.replace(',', '.')},{rest}"
