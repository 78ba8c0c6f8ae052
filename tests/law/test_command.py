"""`plejebro law` for people and for other systems."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from plejebro.cli.main import main
from plejebro.law import requirement_ids

EXAMPLE = {
    "kind": "move",
    "decision_date": "2024-05-02",
    "case_opened": "2024-03-01",
    "child_born": "2014-08-09",
    "route": "K1",
    "evidence": {
        "R03": [{"date": "2024-04-20", "kind": "samtykke", "note": "mor"}],
        "R07": [{"date": "2024-05-10", "kind": "udtalelse"}],
    },
    "not_applicable": {"R17": "ingen søskende anbragt"},
    "exceptions": {"R08": "begrundelse"},
}


def run(tmp_path: Path, value: object, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    path = tmp_path / "facts.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    code = main(["law", "assess", str(path)])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_example_of_the_manual(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(tmp_path, EXAMPLE, capsys)
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert {key: answer[key] for key in ("kind", "regime", "act", "decision_date", "age", "route", "late")} == {
        "kind": "move",
        "regime": "B",
        "act": "barnets lov",
        "decision_date": "2024-05-02",
        "age": 9,
        "route": "K1",
        "late": ["R07"],
    }
    found = {one["id"]: one for one in answer["requirements"]}
    assert tuple(found) == requirement_ids()
    statement = found["R07"]
    assert statement.pop("why")
    assert statement == {
        "id": "R07",
        "name": "Udtalelse fra anbringelsesstedet",
        "applies": True,
        "status": "late",
        "due": "before",
        "basis": ["BL § 98, stk. 2"],
        "confidence": "H",
        "evidence": [{"date": "2024-05-10", "kind": "udtalelse"}],
    }
    assert found["R03"]["evidence"] == [{"date": "2024-04-20", "kind": "samtykke", "note": "mor"}]
    assert (found["R17"]["status"], found["R17"]["applies"]) == ("not_applicable", False)
    assert found["R08"]["status"] == "excepted"
    assert "R09" in answer["missing"]
    review = [one for one in answer["rights"] if one["right"] == "vurdering"]
    assert [(one["who"], one["basis"], one["deadline"]) for one in review] == [("plejefamilie", ["BL § 98, stk. 3"], None)]


def test_only_two_fields_are_needed_and_null_is_as_absent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    least = {"decision_date": "2024-05-02", "child_born": "2014-08-09"}
    _, one, _ = run(tmp_path, least, capsys)
    nulls = dict.fromkeys(("kind", "case_opened", "route", "evidence", "not_applicable", "exceptions"))
    _, two, _ = run(tmp_path, least | nulls, capsys)
    assert json.loads(one) == json.loads(two)
    assert json.loads(one)["kind"] == "move"


BAD: list[tuple[str, dict[str, Any]]] = [
    ("decision_date", {"decision_date": None}),
    ("decision_date", {"decision_date": "2010-12-31", "child_born": "2009-01-01"}),
    ("decision_date", {"decision_date": "2014-08-08"}),
    ("decision_date", {"decision_date": "20240502"}),
    ("decision_date", {"decision_date": "2024-W18-4"}),
    ("decision_date", {"decision_date": "٢٠٢٤-05-02"}),
    ("decision_date", {"decision_date": 20240502}),
    ("child_born", {"child_born": "2014-02-30"}),
    ("case_opened", {"case_opened": "i går"}),
    ("kind", {"kind": "adoption"}),
    ("kind", {"kind": ["move"]}),
    ("route", {"route": "K8"}),
    ("route", {"route": 1}),
    ("vej", {"vej": "K1"}),
    ("evidence.R43", {"evidence": {"R43": []}}),
    ("evidence.R07", {"evidence": {"R07": {}}}),
    ("evidence.R07[1]", {"evidence": {"R07": ["2024-05-01"]}}),
    ("evidence.R07[1].dato", {"evidence": {"R07": [{"dato": "2024-05-01"}]}}),
    ("evidence.R07[1].date", {"evidence": {"R07": [{"date": "1/5 2024"}]}}),
    ("evidence.R07[1].note", {"evidence": {"R07": [{"note": 7}]}}),
    ("evidence", {"evidence": []}),
    ("not_applicable.r17", {"not_applicable": {"r17": "ingen"}}),
    ("not_applicable.R17", {"not_applicable": {"R17": " "}}),
    ("exceptions.R08", {"exceptions": {"R08": True}}),
]


@pytest.mark.parametrize(("field", "change"), BAD, ids=lambda value: value if isinstance(value, str) else "")
def test_what_is_wrong_is_named_in_one_danish_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], field: str, change: dict[str, Any]
) -> None:
    code, out, err = run(tmp_path, EXAMPLE | change, capsys)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1 and (
        err.startswith(f"{field}:") or f"“{field}”:" in err or f"“{field.split('.')[-1]}”:" in err
    )


@pytest.mark.parametrize("text", ["", "[]", "{", '{"kind": "move", "kind": "move"}', "[" * 100_000, "null"])
def test_what_is_not_the_right_json_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    code, out, err = run(tmp_path, text, capsys)
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_it_needs_no_settings_and_reads_standard_input(tmp_path: Path) -> None:
    """Another system runs it on a machine where nothing of ours is set up."""
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    done = subprocess.run(
        [sys.executable, "-m", "plejebro.cli.main", "law", "assess", "-"],
        input=b"\xef\xbb\xbf" + json.dumps(EXAMPLE).encode(),
        capture_output=True,
        cwd=tmp_path,
        env=bare,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["regime"] == "B"


def test_a_file_that_is_not_there_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "assess", "findes-ikke.json"]) == 2
    assert "kan ikke læses" in capsys.readouterr().err


def test_a_requirement_is_shown_as_it_stood(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "show", "R07", "--date", "2014-05-01"]) == 0
    text = capsys.readouterr().out
    assert "SEL § 69, stk. 5" in text and "lta/2014/254" in text and "1. maj 2014" in text
    assert main(["law", "show", "R04", "--date", "2014-05-01", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["min_age"] == 15


@pytest.mark.parametrize("words", [["R99"], ["R07", "--date", "i dag"], ["R07", "--date", "2010-01-01"]])
def test_showing_what_is_not_there_is_refused(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert main(["law", "show", *words]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
