"""Files to begin from: the right headings and a few invented rows. docs/import holds the same files (a test compares)."""

from __future__ import annotations

from pathlib import Path

from plejebro.flows.enums import ImportKind

FOLDER = Path(__file__).parent / "sample_files"


def sample_csv(kind: ImportKind) -> bytes:
    """The file as bytes: semicolons and UTF-8 with a byte order mark, as a Danish spreadsheet opens it."""
    return (FOLDER / f"{kind.value}.csv").read_bytes()
