"""What is known of the study of 2014, to stand beside the figures of today. What is not known is not there.

The lines lie in data/2014.toml, each with the dimension and whom it is about, so that it finds its question by itself.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

_FILE: Final = Path(__file__).with_name("data") / "2014.toml"


@dataclass(frozen=True, slots=True)
class Reference:
    """A headline of an earlier study. `share` is a fraction, None where the study gives words alone: then nothing is drawn.

    `short` stands at the line in a drawing and `words` beneath it. `caution` says why the two are not one series, and
    `read_in` are the pages it was read on.
    """

    year: int
    dimension: str
    about: str
    sides: tuple[str, ...]
    share: float | None
    bound: str
    short: str
    words: str
    source: str
    read_in: tuple[str, ...]
    caution: str

    def x(self, width: float) -> float | None:
        """Where the line stands in a drawing from 0 to 100 % that is `width` units wide; None where none is drawn."""
        return None if self.share is None else round(width * self.share, 1)


def reference_for(dimension: str, side: str = "", about: str = "") -> Reference | None:
    """The headline of 2014 on the dimension and whom it is about, for the side (or any side); None where none is known."""
    found = (line for line in references() if (line.dimension, line.about) == (dimension, about))
    return next((line for line in found if not side or side in line.sides), None)


@cache
def references() -> tuple[Reference, ...]:
    """Every headline that is known, in the order of the file."""
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(_line(content, row) for row in content["lines"])


def _line(content: dict[str, Any], row: dict[str, Any]) -> Reference:
    return Reference(
        year=content["year"],
        dimension=row["dimension"],
        about=row["about"],
        sides=tuple(row["sides"]),
        share=row.get("share"),
        bound=row.get("bound", ""),
        short=row["short"],
        words=row["words"],
        source=content["source"],
        read_in=tuple(row["from"]),
        caution=content["caution"],
    )
