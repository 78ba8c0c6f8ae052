"""CPR numbers: what is written in one, and how it may be shown.

Numbers without a valid check digit have been issued since 2007 and are valid; the CPR office asks systems not to
reject them. So the date decides, and modulus 11 is a hint only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final

_DIGITS: Final = re.compile(r"[0-9]{10}")
_SEPARATORS: Final = re.compile(r"[\s\-–.\u00a0]")
_WEIGHTS: Final = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


class CprError(ValueError):
    """The text is not a CPR number. The message is a Danish sentence for the form and never repeats the number."""


@dataclass(frozen=True)
class Cpr:
    """A CPR number with a real birth date. `repr` and `str` are masked, so that a log line cannot give it away."""

    number: str = field(repr=False)
    birth_date: date

    @property
    def masked(self) -> str:
        """Birth date and four dots, '24.11.2014-••••': how the number is shown unless a permission says more."""
        return f"{self.birth_date:%d.%m.%Y}-••••"

    @property
    def in_full(self) -> str:
        """'DDMMÅÅ-XXXX'. Only for a page behind the permission to show it, with a row in the read log."""
        return f"{self.number[:6]}-{self.number[6:]}"

    @property
    def modulus_11_ok(self) -> bool:
        """Whether the old check digit fits. A hint for "did you mistype?", never a reason to reject."""
        return sum(int(d) * w for d, w in zip(self.number, _WEIGHTS, strict=True)) % 11 == 0

    def __str__(self) -> str:
        return self.masked


def parse_cpr(text: str) -> Cpr:
    """Read 'DDMMÅÅ-XXXX', with or without hyphen and spaces. Raises CprError with a Danish sentence."""
    digits = _SEPARATORS.sub("", text)
    if not digits:
        raise CprError("Skriv CPR-nummeret.")
    if not _DIGITS.fullmatch(digits):
        raise CprError("Et CPR-nummer har 10 cifre: seks for fødselsdatoen og fire til sidst.")
    return Cpr(digits, _birth_date(digits))


def _birth_date(digits: str) -> date:
    day, month = int(digits[:2]), int(digits[2:4])
    try:
        return date(_birth_year(int(digits[4:6]), int(digits[6])), month, day)
    except ValueError as error:
        raise CprError("De første seks cifre i CPR-nummeret skal være en fødselsdato: dag, måned og år.") from error


def _birth_year(two_digits: int, seventh: int) -> int:
    """The year of birth: the seventh digit tells the century (the CPR office's table, 1858 to 2057)."""
    if seventh <= 3:
        return 1900 + two_digits
    if seventh in (4, 9):
        return (2000 if two_digits <= 36 else 1900) + two_digits
    return (2000 if two_digits <= 57 else 1800) + two_digits
