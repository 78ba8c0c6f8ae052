"""The law's data hangs together, and says what the matrix says."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from plejebro.law import Catalogue, catalogue, requirement, requirement_ids, routes
from plejebro.law.types import CONSEQUENCES, KINDS, ROUTES

ON = {"A1": date(2014, 5, 1), "A2": date(2021, 5, 1), "B": date(2026, 5, 1)}
LETTER = {"ja": "J", "nej": "N", "uklart": "U"}
PARAGRAPH = re.compile(r"(SEL|BL|FVL|RSL|OFL|LST|FO) §§? \d+( [a-z])?(-\d+)?(, stk\. \d+(-\d+)?)?(, nr\. \d+(-\d+)?)?")
MATRIX = list(csv.DictReader((Path(__file__).parent / "matrix.csv").open(encoding="utf-8")))


def number(text: str) -> int | None:
    return int(text) if text else None


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: f"{row['id']}-{row['regime']}")
def test_the_data_says_what_the_matrix_says(row: dict[str, str]) -> None:
    """Which requirement binds on which route, for whom, when, and how sure we are: kept beside the data as a table."""
    rule = requirement(row["id"], ON[row["regime"]])
    for column, kind in (("move_K1_to_K7", "move"), ("contact_K1_to_K7", "contact")):
        assert "".join(LETTER[rule.applies[kind][route]] for route in ROUTES) == row[column]
    assert {LETTER[value] for value in rule.applies["return_home"].values()} == {row["return_home"]}
    ages = (rule.min_age, rule.below_age, rule.party_age)
    assert ages == (number(row["from_age"]), number(row["below_age"]), number(row["party_age"]))
    assert (rule.due, rule.confidence) == (row["due"], row["confidence"])


def test_the_matrix_has_every_requirement_in_every_regime() -> None:
    assert requirement_ids() == tuple(f"R{number:02}" for number in range(1, 43))
    assert {(row["id"], row["regime"]) for row in MATRIX} == {(name, code) for name in requirement_ids() for code in ON}
    assert len(MATRIX) == 126


def test_every_requirement_stands_on_every_day_since_2011() -> None:
    """Each day from the first to one far ahead has exactly one period of each requirement; the reading refuses else."""
    day = date(2011, 1, 1)
    while day < date(2032, 1, 1):
        assert len(catalogue().on(day).rules) == 42
        day += timedelta(days=13)
    with pytest.raises(ValueError):
        requirement("R01", date(2010, 12, 31))


def test_what_binds_has_a_paragraph_and_what_has_none_does_not_bind() -> None:
    for day in ON.values():
        for rule in catalogue().on(day).rules:
            for kind in KINDS:
                if "ja" in rule.applies[kind].values():
                    assert rule.basis_for(kind, None), (rule.id, day, kind)


def test_paragraphs_are_written_one_way() -> None:
    """Act, paragraph, stykke, number: so that a reader can look it up and a machine can compare it."""
    for day in ON.values():
        for rule in catalogue().on(day).rules:
            for basis in rule.bases.values():
                assert [text for text in basis if not PARAGRAPH.fullmatch(text)] == []
        for right in catalogue().on(day).rights:
            assert [text for text in right.basis if not PARAGRAPH.fullmatch(text)] == []


def test_the_act_of_a_paragraph_is_the_act_that_was_in_force() -> None:
    for code, day in ON.items():
        gone = "BL" if code.startswith("A") else "SEL"
        for rule in catalogue().on(day).rules:
            assert not [text for basis in rule.bases.values() for text in basis if text.split()[0] == gone]


def test_an_official_address_is_of_the_act_as_it_stood_that_day() -> None:
    assert requirement("R07", date(2014, 5, 1)).sources == ("https://www.retsinformation.dk/eli/lta/2014/254",)
    assert requirement("R07", date(2023, 12, 31)).sources == ("https://www.retsinformation.dk/eli/lta/2023/1089",)
    assert requirement("R07", date(2026, 1, 1)).sources == ("https://www.retsinformation.dk/eli/lta/2025/282",)


def test_every_text_a_person_reads_is_there() -> None:
    for rule in catalogue().on(ON["B"]).rules:
        assert all((rule.name, rule.plain, rule.applies_to, rule.proof)), rule.id
        assert rule.plain.endswith(".") and set(rule.consequence) <= set(CONSEQUENCES)


def test_the_acute_route_and_the_youth_crime_board_came_later() -> None:
    absent = {code: {one.code for one in routes(day) if not one.available} for code, day in ON.items()}
    assert absent == {"A1": {"K4", "K6"}, "A2": set(), "B": set()}


def test_a_gap_in_the_data_is_refused_when_it_is_read() -> None:
    """The control: with one period taken out, the catalogue does not start."""
    import tomllib

    folder = Path(__file__).resolve().parents[2] / "plejebro" / "law" / "data"
    documents = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in folder.glob("*.toml")}
    Catalogue(documents)
    requirements = documents["requirements-1-afgoerelsens-grundlag"]["requirement"]
    requirements[0]["period"].pop(1)
    with pytest.raises(ValueError, match="R01 has 0 periods"):
        Catalogue(documents)
