"""`plejebro survey tabulate`: answers in, figures with small cells hidden or every bad row out, on any machine."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from fractions import Fraction
from math import sqrt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plejebro.cli.main import main
from plejebro.municipalities.listed import municipality_codes
from plejebro.surveys.tabulation import read_answers, tabulate

HEAD = "respondent_side,municipality_code,q1,q2"
HIDDEN = {"suppressed": True}
CODES = ("101", "147", "151", "751", "860")


class Ran:
    """What a run of the command gave."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def q1(self) -> Any:
        return json.loads(self.out)["questions"]["q1"]

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(content: str | bytes, *options: str) -> Ran:
        path = tmp_path / "svar.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        code = main(["survey", "tabulate", str(path), *options])
        return Ran(code, *capsys.readouterr())

    return run


def rows(side: str, code: str, answers: str) -> str:
    """One row per digit, in q1."""
    return "".join(f"{side},{code},{answer},\n" for answer in answers)


def test_a_good_file_gives_figures_and_nothing_else(run: Any) -> None:
    ran = run(f"{HEAD}\n" + rows("family", "101", "55443") + rows("family", "751", "1115511"))
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["questions"]["q2"] == {}
    assert set(ran.q1) == {"family"}
    assert set(ran.q1["family"]) == {"all", "by"}
    whole, by = ran.q1["family"]["all"], ran.q1["family"]["by"]
    assert list(by) == ["101", "751"]
    assert by["101"] == {
        "n": 5,
        "satisfied": 4,
        "share": 0.8,
        "low": by["101"]["low"],
        "high": by["101"]["high"],
        "mean": 4.2,
    }
    assert (by["101"]["low"], by["101"]["high"]) == pytest.approx((0.37553, 0.96377), abs=1e-5)
    assert (whole["n"], whole["satisfied"], whole["share"], whole["mean"]) == (12, 6, 0.5, 3.0)


def test_the_sides_are_counted_apart(run: Any) -> None:
    ran = run(f"{HEAD}\n" + rows("family", "101", "55555") + rows("municipality", "101", "111111"))
    assert ran.q1["family"]["all"]["share"] == 1.0
    assert ran.q1["municipality"]["all"] | {"low": 0, "high": 0} == {
        "n": 6,
        "satisfied": 0,
        "share": 0.0,
        "low": 0,
        "high": 0,
        "mean": 1.0,
    }


def by_numbers(run: Any, numbers: dict[str, int], *options: str) -> tuple[bool, set[str]]:
    """Whether the whole is hidden, and which municipalities are, when so many answered in each."""
    found = run(f"{HEAD}\n" + "".join(rows("family", code, "4" * n) for code, n in numbers.items()), *options).q1["family"]
    assert set(found["by"]) == {code for code, n in numbers.items() if n}
    return found["all"] == HIDDEN, {code for code, cell in found["by"].items() if cell == HIDDEN}


@pytest.mark.parametrize(
    ("numbers", "whole", "hidden"),
    [
        ({"101": 5, "147": 9}, False, set()),
        ({"101": 3, "147": 9, "151": 8}, False, {"101", "151"}),
        # A tie goes to the lowest code, whatever the order in the file.
        ({"751": 8, "151": 8, "101": 3}, False, {"101", "151"}),
        # Two that are together five are enough; two that are four are not.
        ({"101": 3, "147": 2, "151": 8}, False, {"101", "147"}),
        ({"101": 2, "147": 2, "151": 8}, False, {"101", "147", "151"}),
        ({"101": 4, "147": 60}, False, {"101", "147"}),
        # The whole is small: nothing is shown at all.
        ({"101": 4}, True, {"101"}),
        ({"101": 2, "147": 2}, True, {"101", "147"}),
        ({"101": 1, "147": 4}, False, {"101", "147"}),
        # Nobody answered there: the municipality is not in the list.
        ({"101": 0, "147": 5}, False, set()),
    ],
)
def test_what_is_hidden(run: Any, numbers: dict[str, int], whole: bool, hidden: set[str]) -> None:
    assert by_numbers(run, numbers) == (whole, hidden)


def test_the_limit_can_be_set(run: Any) -> None:
    numbers = {"101": 1, "147": 3, "151": 9}
    assert by_numbers(run, numbers, "--min", "1") == (False, set())
    assert by_numbers(run, numbers, "--min", "2") == (False, {"101", "147"})
    assert by_numbers(run, numbers, "--by", "municipality_code", "--min", "10") == (False, {"101", "147", "151"})
    assert by_numbers(run, numbers, "--min", "14") == (True, {"101", "147", "151"})


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_the_file_may_come_from_any_spreadsheet(run: Any, mark: bytes, delimiter: str, ending: str) -> None:
    text = ending.join([HEAD, *["family,101, 4 ,"] * 6, "", ""]).replace(",", delimiter)
    assert run(mark + text.encode()).q1["family"]["all"]["n"] == 6


