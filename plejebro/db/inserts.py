"""Inserting what may be there already: one statement that writes it once and says whether it did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Field, Model

M = TypeVar("M", bound=Model)

_INSERT = "INSERT INTO {table} ({columns}) VALUES {rows} ON CONFLICT ({unique}) DO NOTHING RETURNING {key}, {unique}"


def insert_new(rows: Sequence[M], *, unique: str) -> list[M]:
    """Inserts those of `rows` whose field `unique` is not in the table yet; returns these, with their keys.

    While another transaction writes the same value, this one waits for its end. Only a clash on `unique` is passed over:
    any other constraint raises as ever, on both databases (SQLite's "OR IGNORE", which the ORM would use, hides them all).
    """
    if not rows:
        return []
    meta: Any = rows[0]._meta
    quote = connection.ops.quote_name
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    field = next(field for field in fields if field.name == unique)
    statement = _INSERT.format(
        table=quote(meta.db_table),
        columns=", ".join(quote(one.column) for one in fields),
        rows=", ".join([f"({', '.join(['%s'] * len(fields))})"] * len(rows)),
        unique=quote(field.column),
        key=quote(meta.pk.column),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [_value(one, row) for row in rows for one in fields])
        keys = {value: key for key, value in cursor.fetchall()}
    return [_kept(row, keys.pop(value)) for row in rows if (value := _value(field, row)) in keys]


def _value(field: Field[Any, Any], row: Model) -> Any:
    return field.get_db_prep_save(field.pre_save(row, add=True), connection)


def _kept(row: M, key: Any) -> M:
    row.pk, row._state.adding, row._state.db = key, False, connection.alias
    return row
