"""Counting the use of our own rate buckets: one statement, whatever the number of windows.

The library's own counter takes nine statements a window with a database cache; a message has two windows. The library
still reads the contract, finds the client's address and shortens IPv6 to its prefix.
"""

from __future__ import annotations

import hashlib
import time

from allauth.core.internal import ratelimit
from django.db import connection
from django.http import HttpRequest

from plejebro.accounts.models import RateCount

_COUNT = """
INSERT INTO accounts_ratecount (key, window_ends, used) VALUES {rows}
ON CONFLICT (key) DO UPDATE SET
  used = CASE WHEN accounts_ratecount.window_ends <= %s THEN 1 ELSE accounts_ratecount.used + 1 END,
  window_ends = CASE WHEN accounts_ratecount.window_ends <= %s
                     THEN excluded.window_ends ELSE accounts_ratecount.window_ends END
RETURNING key, used
"""


def has_room(request: HttpRequest, bucket: str, limit: str, *, key: str | None = None) -> bool:
    """Counts one use of `bucket` in each window of `limit` ("30/m/user,300/d/user"); False when one of them is full.

    A window begins with its first use and lasts its whole length, so a full bucket opens again at a known time.
    """
    now = int(time.time())
    rates = {}
    for rate in ratelimit.parse_rates(limit):
        name = ratelimit.get_cache_key(request, app="plejebro", action=bucket, rate=rate, key=key)
        rates[hashlib.sha256(name.encode()).hexdigest()] = rate
    # In a fixed order, so that two requests never wait for each other's rows.
    values = [value for name in sorted(rates) for value in (name, now + int(rates[name].duration), 1)]
    rows = ", ".join(["(%s, %s, %s)"] * len(rates))
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(rows=rows), [*values, now, now])
        return all(used <= rates[name].amount for name, used in cursor.fetchall())


def forget_old_counts() -> int:
    """Removes windows that are over; returns how many."""
    deleted, _ = RateCount.objects.filter(window_ends__lt=int(time.time())).delete()
    return deleted
