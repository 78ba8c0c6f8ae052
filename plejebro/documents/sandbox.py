"""The server's side of cleaning: start the cleaning process, wait its seconds, believe little of what it says."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from plejebro.documents.rules import CLEANING_SECONDS, KINDS, FileRefused, Kind, Refusal

_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Cleaned:
    """What the cleaning process reported; `peak_kb` is its greatest memory in kB (0 if unknown)."""

    kind: Kind
    peak_kb: int


def clean_file(source: Path, target: Path, *, measure: Callable[[int], None] | None = None) -> Cleaned:
    """Clean `source` into `target` in a child process; raises FileRefused, also when the child dies or is too slow.

    `measure` is told the child's greatest memory in kB, of refused files too.
    """
    # No environment: the child must not hold the server's keys.
    command = [sys.executable, "-E", "-s", "-B", "-m", "plejebro.documents.clean_process", str(source), str(target)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, paths of our own making
            command,
            cwd=_ROOT,
            env={"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=CLEANING_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused(Refusal.TOO_HEAVY) from error
    return _answer(done.stdout, measure)


def _answer(output: bytes, measure: Callable[[int], None] | None = None) -> Cleaned:
    """The child's last word; a child that died without one met something too heavy for its limits."""
    try:
        said = json.loads(output.splitlines()[-1])
        refused, kind, peak = said.get("refused"), said.get("kind"), int(said["peak_kb"])
    except (IndexError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise FileRefused(Refusal.TOO_HEAVY) from error
    if measure is not None:
        measure(peak)
    if kind in KINDS:
        return Cleaned(KINDS[kind], peak)
    raise FileRefused(Refusal[refused] if refused in Refusal.__members__ else Refusal.DAMAGED)
