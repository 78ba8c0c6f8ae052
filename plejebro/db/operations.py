"""Constraints that Django cannot say for both engines at once. The only code of ours that migrations may import."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class _TwoEngines(Operation):
    """Runs one list of statements on PostgreSQL and another on SQLite; the model state is left alone."""

    reversible = True
    reduces_to_sql = True

    def statements(self, vendor: str) -> tuple[list[str], list[str]]:
        raise NotImplementedError

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing in the models' state changes."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for statement in self.statements(schema_editor.connection.vendor)[0]:
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for statement in self.statements(schema_editor.connection.vendor)[1]:
            schema_editor.execute(statement, params=None)


class NoOverlap(_TwoEngines):
    """Two rows with the same `keys` never hold the same day: an exclusion constraint on PostgreSQL, triggers on SQLite.

    `keys` are integer columns; `where` is a condition on the row's own columns, valid on both engines and written
    without a table name (use {row} before each column: "{row}role = 'adviser'"). With `instants` the columns `starts_at` and
    `ends_at` are compared in place of the days, and one may begin the moment another ends; every row that `where` lets
    through must have both.
    """

    def __init__(self, table: str, name: str, keys: list[str], where: str = "", instants: bool = False) -> None:
        self.table, self.name, self.keys, self.where, self.instants = table, name, keys, where, instants

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Django's way of writing the operation back into a migration."""
        told = {"table": self.table, "name": self.name, "keys": self.keys, "where": self.where}
        return (self.__class__.__name__, [], told | ({"instants": True} if self.instants else {}))

    def describe(self) -> str:
        """One line for `migrate`."""
        return f"No overlapping periods in {self.table} ({self.name})"

    def statements(self, vendor: str) -> tuple[list[str], list[str]]:
        """Forward and backward statements for `vendor`."""
        return self._postgresql() if vendor == "postgresql" else self._sqlite()

    def _postgresql(self) -> tuple[list[str], list[str]]:
        same = ", ".join(f"int8range({key}::bigint, {key}::bigint, '[]') WITH &&" for key in self.keys)
        where = f" WHERE ({self.where.format(row='')})" if self.where else ""
        span = "tstzrange(starts_at, ends_at, '[)')" if self.instants else "daterange(starts, ends, '[]')"
        add = f"ALTER TABLE {self.table} ADD CONSTRAINT {self.name} EXCLUDE USING gist ({same}, {span} WITH &&){where}"
        return [add], [f"ALTER TABLE {self.table} DROP CONSTRAINT {self.name}"]

    def _sqlite(self) -> tuple[list[str], list[str]]:
        same = " AND ".join(f"o.{key} = NEW.{key}" for key in self.keys)
        where = f" AND ({self.where.format(row='o.')}) AND ({self.where.format(row='NEW.')})" if self.where else ""
        shared = "o.starts <= COALESCE(NEW.ends, '9999-12-31') AND COALESCE(o.ends, '9999-12-31') >= NEW.starts"
        if self.instants:
            shared = "o.starts_at < NEW.ends_at AND o.ends_at > NEW.starts_at"
        forward, backward = [], []
        for event in ("INSERT", "UPDATE"):
            trigger = f"{self.name}_{event.lower()}"
            forward.append(
                f"CREATE TRIGGER {trigger} AFTER {event} ON {self.table} WHEN EXISTS ("
                f"SELECT 1 FROM {self.table} o WHERE o.id <> NEW.id AND {same}{where} "
                f"AND {shared}"
                f") BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: {self.name}'); END"
            )
            backward.append(f"DROP TRIGGER IF EXISTS {trigger}")
        return forward, backward


class AppendOnly(_TwoEngines):
    """Rows of `table` can be added, never changed or removed, whoever asks."""

    def __init__(self, table: str) -> None:
        self.table = table

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Django's way of writing the operation back into a migration."""
        return (self.__class__.__name__, [], {"table": self.table})

    def describe(self) -> str:
        """One line for `migrate`."""
        return f"{self.table} is append-only"

    def statements(self, vendor: str) -> tuple[list[str], list[str]]:
        """Forward and backward statements for `vendor`."""
        if vendor == "postgresql":
            function = f"{self.table}_is_append_only"
            return (
                [
                    f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS "
                    f"$$ BEGIN RAISE EXCEPTION '{self.table} is append-only'; END $$",
                    f"CREATE TRIGGER {self.table}_no_change BEFORE UPDATE OR DELETE ON {self.table} "
                    f"FOR EACH ROW EXECUTE FUNCTION {function}()",
                ],
                [f"DROP TRIGGER {self.table}_no_change ON {self.table}", f"DROP FUNCTION {function}()"],
            )
        forward, backward = [], []
        for event in ("UPDATE", "DELETE"):
            trigger = f"{self.table}_no_{event.lower()}"
            forward.append(
                f"CREATE TRIGGER {trigger} BEFORE {event} ON {self.table} "
                f"BEGIN SELECT RAISE(ABORT, '{self.table} is append-only'); END"
            )
            backward.append(f"DROP TRIGGER IF EXISTS {trigger}")
        return forward, backward


class FixedOnce(_TwoEngines):
    """Rows of `table` are never changed once `column` has a value, whoever asks. They may go when nothing refers to them."""

    def __init__(self, table: str, column: str) -> None:
        self.table, self.column = table, column

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Django's way of writing the operation back into a migration."""
        return (self.__class__.__name__, [], {"table": self.table, "column": self.column})

    def describe(self) -> str:
        """One line for `migrate`."""
        return f"{self.table} stands once it has {self.column}"

    def statements(self, vendor: str) -> tuple[list[str], list[str]]:
        """Forward and backward statements for `vendor`."""
        trigger, function = f"{self.table}_stands", f"{self.table}_is_fixed"
        head = f"CREATE TRIGGER {trigger} BEFORE UPDATE ON {self.table}"
        if vendor == "postgresql":
            return (
                [
                    f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS "
                    f"$$ BEGIN RAISE EXCEPTION '{self.table} stands once it has {self.column}'; END $$",
                    f"{head} FOR EACH ROW WHEN (OLD.{self.column} IS NOT NULL) EXECUTE FUNCTION {function}()",
                ],
                [f"DROP TRIGGER {trigger} ON {self.table}", f"DROP FUNCTION {function}()"],
            )
        stop = f"BEGIN SELECT RAISE(ABORT, '{self.table} stands once it has {self.column}'); END"
        return [f"{head} WHEN OLD.{self.column} IS NOT NULL {stop}"], [f"DROP TRIGGER IF EXISTS {trigger}"]