def test_columns_may_stand_in_any_order_and_questions_be_whole_sentences(run: Any) -> None:
    name = "Hvor tilfreds er du, alt i alt, med samarbejdet, rådgiveren; og lederen?"
    ran = run(f'"{name}";municipality_code;respondent_side\n' + "4;101;family\n" * 5)
    assert json.loads(ran.out)["questions"][name]["family"]["all"]["n"] == 5


def test_only_a_header_is_no_answers(run: Any) -> None:
    ran = run(f"{HEAD}\n")
    assert (ran.code, json.loads(ran.out)) == (0, {"questions": {"q1": {}, "q2": {}}})


BAD_ROWS = [
    ("familie,101,5,", "respondent_side"),
    ("Family,101,5,", "respondent_side"),
    (",101,5,", "respondent_side"),
    ("family,,5,", "municipality_code"),
    ("family,999,5,", "municipality_code"),
    ("family,411,5,", "municipality_code"),
    ("family,0101,5,", "municipality_code"),
    ("family,١٠١,5,", "municipality_code"),
    *(
        (f"family,101,{value},", "q1")
        for value in ("0", "6", "3.0", "-1", "+3", "03", "٣", "ja", "101", "family", "1e0", "²")
    ),
    ('family,101,"3,0",', "q1"),
    ("family,101,5", "færre felter"),
    ("family,101,5,5,5", "flere felter"),
    (",,,", "respondent_side"),
    ('family,101,"5"5,', "nførselstegn"),
]


@pytest.mark.parametrize(("row", "word"), BAD_ROWS)
def test_a_bad_row_is_named_by_its_line_and_nothing_is_tabulated(run: Any, row: str, word: str) -> None:
    ran = run(f"{HEAD}\n" + rows("family", "101", "55555") + f"{row}\n")
    assert (ran.code, ran.out, len(ran.lines)) == (2, "", 1)
    assert ran.lines[0].startswith("Linje 7: ")
    assert word in ran.lines[0]


def test_every_bad_row_is_named_once_with_all_that_is_wrong(run: Any) -> None:
    ran = run(f'{HEAD}\nfamly,7,9,8\n\nfamily,101,5,\nfamily,"101\n",x,\nfamily,101,7,\n')
    assert [line.split(":")[0] for line in ran.lines] == ["Linje 2", "Linje 5", "Linje 7"]
    assert all(word in ran.lines[0] for word in ("“famly”", "“7”", "“9”", "“8”", "q1", "q2"))
    assert ran.code == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "Filen er tom."),
        ("\ufeff\n", "Filen er tom."),
        ("respondent_side,q1\nfamily,5\n", "Linje 1: Kolonnen municipality_code mangler."),
        ("a,b\n1,2\n", "Kolonnen respondent_side mangler. Kolonnen municipality_code mangler."),
        ("respondent_side,municipality_code,q1,q1\n", "Linje 1: Kolonnen “q1” står to gange."),
        ("respondent_side,municipality_code,q1,\n", "Linje 1: En kolonne har intet navn."),
        ("respondent_side,municipality_code\nfamily,101\n", "Linje 1: Der er ingen kolonner med spørgsmål."),
        ('respondent_side,municipality_code,"q1\n', "Linje 1: Et anførselstegn bliver aldrig lukket."),
        (b"respondent_side,municipality_code,q1\nfamily,101,\xf8\n", "Linje 2: Filen er ikke gemt som UTF-8."),
        ("respondent_side,municipality_code,q1\n".encode("utf-16"), "Linje 1: Filen er ikke gemt som UTF-8."),
    ],
)
def test_a_file_that_cannot_be_read_is_told_why(run: Any, content: str | bytes, sentence: str) -> None:
    ran = run(content)
    assert (ran.code, ran.out, len(ran.lines)) == (2, "", 1)
    assert sentence in ran.err


def test_what_stands_in_a_cell_does_nothing_to_the_screen(run: Any) -> None:
    ran = run(f"{HEAD}\nfamily,101,\x1b[2Jslet,{'x' * 500}\n")
    assert "\x1b" not in ran.err
    assert len(ran.err) < 300


