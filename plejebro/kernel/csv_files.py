"""Reading CSV that comes from a spreadsheet: UTF-8 with or without BOM, comma or semicolon, any line ending.

Records come with the physical line they begin on, and what is wrong is a Danish sentence about that line, so that whoever
made the file finds the place. What the columns must hold is the caller's.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

Record = tuple[int, "list[str] | str"]
"""The line a record begins on, and its fields without spaces around them; or a sentence on why it cannot be read."""

_BOM: Final = b"\xef\xbb\xbf"
_SHOWN_LENGTH: Final = 40


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line of the file (line 0: with the whole of it)."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"Linje {self.line}: {self.sentence}" if self.line else self.sentence


class BadFile(Exception):
    """The file cannot be used; `faults` has one entry per bad row, in the order of the file."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


def records(data: bytes, columns: Collection[str]) -> Iterator[Record]:
    """Header and rows; blank lines are left out. Raises `BadFile` when the file is empty or is not UTF-8.

    Comma or semicolon: the one by which more of the `columns` are found in the header, then the more frequent one.
    """
    text = _decoded(data)
    return _records(text, max(",", ";", key=lambda mark: _likeliness(text, mark, columns)))


def quoted(text: str) -> str:
    """What stands in a cell, in quotes, on one line, short enough for a sentence and harmless on a screen."""
    one_line = "".join(char if char.isprintable() else "�" for char in " ".join(text.split()))
    return f"“{one_line}”" if len(one_line) <= _SHOWN_LENGTH else f"“{one_line[: _SHOWN_LENGTH - 1]}…”"


def wrong_length(cells: Sequence[str], header: Sequence[str]) -> str | None:
    """A sentence when the row has not as many fields as the header."""
    if len(cells) == len(header):
        return None
    word = "færre" if len(cells) < len(header) else "flere"
    return f"Rækken har {word} felter ({len(cells)}) end kolonnenavnene ({len(header)})."


def _decoded(data: bytes) -> str:
    if not data.removeprefix(_BOM).strip():
        raise BadFile([Fault(0, "Filen er tom. Første linje skal have kolonnernes navne.")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = len(re.findall(rb"\r\n|\r|\n", wrong.object[: wrong.start])) + 1
        raise BadFile([Fault(line, "Filen er ikke gemt som UTF-8. Gem den igen som “CSV UTF-8”.")]) from None


def _likeliness(text: str, mark: str, columns: Collection[str]) -> tuple[int, int]:
    first = next(_records(text, mark), (1, ""))[1]
    found = len(set(columns).intersection(first)) if not isinstance(first, str) else 0
    return found, re.split(r"[\r\n]", text, maxsplit=1)[0].count(mark)


def _records(text: str, delimiter: str) -> Iterator[Record]:
    source = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = source.line_num + 1
        try:
            cells = next(source)
        except StopIteration:
            return
        except csv.Error as broken:
            yield line, _what_is_broken(str(broken))
            continue
        cells = [cell.strip() for cell in cells]
        # A line of delimiters alone is no blank line: somebody has meant a row.
        if line == 1 or any(cells) or len(cells) > 1:
            yield line, cells


def _what_is_broken(error: str) -> str:
    if "end of data" in error:
        return "Et anførselstegn bliver aldrig lukket."
    if "field limit" in error:
        return "Et felt er for langt."
    return "Anførselstegn skal stå om hele feltet, og et anførselstegn inde i det skal stå to gange."


_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before it (OWASP, CSV injection)."""
    return f"'{text}" if text and text.lstrip(" ")[:1] in _FORMULA else text
