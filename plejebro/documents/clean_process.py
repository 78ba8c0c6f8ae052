"""The cleaning process, which reads hostile files so that the server need not.

Run as `python -m plejebro.documents.clean_process <in> <out>`. Writes one line of JSON: {"kind": …} or
{"refused": <name of a Refusal>}, and "peak_kb", its greatest memory.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from plejebro.documents.rules import CLEANING_MEMORY_BYTES, CLEANING_SECONDS, MAX_CLEANED_BYTES, FileRefused, Refusal


def limit() -> None:
    """Bind this process: address space, processor time, size of what it writes, open files, no core dump."""
    for what, most in (
        (resource.RLIMIT_AS, CLEANING_MEMORY_BYTES),
        (resource.RLIMIT_CPU, CLEANING_SECONDS),
        (resource.RLIMIT_FSIZE, MAX_CLEANED_BYTES + 1),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def peak_kb() -> int:
    """The greatest memory this process has held, in kB; 0 where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")), 0)


def main(source: str, target: str) -> dict[str, str]:
    """Clean `source` into `target`; the answer for the parent."""
    from plejebro.documents.cleaning import clean

    try:
        kind, data = clean(Path(source).read_bytes())
        Path(target).write_bytes(data)
    except FileRefused as refused:
        return {"refused": refused.reason.name}
    except (MemoryError, RecursionError):
        return {"refused": Refusal.TOO_HEAVY.name}
    return {"kind": kind.code}


if __name__ == "__main__":
    limit()
    answer = main(sys.argv[1], sys.argv[2])
    sys.stdout.write(json.dumps({**answer, "peak_kb": peak_kb()}) + "\n")
