"""What migrations gave the database to guard is still there after the last of them: SQLite makes a table anew for a
constraint, and drops its triggers without a word."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from plejebro.db.operations import AppendOnly, FixedOnce, NoOverlap

_MADE = re.compile(r"(?:CREATE TRIGGER|ADD CONSTRAINT) (\w+)")


def promised() -> set[str]:
    """The names of every trigger and constraint our own operations have made."""
    loader = MigrationLoader(connection)
    return {
        name
        for migration in loader.disk_migrations.values()
        for operation in migration.operations
        if isinstance(operation, (AppendOnly, FixedOnce, NoOverlap))
        for statement in operation.statements(connection.vendor)[0]
        for name in _MADE.findall(str(statement))
    }


def standing() -> set[str]:
    """The names of every trigger and constraint in the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT conname FROM pg_constraint UNION SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.django_db
def test_no_migration_has_cost_the_database_a_guard() -> None:
    names = promised()
    assert len(names) > 20
    assert names - standing() == set()


@pytest.mark.django_db
def test_the_look_sees_a_guard_that_is_gone() -> None:
    gone = "audit_event_no_change" if connection.vendor == "postgresql" else "audit_event_no_update"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {gone}" + (" ON audit_event" if connection.vendor == "postgresql" else ""))
    assert promised() - standing() == {gone}
