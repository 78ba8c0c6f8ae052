"""Counting the use of our own rate buckets: one statement, whatever the number of buckets and windows.

The library's own counter takes nine statements a window with a database cache; a message has two windows. The library
still reads the contract, finds the client's address and shortens IPv6 to its prefix.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping

from allauth.core.internal import ratelimit
from django.db import connection
from django.http import HttpRequest

from plejebro.accounts.models import RateCount

TENANT = "tenant"

_COUNT = """
INSERT INTO accounts_ratecount (key, window_ends, used) VALUES {rows}
ON CONFLICT (key) DO UPDATE SET
  used = CASE WHEN accounts_ratecount.window_ends <= %s THEN 1 ELSE accounts_ratecount.used + 1 END,
  window_ends = CASE WHEN accounts_ratecount.window_ends <= %s
                     THEN excluded.window_ends ELSE accounts_ratecount.window_ends END
RETURNING key, used
"""


def has_room(request: HttpRequest, limits: Mapping[str, str], *, key: str | None = None) -> bool:
    """Counts one use of every bucket in `limits` ({"search": "30/m/user,600/m/tenant"}), in each of its windows.

    False when any window is full. A window begins with its first use and lasts its whole length, so a full bucket opens
    again at a known time. A limit per tenant counts only those who act for a municipality.
    """
    windows = _windows(request, limits, key)
    if not windows:
        return True
    now = int(time.time())
    # In a fixed order, so that two requests never wait for each other's rows.
    values = [value for name in sorted(windows) for value in (name, now + int(windows[name].duration), 1)]
    rows = ", ".join(["(%s, %s, %s)"] * len(windows))
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(rows=rows), [*values, now, now])
        return all(used <= windows[name].amount for name, used in cursor.fetchall())


def _windows(request: HttpRequest, limits: Mapping[str, str], key: str | None) -> dict[str, ratelimit.Rate]:
    """The windows to count in, by the hash that is their row's key."""
    found = {}
    for bucket, limit in limits.items():
        for rate in ratelimit.parse_rates(limit):
            name = _name_of(request, bucket, rate, key)
            if name is not None:
                found[hashlib.sha256(name.encode()).hexdigest()] = rate
    return found


def _name_of(request: HttpRequest, bucket: str, rate: ratelimit.Rate, key: str | None) -> str | None:
    if rate.per != TENANT:
        return str(ratelimit.get_cache_key(request, app="plejebro", action=bucket, rate=rate, key=key))
    tenant = tenant_of(request)
    return None if tenant is None else f"plejebro:{bucket}:{rate}:{tenant}"


def tenant_of(request: HttpRequest) -> int | None:
    """The municipality acted for, from the hat `access` puts on the request; None for families and visitors."""
    found: int | None = getattr(getattr(request, "viewer", None), "municipality_id", None)
    return found


def forget_old_counts() -> int:
    """Removes windows that are over; returns how many."""
    deleted, _ = RateCount.objects.filter(window_ends__lt=int(time.time())).delete()
    return deleted
