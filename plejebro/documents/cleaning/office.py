"""Office files: which of the five formats it is, and what is common to them."""

from __future__ import annotations

from plejebro.documents.cleaning.archive import Archive
from plejebro.documents.rules import KINDS, FileRefused, Kind, Refusal

_ODF_MIMETYPES = {KINDS[code].content_type: code for code in ("odt", "ods")}


def clean_office(data: bytes) -> tuple[Kind, bytes]:
    """The format and a rebuilt file without macros, outside links, embedded files and author. Raises FileRefused."""
    archive = Archive(data)
    if "[Content_Types].xml" in archive:
        from plejebro.documents.cleaning.ooxml import clean_ooxml

        code, cleaned = clean_ooxml(archive)
        return KINDS[code], cleaned
    if "mimetype" in archive:
        from plejebro.documents.cleaning.odf import clean_odf

        code = _ODF_MIMETYPES.get(archive.read("mimetype").decode("ascii", "replace").strip(), "")
        if not code:
            raise FileRefused(Refusal.UNKNOWN_TYPE)
        return KINDS[code], clean_odf(archive)
    raise FileRefused(Refusal.ARCHIVE)
