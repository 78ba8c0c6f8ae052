"""Reading municipalities: reply times, people and units. Always within one municipality: the tenant."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from plejebro.db.periods import current, not_over
from plejebro.municipalities.enums import Role
from plejebro.municipalities.models import Employment, Municipality, ReplyTime, Unit


def reply_workdays(*, municipality_id: int, topic: str, on: date) -> int | None:
    """The municipality's agreed service level for the topic in working days; None where it has set none."""
    row = ReplyTime.objects.filter(current(on), municipality_id=municipality_id, topic=topic).order_by("-starts").first()
    return row.workdays if row else None


def employees(municipality_id: int, on: date) -> QuerySet[Employment]:
    """Employments that run on `on` or later, by unit and name."""
    rows = Employment.objects.filter(not_over(on), municipality_id=municipality_id)
    return rows.select_related("unit", "user").order_by("unit__name", "full_name", "pk")


def with_role(municipality_id: int, role: Role, on: date, unit_id: int | None = None) -> QuerySet[Employment]:
    """Employees who have the role on `on`, in the unit if one is given."""
    rows = Employment.objects.filter(current(on), municipality_id=municipality_id, role=role)
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    return rows.select_related("user", "unit").order_by("full_name", "pk")


def leaders_for(*, municipality_id: int, unit_id: int | None, on: date) -> list[Employment]:
    """Team leaders of the unit; where there are none, the heads of department, so that somebody is told."""
    leaders = list(with_role(municipality_id, Role.TEAM_LEADER, on, unit_id)) if unit_id else []
    return leaders or list(with_role(municipality_id, Role.HEAD, on))


def units_of(municipality_id: int) -> QuerySet[Unit]:
    """The municipality's open units by name."""
    return Unit.objects.filter(municipality_id=municipality_id, closed_on__isnull=True).order_by("name", "pk")


def real_municipalities(with_invented: bool) -> QuerySet[Municipality]:
    """The 98 by name; the demo's invented ones too when asked for."""
    rows = Municipality.objects.all() if with_invented else Municipality.objects.filter(is_invented=False)
    return rows.order_by("sort_key")
