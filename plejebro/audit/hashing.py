"""The hash chain, computed by the database in the statement that also locks the chain's head."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import connection

START = "0" * 64

_UPSERT = """
INSERT INTO audit_chain (key, seq, head) VALUES (%s, 1, {first})
ON CONFLICT (key) DO UPDATE SET seq = audit_chain.seq + 1, head = {following}
RETURNING seq, head
"""

_POSTGRESQL = _UPSERT.format(
    first="encode(sha256(convert_to(%s, 'UTF8')), 'hex')",
    following="encode(sha256(convert_to(audit_chain.head || %s, 'UTF8')), 'hex')",
)
_SQLITE = _UPSERT.format(first="plejebro_sha256(%s)", following="plejebro_sha256(audit_chain.head || %s)")


def canonical(content: dict[str, Any]) -> str:
    """The text that is stored and hashed: JSON with sorted keys and no needless space."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def link(previous: str, payload: str) -> str:
    """SHA-256 (FIPS 180-4) of the previous hash followed by the payload, as 64 hex digits."""
    return hashlib.sha256((previous + payload).encode()).hexdigest()


def advance(chain: str, payload: str) -> tuple[int, str]:
    """Adds `payload` to `chain`; returns its place and hash. The head's row stays locked until the transaction ends."""
    statement = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    with connection.cursor() as cursor:
        cursor.execute(statement, [chain, START + payload, payload])
        seq, head = cursor.fetchone()
    return int(seq), str(head)


def register_sqlite_function(connection: Any, **_: object) -> None:
    """Gives a new SQLite connection the hash function that PostgreSQL has built in."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(
            "plejebro_sha256", 1, lambda text: hashlib.sha256(text.encode()).hexdigest(), deterministic=True
        )
