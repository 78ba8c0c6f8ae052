"""Files of a form before it is sent: kept as the actor's own unbound files, so that a mistake elsewhere costs none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, cast
from uuid import UUID

from django.http import HttpRequest

from plejebro.accounts.models import User
from plejebro.documents import actions, queries
from plejebro.documents.queries import FileLine
from plejebro.documents.rules import FileRefused

MOST_FILES = 10


@dataclass(frozen=True)
class Kept:
    """The files that go with the form: their ids, how the page shows them, and why others were refused."""

    ids: tuple[UUID, ...]
    lines: tuple[FileLine, ...]
    refused: tuple[str, ...] = ()


def keep_files(request: HttpRequest, case_key: UUID) -> Kept:
    """Cleans and keeps what was chosen now, and finds what the form kept before ("kept"). Call it outside a transaction."""
    actor, refused = cast(User, request.user), []
    wanted = [key for raw in request.POST.getlist("kept")[:MOST_FILES] if (key := _uuid(raw))]
    for upload in request.FILES.getlist("files"):
        if not upload.name:
            continue
        if len(wanted) >= MOST_FILES:
            refused.append(f"Der kan højst være {MOST_FILES} filer.")
            break
        try:
            stream = cast(BinaryIO, upload.file)
            wanted.append(actions.store_upload(actor=actor, name=upload.name, stream=stream, case_key=case_key).public_id)
        except FileRefused as refusal:
            refused.append(f"{upload.name[:80]}: {refusal.sentence}")
    rows = list(queries.unbound_of(actor).filter(public_id__in=wanted).order_by("pk"))
    return Kept(tuple(row.public_id for row in rows), tuple(queries.line(row) for row in rows), tuple(refused))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
