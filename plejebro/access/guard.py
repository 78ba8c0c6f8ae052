"""GET reads: while a page is read, the database refuses every write but the log's, the session's and the cache's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection

_writing = ContextVar("plejebro_may_write", default=False)
_WRITE = re.compile(r"\s*(?:/\*.*?\*/\s*)?(insert|update|delete|replace|alter|create|drop|truncate)\b", re.I | re.S)
# The session and the cache (throttling) are not what anyone records about anyone.
_EXEMPT = re.compile(r'\s*\w+\s+(?:into\s+|from\s+)?"?(django_session|plejebro_cache|accounts_ratecount)"?', re.I)


class WroteWhileReading(RuntimeError):
    """A GET request tried to write."""


@contextmanager
def may_write() -> Iterator[None]:
    """Lets the log write its row within a read."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def read_only() -> Iterator[None]:
    """While this lasts, a write raises `WroteWhileReading`."""
    with connection.execute_wrapper(_refuse_writes):
        yield


def _refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if not _writing.get() and _WRITE.match(sql) and not _EXEMPT.match(sql):
        raise WroteWhileReading(sql.split("(", 1)[0][:80])
    return execute(sql, params, many, context)
