"""Who wants to know that a stay was held: other rooms are told through whoever ties them together."""

from __future__ import annotations

from collections.abc import Callable

# The placement's key.
Listener = Callable[[int], object]

_listener: Listener | None = None


def set_listener(listener: Listener | None) -> None:
    """Connects the one who is told; None tells nobody."""
    global _listener
    _listener = listener


def held(placement_id: int) -> None:
    """Tells that a stay on the placement was written down as held; in the transaction of the verb."""
    if _listener is not None:
        _listener(placement_id)
