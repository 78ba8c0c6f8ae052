"""`plejebro pay` for people and for other systems."""

from __future__ import annotations

import json
from typing import Any

import pytest

from plejebro.cli.main import main


def pay(capsys: pytest.CaptureFixture[str], **arguments: Any) -> dict[str, Any]:
    given = {"date": "2023-05-01", "vederlag": 5, "born": "2014-03-02", "child-number": 1} | arguments
    assert main(["pay", *(word for name, value in given.items() for word in (f"--{name}", str(value)))]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_the_example_of_the_manual(capsys: pytest.CaptureFixture[str]) -> None:
    assert pay(capsys) == {
        "date": "2023-05-01",
        "vederlag": {
            "count": 5,
            "unit_day": "154.31",
            "unit_month": "4694.00",
            "day": "771.55",
            "month": "23468.00",
            "rate_set": "KL 2023",
            "convention": "A",
        },
        "kost_og_logi": {"day": "200.00", "month": "6083.33", "band": "0-9", "rule": "lov"},
        "lommepenge": {"week": "33.00", "band": "3-10"},
        "beklaedning": None,
        "missing": {"beklaedning": "ikke oplyst"},
    }


def test_what_is_not_known_inside_a_known_part_is_null(capsys: pytest.CaptureFixture[str]) -> None:
    found = pay(capsys, date="2016-05-01")["vederlag"]
    assert (found["unit_day"], found["day"], found["unit_month"], found["month"]) == (None, None, "4066.00", "20330.00")


def test_a_child_under_three_has_no_pocket_money(capsys: pytest.CaptureFixture[str]) -> None:
    found = pay(capsys, born="2021-05-02")
    assert found["lommepenge"] is None and found["missing"]["lommepenge"] == "ikke relevant"


def test_no_vederlag_is_nothing_and_not_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    found = pay(capsys, vederlag=0)["vederlag"]
    assert (found["day"], found["month"]) == ("0.00", "0.00")


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("date", "2023-13-01"),
        ("date", "20230501"),
        ("date", "i dag"),
        ("born", "2023-05-02"),
        ("born", "2014-02-30"),
        ("vederlag", "-1"),
        ("vederlag", "4,5"),
        ("vederlag", "5.0"),
        ("vederlag", "٥"),
        ("child-number", "0"),
        ("child-number", "første"),
    ],
)
def test_bad_input_is_one_danish_line(capsys: pytest.CaptureFixture[str], argument: str, value: str) -> None:
    given = {"date": "2023-05-01", "vederlag": "5", "born": "2014-03-02", "child-number": "1"} | {argument: value}
    assert main(["pay", *(f"--{name}={text}" for name, text in given.items())]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and err.startswith(f"--{argument}")


@pytest.mark.parametrize("left_out", ["date", "vederlag", "born", "child-number"])
def test_all_four_are_needed(capsys: pytest.CaptureFixture[str], left_out: str) -> None:
    given = {"date": "2023-05-01", "vederlag": "5", "born": "2014-03-02", "child-number": "1"}
    del given[left_out]
    assert main(["pay", *(f"--{name}={text}" for name, text in given.items())]) == 2
    assert capsys.readouterr().err == f"--{left_out} mangler.\n"


def test_as_a_table_it_is_danish(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--date", "2023-05-01", "--vederlag", "5", "--born", "2014-03-02", "--child-number", "1", "--format", "text"]
    assert main(["pay", *words]) == 0
    text = capsys.readouterr().out
    assert "23.468,00 kr./måned" in text and "ikke oplyst" in text
