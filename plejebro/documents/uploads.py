"""Files on their way in with a form: what was chosen, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO, Final, cast
from uuid import UUID

from django.http import HttpRequest

from plejebro.accounts.models import User
from plejebro.documents.actions import store_upload
from plejebro.documents.models import Document
from plejebro.documents.rules import FileRefused

MOST_FILES: Final = 10
"""How many files go with one message, statement or application."""


@dataclass(frozen=True)
class Upload:
    """A file as it came in: the name its sender gave it, and its bytes."""

    name: str
    stream: BinaryIO


def uploads_of(request: HttpRequest, name: str = "files") -> list[Upload]:
    """The files chosen in the field `name`, without the empty choice a browser sends for none."""
    chosen = request.FILES.getlist(name)
    return [Upload(file.name, cast(BinaryIO, file.file)) for file in chosen if file.name]


def store_each(
    *, actor: User, uploads: Iterable[Upload], case_key: UUID, already: int, too_many: str
) -> tuple[list[Document], list[str]]:
    """Cleans and keeps each upload; the documents, and a Danish sentence for each that could not be taken.

    `already` of MOST_FILES places are taken; at the first above that `too_many` is said and the rest is left. One bad file
    does not cost the others. Call it outside a transaction: cleaning a file may take seconds.
    """
    kept: list[Document] = []
    refused: list[str] = []
    for upload in uploads:
        if already + len(kept) >= MOST_FILES:
            return kept, [*refused, too_many]
        try:
            kept.append(store_upload(actor=actor, name=upload.name, stream=upload.stream, case_key=case_key))
        except FileRefused as refusal:
            refused.append(f"{upload.name[:80]}: {refusal.sentence}")
    return kept, refused
