"""What differs between two contents, line by line. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class Shown(Protocol):
    """A field of a content: its key, its label, and its value as text."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    def text(self, value: Any) -> str: ...


@dataclass(frozen=True)
class Row:
    """A field that is not the same in the two."""

    key: str
    label: str
    before: str
    after: str


def differences(fields: Iterable[Shown], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Row]:
    """The fields whose text differs, in the schema's order. The same content gives none."""
    rows = []
    for field in fields:
        old, new = field.text(before.get(field.key)), field.text(after.get(field.key))
        if old != new:
            rows.append(Row(field.key, field.label, old, new))
    return rows
