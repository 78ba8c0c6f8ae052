"""Whom a round is about: the families with a placement on a day, the employees who work with them, and who is drawn."""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from plejebro.db.periods import current
from plejebro.families.models import FamilyMember
from plejebro.municipalities.enums import Role
from plejebro.municipalities.models import Employment
from plejebro.placements.models import Placement
from plejebro.surveys.enums import Side, SizeGroup

ASKED_ROLES: Final = (Role.ADVISER, Role.CONSULTANT, Role.TEAM_LEADER, Role.HEAD)
MEDIUM_FROM: Final = 50
LARGE_FROM: Final = 150


@dataclass(frozen=True)
class Member:
    """Somebody in the population. `mark` is what the list is ordered by before the draw, the same each time."""

    side: str
    municipality_code: str
    mark: str
    user_id: int | None = None
    address: str = ""
    label: str = ""


def families_on(day: date) -> list[Member]:
    """Each family once for every municipality it has a shared, running placement from: one of the family is asked.

    It is the one with the contract, else the first who has a log-in or an e-mail. Three queries.
    """
    placements = Placement.objects.filter(current(day), shared_at__isnull=False).order_by("pk")
    pairs = set(placements.values_list("family_id", "municipality__code"))
    chosen: dict[int, FamilyMember] = {}
    rows = FamilyMember.objects.filter(current(day), family__in={family for family, _ in pairs})
    for row in rows.select_related("family", "user").order_by("family_id", "-holds_contract", "pk"):
        best = chosen.setdefault(row.family_id, row)
        if not _reachable(best) and _reachable(row):
            chosen[row.family_id] = row
    return [_family(chosen[family], code) for family, code in sorted(pairs) if family in chosen]


def employees_on(day: date) -> list[Member]:
    """Everybody who works with foster families that day, once for each municipality, whatever the number of roles."""
    found: dict[tuple[str, str], Member] = {}
    rows = Employment.objects.filter(current(day), role__in=ASKED_ROLES).select_related("municipality", "user")
    for row in rows.order_by("pk"):
        address = row.user.email if row.user else row.email
        key = (row.municipality.code, address.lower())
        found.setdefault(
            key,
            Member(Side.MUNICIPALITY, row.municipality.code, str(row.public_id), row.user_id, address, row.full_name),
        )
    return list(found.values())


def size_groups(members: Iterable[Member]) -> dict[str, SizeGroup]:
    """Each municipality's size group, by its number of families in the population."""
    members = list(members)
    count = Counter(member.municipality_code for member in members if member.side == Side.FAMILY)
    return {member.municipality_code: size_group(count[member.municipality_code]) for member in members}


def size_group(families: int) -> SizeGroup:
    """The size group of a municipality with so many families."""
    if families >= LARGE_FROM:
        return SizeGroup.LARGE
    return SizeGroup.MEDIUM if families >= MEDIUM_FROM else SizeGroup.SMALL


def draw(members: Sequence[Member], groups: dict[str, SizeGroup], *, percent: int, seed: int) -> list[Member]:
    """`percent` (1–100) of every stratum, rounded up: side × size group. The same seed draws the same members."""
    strata: dict[tuple[str, str], list[Member]] = defaultdict(list)
    for member in sorted(members, key=lambda member: (member.municipality_code, member.mark)):
        strata[member.side, groups[member.municipality_code]].append(member)
    dice = random.Random(seed)  # noqa: S311  (a sample others can draw again, not a secret)
    drawn: list[Member] = []
    for key in sorted(strata):
        drawn += dice.sample(strata[key], math.ceil(len(strata[key]) * percent / 100))
    return drawn


def _reachable(row: FamilyMember) -> bool:
    return bool(row.user_id or row.email)


def _family(row: FamilyMember, code: str) -> Member:
    address = row.user.email if row.user else row.email
    return Member(Side.FAMILY, code, str(row.family.public_id), row.user_id, address, row.family.name)
