"""The product's own command, as an operator meets it."""

from __future__ import annotations

import pytest

from plejebro.cli.main import main
from tests.cast import Cast


def test_help_is_danish_and_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    text = capsys.readouterr().out
    assert text.startswith("brug: plejebro")
    assert "usage" not in text
    for command in ("serve", "migrate", "demo", "worker", "import", "backup", "restore", "permissions", "audit"):
        assert f"\n    {command}" in text


def test_the_log_can_be_verified_from_the_command_line(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "verify"]) == 0
    assert ", 0 brud." in capsys.readouterr().out


def test_the_worker_does_one_round(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["worker", "--once"]) == 0
    assert "duties:" in capsys.readouterr().out


def test_the_permissions_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["permissions"]) == 0
    assert "`placement.read`" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "KOMMANDO mangler."),
        (["flyv"], "kendes ikke"),
        (["pay", "--date"], "--date: værdien mangler."),
        (["pay", "--kurs", "7"], "--kurs 7 kendes ikke."),
        (["serve", "--port", "x"], "--port: 'x' er ikke et helt tal."),
        (["pay", "--format", "xml"], "--format: 'xml' kendes ikke. Vælg 'json', 'text'."),
    ],
)
def test_a_mistyped_command_is_answered_in_one_danish_line(
    capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    out, err = capsys.readouterr()
    assert (stopped.value.code, out, err.count("\n")) == (2, "", 1)
    assert sentence in err
