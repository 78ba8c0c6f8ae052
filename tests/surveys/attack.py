"""What somebody with the whole database can try: every table in its physical order, again and again, and the log with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

Dump = dict[str, list[tuple[Any, ...]]]


def dump() -> Dump:
    """Every table in the order its rows were written: by rowid on SQLite; by transaction, command, place on PostgreSQL."""
    rows: Dump = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            name = connection.ops.quote_name(table)
            if connection.vendor == "postgresql":
                written = "xmin::text::bigint, cmin::text::bigint"
                cursor.execute(f"SELECT ctid::text, xmin::text, * FROM {name} ORDER BY {written}, ctid")
            elif table == "plejebro_cache":  # has no rowid worth reading
                cursor.execute(f"SELECT * FROM {name}")
            else:
                cursor.execute(f"SELECT rowid, * FROM {name} ORDER BY rowid")
            rows[table] = [tuple(row) for row in cursor.fetchall()]
    return rows


def texts(rows: Iterable[tuple[Any, ...]]) -> str:
    """Everything in the rows, as one text."""
    return "\n".join(str(value) for row in rows for value in row)


def column(table: str, rows: Sequence[tuple[Any, ...]], name: str) -> list[Any]:
    """One column of a dumped table, in the order of the dump."""
    with connection.cursor() as cursor:
        names = [row.name for row in connection.introspection.get_table_description(cursor, table)]
    extra = len(rows[0]) - len(names) if rows else 0
    return [row[names.index(name) + extra] for row in rows]


@dataclass
class Series:
    """Backups taken between the answers: which tickets had answered by each, as `answered` says."""

    dumps: list[Dump] = field(default_factory=list)

    def take(self) -> None:
        """One more backup."""
        self.dumps.append(dump())

    def order_of_tickets(self, among: Iterable[int]) -> list[int]:
        """The tickets of a round in the order in which they turned to answered, from one backup to the next."""
        theirs = set(among)
        found: list[int] = []
        for one in self.dumps:
            rows = one["surveys_ticket"]
            pairs = zip(column("surveys_ticket", rows, "id"), column("surveys_ticket", rows, "answered"), strict=True)
            found += [pk for pk, answered in pairs if answered and pk in theirs and pk not in found]
        return found


def hits(guesses: dict[int, Any], truth: dict[int, Any]) -> int:
    """How many tickets the guess gives the right answer."""
    return sum(truth.get(ticket) == answer for ticket, answer in guesses.items())


def by_order(tickets: Sequence[int], answers: Sequence[Any]) -> dict[int, Any]:
    """The k-th ticket that answered has the k-th answer."""
    return dict(zip(tickets, answers, strict=False))


def by_place(tickets: Iterable[tuple[int, str, str]], answers: Sequence[tuple[Any, str, str]]) -> dict[int, Any]:
    """A ticket that alone has answered in its municipality has the only answer from there."""
    tickets = list(tickets)
    guesses = {}
    for pk, side, code in tickets:
        alone = sum((s, c) == (side, code) for _, s, c in tickets) == 1
        there = [answer for answer, s, c in answers if (s, c) == (side, code)]
        if alone and len(there) == 1:
            guesses[pk] = there[0]
    return guesses
