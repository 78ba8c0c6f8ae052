"""What the pages of the flows show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from plejebro.access.doors import scope
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.db.periods import current, not_over
from plejebro.families.actions import WORDS
from plejebro.families.models import Family, FamilyMember, FamilyMunicipality
from plejebro.families.pages import known_families
from plejebro.kernel import clock
from plejebro.kernel.danish import join_names
from plejebro.municipalities.enums import Role
from plejebro.municipalities.models import Employment, Municipality
from plejebro.municipalities.queries import real_municipalities
from plejebro.placements.enums import Task
from plejebro.placements.models import Placement
from plejebro.placements.queries import child_of, home_of, list_name, with_mask
from plejebro.wordindex.queries import having

MOST_FAMILIES = 20


def found_families(viewer: Viewer, words: str) -> list[Family]:
    """Those of them that have the words in their names, at most twenty."""
    match = having(WORDS, words)
    return list(known_families(viewer).filter(match)[:MOST_FAMILIES]) if match is not None else []


def at_work(municipality_id: int, *roles: str) -> QuerySet[Employment]:
    """Employees of the municipality in one of the roles, today or from a day to come, by name."""
    rows = Employment.objects.filter(not_over(clock.today()), municipality_id=municipality_id, role__in=roles)
    return rows.select_related("unit").order_by("role", "full_name", "pk")


def municipalities() -> QuerySet[Municipality]:
    """Those a family can choose among: the 98, in the demo the invented ones too."""
    return real_municipalities(settings.PLEJEBRO_DEMO)


def told_of_handover(placement: Placement) -> list[str]:
    """Who gets word of a handover, as one reads it."""
    rows = FamilyMember.objects.filter(current(clock.today()), family_id=placement.family_id).select_related("person")
    names = [row.person.given_name for row in rows.order_by("pk") if row.user_id is not None or row.email]
    family = f"{join_names(names)} får besked." if names else "Familien har ingen, der kan få besked."
    return [
        family,
        "Den, der overtager, får besked og en overlevering med det aftalte, det ventende og de kommende datoer.",
        "Åbne henvendelser følger med. Svarfristerne løber videre, som de står.",
    ]


@dataclass(frozen=True)
class Carried:
    """A placement that would change hands: the child and the home as the viewer may see them."""

    pk: int
    label: str
    placement: Placement


def carried_by(viewer: Viewer, employment: Employment, task: Task) -> list[Carried]:
    """The employee's placements with the task, of those the viewer may hand over."""
    rows = scope(viewer, Placement, Permission.PLACEMENT_HAND_OVER).filter(
        Q(assignments__employment=employment, assignments__task=task, assignments__ends__isnull=True)
    )
    found: list[Any] = list(with_mask(rows.distinct(), viewer).order_by("sort_key", "pk"))
    shown = [Carried(row.pk, f"{list_name(child_of(row, viewer.today))} hos {home_of(row).name}", row) for row in found]
    return sorted(shown, key=lambda row: row.label) if any(row.name_protected for row in found) else shown


def task_of(employment: Employment) -> Task | None:
    """The task that goes with the employee's role."""
    return {Role.ADVISER: Task.ADVISER, Role.CONSULTANT: Task.CONSULTANT}.get(Role(employment.role))


def family_of(viewer: Viewer) -> Family | None:
    """The family the viewer acts for."""
    return Family.objects.filter(pk=viewer.family_id).first() if viewer.family_id else None


def nearest_municipality(viewer: Viewer) -> UUID | None:
    """The municipality the family chose last."""
    ties = FamilyMunicipality.objects.filter(current(viewer.today), family_id=viewer.family_id or 0)
    row = ties.select_related("municipality").order_by("-starts", "-pk").first()
    return row.municipality.public_id if row else None
