"""`plejebro review tabulate`: a file in, figures or every bad row out, on any machine."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from plejebro.cli.main import main

HEAD = "decision_id,municipality_code,decision_date,child_born,route,R07,R08"
GOOD = "A,101,2024-05-02,2014-08-09,K1,met,not_met"


class Ran:
    """What a run of the command gave."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def figures(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()


@pytest.fixture
def tabulate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(content: str | bytes) -> Ran:
        path = tmp_path / "fil.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        code = main(["review", "tabulate", str(path)])
        return Ran(code, *capsys.readouterr())

    return run


def test_a_good_file_gives_figures_and_nothing_else(tabulate: Any) -> None:
    ran = tabulate(f"{HEAD}\n{GOOD}\nB,751,2013-01-31,2013-01-31,,met,\n")
    assert (ran.code, ran.err) == (0, "")
    assert ran.figures["n"] == 2
    assert ran.figures["correct"]["share"] == 0.5
    assert ran.figures["requirements"]["R08"]["share_not_followed"] == 1.0
    assert ran.figures["requirements"]["R08"]["high"] == 1.0
    assert ran.figures["requirements"]["R09"]["applicable"] == 0


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_the_file_may_come_from_any_spreadsheet(tabulate: Any, mark: bytes, delimiter: str, ending: str) -> None:
    text = ending.join([HEAD, GOOD, "", ""]).replace(",", delimiter)
    assert tabulate(mark + text.encode()).figures["n"] == 1


def test_columns_may_stand_in_any_order_and_fields_in_quotes(tabulate: Any) -> None:
    ran = tabulate(
        'R07,route,child_born,decision_date,municipality_code,decision_id\n"met","K2",2014-08-09,2024-05-02,101,"A, 1"\n'
    )
    assert ran.figures["requirements"]["R07"]["met"] == 1


def test_only_a_header_is_no_decisions(tabulate: Any) -> None:
    ran = tabulate(f"{HEAD}\n")
    assert (ran.code, ran.figures["n"], ran.figures["correct"]["share"]) == (0, 0, None)


BAD_ROWS = [
    ("A,101,2024-05-02,2014-08-09,K1,ja,", "R07"),
    ("A,101,2024-05-02,2014-08-09,K1,Met,", "R07"),
    ("A,101,02-05-2024,2014-08-09,K1,met,", "decision_date"),
    ("A,101,2024-02-30,2014-08-09,K1,met,", "decision_date"),
    ("A,101,20240502,2014-08-09,K1,met,", "decision_date"),
    ("A,101,,2014-08-09,K1,met,", "decision_date"),
    ("A,101,2024-05-02,i går,K1,met,", "child_born"),
    ("A,101,2013-05-02,2014-08-09,K1,met,", "før"),
    ("A,101,2024-05-02,2014-08-09,K8,met,", "route"),
    ("A,11,2024-05-02,2014-08-09,K1,met,", "municipality_code"),
    ("A,1000,2024-05-02,2014-08-09,K1,met,", "municipality_code"),
    (",101,2024-05-02,2014-08-09,K1,met,", "decision_id"),
    ("A,101,2024-05-02,2014-08-09,K1,,", "ingen koder"),
    ("A,101,2024-05-02,2014-08-09,K1,met", "færre"),
    ("A,101,2024-05-02,2014-08-09,K1,met,met,met", "flere"),
    ('A,101,2024-05-02,2014-08-09,K1,"met"x,met', "nførselstegn"),
    ('A,101,2024-05-02,2014-08-09,K1,met,"met', "nførselstegn"),
]


@pytest.mark.parametrize(("row", "word"), BAD_ROWS)
def test_a_bad_row_is_named_with_line_and_reason_and_nothing_is_printed(tabulate: Any, row: str, word: str) -> None:
    ran = tabulate(f"{HEAD}\nZ{GOOD[1:]}\n{row}\n")
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.lines) == 1
    assert ran.lines[0].startswith("Linje 3: ")
    assert word in ran.lines[0]


def test_every_bad_row_is_named_once(tabulate: Any) -> None:
    ran = tabulate(f"{HEAD}\n{GOOD}\nB,1,x,y,K9,ja,nej\n{GOOD.replace('A', 'C', 1)}\nC{GOOD[1:]}\nA{GOOD[1:]}\n")
    assert [line.split(":")[0] for line in ran.lines] == ["Linje 3", "Linje 5", "Linje 6"]
    assert "linje 4" in ran.lines[1]
    assert "linje 2" in ran.lines[2]
    assert ran.lines[0].count(".") >= 6


def test_an_id_is_taken_even_when_its_first_row_is_bad(tabulate: Any) -> None:
    ran = tabulate(f"{HEAD}\nA,101,2024-05-02,2014-08-09,K1,ja,\n{GOOD}\n")
    assert [line.split(":")[0] for line in ran.lines] == ["Linje 2", "Linje 3"]


def test_lines_are_those_of_the_file_also_after_a_break_within_quotes(tabulate: Any) -> None:
    ran = tabulate(f'{HEAD}\n"A\n1",101,2024-05-02,2014-08-09,K1,met,\n\nB,101,2024-05-02,2014-08-09,K1,ja,\n')
    assert [line.split(":")[0] for line in ran.lines] == ["Linje 5"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "tom"),
        (b"\xef\xbb\xbf\n\n", "tom"),
        (GOOD.encode(), "Linje 1"),
        (f"\n{HEAD}\n{GOOD}\n".encode(), "Linje 1"),
        (f"{HEAD},fejl\n".encode(), "“fejl”"),
        (f"{HEAD},R07\n".encode(), "R07 står to gange"),
        (f"{HEAD},R43\n".encode(), "“R43”"),
        (f"{HEAD},coder\n".encode(), "“coder”"),
        (f"{HEAD.replace('route,', '')}\n".encode(), "route mangler"),
        (f"{HEAD}\nÆ{GOOD}\n".encode("latin-1"), "Linje 2"),
        (f"{HEAD}\n".encode("utf-16"), "UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_gets_a_sentence(tabulate: Any, content: bytes, words: str) -> None:
    ran = tabulate(content)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_a_file_that_is_not_there_gets_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "tabulate", "/findes/ikke.csv"]) == 2
    assert "kan ikke læses" in capsys.readouterr().err


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{HEAD}\n{GOOD}\n".encode())))
    assert main(["review", "tabulate", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["n"] == 1


def test_it_needs_neither_settings_nor_a_database(tmp_path: Path) -> None:
    """In a process of its own, with no setting at all: Django is not even loaded."""
    (tmp_path / "fil.csv").write_text(f"{HEAD}\n{GOOD}\n")
    code = (
        "import sys; from plejebro.cli.main import main; code = main(sys.argv[1:]); "
        "assert 'django' not in sys.modules; sys.exit(code)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, "review", "tabulate", str(tmp_path / "fil.csv")],
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[2])},
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout)["n"] == 1
