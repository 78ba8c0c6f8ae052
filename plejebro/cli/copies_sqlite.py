"""A copy of a SQLite database: the whole file, by SQLite's own backup (sqlite3_backup), which waits for no writer."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

from plejebro.cli.copies import LEFT_OUT, CopyRefused

FILE = "plejebro.sqlite3"


class Sqlite:
    """SQLite's way of copying and bringing back."""

    def dump(self, folder: Path, tables: list[str]) -> dict[str, dict[str, Any]]:
        """One moment of the database as a file; what is left out is emptied in the copy."""
        connection.ensure_connection()
        with closing(sqlite3.connect(folder / FILE)) as copy:
            connection.connection.backup(copy)
            for name in LEFT_OUT & _tables(copy):
                copy.execute(f'DELETE FROM "{name}"')  # noqa: S608  (a name of ours)
            copy.commit()
            copy.execute("PRAGMA journal_mode=DELETE")
            copy.execute("VACUUM")
            return {name: _facts(copy, name) for name in tables}

    def load(self, folder: Path, tables: dict[str, dict[str, Any]]) -> None:
        """Checks the file first, then lets it take the empty database's place."""
        if not (folder / FILE).is_file():
            raise CopyRefused("Sikkerhedskopien har ingen database.")
        with closing(sqlite3.connect(folder / FILE)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise CopyRefused("Databasen i sikkerhedskopien er ikke hel. Intet er gendannet.")
            wrong = [name for name, facts in tables.items() if _facts(copy, name) != facts]
            if wrong:
                raise CopyRefused(f"Tabellen {wrong[0]} passer ikke med sikkerhedskopiens indhold. Intet er gendannet.")
            connection.ensure_connection()
            copy.backup(connection.connection)
        wrong = [name for name, facts in tables.items() if _facts(connection.connection, name) != facts]
        if wrong:
            raise CopyRefused(f"Tabellen {wrong[0]} blev ikke gendannet, som den var.")


def _tables(database: sqlite3.Connection) -> set[str]:
    return {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _facts(database: Any, table: str) -> dict[str, Any]:
    if table not in _tables(database):
        raise CopyRefused(f"Tabellen {table} mangler i sikkerhedskopien. Intet er gendannet.")
    digest, rows = hashlib.sha256(), 0
    cursor = database.cursor()
    # Read as stored: no converter of Django's turns a text into a date on one side only.
    names = [row[1] for row in cursor.execute(f'PRAGMA table_info("{table}")').fetchall()]
    columns = ", ".join(f'quote("{name}")' for name in names)
    for row in cursor.execute(f'SELECT {columns} FROM "{table}" ORDER BY rowid'):  # noqa: S608  (names of ours)
        digest.update(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        rows += 1
    return {"rows": rows, "sha256": digest.hexdigest()}
