"""docx, xlsx and pptx: only parts reached from the main part over known relationships are carried into a new file.

What is not on the lists (macros, embedded files, custom XML, author lists, printer settings, whatever comes next) is
left behind, and so is every place in the text that pointed at it, so that Office opens the file without a complaint.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from plejebro.documents.cleaning.archive import Archive, pack
from plejebro.documents.cleaning.ooxml_edits import PartEdit
from plejebro.documents.cleaning.xmlparts import Attributes, Edit, local, rewrite, walk
from plejebro.documents.rules import FileRefused, Refusal

_MAIN: Final = {
    "wordprocessingml.document.main+xml": "docx",
    "spreadsheetml.sheet.main+xml": "xlsx",
    "presentationml.presentation.main+xml": "pptx",
    "presentationml.slideshow.main+xml": "pptx",
}
# The last word of a relationship's type; the schemas before it differ by edition and maker.
_KEPT: Final = frozenset({
    "officeDocument", "styles", "stylesWithEffects", "settings", "webSettings", "fontTable", "theme", "themeOverride",
    "numbering", "footnotes", "endnotes", "header", "footer", "image", "comments", "commentsExtended", "commentsIds",
    "chart", "chartEx", "chartUserShapes", "chartStyle", "chartColorStyle", "diagramData", "diagramLayout",
    "diagramQuickStyle", "diagramColors", "diagramDrawing", "drawing", "vmlDrawing", "worksheet", "chartsheet",
    "sharedStrings", "calcChain", "table", "pivotTable", "pivotCacheDefinition", "pivotCacheRecords", "sheetMetadata",
    "slide", "slideLayout", "slideMaster", "notesSlide", "notesMaster", "handoutMaster", "presProps", "viewProps",
    "tableStyles", "commentAuthors", "glossaryDocument",
})  # fmt: skip
_SCHEMES: Final = ("http://", "https://", "mailto:", "tel:")
_VECTOR: Final = ((".emf", b"\x01\x00\x00\x00"), (".wmf", b"\xd7\xcd\xc6\x9a"), (".wmf", b"\x01\x00\x09\x00"))
_LEFT_BEHIND: Final = ("/embeddings/", "/activex/", "/customxml/", "/docprops/")


@dataclass(frozen=True)
class _Link:
    """A relationship; `part` is the part's name inside the file, or None for an outside address."""

    id: str
    kind: str
    target: str
    part: str | None


def clean_ooxml(archive: Archive) -> tuple[str, bytes]:
    """The format ("docx", "xlsx", "pptx") and the rebuilt file. Raises FileRefused."""
    archive.check_xml()
    archive.refuse_nested(_LEFT_BEHIND)
    types = _Types(archive.read("[Content_Types].xml"))
    root, _ = _links(archive, "")
    main = next((link.part for link in root if link.kind == "officeDocument" and link.part), None)
    if main is None or main not in archive:
        raise FileRefused(Refusal.DAMAGED)
    code = types.format_of(main)
    parts: dict[str, bytes] = {}
    waiting = [(main, "officeDocument")]
    while waiting:
        name, kind = waiting.pop()
        if name not in parts:
            parts[name] = b""
            waiting += _carry(archive, name, kind, parts)
    parts["_rels/.rels"] = _write_links([link for link in root if link.part == main][:1])
    contents = ("[Content_Types].xml", rewrite(archive.read("[Content_Types].xml"), _TypesEdit(set(parts))))
    return code, pack([contents, *sorted(parts.items())])


def _carry(archive: Archive, name: str, kind: str, parts: dict[str, bytes]) -> list[tuple[str, str]]:
    """Put the cleaned part and its relationships into `parts`; the parts it leads to."""
    if kind == "image":
        parts[name] = _picture(name, archive.read(name))
        return []
    kept, removed = _links(archive, name)
    parts[name] = rewrite(archive.read(name), PartEdit(removed))
    if kept:
        parts[_links_name(name)] = _write_links(kept)
    return [(link.part, link.kind) for link in kept if link.part is not None]


