"""What the contract promises of respite a year. The contract stands in another room; who ties the rooms together hands the
answer in here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from plejebro.access.viewer import Viewer

# Placement's key, the viewer and the day → days a year, or None where nothing is said, or the viewer may not read it.
Source = Callable[[int, Viewer, date], int | None]

_source: Source | None = None


def set_source(source: Source | None) -> None:
    """Connects the contracts; None leaves every promise unknown."""
    global _source
    _source = source


def promised(placement_id: int, viewer: Viewer, on: date) -> int | None:
    """Days of respite a year by the contract that holds `on`, as far as the viewer may read it; None is unknown."""
    return _source(placement_id, viewer, on) if _source is not None else None
