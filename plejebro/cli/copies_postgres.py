"""A copy of a PostgreSQL database: every table by COPY within one REPEATABLE READ transaction, so no pg_dump is needed.

Django's foreign keys are DEFERRABLE INITIALLY DEFERRED and the append-only triggers look at UPDATE and DELETE only, so the
rows go back in one transaction in any order, without switching anything off.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from plejebro.cli.copies import CopyRefused


class Postgres:
    """PostgreSQL's way of copying and bringing back."""

    def dump(self, folder: Path, tables: list[str]) -> dict[str, dict[str, Any]]:
        """One moment of every table, in the order of its key."""
        with _own_connection() as database:
            database.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            facts = {name: _dump_table(database, name, folder / f"{name}.copy") for name in tables}
            database.execute("COMMIT")
        return facts

    def load(self, folder: Path, tables: dict[str, dict[str, Any]]) -> None:
        """All tables in one transaction; each is read again and held against its sum before the commit."""
        with _own_connection() as database, database.transaction():
            names = sql.SQL(", ").join(sql.Identifier(name) for name in tables)
            database.execute(sql.SQL("TRUNCATE {}").format(names))
            for name, facts in tables.items():
                _load_table(database, name, folder / f"{name}.copy", facts)
            for name, facts in tables.items():
                if _facts(database, name, facts["columns"]) != (facts["rows"], facts["sha256"]):
                    raise CopyRefused(f"Tabellen {name} passer ikke med sikkerhedskopiens indhold. Intet er gendannet.")
            for name in tables:
                _count_on(database, name)


@contextmanager
def _own_connection() -> Iterator[psycopg.Connection[Any]]:
    """A connection beside Django's: a copy may take longer than a page is allowed to."""
    facts = {**connection.get_connection_params()}
    for name in ("cursor_factory", "context", "pool"):
        facts.pop(name, None)
    with psycopg.connect(**facts, autocommit=True) as database:
        database.execute("SET statement_timeout = 0")
        database.execute("SET client_encoding = 'UTF8'")
        database.execute("SET datestyle = 'ISO, YMD'")
        database.execute("SET timezone = 'UTC'")
        yield database


def _dump_table(database: psycopg.Connection[Any], table: str, target: Path) -> dict[str, Any]:
    columns, digest = _columns(database, table), hashlib.sha256()
    with target.open("wb") as out:
        for block in _blocks(database, table, columns):
            digest.update(block)
            out.write(block)
    return {"rows": _rows(database, table), "sha256": digest.hexdigest(), "columns": columns}


def _load_table(database: psycopg.Connection[Any], table: str, source: Path, facts: dict[str, Any]) -> None:
    if not source.is_file() or sorted(_columns(database, table)) != sorted(facts["columns"]):
        raise CopyRefused(f"Tabellen {table} har en anden form end i sikkerhedskopien. Intet er gendannet.")
    query = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), _listed(facts["columns"]))
    try:
        with database.cursor() as cursor, cursor.copy(query) as copy, source.open("rb") as content:
            while block := content.read(1 << 20):
                copy.write(block)
    except psycopg.Error as broken:
        raise CopyRefused(f"Tabellen {table} kan ikke læses ind. Intet er gendannet.") from broken


def _facts(database: psycopg.Connection[Any], table: str, columns: list[str]) -> tuple[int, str]:
    digest = hashlib.sha256()
    for block in _blocks(database, table, columns):
        digest.update(block)
    return _rows(database, table), digest.hexdigest()


def _blocks(database: psycopg.Connection[Any], table: str, columns: list[str]) -> Iterator[bytes]:
    query = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        _listed(columns), sql.Identifier(table), _listed(_key(database, table) or columns)
    )
    with database.cursor() as cursor, cursor.copy(query) as copy:
        for block in copy:
            yield bytes(block)


def _rows(database: psycopg.Connection[Any], table: str) -> int:
    row = database.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    return int(row[0]) if row else 0


def _listed(names: list[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(name) for name in names)


def _columns(database: psycopg.Connection[Any], table: str) -> list[str]:
    query = (
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
        "AND attgenerated = '' ORDER BY attnum"
    )
    return [row[0] for row in database.execute(query, [f'"{table}"'])]


def _key(database: psycopg.Connection[Any], table: str) -> list[str]:
    query = (
        "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey) "
        "WHERE i.indrelid = %s::regclass AND i.indisprimary ORDER BY array_position(i.indkey::int2[], a.attnum)"
    )
    return [row[0] for row in database.execute(query, [f'"{table}"'])]


def _count_on(database: psycopg.Connection[Any], table: str) -> None:
    """The next row gets the number after the highest that came back."""
    for name in _columns(database, table):
        row = database.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', name]).fetchone()
        if row and row[0]:
            highest = sql.SQL("(SELECT max({}) FROM {})").format(sql.Identifier(name), sql.Identifier(table))
            database.execute(
                sql.SQL("SELECT setval({}, COALESCE({}, 1), {} IS NOT NULL)").format(sql.Literal(row[0]), highest, highest)
            )
