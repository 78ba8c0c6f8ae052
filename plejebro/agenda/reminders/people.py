"""Who is reminded of which entries, in a handful of queries however many entries there are.

The family's members of today; the employees who take part; and where none takes part, those who have a task on the
placement today and their deputies. These are people the map lets read the entry: the same facts, asked for many at once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from plejebro.agenda.models import Entry, Participant
from plejebro.db.periods import current
from plejebro.families.models import FamilyMember
from plejebro.municipalities.enums import Role
from plejebro.municipalities.models import Absence, Employment
from plejebro.placements.enums import Task
from plejebro.placements.models import Assignment

_ROLE = {Task.ADVISER: Role.ADVISER, Task.CONSULTANT: Role.CONSULTANT}


@dataclass(frozen=True)
class Recipient:
    """Somebody who is reminded, and as what."""

    user_id: int
    address: str
    is_family: bool


People = dict[int, set[Recipient]]


def recipients_of(rows: QuerySet[Entry], today: date) -> People:
    """Who is reminded of each of the entries, by the entry's key. Six queries."""
    found: People = defaultdict(set)
    families = _members(rows, today)
    staff, invited = _taking_part(rows, today)
    tasks = _with_tasks(rows, today)
    for key, placement, family, shared in rows.values_list(
        "pk", "placement_id", "placement__family_id", "placement__shared_at"
    ):
        found[key] |= families[family]
        if shared is not None:
            found[key] |= staff[key] if key in invited else tasks[placement]
    return found


def _members(rows: QuerySet[Entry], today: date) -> dict[int, set[Recipient]]:
    found: dict[int, set[Recipient]] = defaultdict(set)
    families = rows.order_by().values("placement__family_id")
    members = FamilyMember.objects.filter(current(today), family_id__in=families, user__is_active=True)
    for family, user, address in members.values_list("family_id", "user_id", "user__email"):
        found[family].add(Recipient(user or 0, address or "", True))
    return found


def _taking_part(rows: QuerySet[Entry], today: date) -> tuple[dict[int, set[Recipient]], set[int]]:
    """The employees who take part by entry, and the entries where any employee does, also one who has left."""
    found: dict[int, set[Recipient]] = defaultdict(set)
    taking = Participant.objects.filter(entry__in=rows.order_by().values("pk"), employment__isnull=False)
    here = _here(Employment.objects.filter(pk__in=taking.values("employment_id")), today)
    invited = set()
    pairs = taking.values_list("entry_id", "employment_id", "entry__placement__municipality_id")
    for entry, employment, municipality in pairs:
        invited.add(entry)
        if (one := here.get(employment or 0)) and one[0] == municipality:
            found[entry].add(one[1])
    return found, invited


def _with_tasks(rows: QuerySet[Entry], today: date) -> dict[int, set[Recipient]]:
    found: dict[int, set[Recipient]] = defaultdict(set)
    placements = rows.order_by().values("placement_id")
    tasks = list(
        Assignment.objects.filter(current(today), placement_id__in=placements).values_list(
            "placement_id", "employment_id", "task", "placement__municipality_id"
        )
    )
    away: dict[int, set[int]] = defaultdict(set)
    absent = {employment for _, employment, _, _ in tasks}
    for employment, deputy in Absence.objects.filter(current(today)).values_list("employment_id", "deputy_id"):
        if employment in absent:
            away[employment].add(deputy)
    everybody = absent | {deputy for deputies in away.values() for deputy in deputies}
    here = _here(Employment.objects.filter(pk__in=everybody), today)
    for placement, employment, task, municipality in tasks:
        for key in {employment, *away[employment]}:
            if (one := here.get(key)) and one[0] == municipality and one[2] == _ROLE[Task(task)]:
                found[placement].add(one[1])
    return found


def _here(rows: QuerySet[Employment], today: date) -> dict[int, tuple[int, Recipient, str]]:
    """Those who work there today and can log in: their municipality, themselves, and their role."""
    working = rows.filter(current(today), user__is_active=True)
    return {
        key: (municipality, Recipient(user or 0, address, False), role)
        for key, municipality, user, address, role in working.values_list(
            "pk", "municipality_id", "user_id", "email", "role"
        )
    }
