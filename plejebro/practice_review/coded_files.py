"""Reading a file of coded decisions: one row per decision, every bad row with its line and the reason in Danish.

The file is CSV in UTF-8 (with or without BOM), comma or semicolon, column names on line 1. Pure: the command reads files
here without a database, and the import of a study reads them by the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from plejebro.kernel.csv_files import BadFile, Fault, quoted, records, wrong_length
from plejebro.practice_review.tabulation import CODES, REQUIREMENT_IDS, ROUTES, CodedDecision

FIXED_COLUMNS: Final = ("decision_id", "municipality_code", "decision_date", "child_born", "route")
CODER: Final = "coder"
ID_MAX_LENGTH: Final = 60

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MUNICIPALITY = re.compile(r"[0-9]{3}")
_CODES_IN_WORDS = f"{', '.join(CODES[:-1])} eller {CODES[-1]}"


def read_coded(data: bytes, *, with_coder: bool = False, coded: bool = True) -> list[CodedDecision]:
    """The decisions of the file, in its order. Raises `BadFile` with every bad row; then nothing of it is to be used.

    `with_coder` knows one more column, `coder`, and then a decision may stand once per coder. A file that is not
    `coded` lists decisions only, to be coded in Plejebro: a code in it is then what is bad.
    """
    rows = records(data, (*FIXED_COLUMNS, *REQUIREMENT_IDS))
    reader = _RowReader(_header(next(rows, None), with_coder), coded)
    for line, cells in rows:
        reader.take(line, cells)
    if reader.faults:
        raise BadFile(reader.faults)
    return reader.decisions


def _header(first: tuple[int, list[str] | str] | None, with_coder: bool) -> list[str]:
    names = first[1] if first else []
    if isinstance(names, str):
        raise BadFile([Fault(1, names)])
    if not any(name in FIXED_COLUMNS or name in REQUIREMENT_IDS for name in names):
        raise BadFile([Fault(1, f"Kolonnernes navne mangler på første linje: {', '.join(FIXED_COLUMNS)}, R01 … R42.")])
    known = {*FIXED_COLUMNS, *REQUIREMENT_IDS, *([CODER] if with_coder else [])}
    wrong = [_unknown_column(name) for name in dict.fromkeys(names) if name not in known]
    twice = (name for name in dict.fromkeys(names) if name in known and names.count(name) > 1)
    wrong += [f"Kolonnen {name} står to gange." for name in twice]
    wrong += [f"Kolonnen {name} mangler." for name in FIXED_COLUMNS if name not in names]
    if wrong:
        raise BadFile([Fault(1, " ".join(wrong))])
    return names


def _unknown_column(name: str) -> str:
    return f"Kolonnen {quoted(name)} kender vi ikke." if name else "En kolonne har intet navn."


class _RowReader:
    """Reads row by row, and remembers what has been seen and what is wrong."""

    def __init__(self, header: list[str], coded: bool) -> None:
        self.header, self.coded = header, coded
        self.decisions: list[CodedDecision] = []
        self.faults: list[Fault] = []
        self._first_line: dict[tuple[str, str], int] = {}

    def take(self, line: int, cells: list[str] | str) -> None:
        """Reads one record: a decision or a fault."""
        if isinstance(cells, str):
            self.faults.append(Fault(line, cells))
            return
        if sentence := wrong_length(cells, self.header):
            self.faults.append(Fault(line, sentence))
            return
        row = dict(zip(self.header, cells, strict=True))
        wrong = [*self._wrong_id(line, row), *_wrong_facts(row), *_wrong_codes(row, self.coded)]
        if wrong:
            self.faults.append(Fault(line, " ".join(wrong)))
        else:
            self.decisions.append(_decision(row, line))

    def _wrong_id(self, line: int, row: dict[str, str]) -> Iterator[str]:
        key = row["decision_id"]
        if not key:
            yield "decision_id mangler."
        elif len(key) > ID_MAX_LENGTH:
            yield f"decision_id er længere end {ID_MAX_LENGTH} tegn."
        else:
            first = self._first_line.setdefault((key, row.get(CODER, "")), line)
            if first != line:
                yield f"decision_id {quoted(key)} står allerede på linje {first}."


def _wrong_facts(row: dict[str, str]) -> Iterator[str]:
    if not _MUNICIPALITY.fullmatch(row["municipality_code"]):
        yield f"municipality_code skal være tre cifre, ikke {quoted(row['municipality_code'])}."
    for name in ("decision_date", "child_born"):
        if _day(row[name]) is None:
            yield f"{name} skal være en dato som 2024-05-02, ikke {quoted(row[name])}."
    decided, born = _day(row["decision_date"]), _day(row["child_born"])
    if decided and born and decided < born:
        yield f"decision_date {decided} ligger før child_born {born}."
    if row["route"] and row["route"] not in ROUTES:
        yield f"route skal være {ROUTES[0]}–{ROUTES[-1]} eller tom, ikke {quoted(row['route'])}."


def _wrong_codes(row: dict[str, str], wants_codes: bool) -> Iterator[str]:
    coded = [name for name in REQUIREMENT_IDS if row.get(name)]
    for name in coded:
        if row[name] not in CODES:
            yield f"{name} har koden {quoted(row[name])}; den skal være {_CODES_IN_WORDS}, eller feltet skal være tomt."
    if wants_codes and not coded:
        yield "Rækken har ingen koder."
    if coded and not wants_codes:
        yield "Rækken har koder, men filen skulle kun have afgørelser, der skal bedømmes i Plejebro."


def _decision(row: dict[str, str], line: int) -> CodedDecision:
    return CodedDecision(
        decision_id=row["decision_id"],
        municipality_code=row["municipality_code"],
        decision_date=date.fromisoformat(row["decision_date"]),
        child_born=date.fromisoformat(row["child_born"]),
        route=row["route"],
        codes={name: row[name] for name in REQUIREMENT_IDS if row.get(name)},
        coder=row.get(CODER, ""),
        line=line,
    )


def _day(text: str) -> date | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
