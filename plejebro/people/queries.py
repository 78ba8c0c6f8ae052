"""Reading persons: facts for the mask, and finding a child by its number."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from plejebro.access.mask import PersonFacts, ShownPerson, visible
from plejebro.people import vault
from plejebro.people.enums import ProtectionKind
from plejebro.people.models import CprNumber, Person, Protection

_HIDES_NAME = (ProtectionKind.NAME_AND_ADDRESS, ProtectionKind.THREATENED)


def hides_name(person: str) -> Exists:
    """Whether the person in column `person` has a protection that hides name and address, until somebody lifts it."""
    return Exists(Protection.objects.filter(person=OuterRef(person), lifted_at__isnull=True, kind__in=_HIDES_NAME))


def hides_place(person: str) -> Exists:
    """Whether the person in column `person` has any protection at all: each of them hides the place."""
    return Exists(Protection.objects.filter(person=OuterRef(person), lifted_at__isnull=True))


def facts_of(person: Person, *, name_protected: bool) -> PersonFacts:
    """The row as the mask takes it."""
    return PersonFacts(person.public_id, person.given_name, person.family_name, person.born_on, name_protected)


def shown(person: Person, *, name_protected: bool, knows_name: bool, today: date) -> ShownPerson:
    """The person as the mask lets it be shown."""
    return visible(facts_of(person, name_protected=name_protected), knows_name=knows_name, today=today)


def with_number(number: str) -> QuerySet[CprNumber]:
    """Vault rows holding `number` (ten digits). Combine with a scope: a hit alone is not an opening."""
    return CprNumber.objects.filter(blind_index=vault.blind_index(number))


def birth_and_dots(person: Person) -> str:
    """The CPR number as it is shown to those who may not see it whole: birth date and four dots."""
    return f"{person.born_on:%d%m%y}-••••" if person.born_on else "ikke oplyst"


def active_protections(person: Person) -> QuerySet[Protection]:
    """Protections nobody has lifted."""
    return Protection.objects.filter(Q(lifted_at__isnull=True), person=person).order_by("starts", "pk")
