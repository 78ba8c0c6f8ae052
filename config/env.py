"""Reading the environment. Nothing outside `config` does."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlparse

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent

# WAL: readers never wait for the writer. FULL: an acknowledged write survives a power cut as well as a kill.
# trusted_schema stays on: the CHECK of a JSON column calls a function that Django registers on each connection.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=5000; "
    "PRAGMA secure_delete=ON; PRAGMA cache_size=-20000;"
)


def text(name: str, default: str | None = None) -> str:
    """The variable's value; without a default, a missing one stops the start with a sentence."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Miljøvariablen {name} mangler. Se README.md.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def keys(name: str) -> dict[str, str]:
    """Vault keys as `id:secret,id:secret`, the newest first."""
    pairs = [word.partition(":") for word in words(name)]
    found = {key: secret for key, _, secret in pairs if key and len(secret) >= 32}
    if not found or len(found) != len(pairs):
        raise ImproperlyConfigured(f"{name} skal være id:nøgle med nøgler på mindst 32 tegn.")
    return found


def data_dir() -> Path:
    """Where SQLite and the file vault lie."""
    return Path(text("PLEJEBRO_DATA_DIR", str(ROOT / "data"))).resolve()


def database(name: str = "plejebro.sqlite3") -> dict[str, Any]:
    """PostgreSQL where PLEJEBRO_DATABASE_URL says so, else SQLite in the data folder."""
    url = text("PLEJEBRO_DATABASE_URL", "")
    if url:
        return postgresql(url)
    return sqlite(data_dir() / name)


def sqlite(path: Path | str) -> dict[str, Any]:
    """SQLite as the house uses it: WAL, full sync, and transactions that take the write lock at once."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": SQLITE_PRAGMAS, "timeout": 5},
    }


def postgresql(url: str) -> dict[str, Any]:
    """PostgreSQL from `postgresql://user:password@host:port/name?host=/socket`."""
    parts = urlparse(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ImproperlyConfigured("PLEJEBRO_DATABASE_URL skal begynde med postgresql://")
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "plejebro",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": "-c lock_timeout=5s -c statement_timeout=30s"},
    }


def smtp(url: str) -> dict[str, Any]:
    """Mail settings from `smtp://user:password@host:port` (`smtps://` for TLS from the start)."""
    parts = urlparse(url)
    return {
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme != "smtps" and bool(parts.username),
    }
