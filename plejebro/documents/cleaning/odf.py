"""odt and ods: text, styles and pictures are carried into a new file; scripts, objects, forms and authors are not."""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import quoteattr

from plejebro.documents.cleaning.archive import Archive, pack
from plejebro.documents.cleaning.images import clean_inner_image
from plejebro.documents.cleaning.xmlparts import Attributes, Edit, local, rewrite
from plejebro.documents.rules import FileRefused, Refusal

_TEXT_PARTS: Final = ("content.xml", "styles.xml")
_LEFT_BEHIND: Final = ("/objectreplacements/", "/object ", "/basic/", "/configurations2/")
_DROPPED: Final = frozenset({
    "office:scripts", "office:script", "office:event-listeners", "script:event-listener", "presentation:event-listener",
    "draw:object", "draw:object-ole", "draw:applet", "draw:plugin", "draw:floating-frame", "office:forms",
    "office:dde-source", "text:dde-connection-decls", "text:dde-connection", "table:dde-links", "table:table-source",
    "text:section-source", "table:cell-range-source", "text:script", "text:execute-macro", "office:meta",
    "svg:font-face-src", "text:author-name", "text:author-initials", "text:sender-firstname", "text:sender-lastname",
    "table:database-source-sql", "table:database-source-table", "table:database-source-query", "form:connection-resource",
    "office:database-ranges", "xforms:model",
})  # fmt: skip
_SCHEMES: Final = ("http://", "https://", "mailto:", "tel:", "#")
_OUTSIDE: Final = re.compile(r"\bDDE\s*\(|WEBSERVICE|FILTERXML|'?file:|\bIMAGE\s*\(", re.I)


def clean_odf(archive: Archive) -> bytes:
    """The rebuilt file. Raises FileRefused, LOCKED if it has a password."""
    archive.check_xml()
    archive.refuse_nested(_LEFT_BEHIND)
    if "content.xml" not in archive:
        raise FileRefused(Refusal.DAMAGED)
    # The list of contents is written anew, so it is not parsed; old ones have a document type.
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise FileRefused(Refusal.LOCKED)
    pictures = {name: data for name in archive.names() if (data := _picture(archive, name)) is not None}
    edit = _OdfEdit(frozenset(pictures))
    parts = [(name, rewrite(archive.read(name), edit)) for name in _TEXT_PARTS if name in archive]
    parts += sorted(pictures.items())
    mimetype = archive.read("mimetype").strip()
    manifest = _manifest(mimetype.decode("ascii"), [name for name, _ in parts])
    return pack([("mimetype", mimetype), *parts, ("META-INF/manifest.xml", manifest)])


def _picture(archive: Archive, name: str) -> bytes | None:
    return clean_inner_image(archive.read(name)) if name.startswith("Pictures/") else None


def _manifest(mimetype: str, names: list[str]) -> bytes:
    rows = [f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{mimetype}"/>']
    for name in names:
        kind = "text/xml" if name.endswith(".xml") else ""
        rows.append(f'<manifest:file-entry manifest:full-path={quoteattr(name)} manifest:media-type="{kind}"/>')
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest manifest:version="1.3" '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">' + "".join(rows) + "</manifest:manifest>"
    ).encode()


class _OdfEdit(Edit):
    """Elements that act or fetch go, addresses are ordinary or inside, authors of notes and changes are neutral."""

    gather = frozenset({"creator", "creator-initials", "sender-initials", "initial-creator", "printed-by"})

    def __init__(self, pictures: frozenset[str]) -> None:
        self._pictures = pictures

    def start(self, name: str, attributes: Attributes) -> bool:
        """Change the attributes; False for what is left out."""
        if name in _DROPPED or local(name) in ("event-listeners", "event-listener"):
            return False
        href = attributes.get("xlink:href")
        if href is not None and local(name) == "a":
            # A link is followed by a person; anything else with an address is fetched when the file is opened.
            attributes["xlink:href"] = href if href.lower().startswith(_SCHEMES) else "#"
        elif href is not None and not href.startswith("#") and href.removeprefix("./") not in self._pictures:
            return False
        for key in ("table:formula", "text:formula", "table:expression"):
            if _OUTSIDE.search(attributes.get(key, "")):
                del attributes[key]
        return True

    def text(self, name: str, text: str) -> str:
        """A neutral word for a person's name."""
        return "Forfatter"
