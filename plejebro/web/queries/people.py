"""The municipality's people on a placement, as both sides see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from plejebro.db.periods import current
from plejebro.kernel.danish import date_text, day_month, initials
from plejebro.municipalities.models import Absence
from plejebro.placements.enums import Task
from plejebro.placements.models import Assignment, DesignatedRepresentative

NEW_FOR_DAYS = 60

_TASKS = {
    Task.ADVISER: "træffer afgørelser om barnet",
    Task.CONSULTANT: "passer på plejefamiliens vilkår",
}


@dataclass(frozen=True)
class Contact:
    """An employee with a task on the placement; `away` tells of a deputy while the employee is absent."""

    name: str
    initials: str
    task: str
    role: str
    does: str
    since: str
    is_new: bool
    phone: str
    away: str


@dataclass(frozen=True)
class Representative:
    """Who looks after the family's interests where there is no consultant."""

    name: str
    title: str
    contact: str
    since: str

    @property
    def initials(self) -> str:
        """First letters, for the round sign beside the name."""
        return initials(self.name)


def with_deputy(rows: QuerySet[Assignment], today: date) -> QuerySet[Assignment]:
    """Adds who stands in today and until when."""
    away = Absence.objects.filter(current(today), employment=OuterRef("employment_id")).order_by("-starts")
    return rows.annotate(
        deputy_name=Subquery(away.values("deputy__full_name")[:1]), deputy_until=Subquery(away.values("ends")[:1])
    )


def contact_of(row: Any, today: date) -> Contact:
    """The contact of an assignment from `with_deputy` with its employment joined."""
    person, task = row.employment, Task(row.task)
    is_new = 0 <= (today - row.starts).days <= NEW_FOR_DAYS
    day = day_month(row.starts) if row.starts.year == today.year else date_text(row.starts)
    return Contact(
        name=person.full_name,
        initials=initials(person.full_name),
        task=task.value,
        role=task.label,
        does=_TASKS[task],
        since=f"ny siden {day}" if is_new else f"siden {day}",
        is_new=is_new,
        phone=person.phone,
        away=_away(row),
    )


def representative_columns(today: date) -> dict[str, Subquery]:
    """Columns of the one the municipality has named, for `representative_of`."""
    rows = DesignatedRepresentative.objects.filter(current(today), placement=OuterRef("pk")).order_by("-starts")
    fields = ("name", "title", "contact", "starts")
    return {f"named_{field}": Subquery(rows.values(field)[:1]) for field in fields}


def representative_of(placement: Any) -> Representative | None:
    """The one who is named, or None when nobody is."""
    if placement.named_name is None:
        return None
    return Representative(
        placement.named_name, placement.named_title, placement.named_contact, date_text(placement.named_starts)
    )


def _away(row: Any) -> str:
    if not row.deputy_name:
        return ""
    until = f" til og med {day_month(row.deputy_until)}" if row.deputy_until else ""
    return f"Er væk{until}. {row.deputy_name} træder til imens."
