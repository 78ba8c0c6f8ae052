"""How figures are said in Danish: decimal commas, a space before the percent sign, and "for få" for what is hidden."""

from __future__ import annotations

from typing import Final

HIDDEN: Final = "for få"
NONE: Final = "ingen"
_NARROW: Final = "\u00a0"


def percent(share: float, decimals: int = 1) -> str:
    """0.38596 → "38,6 %"."""
    return f"{decimal(100 * share, decimals)}{_NARROW}%"


def whole_percent(share: float) -> str:
    """0.38596 → "39 %", for a heading; shares that are not 0 or 1 never read as such."""
    if 0 < share < 0.01:
        return f"under 1{_NARROW}%"
    if 0.99 < share < 1:
        return f"over 99{_NARROW}%"
    return percent(share, 0)


def decimal(value: float, decimals: int) -> str:
    """0.4921 → "0,49"; no minus before a zero."""
    text = f"{value:.{decimals}f}"
    return (text.removeprefix("-") if float(text) == 0 else text).replace(".", ",")


def bounds(low: float, high: float) -> str:
    """(0.269, 0.518) → "26,9–51,8 %"."""
    return f"{decimal(100 * low, 1)}–{percent(high)}"


def agreement_words(kappa: float) -> str:
    """Landis and Koch's words for kappa (Biometrics 33, 1977, 159-174), in Danish."""
    steps = ((0.0, "dårlig"), (0.2, "ringe"), (0.4, "nogenlunde"), (0.6, "moderat"), (0.8, "god"))
    return next((word for limit, word in steps if kappa <= limit), "næsten fuld")
