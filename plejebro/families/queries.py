"""Reading foster families: who is in them. The names go through the place's mask before they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plejebro.db.periods import current
from plejebro.families.models import FamilyMember
from plejebro.kernel.danish import initials


@dataclass(frozen=True)
class Member:
    """A foster parent as the placement's page shows one."""

    name: str
    given_name: str
    holds_contract: bool
    starts: date
    user_id: int | None

    @property
    def initials(self) -> str:
        """First letters, for the round sign beside the name."""
        return initials(self.name)


def members_of(family_id: int, on: date) -> list[Member]:
    """The family's members on `on`, the one with the contract first."""
    rows = FamilyMember.objects.filter(current(on), family_id=family_id).select_related("person")
    return [
        Member(
            name=f"{row.person.given_name} {row.person.family_name}".strip(),
            given_name=row.person.given_name,
            holds_contract=row.holds_contract,
            starts=row.starts,
            user_id=row.user_id,
        )
        for row in rows.order_by("-holds_contract", "pk")
    ]
