"""Reading a table out of a CSV or XLSX file: rows of text by column, with the line each stands on.

Knows nothing of what the columns mean. Nothing is guessed beyond the separator and the character set.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_ROWS: Final = 5_000
MAX_COLUMNS: Final = 60
MAX_CELL: Final = 1_000
MAX_UNPACKED: Final = 60 * 1024 * 1024


class SheetRefused(Exception):
    """The file cannot be read as a table; `sentence` says why, in Danish."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class SheetRow:
    """One row: its line in the file (the heading is line 1) and its cells by column name, stripped."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """A table: the columns as written, in the file's order, and the rows that are not empty."""

    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def read_sheet(content: bytes, filename: str) -> Sheet:
    """The table in a file of at most MAX_BYTES. Raises `SheetRefused`."""
    if len(content) > MAX_BYTES:
        raise SheetRefused("Filen er større end 5 MB. Del den i flere filer.")
    if not content.strip():
        raise SheetRefused("Filen er tom.")
    if content[:4] == b"PK\x03\x04":
        return _table(_xlsx_lines(content))
    if content[:4] == b"\xd0\xcf\x11\xe0" or filename.lower().endswith(".xls"):
        raise SheetRefused("Det er en gammel Excel-fil (.xls). Gem den som .xlsx eller .csv, og prøv igen.")
    return _table(_csv_lines(content))


def column_key(name: str) -> str:
    """A column's name as it is compared: lower case, without spaces, hyphens and underscores ("E-mail 1" → "email1")."""
    return re.sub(r"[\s_\-.]+", "", name).casefold()


def _table(lines: Iterator[tuple[int, list[str]]]) -> Sheet:
    _, header = next(((number, cells) for number, cells in lines if any(cells)), (0, []))
    columns = [name.strip() for name in header]
    while columns and not columns[-1]:
        columns.pop()
    if not columns:
        raise SheetRefused("Vi fandt ingen overskrifter. Første linje skal have kolonnernes navne.")
    if len(columns) > MAX_COLUMNS:
        raise SheetRefused(f"Filen har mere end {MAX_COLUMNS} kolonner.")
    keys = [column_key(name) for name in columns]
    doubles = {name for name, key in zip(columns, keys, strict=True) if name and keys.count(key) > 1}
    if doubles:
        raise SheetRefused(f"Kolonnen “{sorted(doubles)[0]}” står flere gange.")
    rows = [SheetRow(number, _cells(number, keys, cells)) for number, cells in lines if any(cells)]
    if not rows:
        raise SheetRefused("Der er ingen rækker under overskrifterne.")
    return Sheet(tuple(columns), tuple(rows))


def _cells(number: int, keys: list[str], cells: list[str]) -> dict[str, str]:
    if any(cells[len(keys) :]):
        raise SheetRefused(f"Linje {number} har flere felter, end der er overskrifter. Står der et skilletegn i en tekst?")
    if any(len(cell) > MAX_CELL for cell in cells):
        raise SheetRefused(f"Linje {number} har et felt på mere end {MAX_CELL} tegn.")
    padded = cells + [""] * (len(keys) - len(cells))
    return {key: value for key, value in zip(keys, padded, strict=False) if key}


def _csv_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(content)
    if "\x00" in text:
        raise SheetRefused("Filen er hverken CSV eller Excel (.xlsx).")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    yield from _limited(_numbered(reader))


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    line = 0
    try:
        for cells in reader:
            # A quoted cell may hold line breaks: the row is named by the line it begins on.
            first, line = line + 1, reader.line_num
            yield first, [cell.strip() for cell in cells]
    except csv.Error as broken:
        raise SheetRefused(f"Linje {reader.line_num} kan ikke læses. Mangler der et anførselstegn?") from broken


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as unknown:
        raise SheetRefused("Filens tegn kan ikke læses. Gem den som CSV UTF-8.") from unknown


def _separator(text: str) -> str:
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(";,\t", key=header.count)


def _xlsx_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
                raise SheetRefused("Excel-filen fylder for meget, når den pakkes ud.")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            yield from _limited(_sheet_lines(book.worksheets[0]))
        finally:
            book.close()
    except SheetRefused:
        raise
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, SyntaxError, OSError) as broken:
        raise SheetRefused("Excel-filen kan ikke læses. Gem den igen som .xlsx, eller brug CSV.") from broken


def _sheet_lines(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    # What the file itself says of its size may be wrong or enormous; it is read as it comes instead.
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield number, [_as_text(value) for value in cells]


def _limited(lines: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    for count, line in enumerate(lines):
        if count > MAX_ROWS:
            raise SheetRefused(f"Filen har mere end {MAX_ROWS} rækker. Del den i flere filer.")
        yield line


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()
