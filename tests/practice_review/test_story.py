"""The story's study of 57: the same figures in the product and by the command, and nothing small given away."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from plejebro.cli.main import main
from plejebro.practice_review import exports, synthetic
from plejebro.practice_review.models import Code
from plejebro.practice_review.queries import final_decisions
from plejebro.practice_review.results import results_of
from plejebro.practice_review.tabulation import as_json, tabulate
from tests.cast import Cast


def by_command(text: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    path = folder / "afgoerelser.csv"
    path.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert main(["review", "tabulate", str(path)]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_exported_file_gives_the_same_figures_by_the_command(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = cast.thing("study:57")
    address = reverse("practice_review:export_decisions", args=[study.public_id])
    text = cast.agnete.client().get(address).content.decode("utf-8")
    figures = by_command(text, tmp_path, capsys)
    assert figures["n"] == 57
    assert figures == as_json(tabulate(final_decisions(study)))


def test_what_is_shown_equals_the_command_and_what_differs_is_hidden(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = cast.thing("study:57")
    figures = by_command(exports.decisions_csv(study), tmp_path, capsys)
    shown = exports.results_json(results_of(study))
    assert (shown["n"], shown["correct"], shown["with_faults"]) == (57, figures["correct"], figures["with_faults"])
    hidden = 0
    for key, row in shown["requirements"].items():
        differing = {name for name, value in figures["requirements"][key].items() if row[name] != value}
        assert all(row[name] is None for name in differing), key
        assert row.get("hidden", False) == bool(differing), key
        hidden += bool(differing)
    assert 0 < hidden < 42


def test_the_study_is_settled_as_it_was_made(cast: Cast) -> None:
    truth = {row.decision_id: row.codes for row in synthetic.decisions()}
    found = {row.decision_id: row.codes for row in final_decisions(cast.thing("study:57"))}
    assert found == truth
    assert sum(not row.is_correct for row in synthetic.decisions()) == 22


def test_the_command_prints_the_results_with_small_numbers_hidden(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    study = cast.thing("study:57")
    assert main(["review", "results", str(study.public_id), "--format", "json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads(json.dumps(exports.results_json(results_of(study))))
    assert printed["synthetic"] is True
    assert not any(0 < (group["with_faults"]["count"] or 0) < 5 for by in printed["by"].values() for group in by.values())
    assert main(["review", "results", "ikke-en-undersøgelse"]) == 2
    assert "Der er ingen undersøgelse" in capsys.readouterr().err


def test_the_sample_files_are_what_the_generator_makes() -> None:
    """`python -m plejebro.practice_review.synthetic` writes them."""
    for name, text in synthetic.sample_files().items():
        assert (synthetic.FOLDER / name).read_text(encoding="utf-8") == text


def test_everything_is_coded_by_two_before_it_counts(cast: Cast) -> None:
    study = cast.thing("study:57")
    for decision in study.decisions.order_by("number"):
        assert sorted(decision.codings.order_by("slot").values_list("slot", flat=True)) == [1, 2, 3]
    assert Code.objects.filter(coding__decision__study=study, coding__slot=3).count() == 57 * len(synthetic.REQUIREMENTS)
