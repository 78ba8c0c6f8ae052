"""Invented decisions for the demo, the sample files and the tests. SYNTETISKE DATA: nobody's case, and the seed makes them.

`python -m plejebro.practice_review.synthetic` writes the sample files anew; a test holds them to this generator.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from plejebro.kernel.danish import age
from plejebro.practice_review.coded_files import CODER, FIXED_COLUMNS
from plejebro.practice_review.tabulation import MET, NOT_APPLICABLE, NOT_DOCUMENTED, NOT_MET, CodedDecision

FOLDER: Final = Path(__file__).parent / "sample_files"
SEED: Final = 336
SIZE: Final = 57
WITH_FAULTS: Final = 22
PERIOD: Final = (date(2022, 7, 1), date(2025, 12, 31))
# What the study of 2014 looked at (practice.md A.5), as ids of today's list.
REQUIREMENTS: Final = (
    *("R01", "R02", "R03", "R04", "R05", "R06", "R07", "R08", "R09", "R11", "R12", "R13"),
    *("R15", "R20", "R28", "R29", "R35", "R38", "R39", "R40"),
)
# How often each is the one that fails, in an invented world.
_FAILS: Final = {
    "R07": 9,
    "R08": 8,
    "R13": 7,
    "R40": 5,
    "R11": 4,
    "R09": 4,
    "R20": 3,
    "R38": 3,
    "R39": 3,
    "R03": 2,
    "R29": 2,
}
_MUNICIPALITIES: Final = {"101": 17, "751": 15, "461": 12, "851": 8, "561": 5}
_ROUTES: Final = {"K1": 34, "K2": 20, "K3": 3}
_AGES: Final = {"1-9": 28, "10-11": 6, "12-14": 15, "15-17": 8}


def decisions(
    seed: int = SEED, size: int = SIZE, with_faults: int = WITH_FAULTS, prefix: str = "SYN"
) -> list[CodedDecision]:
    """`size` invented decisions as they would be settled, `with_faults` of them with one to four faults."""
    chance = random.Random(seed)  # noqa: S311 - the same data every time
    faulty = set(chance.sample(range(size), with_faults))
    return [_decision(chance, f"{prefix}-{number + 1:03d}", number in faulty) for number in range(size)]


def coded_by_two(truth: Sequence[CodedDecision], coders: tuple[str, str], seed: int = SEED) -> list[CodedDecision]:
    """The same decisions as two people coded them: they err seldom, and never both on the same requirement."""
    chance = random.Random(seed + 1)  # noqa: S311
    rows = []
    for row in truth:
        wrong = [key for key in row.codes if chance.random() < 0.03]
        mine = {key for key in wrong if chance.random() < 0.5}
        for coder, errs in zip(coders, (mine, set(wrong) - mine), strict=True):
            codes = {key: _another(chance, code) if key in errs else code for key, code in row.codes.items()}
            rows.append(replace(row, codes=codes, coder=coder))
    return rows


def to_csv(rows: Iterable[CodedDecision], *, with_coder: bool = False, with_codes: bool = True) -> str:
    """The rows as a file: semicolons, and only the requirements that are coded."""
    columns = [*([CODER] if with_coder else []), *(REQUIREMENTS if with_codes else [])]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow([*FIXED_COLUMNS, *columns])
    for row in rows:
        days = row.decision_date.isoformat(), row.child_born.isoformat()
        rest = [row.coder if name == CODER else row.codes.get(name, "") for name in columns]
        writer.writerow([row.decision_id, row.municipality_code, *days, row.route, *rest])
    return text.getvalue()


def sample_files() -> dict[str, str]:
    """The sample files by name."""
    truth = decisions()
    return {
        "praksisundersoegelse.csv": to_csv(truth),
        "praksisundersoegelse-to-bedoemmere.csv": to_csv(coded_by_two(truth, ("A", "B")), with_coder=True),
    }


def _decision(chance: random.Random, key: str, is_faulty: bool) -> CodedDecision:
    first, last = PERIOD
    decided = first + timedelta(days=chance.randrange((last - first).days + 1))
    youngest, oldest = (int(years) for years in _pick(chance, _AGES).split("-"))
    born = decided - timedelta(days=chance.randrange(round(youngest * 365.25) + 1, round((oldest + 1) * 365.25) - 1))
    route = _pick(chance, _ROUTES)
    codes = {name: MET if _applies(name, decided, route, born) else NOT_APPLICABLE for name in REQUIREMENTS}
    if is_faulty:
        can_fail = {name: weight for name, weight in _FAILS.items() if codes[name] == MET}
        for _ in range(chance.choice((1, 1, 2, 2, 3, 4))):
            codes[_pick(chance, can_fail)] = chance.choice((NOT_MET, NOT_DOCUMENTED, NOT_DOCUMENTED))
    return CodedDecision(key, _pick(chance, _MUNICIPALITIES), decided, born, route, codes)


def _applies(requirement: str, decided: date, route: str, born: date) -> bool:
    """As the law of the period has it, simplified: invented data need not follow every change of the real."""
    if requirement in ("R05", "R06", "R12"):
        return route == "K2"
    if requirement in ("R03", "R04") and route == "K3":
        return False
    return requirement != "R04" or age(born, decided) >= 12


def _pick(chance: random.Random, weights: dict[str, int]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


def _another(chance: random.Random, code: str) -> str:
    return chance.choice([other for other in (MET, NOT_MET, NOT_DOCUMENTED) if other != code])


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in sample_files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
