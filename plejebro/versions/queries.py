"""Reading versions. The owning room's door has decided who may; here is only what there is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, Max, Q

from plejebro.versions.enums import AGREED, Side, State
from plejebro.versions.hashing import version_hash
from plejebro.versions.models import Acceptance, Standing, Version


def versions_of(document_ids: Iterable[int]) -> dict[int, list[Version]]:
    """The versions of several documents with their standing and acceptances, oldest first; two queries."""
    found: dict[int, list[Version]] = {}
    rows = Version.objects.filter(document_id__in=list(document_ids)).select_related("standing")
    for row in rows.prefetch_related("acceptances").order_by("number"):
        found.setdefault(row.document_id, []).append(row)
    return found


def agreed_on(document_id: int, day: date) -> Version | None:
    """The version that holds on `day`."""
    held = Standing.objects.filter(
        Q(ends__isnull=True) | Q(ends__gte=day), document_id=document_id, state__in=AGREED, starts__lte=day
    )
    standing = held.select_related("version").order_by("-starts").first()
    return standing.version if standing else None


def latest_agreed(document_id: int) -> Version | None:
    """The version last accepted by both, whether or not it has begun."""
    standing = Standing.objects.filter(document_id=document_id, state=State.ACCEPTED).select_related("version").first()
    return standing.version if standing else None


def agreed_at(digest: str) -> datetime | None:
    """When both sides had accepted the version with this hash; None where no agreed version has it."""
    known = Acceptance.objects.filter(version_hash=digest, version__standing__state__in=AGREED)
    counted = known.aggregate(at=Max("at"), sides=Count("side"))
    found: datetime | None = counted["at"] if counted["sides"] == len(Side) else None
    return found


def is_imposed(version: Version) -> bool:
    """Whether one side put it in force without the other's yes; the version comes from `versions_of`."""
    return version.standing.state in AGREED and len(version.acceptances.all()) < len(Side)


def chain_holds(document_id: int) -> bool:
    """Whether every version still has the hash its content gives, each chained to the one before."""
    previous = ""
    for row in Version.objects.filter(document_id=document_id).select_related("document").order_by("number"):
        digest = version_hash(
            document=row.document.public_id,
            number=row.number,
            content=row.content,
            starts=row.starts,
            ends=row.ends,
            previous=previous,
        )
        if row.previous_hash != previous or row.hash != digest:
            return False
        previous = row.hash
    return True
