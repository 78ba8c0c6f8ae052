"""XML read and written piece by piece: constant memory, no entities, and a chance to change each element on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape

from plejebro.documents.rules import FileRefused, Refusal

Attributes = dict[str, str]

_MAX_DEPTH: Final = 500
_FLUSH_PIECES: Final = 20_000


class Edit:
    """What is done to a part while it passes; this one passes everything on."""

    # Local names of elements whose leading text is shown to `text` as one piece.
    gather: frozenset[str] = frozenset()

    def start(self, name: str, attributes: Attributes) -> bool:
        """Change `attributes` in place; False drops the element and all in it. `name` has its prefix."""
        return True

    def end(self, name: str) -> None:
        """The element is over."""

    def text(self, name: str, text: str) -> str:
        """The text to write instead of `text` in a gathered element."""
        return text


def local(name: str) -> str:
    """The name without its prefix."""
    return name.rpartition(":")[2]


class _Writer:
    def __init__(self, edit: Edit) -> None:
        self.out: list[str] = []
        self.written = bytearray()
        self.edit = edit
        self.open: list[str] = []
        self.dropped_at = 0
        self.gathered: tuple[str, list[str]] | None = None

    def start(self, name: str, flat: list[str]) -> None:
        self.open.append(name)
        if len(self.open) > _MAX_DEPTH:
            raise FileRefused(Refusal.TOO_HEAVY)
        if self.dropped_at:
            return
        self._release()
        attributes = dict(zip(flat[::2], flat[1::2], strict=True))
        if not self.edit.start(name, attributes):
            self.dropped_at = len(self.open)
            return
        written = "".join(f' {key}="{_attribute(value)}"' for key, value in attributes.items())
        self.out.append(f"<{name}{written}>")
        if local(name) in self.edit.gather:
            self.gathered = (name, [])

    def end(self, name: str) -> None:
        if not self.dropped_at:
            self._release()
            self.edit.end(name)
            self.out.append(f"</{name}>")
            if len(self.out) > _FLUSH_PIECES:
                self.flush()
        elif self.dropped_at == len(self.open):
            self.dropped_at = 0
        self.open.pop()

    def text(self, text: str) -> None:
        if self.dropped_at:
            return
        if self.gathered is not None:
            self.gathered[1].append(text)
        else:
            self.out.append(escape(text, {"\r": "&#13;"}))

    def flush(self) -> None:
        """Pack the pieces: as separate strings they take ten times their length."""
        self.written += "".join(self.out).encode("utf-8")
        self.out.clear()

    def _release(self) -> None:
        if self.gathered is not None:
            name, pieces = self.gathered
            self.gathered = None
            self.out.append(escape(self.edit.text(name, "".join(pieces)), {"\r": "&#13;"}))


def _attribute(value: str) -> str:
    return escape(value, {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        # Office files have no document type; every entity attack needs one.
        raise FileRefused(Refusal.DAMAGED)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse  # type: ignore[assignment]
    parser.buffer_text = True
    return parser


def _parse(parser: expat.XMLParserType, data: bytes) -> None:
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise FileRefused(Refusal.DAMAGED) from error


def rewrite(data: bytes, edit: Edit) -> bytes:
    """`data` as UTF-8 XML changed by `edit`, without comments and instructions. Raises FileRefused."""
    parser, writer = _parser(), _Writer(edit)
    parser.ordered_attributes = True
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    _parse(parser, data)
    writer.flush()
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + bytes(writer.written)


def walk(data: bytes, on_start: Callable[[str, Attributes], None]) -> None:
    """Show every start of an element to `on_start` (name with prefix). Raises FileRefused like `rewrite`."""
    parser = _parser()
    parser.StartElementHandler = on_start
    _parse(parser, data)
