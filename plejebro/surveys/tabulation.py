"""Tabulating a file of answers: shares with intervals per question, side and municipality, small cells hidden.

Pure: no database, no framework. `plejebro survey tabulate` is this with a file and a screen around it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from plejebro.kernel.csv_files import BadFile, Fault, Record, quoted, records, wrong_length
from plejebro.kernel.small_numbers import THRESHOLD, hidden_parts
from plejebro.kernel.statistics import wilson

FAMILY: Final = "family"
MUNICIPALITY: Final = "municipality"
SIDES: Final = (FAMILY, MUNICIPALITY)
SIDE_COLUMN: Final = "respondent_side"
CODE_COLUMN: Final = "municipality_code"
FIXED_COLUMNS: Final = (SIDE_COLUMN, CODE_COLUMN)
STEPS: Final = (1, 2, 3, 4, 5)
SATISFIED_FROM: Final = 4
SUPPRESSED: Final = {"suppressed": True}

_ANSWERS: Final = frozenset({"", *(str(step) for step in STEPS)})
_ROWS_AT_A_TIME: Final = 2000

Steps = tuple[int, ...]
"""How many answered 1, 2, 3, 4 and 5."""


@dataclass(slots=True)
class Answers:
    """The counted answers of a file. `counts` is (question number, side) → municipality code → `Steps`."""

    questions: list[str]
    counts: dict[tuple[int, str], dict[str, Steps]] = field(default_factory=dict)


def read_answers(data: bytes, codes: Collection[str]) -> Answers:
    """Counts the file's answers; `codes` are the municipalities there are.

    Memory follows the file's size, not its number of cells. Raises `BadFile` with every bad row in the order of the file,
    one entry per row with all that is wrong with it; then nothing of it is to be used.
    """
    rows = records(data, FIXED_COLUMNS)
    reader = _Reader(_header(next(rows, None)), frozenset(codes))
    for line, cells in rows:
        reader.take(line, cells)
    if reader.faults:
        raise BadFile(reader.faults)
    return reader.answers()


def tabulate(answers: Answers, minimum: int = THRESHOLD) -> dict[str, Any]:
    """The figures as the command prints them: question → side → "all" and "by" code; what has no answers is left out.

    Cells with 1 ≤ n < `minimum` are hidden, and as many more as it takes that none follows: `hidden_parts`.
    """
    return {
        "questions": {
            name: {
                side: _side(answers.counts[number, side], minimum) for side in SIDES if answers.counts.get((number, side))
            }
            for number, name in enumerate(answers.questions)
        }
    }


def cell(steps: Sequence[int]) -> dict[str, float]:
    """One group's figures, unrounded: n, satisfied (4 or 5), its share with 95 % Wilson bounds, and the mean of 1–5.

    ValueError when nobody answered.
    """
    n, satisfied = sum(steps), sum(steps[SATISFIED_FROM - 1 :])
    low, high = wilson(satisfied, n)
    mean = sum(step * number for step, number in zip(STEPS, steps, strict=True)) / n
    return {"n": n, "satisfied": satisfied, "share": satisfied / n, "low": low, "high": high, "mean": mean}


def _side(by_code: Mapping[str, Steps], minimum: int) -> dict[str, Any]:
    # In the order of the codes: of equal ones the lowest code is hidden first.
    ordered = sorted(by_code)
    hidden, whole_is_hidden = hidden_parts({code: sum(by_code[code]) for code in ordered}, minimum)
    whole = [sum(numbers) for numbers in zip(*by_code.values(), strict=True)]
    return {
        "all": dict(SUPPRESSED) if whole_is_hidden else cell(whole),
        "by": {code: dict(SUPPRESSED) if code in hidden else cell(by_code[code]) for code in ordered},
    }


def _header(first: Record | None) -> list[str]:
    names = first[1] if first else []
    if isinstance(names, str):
        raise BadFile([Fault(1, names)])
    wrong = [f"Kolonnen {name} mangler." for name in FIXED_COLUMNS if name not in names]
    wrong += [f"Kolonnen {quoted(name)} står to gange." for name in dict.fromkeys(names) if name and names.count(name) > 1]
    if not all(names):
        wrong.append("En kolonne har intet navn.")
    if not wrong and len(names) == len(FIXED_COLUMNS):
        wrong.append("Der er ingen kolonner med spørgsmål.")
    if wrong:
        raise BadFile([Fault(1, " ".join(wrong))])
    return names


class _Reader:
    """Takes row by row, keeps a few thousand and counts them column by column: a million rows in seconds."""

    def __init__(self, header: list[str], codes: frozenset[str]) -> None:
        self.header, self.codes = header, codes
        self.faults: list[Fault] = []
        self._side, self._code = header.index(SIDE_COLUMN), header.index(CODE_COLUMN)
        self._questions = [number for number, name in enumerate(header) if name not in FIXED_COLUMNS]
        self._waiting: dict[tuple[str, str], list[list[str]]] = defaultdict(list)
        self._counted: dict[tuple[str, str], list[Counter[str]]] = {}

    def take(self, line: int, cells: list[str] | str) -> None:
        """Counts one record, or remembers what is wrong with it."""
        if isinstance(cells, str):
            self.faults.append(Fault(line, cells))
        elif sentence := wrong_length(cells, self.header):
            self.faults.append(Fault(line, sentence))
        else:
            self._take_cells(line, cells)

    def _take_cells(self, line: int, cells: list[str]) -> None:
        side, code = cells[self._side], cells[self._code]
        # Emptied, so that all the columns can be looked at at once.
        cells[self._side] = cells[self._code] = ""
        if side in SIDES and code in self.codes and _ANSWERS.issuperset(cells):
            self._keep((side, code), cells)
        else:
            self.faults.append(Fault(line, " ".join(self._what_is_wrong(side, code, cells))))

    def answers(self) -> Answers:
        """What has been counted, without the cells in which nobody answered."""
        for key in self._waiting:
            self._count(key)
        found = Answers([self.header[column] for column in self._questions])
        for (side, code), columns in self._counted.items():
            for number, column in enumerate(self._questions):
                steps = tuple(columns[column][str(step)] for step in STEPS)
                if any(steps):
                    found.counts.setdefault((number, side), {})[code] = steps
        return found

    def _keep(self, key: tuple[str, str], cells: list[str]) -> None:
        waiting = self._waiting[key]
        waiting.append(cells)
        if len(waiting) == _ROWS_AT_A_TIME:
            self._count(key)

    def _count(self, key: tuple[str, str]) -> None:
        columns = self._counted.setdefault(key, [Counter() for _ in self.header])
        for counter, column in zip(columns, zip(*self._waiting[key], strict=True), strict=False):
            counter.update(column)
        self._waiting[key].clear()

    def _what_is_wrong(self, side: str, code: str, cells: Sequence[str]) -> Iterator[str]:
        if side not in SIDES:
            yield f"{SIDE_COLUMN} skal være {FAMILY} eller {MUNICIPALITY}, ikke {quoted(side)}."
        if code not in self.codes:
            yield f"{CODE_COLUMN} skal være en af de 98 kommuners koder på tre cifre, ikke {quoted(code)}."
        for column in self._questions:
            if cells[column] not in _ANSWERS:
                name = quoted(self.header[column])
                yield f"Svaret på {name} skal være et helt tal fra 1 til 5 eller tomt, ikke {quoted(cells[column])}."
