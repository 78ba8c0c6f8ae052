"""What a version consists of: typed fields with their labels, in sections. The form, the page, the PDF and the comparison
are all made from these, and a content that does not fit them is never stored. The rooms bring their own schemas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Literal

from plejebro.kernel.danish import date_text, time_text
from plejebro.rates.money import kroner_text

Kind = Literal["line", "text", "choice", "number", "amount", "date", "time", "annexes", "own"]
EMPTY: Final = "ikke aftalt"


@dataclass(frozen=True)
class Field:
    """One field. `least` and `most` bound a number; an amount is kroner with two decimals, kept as text, and a time is kept
    as "13:30". A room's own kind of field overrides `text` and `check`."""

    key: str
    label: str
    kind: Kind = "text"
    help: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    least: int = 0
    most: int = 999
    default: Any = None

    def text(self, value: Any) -> str:
        """The value as the page and the PDF print it."""
        if value in (None, "", []):
            return EMPTY
        if self.kind == "choice":
            return dict(self.choices).get(str(value), str(value))
        if self.kind == "amount":
            return f"{kroner_text(Decimal(str(value)))} kr."
        if self.kind == "date":
            return date_text(date.fromisoformat(str(value)))
        if self.kind == "time":
            return time_text(time.fromisoformat(str(value)))
        if self.kind == "annexes":
            return "; ".join(f"{one['name']} ({one['sha256'][:8]})" for one in value)
        return str(value)

    def check(self, value: Any) -> Any:
        """The value as it is stored, in plain JSON. Raises `BadContent`."""
        return _checked(self, value)


@dataclass(frozen=True)
class Section:
    """Fields that belong together."""

    key: str
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Schema:
    """The fields of a kind of agreement."""

    kind: str
    title: str
    sections: tuple[Section, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """All of them, in order."""
        return tuple(field for section in self.sections for field in section.fields)

    def defaults(self) -> dict[str, Any]:
        """What a first proposal suggests."""
        return {field.key: field.default for field in self.fields if field.default is not None}


class BadContent(ValueError):
    """A content that does not fit its schema; `sentence` names the field, in Danish."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def checked(schema: Schema, content: Mapping[str, Any]) -> dict[str, Any]:
    """The content as it is stored: every field of the schema, nothing else, in plain JSON. Raises `BadContent`."""
    unknown = sorted(set(content) - {field.key for field in schema.fields})
    if unknown:
        raise BadContent(f"Aftalen har ikke et felt, der hedder {unknown[0]}.")
    return {field.key: field.check(content.get(field.key)) for field in schema.fields}


def _checked(field: Field, value: Any) -> Any:
    if value in (None, ""):
        if field.required:
            raise BadContent(f"{field.label}: skriv, hvad der er aftalt.")
        return [] if field.kind == "annexes" else None if field.kind not in ("text", "line") else ""
    if field.kind == "number":
        if isinstance(value, bool) or not isinstance(value, int) or not field.least <= value <= field.most:
            raise BadContent(f"{field.label}: skriv et helt tal fra {field.least} til {field.most}.")
        return value
    if field.kind == "amount":
        return _amount(field, value)
    if field.kind == "choice" and str(value) not in dict(field.choices):
        raise BadContent(f"{field.label}: vælg en af mulighederne.")
    if field.kind == "date":
        return value.isoformat() if isinstance(value, date) else date.fromisoformat(str(value)).isoformat()
    if field.kind == "time":
        return (value if isinstance(value, time) else time.fromisoformat(str(value))).strftime("%H:%M")
    if field.kind == "annexes":
        return [{"name": str(one["name"]), "sha256": str(one["sha256"])} for one in value]
    return str(value).strip()


def _amount(field: Field, value: Any) -> str:
    try:
        amount = Decimal(str(value)).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise BadContent(f"{field.label}: skriv et beløb i kroner.") from None
    if not Decimal(0) <= amount <= Decimal(1_000_000):
        raise BadContent(f"{field.label}: skriv et beløb mellem 0 og 1.000.000 kr.")
    return f"{amount:f}"


@dataclass(frozen=True)
class ShownField:
    """A field with its value as text."""

    key: str
    label: str
    text: str
    is_empty: bool


@dataclass(frozen=True)
class ShownSection:
    """A section with what is agreed in it."""

    key: str
    title: str
    fields: Sequence[ShownField]


def shown(schema: Schema, content: Mapping[str, Any]) -> list[ShownSection]:
    """The whole content as text."""
    return [
        ShownSection(
            section.key,
            section.title,
            [
                ShownField(field.key, field.label, text := field.text(content.get(field.key)), text == EMPTY)
                for field in section.fields
            ],
        )
        for section in schema.sections
    ]
