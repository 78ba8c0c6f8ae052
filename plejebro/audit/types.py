"""What the log needs to know of an actor and of a subject. Labels and ids only: the log knows no other room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


class Actor(Protocol):
    """Somebody who does or sees something. `access.Viewer` is one; `System` is the worker."""

    @property
    def user_uuid(self) -> UUID | None: ...
    @property
    def acting_kind(self) -> str: ...
    @property
    def acting_label(self) -> str: ...
    @property
    def municipality_code(self) -> str: ...


@dataclass(frozen=True)
class Subject:
    """A thing an event is about: its kind ("placement") and public id."""

    kind: str
    public_id: UUID


@dataclass(frozen=True)
class System:
    """The worker, the command line and the imports: no person behind the act itself."""

    name: str = "Plejebro"
    municipality_code: str = ""
    user_uuid: UUID | None = None
    acting_kind: str = "system"

    @property
    def acting_label(self) -> str:
        """What the log shows in the place of a role."""
        return self.name
