"""The mask: the one place where it is decided what of a person or a home is shown.

Protection beats role. Pages, mails, files and exports receive the masked values made here, never the rows behind.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plejebro.kernel import danish

PROTECTED_NAME = "Navn beskyttet"
PROTECTED_PLACE = "Adressen er beskyttet"


@dataclass(frozen=True)
class PersonFacts:
    """What is on record of a person. Never leaves a query: `visible` turns it into what may be shown."""

    public_id: UUID
    given_name: str
    family_name: str
    born_on: date | None
    name_protected: bool


@dataclass(frozen=True)
class ShownPerson:
    """A person as the viewer may see it."""

    public_id: UUID
    name: str
    short_name: str
    age: int | None
    is_masked: bool
    is_protected: bool

    @property
    def title(self) -> str:
        """Name and age, as a heading: "Noah, 9 år"."""
        return f"{self.short_name}, {self.age} år" if self.age is not None else self.short_name


@dataclass(frozen=True)
class ShownPlace:
    """A home as the viewer may see it."""

    name: str
    address: str
    is_masked: bool


def visible(person: PersonFacts, *, knows_name: bool, today: date) -> ShownPerson:
    """The person as shown to somebody who `knows_name` (Permission.CHILD_NAME on the placement) or does not.

    Without protection the name is shown to everybody who is let in at all; with it, only to those who know it. Others
    get no name, no initial and no age, since a name is found from those.
    """
    if person.name_protected and not knows_name:
        return ShownPerson(person.public_id, PROTECTED_NAME, PROTECTED_NAME, None, True, True)
    age = danish.age(person.born_on, today) if person.born_on else None
    name = f"{person.given_name} {person.family_name}".strip()
    return ShownPerson(person.public_id, name, person.given_name, age, False, person.name_protected)


def visible_place(name: str, address: str, *, place_protected: bool, knows_place: bool) -> ShownPlace:
    """The foster family and its address as shown to somebody who may know the place or may not."""
    if place_protected and not knows_place:
        return ShownPlace("Plejefamilie", PROTECTED_PLACE, True)
    return ShownPlace(name, address, False)
