"""The publication as files: one row per figure, a codebook, JSON, and labels for SPSS and Stata.

All of it is made of the publication alone, so what is hidden there is in no file. A hidden figure is empty, and its column
`skjult` says 1. Numbers are unrounded with a dot, as statistics programs read them; texts are guarded against formulas.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

from openpyxl import Workbook

from plejebro.kernel.csv_files import safe_cell
from plejebro.surveys.enums import Side, SizeGroup
from plejebro.surveys.questions import SCALES, STEPS
from plejebro.surveys.results.counts import ALL
from plejebro.surveys.results.pages import all_cells
from plejebro.surveys.results.reading import Cell, Published, Question
from plejebro.surveys.results.words import WHOLE, group_name

BOM: Final = "\ufeff"
MARK: Final = "SYNTETISKE DATA"
SUPPRESSED: Final[dict[str, Any]] = {"suppressed": True}
Value = str | int | float | None

COLUMNS: Final = (
    ("maaling", "Målingens titel"),
    ("syntetisk", "1: svarene er opdigtede"),
    ("side", "Hvem der har svaret: family er plejefamilier, municipality er kommuner"),
    ("spoergsmaal", "Spørgsmålets nøgle; se kodebogen"),
    ("dimension", "Hvad spørgsmålet handler om; ens på de to sider"),
    ("om", "Hvem spørgsmålet handler om; tomt: samarbejdet som helhed"),
    ("niveau", "1: alle, 2: kommuner efter størrelse, 3: kommune"),
    ("gruppe", "all, størrelsesgruppens nøgle eller kommunekoden"),
    ("gruppenavn", "Gruppens navn"),
    ("skjult", "1: tallene er skjult, fordi for få har svaret, eller fordi de kunne føre til andre, der er skjult"),
    ("n", "Hvor mange der har svaret på skalaen; “ved ikke/ikke relevant” er ikke med"),
    ("positive", "Hvor mange der har givet et af de to øverste svar"),
    ("andel", "Andelen af de to øverste svar, fra 0 til 1"),
    ("nedre", "95 %-interval efter Wilson, nedre grænse"),
    ("oevre", "95 %-interval efter Wilson, øvre grænse"),
    ("middel", "Middeltal fra 1 til 5"),
    *((f"svar{step}", f"Hvor mange der har svaret {step}; se kodebogen") for step in STEPS),
    ("aendring", "Ændring i andelen siden forrige måling, fra -1 til 1"),
    ("aendring_nedre", "95 %-interval efter Newcombe, nedre grænse"),
    ("aendring_oevre", "95 %-interval efter Newcombe, øvre grænse"),
)
_LEVELS: Final = {1: "Alle", 2: "Kommuner efter størrelse", 3: "Kommune"}
_TEXTS: Final = {"maaling", "side", "spoergsmaal", "dimension", "om", "gruppe", "gruppenavn"}


def marked(found: Published) -> str:
    """The round's title, which says so where the answers are invented: every row carries it."""
    return f"{MARK}: {found.title}" if found.is_synthetic else found.title


def tidy_rows(found: Published) -> list[list[Value]]:
    """One row for each cell, in the order of COLUMNS; None where there is nothing or it is hidden."""
    places = dict(found.places)
    return [
        [
            marked(found),
            int(found.is_synthetic),
            one.side,
            one.key,
            one.dimension,
            one.about,
            _level(key),
            key,
            group_name(key, places),
            *_figures(cell),
        ]
        for one, key, cell in all_cells(found)
    ]


def tidy_csv(found: Published) -> str:
    """The rows for a spreadsheet or a statistics program: semicolons, UTF-8 with a byte order mark."""
    return _csv([[name for name, _ in COLUMNS], *tidy_rows(found)])


def codebook_csv(found: Published) -> str:
    """What each column and each question's answers mean."""
    return _csv(_codebook(found))


