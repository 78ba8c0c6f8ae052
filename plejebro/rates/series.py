"""Rate series: what was published, for when, by whom. Nothing is carried forward and nothing is interpolated."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final

SERIES: Final = ("vederlag", "kost_og_logi", "lommepenge", "beklaedning", "items", "driving", "atp")


@dataclass(frozen=True)
class Rate:
    """One published row: kroner per the series' unit, from `starts` to `ends`, both included.

    `convention` is the rounding of the rate set (A or B); `rule` the third-child rule of its table (lov or KL);
    `calculated` names values worked out from the source's own figures, `rounded` those published in whole kroner.
    """

    series: str
    set_name: str
    starts: date
    ends: date
    version: int
    source: str
    confidence: str
    values: Mapping[str, Decimal]
    convention: str | None = None
    rule: str | None = None
    calculated: tuple[str, ...] = ()
    rounded: tuple[str, ...] = ()
    note: str = ""

    def get(self, name: str) -> Decimal | None:
        """The figure, or None where none was published."""
        return self.values.get(name)


class RateBook:
    """All rates one calculation may use. Of two rows for the same day the higher version counts, then the later added."""

    def __init__(self, rates: Iterable[Rate]) -> None:
        self._rates: dict[str, list[Rate]] = {}
        for rate in rates:
            self._rates.setdefault(rate.series, []).append(rate)

    def on(self, series: str, day: date) -> Rate | None:
        """The row that holds on `day`; None is "ikke oplyst", never the year before."""
        holding = [rate for rate in self._rates.get(series, ()) if rate.starts <= day <= rate.ends]
        return max(enumerate(holding), key=lambda pair: (pair[1].version, pair[0]), default=(0, None))[1]

    def rows(self, series: str) -> list[Rate]:
        """Every row of a series with all its versions, oldest first."""
        return sorted(self._rates.get(series, ()), key=lambda rate: (rate.starts, rate.version))

    def with_rows(self, extra: Iterable[Rate]) -> RateBook:
        """A book with more rows: what an operator has added to the shipped ones."""
        return RateBook([*(rate for rates in self._rates.values() for rate in rates), *extra])


@cache
def shipped() -> RateBook:
    """The rates that come with Plejebro."""
    return RateBook(rate for series in SERIES for rate in read_series(_document(series)))


@cache
def document(name: str) -> Mapping[str, Any]:
    """One of the data files as it stands."""
    text = (files("plejebro.rates") / "data" / f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


def _document(series: str) -> Mapping[str, Any]:
    return document("deductions" if series == "atp" else series)


def read_series(data: Mapping[str, Any]) -> list[Rate]:
    """The rows of one data file."""
    return [
        Rate(
            series=data["series"],
            set_name=row["set"],
            starts=row["from"],
            ends=row["to"],
            version=row["version"],
            source=row["source"],
            confidence=row["confidence"],
            values={name: Decimal(value) for name, value in row["values"].items()},
            convention=row.get("convention"),
            rule=row.get("rule"),
            calculated=tuple(row.get("calculated", ())),
            rounded=tuple(row.get("rounded", ())),
            note=row.get("note", ""),
        )
        for row in data["rate"]
    ]
