"""Facts about a person's work, and the hats it gives."""

from __future__ import annotations

from plejebro.access.registry import acting_source, person_fact
from plejebro.access.viewer import Acting, Viewer
from plejebro.db.periods import current
from plejebro.kernel import clock
from plejebro.municipalities.enums import Role
from plejebro.municipalities.models import Employment


@person_fact
def is_adviser(viewer: Viewer) -> bool:
    """Works as børne- og ungerådgiver."""
    return viewer.is_staff_member and viewer.role == Role.ADVISER


@person_fact
def is_consultant(viewer: Viewer) -> bool:
    """Works as familieplejekonsulent."""
    return viewer.is_staff_member and viewer.role == Role.CONSULTANT


@person_fact
def is_team_leader(viewer: Viewer) -> bool:
    """Works as teamleder."""
    return viewer.is_staff_member and viewer.role == Role.TEAM_LEADER


@person_fact
def is_head(viewer: Viewer) -> bool:
    """Works as afdelingsleder."""
    return viewer.is_staff_member and viewer.role == Role.HEAD


@person_fact
def is_administrator(viewer: Viewer) -> bool:
    """Works as kommuneadministrator."""
    return viewer.is_staff_member and viewer.role == Role.ADMINISTRATOR


def _acting(employment: Employment) -> Acting:
    unit = f"{employment.unit.name}, " if employment.unit else ""
    return Acting(
        kind="municipality",
        id=employment.pk,
        role=employment.role,
        label=employment.get_role_display(),
        place=f"{unit}{employment.municipality}",
        municipality_id=employment.municipality_id,
        municipality_code=employment.municipality.code,
        municipality_name=str(employment.municipality),
        unit_id=employment.unit_id,
    )


def _all_of(user_id: int) -> list[Acting]:
    rows = Employment.objects.filter(current(clock.today()), user_id=user_id)
    return [_acting(row) for row in rows.select_related("municipality", "unit").order_by("pk")]


def _one_of(user_id: int, employment_id: int) -> Acting | None:
    rows = Employment.objects.filter(current(clock.today()), user_id=user_id, pk=employment_id)
    row = rows.select_related("municipality", "unit").first()
    return _acting(row) if row else None


acting_source("municipality", all_of=_all_of, one_of=_one_of)
