"""Rows of another table as one column, so that a page's own query can bring along what stands beside each row."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import JSONField, QuerySet, Subquery
from django.db.models.functions import JSONObject

_POSTGRESQL = "(SELECT COALESCE(JSONB_AGG(beside.one_row), '[]') FROM (%(subquery)s) beside)"
_SQLITE = "(SELECT JSON_GROUP_ARRAY(JSON(beside.one_row)) FROM (%(subquery)s) beside)"


class RowsAside(Subquery):
    """The rows of a query as a list of dicts in one column: dates and times are text in them, as ISO 8601 writes them.

    Names the fields (`name="path"`), which may be columns the query has added. Meant for a handful of rows each.
    """

    output_field = JSONField()

    def __init__(self, rows: QuerySet[Any, Any], **fields: str) -> None:
        super().__init__(rows.values(one_row=JSONObject(**fields)), output_field=self.output_field)

    def as_sql(self, compiler: Any, connection: Any, template: str | None = None, **extra: Any) -> Any:
        """As PostgreSQL and SQLite each write it."""
        template = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
        return super().as_sql(compiler, connection, template=template, **extra)


def rows_aside(column: Any) -> list[dict[str, Any]]:
    """What a `RowsAside` column holds, typed."""
    return cast("list[dict[str, Any]]", column or [])
