"""The list of municipalities and regions as it lies in `data/municipalities.csv`; needs no database and no Django."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

SOURCE = Path(__file__).parent / "data" / "municipalities.csv"


@dataclass(frozen=True)
class ReferenceRow:
    """A municipality in a region for a period; `ends` is None while it lasts."""

    code: str
    name: str
    region: str
    starts: date
    ends: date | None


def reference_rows(source: Path = SOURCE) -> Iterator[ReferenceRow]:
    """The file's rows; lines that begin with # are notes on where it comes from."""
    with source.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(line for line in lines if not line.startswith("#")):
            ends = date.fromisoformat(row["ends"]) if row["ends"] else None
            yield ReferenceRow(row["code"], row["name"], row["region"], date.fromisoformat(row["starts"]), ends)


def municipality_codes() -> frozenset[str]:
    """The codes of the 98 municipalities."""
    return frozenset(row.code for row in reference_rows())
