"""The days a child was away at a respite stay. The stays stand in another room, and are handed in from above."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

# Placements' keys → the days of the stays that were held, for those that have any.
Source = Callable[[Sequence[int]], Mapping[int, Collection[date]]]

_source: Source | None = None


def set_source(source: Source | None) -> None:
    """Connects the stays; None leaves every month without any."""
    global _source
    _source = source


def days_away(placement_ids: Sequence[int]) -> Mapping[int, Collection[date]]:
    """The days away by placement; one question to the source, however many placements."""
    return _source(placement_ids) if _source is not None and placement_ids else {}
