"""What the pages that correct a placement show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plejebro.kernel import clock
from plejebro.kernel.danish import date_text
from plejebro.people.models import Person, Relation
from plejebro.people.queries import active_protections
from plejebro.placements.models import Placement


def values_of(row: Placement) -> dict[str, Any]:
    """What stands of the child and the placement now, as the form names it."""
    return {
        "given_name": row.child.given_name,
        "family_name": row.child.family_name,
        "born_on": row.child.born_on,
        "starts": row.starts,
        "plan_dated": row.plan_dated,
        "unit": row.unit,
        "version": row.version,
    }


@dataclass(frozen=True)
class ProtectionRow:
    """A protection that holds, and whether its date to look at it again has come."""

    pk: int
    kind: str
    since: str
    note: str
    again: str
    is_due: bool


def protections(child: Person) -> list[ProtectionRow]:
    """The protections nobody has lifted."""
    return [
        ProtectionRow(
            pk=row.pk,
            kind=row.get_kind_display(),
            since=date_text(row.starts),
            note=row.note,
            again=date_text(row.ends) if row.ends else "",
            is_due=row.ends is not None and row.ends <= clock.today(),
        )
        for row in active_protections(child)
    ]


@dataclass(frozen=True)
class ParentRow:
    """A parent, and whether it holds custody."""

    name: str
    kind: str
    has_custody: bool
    since: str


def parents_of(child: Person) -> list[ParentRow]:
    """The grown-ups tied to the child. A protected parent is named to nobody here."""
    rows = Relation.objects.filter(child=child, ends__isnull=True).select_related("adult").order_by("starts", "pk")
    return [
        ParentRow(
            name=f"{row.adult.given_name} {row.adult.family_name}".strip(),
            kind=row.get_kind_display(),
            has_custody=row.has_custody,
            since=date_text(row.starts),
        )
        for row in rows.prefetch_related("adult__protections")
        if not any(item.lifted_at is None for item in row.adult.protections.all())
    ]
