"""Personal data in the vault: what lies here, how it is handed out, how it is blanked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from plejebro.documents import actions, vault
from plejebro.documents.models import Document

HOLDS = {
    "Document.name": "Filnavnet er afsenderens egne ord og kan nævne barnet eller andre.",
    "Document.uploader": "Hvem der har sendt filen.",
    "Document.sha256": "Kontrolsummen kan vise, at to filer er ens.",
    "vault": "Filens indhold: breve, billeder og dokumenter om barnet, familien og sagen.",
}


@dataclass(frozen=True)
class Exported:
    """A file for handing out: the name to give it and where its bytes lie."""

    public_id: UUID
    name: str
    path: Path


def export(owner: str) -> Iterator[Exported]:
    """The files of `owner` that are still there, for an export of the case."""
    for document in Document.objects.filter(bound_to=owner, blanked_at__isnull=True).order_by("created_at", "pk"):
        yield Exported(document.public_id, document.name, vault.path_of(document.storage_name))


def blank(owner: str) -> int:
    """Blank all files of `owner`: bytes deleted, name and checksum emptied, the rows stay; the number blanked."""
    documents = list(Document.objects.filter(bound_to=owner, blanked_at__isnull=True).order_by("pk"))
    for document in documents:
        actions.blank(document=document)
    return len(documents)
