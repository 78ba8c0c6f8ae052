"""A message that got "sendt" survives kill -9 at any moment (trust programme H1), and the proof can see a loss."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ON_POSTGRES = os.environ.get("PLEJEBRO_TEST_DB") == "postgres"
SIZE = ["--kills", "25", "--postgres"] if ON_POSTGRES else ["--kills", "100"]


def _kills(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.durability.kills", *words], cwd=ROOT, capture_output=True, text=True, timeout=240
    )


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_and_nothing_lacks_its_row_in_the_log() -> None:
    proof = _kills(*SIZE)
    print(proof.stdout)
    assert proof.returncode == 0, proof.stdout + proof.stderr
    assert "lost=0, without audit row=0" in proof.stdout


@pytest.mark.slow
def test_the_proof_sees_a_loss_when_a_sender_reports_before_its_commit() -> None:
    control = _kills(*(SIZE[2:]), "--kills", "12", "--control")
    print(control.stdout)
    assert control.returncode == 0, control.stdout + control.stderr
    assert "lost=0" not in control.stdout