def workbook(found: Published) -> bytes:
    """The same as an XLSX file with two sheets: Tal and Kodebog."""
    book = Workbook(write_only=True)
    _sheet(book, "Tal", [[name for name, _ in COLUMNS], *tidy_rows(found)])
    _sheet(book, "Kodebog", _codebook(found))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_json(found: Published) -> dict[str, Any]:
    """The figures in the shape of `plejebro survey tabulate`, with size groups and words; hidden is {"suppressed": true}."""
    return {
        **({"note": f"{MARK}: svarene er opdigtede."} if found.is_synthetic else {}),
        "title": found.title,
        "period": found.period,
        "synthetic": found.is_synthetic,
        "municipalities": {place.code: {"name": place.name, "size_group": place.group} for place in found.places.values()},
        "sides": {
            side: {"asked": facts.asked, "answered": dict(SUPPRESSED) if facts.answered is None else facts.answered}
            for side, facts in found.sides.items()
        },
        "questions": [_question_json(one) for one in found.questions if one.kind != "text"],
        "drivers": {
            side: [{"question": one.question.key, "r": one.r, "low": one.low, "high": one.high} for one in rows]
            for side, rows in found.drivers.items()
        },
    }


def spss_syntax(found: Published, filename: str) -> str:
    """SPSS commands that read the CSV file and give every variable and code its label."""
    names = [name for name, _ in COLUMNS]
    kinds = " ".join(f"{name} {'A500' if name in _TEXTS else 'F12.6'}" for name in names)
    lines = [
        "* Encoding: UTF-8.",
        "SET DECIMAL=DOT.",
        *(["* SYNTETISKE DATA: svarene er opdigtede."] if found.is_synthetic else []),
        f'GET DATA /TYPE=TXT /FILE="{filename}" /ENCODING="UTF8" /DELIMITERS=";" /QUALIFIER=\'"\'',
        f"  /FIRSTCASE=2 /VARIABLES={kinds}.",
        "VARIABLE LABELS",
        *(f"  {name} {_spss(text)}" for name, text in COLUMNS),
        "  .",
        *_spss_values("niveau", [(str(code), text) for code, text in _LEVELS.items()]),
        *_spss_values("syntetisk", [("0", "Nej"), ("1", "Ja")]),
        *_spss_values("skjult", [("0", "Nej"), ("1", "Ja")]),
        *_spss_values("side", [(_spss(side.value), side.label) for side in Side]),
        *_spss_values("spoergsmaal", [(_spss(key), text[:120]) for key, text in _texts_of(found)]),
        *_spss_values("gruppe", [(_spss(key), text[:120]) for key, text in _groups_of(found)]),
        "EXECUTE.",
    ]
    return BOM + "\r\n".join(lines) + "\r\n"


def stata_do(found: Published, filename: str) -> str:
    """Stata commands that read the CSV file, label the variables and turn side, question and group into labelled codes."""
    lines = [
        *(["* SYNTETISKE DATA: svarene er opdigtede."] if found.is_synthetic else []),
        f'import delimited using "{filename}", delimiter(";") varnames(1) encoding("utf-8") case(preserve) '
        "stringcols(1 3 4 5 6 8 9) clear",
        *(f"label variable {name} {_stata(text[:80])}" for name, text in COLUMNS),
        "label define niveau " + " ".join(f"{code} {_stata(text)}" for code, text in _LEVELS.items()),
        "label values niveau niveau",
        'label define janej 0 "Nej" 1 "Ja"',
        "label values syntetisk skjult janej",
        *_stata_codes("side", [(side.value, str(side.label)) for side in Side]),
        *_stata_codes("spoergsmaal", _texts_of(found)),
        *_stata_codes("gruppe", _groups_of(found)),
    ]
    return "\n".join(lines) + "\n"


def _figures(cell: Cell) -> list[Value]:
    if cell.hidden:
        return [1, *[None] * (6 + len(STEPS) + 3)]
    low, high = cell.bounds or (None, None)
    change = cell.change
    moved = [change.value, change.low, change.high] if change else [None, None, None]
    return [0, cell.n, cell.satisfied, cell.share, low, high, cell.mean, *(cell.counts or ()), *moved]


def _level(key: str) -> int:
    return 1 if key == ALL else 2 if key in SizeGroup.values else 3


