"""Where accounts tells about log-ins, refusals and changed credentials.

Accounts and audit stand side by side and never import each other, so whoever keeps the record
subscribes here (``web`` does it for audit). A subscriber that raises stops the log-in or the
change: what cannot be recorded does not happen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

Details = Mapping[str, str | int | bool | None]


class Subscriber(Protocol):
    """Receives one security event; ``details`` never holds names, passwords, codes or case content."""

    def __call__(self, *, action: str, user_id: int | None, details: Details) -> None: ...


_subscribers: list[Subscriber] = []


def subscribe(fn: Subscriber) -> None:
    """Have ``fn`` called for every event from now on; subscribing twice counts once."""
    if fn not in _subscribers:
        _subscribers.append(fn)


def unsubscribe(fn: Subscriber) -> None:
    """Stop calling ``fn``; used by tests."""
    if fn in _subscribers:
        _subscribers.remove(fn)


def tell(action: str, *, user_id: int | None, **details: str | int | bool | None) -> None:
    """Tell every subscriber, in order; their errors go on to the caller."""
    for fn in _subscribers:
        fn(action=action, user_id=user_id, details=details)
