"""Hostile files are refused with a sentence or come out harmless, within memory and time (trust F1, F3)."""

from __future__ import annotations

import io
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest

from plejebro.documents import sandbox
from plejebro.documents.rules import FileRefused, Refusal
from tests.documents.hostile import Hostile, corpus
from tests.documents.makers import unpacked

MOST_MEMORY_KB = 300 * 1024
MOST_SECONDS = 10


@dataclass
class Outcome:
    """What became of one file."""

    case: Hostile
    reason: Refusal | None
    output: bytes
    peak_kb: int
    seconds: float


def _run(case: Hostile, folder: Path) -> Outcome:
    source, target = folder / "ind", folder / "ud"
    folder.mkdir()
    source.write_bytes(case.data)
    begun, peaks = time.monotonic(), []
    try:
        cleaned = sandbox.clean_file(source, target, measure=peaks.append)
    except FileRefused as refused:
        return Outcome(case, refused.reason, b"", max(peaks, default=0), time.monotonic() - begun)
    return Outcome(case, None, target.read_bytes(), cleaned.peak_kb, time.monotonic() - begun)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    """The whole corpus once through the real cleaning process."""
    root = tmp_path_factory.mktemp("hostile")
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda pair: _run(pair[1], root / str(pair[0])), enumerate(corpus())))


def _all_bytes(output: bytes) -> bytes:
    """The output with everything packed in it unpacked as well."""
    if output.startswith(b"PK"):
        return b"\n".join(name.encode() + b"\n" + data for name, data in unpacked(output).items())
    if output.startswith(b"%PDF-"):
        with pikepdf.open(io.BytesIO(output)) as document:
            plain = io.BytesIO()
            document.save(plain, qdf=True, stream_decode_level=pikepdf.StreamDecodeLevel.specialized)
            return plain.getvalue()
    return output


def test_the_corpus_is_large_enough(outcomes: list[Outcome]) -> None:
    assert len(outcomes) >= 40
    assert len({outcome.case.name for outcome in outcomes}) == len(outcomes)


def test_each_hostile_file_is_refused_for_the_right_reason_or_comes_out_harmless(outcomes: list[Outcome]) -> None:
    wrong = []
    for outcome in outcomes:
        case = outcome.case
        if outcome.reason is not None:
            if outcome.reason not in case.refused:
                wrong.append(f"{case.name}: refused as {outcome.reason.name}")
        elif not case.gone:
            wrong.append(f"{case.name}: passed")
        else:
            rest = _all_bytes(outcome.output)
            wrong += [f"{case.name}: {mark!r} is left" for mark in case.gone if mark in rest]
    assert wrong == []


def test_no_hostile_file_takes_more_than_its_share(outcomes: list[Outcome]) -> None:
    heavy = [
        f"{outcome.case.name}: {outcome.peak_kb // 1024} MB, {outcome.seconds:.1f} s"
        for outcome in outcomes
        if outcome.peak_kb > MOST_MEMORY_KB or outcome.seconds > MOST_SECONDS
    ]
    assert heavy == []


def test_the_control_an_untouched_file_would_have_been_caught() -> None:
    """Without cleaning, every case that must come out harmless is seen to hold what must be gone."""
    harmless = [case for case in corpus() if case.gone and not case.refused and case.data.startswith((b"PK", b"%PDF-"))]
    assert harmless
    blind = [case.name for case in harmless if not any(mark in _all_bytes(case.data) for mark in case.gone)]
    assert blind == []


def test_a_cleaning_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sandbox, "CLEANING_SECONDS", 0.01)
    (tmp_path / "ind").write_bytes(b"%PDF-1.4")
    with pytest.raises(FileRefused) as refused:
        sandbox.clean_file(tmp_path / "ind", tmp_path / "ud")
    assert refused.value.reason is Refusal.TOO_HEAVY


@pytest.mark.parametrize("said", [b"", b"{}", b"[]", b'{"kind": "exe", "peak_kb": 1}', b'{"refused": "X", "peak_kb": 1}'])
def test_what_a_taken_over_cleaning_process_says_is_not_believed(said: bytes) -> None:
    with pytest.raises(FileRefused):
        sandbox._answer(said)