def _links_name(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _links(archive: Archive, part: str) -> tuple[list[_Link], frozenset[str]]:
    """A part's relationships that may stay, and the ids of those that may not."""
    name = _links_name(part)
    if name not in archive:
        return [], frozenset()
    kept: list[_Link] = []
    removed: set[str] = set()

    def see(element: str, attributes: Attributes) -> None:
        if local(element) != "Relationship":
            return
        link = _link(part, attributes)
        inside = link.part is not None and link.part in archive and link.kind in _KEPT
        outside = link.part is None and link.kind == "hyperlink" and link.target.lower().startswith(_SCHEMES)
        if (inside and not (link.kind == "image" and not _is_picture(archive, link.part or ""))) or outside:
            kept.append(link)
        else:
            removed.add(link.id)

    walk(archive.read(name), see)
    return kept, frozenset(removed)


def _link(part: str, attributes: Attributes) -> _Link:
    target = attributes.get("Target", "").strip()
    inside: str | None = None
    if attributes.get("TargetMode") != "External":
        path = unquote(target.split("#", 1)[0])
        base = "/" + posixpath.dirname(part)
        inside = posixpath.normpath(posixpath.join(base, path)).lstrip("/")
    kind = attributes.get("Type", "").rstrip("/").rpartition("/")[2]
    return _Link(attributes.get("Id", ""), kind, target, inside)


def _write_links(links: list[_Link]) -> bytes:
    """A relationship part, written anew: addresses inside are absolute, only hyperlinks lead out."""
    from xml.sax.saxutils import quoteattr

    rows = []
    for link in links:
        base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
        special = _SPECIAL_TYPES.get(link.kind, base + link.kind)
        target = quoteattr(link.target if link.part is None else f"/{link.part}")
        mode = ' TargetMode="External"' if link.part is None else ""
        rows.append(f'<Relationship Id={quoteattr(link.id)} Type="{special}" Target={target}{mode}/>')
    start = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    )
    return (start + "".join(rows) + "</Relationships>").encode()


_MS: Final = "http://schemas.microsoft.com/office"
_SPECIAL_TYPES: Final = {
    "stylesWithEffects": f"{_MS}/2007/relationships/stylesWithEffects",
    "commentsExtended": f"{_MS}/2011/relationships/commentsExtended",
    "commentsIds": f"{_MS}/2016/09/relationships/commentsIds",
    "chartEx": f"{_MS}/2014/relationships/chartEx",
    "chartStyle": f"{_MS}/2011/relationships/chartStyle",
    "chartColorStyle": f"{_MS}/2011/relationships/chartColorStyle",
    "diagramDrawing": f"{_MS}/2007/relationships/diagramDrawing",
}


def _is_picture(archive: Archive, name: str) -> bool:
    data = archive.read(name)
    return any(name.lower().endswith(ending) and data.startswith(start) for ending, start in _VECTOR) or data.startswith(
        (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
    )


def _picture(name: str, data: bytes) -> bytes:
    """A picture without tags; old vector pictures cannot be written anew and pass as they are."""
    from plejebro.documents.cleaning.images import clean_inner_image

    cleaned = clean_inner_image(data)
    return data if cleaned is None else cleaned


class _Types:
    """[Content_Types].xml as a table."""

    def __init__(self, data: bytes) -> None:
        self._by_part: dict[str, str] = {}
        self._by_ending: dict[str, str] = {}
        walk(data, self._see)

    def _see(self, element: str, attributes: Attributes) -> None:
        if local(element) == "Override":
            self._by_part[attributes.get("PartName", "").lstrip("/")] = attributes.get("ContentType", "")
        elif local(element) == "Default":
            self._by_ending[attributes.get("Extension", "").lower()] = attributes.get("ContentType", "")

    def format_of(self, main: str) -> str:
        """Our code for the main part's type; raises FileRefused for macro formats, templates and strangers."""
        said = self._by_part.get(main) or self._by_ending.get(main.rpartition(".")[2].lower(), "")
        for ending, code in _MAIN.items():
            if said.endswith(ending):
                return code
        strange = "macroEnabled" in said or "template" in said
        raise FileRefused(Refusal.MACROS if strange else Refusal.UNKNOWN_TYPE)


class _TypesEdit(Edit):
    """Leaves out the types of parts that were not carried over."""

    def __init__(self, carried: set[str]) -> None:
        self._carried = carried

    def start(self, name: str, attributes: Attributes) -> bool:
        """Keep defaults and the types of parts we carry."""
        if local(name) == "Default":
            return attributes.get("Extension", "").lower() not in ("bin", "svg", "htm", "html", "mht", "exe")
        return local(name) != "Override" or attributes.get("PartName", "").lstrip("/") in self._carried