@pytest.mark.parametrize(
    ("options", "sentence"),
    [(("--min", "0"), "--min skal være 1 eller mere."), (("--min", "-3"), "--min skal være 1 eller mere.")],
)
def test_a_limit_below_one_is_refused(run: Any, options: tuple[str, ...], sentence: str) -> None:
    ran = run(f"{HEAD}\n", *options)
    assert (ran.code, ran.out, ran.lines) == (2, "", [sentence])


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["survey", "tabulate", str(tmp_path / "findes-ikke.csv")]) == 2
    assert "kan ikke læses" in capsys.readouterr().err


def test_it_runs_from_standard_input_without_settings_or_database(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "plejebro.cli.main", "survey", "tabulate", "-"],
        input=(f"{HEAD}\n" + rows("municipality", "101", "23455")).encode(),
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": "", "DJANGO_SETTINGS_MODULE": "no.such.settings"},
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout)["questions"]["q1"]["municipality"]["all"]["mean"] == 3.8


def slowly(text: str, minimum: int) -> dict[str, Any]:
    """The whole contract once more, as its words stand, with no thought of speed and nothing shared."""
    table = list(csv.DictReader(io.StringIO(text)))
    questions = [name for name in (table[0] if table else {}) if name.startswith("q")]
    found: dict[str, Any] = {name: {} for name in questions}
    for name in questions:
        for side in ("family", "municipality"):
            mine = [row for row in table if row["respondent_side"] == side and row[name]]
            if mine:
                found[name][side] = one_side([(row["municipality_code"], int(row[name])) for row in mine], minimum)
    return {"questions": found}


def one_side(answers: list[tuple[str, int]], minimum: int) -> dict[str, Any]:
    n = {code: sum(1 for one, _ in answers if one == code) for code, _ in answers}
    hidden = [code for code in n if n[code] < minimum]
    whole = len(answers) < minimum
    while hidden and (len(hidden) == 1 or sum(n[code] for code in hidden) < minimum):
        shown = [code for code in n if code not in hidden]
        if not shown:
            whole = True
            break
        hidden.append(min(shown, key=lambda code: (n[code], int(code))))
    return {
        "all": HIDDEN if whole else one_cell([value for _, value in answers]),
        "by": {code: HIDDEN if code in hidden else one_cell([value for one, value in answers if one == code]) for code in n},
    }


def one_cell(values: list[int]) -> dict[str, Any]:
    n, good, z = len(values), sum(value > 3 for value in values), 1.959964
    # The two points where the score test is exactly at its limit.
    a, b, c = n + z * z, -(2 * good + z * z), good * good / n
    root = sqrt(max(0.0, b * b - 4 * a * c))
    return {
        "n": n,
        "satisfied": good,
        "share": pytest.approx(float(Fraction(good, n)), abs=1e-12),
        "low": pytest.approx((-b - root) / (2 * a), abs=1e-9),
        "high": pytest.approx((-b + root) / (2 * a), abs=1e-9),
        "mean": pytest.approx(float(Fraction(sum(values), n)), abs=1e-12),
    }


ROW = st.tuples(
    st.sampled_from(("family", "family", "municipality")), st.sampled_from(CODES), *[st.sampled_from(["", *"12345"])] * 2
)


@settings(max_examples=300, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=60), st.integers(1, 9))
def test_a_second_program_written_from_the_same_words_agrees(table: list[tuple[str, ...]], minimum: int) -> None:
    text = "\n".join([HEAD, *(",".join(row) for row in table)]) + "\n"
    assert tabulate(read_answers(text.encode(), municipality_codes()), minimum) == slowly(text, minimum)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(CODES), st.integers(0, 12)), st.integers(1, 9))
def test_nobody_subtracts_their_way_to_a_hidden_municipality(numbers: dict[str, int], minimum: int) -> None:
    text = f"{HEAD}\n" + "".join(rows("family", code, "4" * n) for code, n in numbers.items())
    found = tabulate(read_answers(text.encode(), municipality_codes()), minimum)["questions"]["q1"].get("family")
    if found is None:
        assert not any(numbers.values())
        return
    hidden = [code for code, cell in found["by"].items() if cell == HIDDEN]
    if hidden and found["all"] != HIDDEN:
        assert len(hidden) > 1
        left = found["all"]["n"] - sum(cell["n"] for cell in found["by"].values() if cell != HIDDEN)
        assert left >= minimum


def test_many_rows_are_counted_in_batches_and_none_is_lost() -> None:
    text = f"{HEAD}\n" + "family,101,5,1\nmunicipality,147,2,\n" * 5001
    found = tabulate(read_answers(text.encode(), municipality_codes()))["questions"]
    assert found["q1"]["family"]["all"]["n"] == found["q2"]["family"]["all"]["n"] == 5001
    assert found["q1"]["municipality"]["by"]["147"]["mean"] == 2.0
    assert "municipality" not in found["q2"]
