"""Who is looking, and as what. Built once per request; everything that decides receives this value and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

ActingKind = Literal["family", "municipality", "platform"]


@dataclass(frozen=True)
class Acting:
    """One of the hats a user can wear: a family, an employment or a role on the platform, valid today."""

    kind: ActingKind
    id: int
    role: str
    label: str
    place: str = ""
    family_id: int | None = None
    municipality_id: int | None = None
    municipality_code: str = ""
    municipality_name: str = ""
    unit_id: int | None = None

    @property
    def key(self) -> str:
        """How the choice is kept in the session: `municipality:12`."""
        return f"{self.kind}:{self.id}"

    @property
    def full_label(self) -> str:
        """Role and place as the log and the header show them."""
        return f"{self.label}, {self.place}" if self.place else self.label


@dataclass(frozen=True)
class Viewer:
    """A logged-in person with the hat worn in this request; `acting` is None while none is chosen."""

    user_id: int
    user_uuid: UUID
    name: str
    email: str
    acting: Acting | None
    today: date

    @property
    def acting_kind(self) -> str:
        """The side, as the log keeps it."""
        return self.acting.kind if self.acting else ""

    @property
    def acting_label(self) -> str:
        """Role and place, as the log keeps them."""
        return self.acting.full_label if self.acting else ""

    @property
    def municipality_code(self) -> str:
        """The municipality's chain in the log; empty for families and the platform."""
        return self.acting.municipality_code if self.acting else ""

    @property
    def role(self) -> str:
        """The role's code name, or the empty string."""
        return self.acting.role if self.acting else ""

    @property
    def family_id(self) -> int | None:
        """The family acted for."""
        return self.acting.family_id if self.acting else None

    @property
    def municipality_id(self) -> int | None:
        """The municipality worked for: the tenant."""
        return self.acting.municipality_id if self.acting else None

    @property
    def tenant_id(self) -> int:
        """The municipality worked for as a condition takes it: 0, which is nobody's id, when there is none."""
        return self.municipality_id or 0

    @property
    def unit_id(self) -> int | None:
        """The unit worked in."""
        return self.acting.unit_id if self.acting else None

    @property
    def employment_id(self) -> int | None:
        """The employment acted in."""
        return self.acting.id if self.acting and self.acting.kind == "municipality" else None

    @property
    def is_family(self) -> bool:
        """Whether the person acts for a foster family."""
        return self.acting_kind == "family"

    @property
    def is_staff_member(self) -> bool:
        """Whether the person acts for a municipality."""
        return self.acting_kind == "municipality"
