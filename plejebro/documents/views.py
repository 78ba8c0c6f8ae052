"""The answer that carries a file. The address and the door belong to the room that owns the file."""

from __future__ import annotations

from django.http import FileResponse, Http404

from plejebro.documents import vault
from plejebro.documents.models import Document

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
}


def file_response(document: Document, *, inline: bool = False) -> FileResponse:
    """The file as a download; `inline` (from "?vis=1") shows it in the page if it is a picture, else changes nothing.

    Call it only after the door has opened for this request. Raises Http404 for a file in quarantine or gone.
    """
    if not document.is_served:
        raise Http404("Filen kan ikke hentes.")
    try:
        source = vault.path_of(document.storage_name).open("rb")
    except FileNotFoundError as error:
        raise Http404("Filen findes ikke længere.") from error
    return FileResponse(
        source,
        as_attachment=not (inline and document.is_image),
        filename=document.name,
        content_type=document.content_type,
        headers=HEADERS,
    )
