"""Reads. Who may read a bound file is for the room that owns it; here is only who may read one not yet bound."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from uuid import UUID

from django.db.models import QuerySet, Sum

from plejebro.accounts.models import User
from plejebro.documents import rules
from plejebro.documents.models import Document
from plejebro.kernel import clock


@dataclass(frozen=True)
class FileLine:
    """A file as a page shows it; a blanked one has no name and `is_served` False."""

    public_id: UUID
    name: str
    kind: str
    size: str
    is_image: bool
    is_served: bool
    is_blanked: bool


def unbound_of(user: User) -> QuerySet[Document]:
    """The user's own files that no message has taken yet."""
    return Document.objects.filter(uploader=user, bound_to__isnull=True, blanked_at__isnull=True)


def bound(owner: str) -> QuerySet[Document]:
    """The files of `owner` (such as "enquiry:<uuid>"), in the order they were received."""
    return Document.objects.filter(bound_to=owner).order_by("created_at", "pk")


def lines_of(owners: Iterable[str]) -> dict[str, list[FileLine]]:
    """The files of several owners for showing, one query; an owner without files is absent."""
    lines: dict[str, list[FileLine]] = {}
    for document in Document.objects.filter(bound_to__in=list(owners)).order_by("created_at", "pk"):
        lines.setdefault(document.bound_to or "", []).append(line(document))
    return lines


def line(document: Document) -> FileLine:
    """One file for showing."""
    return FileLine(
        public_id=document.public_id,
        name=document.name,
        kind=rules.KIND_BY_CONTENT_TYPE[document.content_type].label,
        size=rules.size_text(document.size),
        is_image=document.is_image,
        is_served=document.is_served,
        is_blanked=document.blanked_at is not None,
    )


def bytes_on_case(case_key: UUID) -> int:
    """Bytes kept for a placement, drafts' files included."""
    return _total(Document.objects.filter(case_key=case_key))


def bytes_today(user: User) -> int:
    """Bytes the user has uploaded since midnight in Denmark and that are still kept."""
    midnight = datetime.combine(clock.today(), time(), tzinfo=clock.COPENHAGEN).astimezone(UTC)
    return _total(Document.objects.filter(uploader=user, created_at__gte=midnight))


def known_storage_names(names: Iterable[str]) -> set[str]:
    """Those of `names` that a row has, blanked rows left out."""
    wanted, known = list(names), set[str]()
    for start in range(0, len(wanted), 500):  # below every engine's limit of parameters
        part = Document.objects.filter(storage_name__in=wanted[start : start + 500], blanked_at__isnull=True)
        known.update(part.values_list("storage_name", flat=True))
    return known


def _total(documents: QuerySet[Document]) -> int:
    return documents.aggregate(total=Sum("size"))["total"] or 0
