"""How often a page asks the database: what the benchmarks print, and what the tests hold to a ceiling."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def counted() -> Iterator[list[int]]:
    """Counts what is asked inside the block; BEGIN and SAVEPOINT are not questions."""
    from django.db import connection

    count = [0]

    def counting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        # The limiter's rows in the cache table are a fixed number per request and are counted in the time, not here.
        is_question = sql.lstrip()[:6].upper() in ("SELECT", "INSERT", "UPDATE", "DELETE")
        count[0] += is_question and "plejebro_cache" not in sql
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counting):
        yield count
