"""Files of a form before it is sent: kept as the actor's own unbound files, so that a mistake elsewhere costs none."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

from plejebro.access.doors import user_of
from plejebro.documents import queries
from plejebro.documents.queries import FileLine
from plejebro.documents.uploads import MOST_FILES, store_each, uploads_of
from plejebro.kernel.ids import uuid_or_none

_TOO_MANY = f"Der kan højst være {MOST_FILES} filer."


@dataclass(frozen=True)
class Kept:
    """The files that go with the form: their ids, how the page shows them, and why others were refused."""

    ids: tuple[UUID, ...]
    lines: tuple[FileLine, ...]
    refused: tuple[str, ...] = ()


def keep_files(request: HttpRequest, case_key: UUID) -> Kept:
    """Cleans and keeps what was chosen now, and finds what the form kept before ("kept"). Call it outside a transaction."""
    actor, chosen = user_of(request), uploads_of(request)
    wanted = [key for raw in request.POST.getlist("kept")[:MOST_FILES] if (key := uuid_or_none(raw))]
    new, refused = store_each(actor=actor, uploads=chosen, case_key=case_key, already=len(wanted), too_many=_TOO_MANY)
    wanted += [document.public_id for document in new]
    rows = list(queries.unbound_of(actor).filter(public_id__in=wanted).order_by("pk"))
    return Kept(tuple(row.public_id for row in rows), tuple(queries.line(row) for row in rows), tuple(refused))
