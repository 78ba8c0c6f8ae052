"""Making sense of a row's cells: dates, numbers, choices. What cannot be understood becomes a sentence with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from plejebro.flows.sheets import SheetRow
from plejebro.kernel.cpr import Cpr, CprError, parse_cpr

T = TypeVar("T")

_DAY_FIRST = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")


@dataclass(frozen=True, order=True)
class Fault:
    """Why a row cannot be brought in: its line in the file and a Danish sentence."""

    line: int
    sentence: str


@dataclass
class Cells:
    """One row being read. Every `faults` entry keeps the whole file out."""

    row: SheetRow
    faults: list[Fault] = field(default_factory=list)

    def fault(self, sentence: str) -> None:
        """Puts on the list that the row cannot be brought in."""
        self.faults.append(Fault(self.row.line, sentence))

    def text(self, key: str, *, longest: int = 200) -> str:
        """The cell as text; too long is a fault."""
        value = self.row.cells.get(key, "")
        if len(value) > longest:
            self.fault(f"“{key}” må højst have {longest} tegn.")
        return value[:longest]

    def needed(self, key: str, label: str, *, longest: int = 200) -> str:
        """The same, and empty is a fault."""
        value = self.text(key, longest=longest)
        if not value:
            self.fault(f"{label} mangler.")
        return value

    def email(self, key: str, label: str = "E-mailen") -> str:
        """An e-mail address in lower case, or the empty text."""
        value = self.text(key, longest=254).lower()
        if value:
            try:
                validate_email(value)
            except ValidationError:
                self.fault(f"{label} “{value}” er ikke en e-mailadresse.")
        return value

    def day(self, key: str, label: str) -> date | None:
        """A date written 24-11-2026, 24.11.2026, 24/11/2026 or 2026-11-24; None for an empty cell."""
        value = self.row.cells.get(key, "")
        if not value:
            return None
        try:
            found = parse_day(value)
        except ValueError:
            self.fault(f"{label} “{value}” er ikke en dato. Skriv for eksempel 24-11-2026.")
            return None
        if not 1900 <= found.year <= 2200:
            self.fault(f"{label} “{value}” ligger uden for kalenderen.")
            return None
        return found

    def number(self, key: str, label: str, lowest: int, highest: int) -> int | None:
        """A whole number within the bounds; None for an empty cell."""
        value = self.row.cells.get(key, "")
        if not value:
            return None
        if not value.isascii() or not value.isdigit() or not lowest <= int(value) <= highest:
            self.fault(f"{label} “{value}” skal være et tal fra {lowest} til {highest}.")
            return None
        return int(value)

    def choice(self, key: str, label: str, words: Mapping[str, T]) -> T | None:
        """One of the words (compared without regard to capitals and spaces); None for an empty cell."""
        value = self.row.cells.get(key, "")
        if not value:
            return None
        found = words.get(plain(value))
        if found is None:
            self.fault(f"{label} “{value}” kender vi ikke. Se listen over kolonner.")
        return found

    def cpr(self, key: str) -> Cpr | None:
        """A CPR number; None for an empty cell. The number itself never stands in a sentence."""
        value = self.row.cells.get(key, "")
        if not value:
            return None
        # A spreadsheet drops the first zero of a number.
        value = value.zfill(10) if value.isdigit() and len(value) == 9 else value
        try:
            return parse_cpr(value)
        except CprError as wrong:
            self.fault(f"CPR-nummeret kan ikke læses. {wrong}")
            return None


def parse_day(text: str) -> date:
    """The date; ValueError for anything that is none."""
    if match := _DAY_FIRST.fullmatch(text.strip()):
        day, month, year = (int(part) for part in match.groups())
        return date(year, month, day)
    if match := _YEAR_FIRST.fullmatch(text.strip()):
        year, month, day = (int(part) for part in match.groups())
        return date(year, month, day)
    raise ValueError("not a date")


def plain(text: str) -> str:
    """A word as it is compared: lower case, letters and digits only."""
    return re.sub(r"[\W_]+", "", text).casefold()