def _codebook(found: Published) -> list[list[Value]]:
    rows: list[list[Value]] = [["art", "navn", "værdi", "betydning"]]
    if found.is_synthetic:
        rows.append([MARK, "", "", "Svarene er opdigtede."])
    rows += [["kolonne", name, "", text] for name, text in COLUMNS]
    rows += [["niveau", "niveau", code, text] for code, text in _LEVELS.items()]
    rows += [["gruppe", "gruppe", key, text] for key, text in _groups_of(found)]
    for one in found.scales:
        side = str(Side(one.side).label)
        rows.append(["spørgsmål", one.key, side, one.text])
        rows += [["svar", one.key, step, word] for step, word in zip(STEPS, SCALES[one.kind], strict=True)]
    return rows


def _groups_of(found: Published) -> list[tuple[str, str]]:
    sizes = [(group.value, group_name(group.value, {})) for group in found.size_groups]
    return [(ALL, WHOLE), *sizes, *((place.code, place.name) for place in found.places.values())]


def _texts_of(found: Published) -> list[tuple[str, str]]:
    """Each question key once. The sides' keys are shared by design; where both have one, the families' words stand."""
    return list({one.key: one.text for one in reversed(found.scales)}.items())[::-1]


def _question_json(one: Question) -> dict[str, Any]:
    names = ("side", "key", "kind", "text", "section", "dimension", "about")
    told: dict[str, Any] = {name: getattr(one, name) for name in names}
    if one.is_scale:
        by = {key: _cell_json(cell) for key, cell in one.cells.items() if key != ALL}
        whole = {"all": _cell_json(one.cell())} if ALL in one.cells else {}
        return {**told, **whole, "by": by}
    n: Any = dict(SUPPRESSED) if one.n is None else one.n
    if one.options:
        chosen = {
            option.key: {"label": option.label, "chosen": dict(SUPPRESSED) if option.chosen is None else option.chosen}
            for option in one.options
        }
        return {**told, "n": n, "options": chosen}
    return {**told, **({"n": n, "mean": one.mean} if one.mean is not None else SUPPRESSED)}


def _cell_json(cell: Cell) -> dict[str, Any]:
    if cell.hidden:
        return dict(SUPPRESSED)
    low, high = cell.bounds or (None, None)
    found = {"n": cell.n, "satisfied": cell.satisfied, "share": cell.share, "low": low, "high": high, "mean": cell.mean}
    found["answers"] = {str(step): number for step, number in zip(STEPS, cell.counts or (), strict=True)}  # type: ignore[assignment]
    if cell.change:
        found["change"] = {"value": cell.change.value, "low": cell.change.low, "high": cell.change.high}  # type: ignore[assignment]
    return found


def _csv(rows: Iterable[Sequence[Value]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([_plain(value) for value in row] for row in rows)
    return BOM + text.getvalue()


def _plain(value: Value) -> str:
    if value is None:
        return ""
    return safe_cell(value) if isinstance(value, str) else repr(value)


def _sheet(book: Workbook, title: str, rows: Sequence[Sequence[Value]]) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([safe_cell(value) if isinstance(value, str) else value for value in row])


def _spss(text: str) -> str:
    """A string of SPSS: single quotes, doubled inside; one line."""
    return "'" + " ".join(text.split()).replace("'", "''") + "'"


def _spss_values(name: str, codes: Sequence[tuple[str, Any]]) -> list[str]:
    return [f"VALUE LABELS {name}", *(f"  {code} {_spss(str(text))}" for code, text in codes), "  ."] if codes else []


def _stata(text: str) -> str:
    """A string of Stata in compound quotes, with nothing in it that ends them or names a macro."""
    plain = " ".join(text.split()).replace("`", "'").replace("$", "").replace('"', "'")
    return f'`"{plain}"\''


def _stata_codes(name: str, codes: Sequence[tuple[str, str]]) -> list[str]:
    """A text variable as a labelled number, in the order of the codebook."""
    lines = [f"generate {name}_nr = ."]
    for number, (key, text) in enumerate(codes, start=1):
        lines.append(f"replace {name}_nr = {number} if {name} == {_stata(key)}")
        lines.append(f"label define {name}_nr {number} {_stata(text[:200])}, add")
    return [*lines, f"label values {name}_nr {name}_nr"]
