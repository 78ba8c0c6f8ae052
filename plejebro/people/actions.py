"""Verbs about persons. The verb that creates or changes a person also keeps its sort key and words in step."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from plejebro.access.viewer import Viewer
from plejebro.audit.actions import record_change
from plejebro.audit.types import Actor, Subject
from plejebro.db.versions import still_as_seen
from plejebro.kernel import clock
from plejebro.kernel.cpr import Cpr, parse_cpr
from plejebro.kernel.danish import sort_key
from plejebro.people import vault
from plejebro.people.enums import ProtectionKind, RelationKind
from plejebro.people.models import CprNumber, Person, Protection, Relation


def _subject(person: Person) -> list[Subject]:
    return [Subject("person", person.public_id)]


@transaction.atomic
def create_person(
    *, actor: Actor, given_name: str, family_name: str, born_on: date | None = None, cpr: Cpr | None = None
) -> Person:
    """A new person; with a CPR number the birth date follows from it and the number goes to the vault."""
    person = Person.objects.create(
        given_name=given_name.strip(),
        family_name=family_name.strip(),
        sort_key=name_key(given_name, family_name),
        born_on=born_on or (cpr.birth_date if cpr else None),
        created_at=clock.now(),
    )
    if cpr is not None:
        keep_number(actor=actor, person=person, cpr=cpr)
    record_change(actor=actor, action="person.create", subjects=_subject(person), details={"cpr": cpr is not None})
    return person


def name_key(given_name: str, family_name: str) -> str:
    """Sort key by given name, then family name: children are known by their given name here."""
    return sort_key(f"{given_name.strip()} {family_name.strip()}")[:200]


@transaction.atomic
def correct_person(
    *,
    actor: Actor,
    person: Person,
    given_name: str,
    family_name: str,
    born_on: date | None,
    seen_version: int | None = None,
) -> Person:
    """Corrects name and birth date. The log names the fields, not their content. Raises `ChangedMeanwhile`."""
    still_as_seen(person, seen_version)
    before = (person.given_name, person.family_name, person.born_on)
    person.given_name, person.family_name, person.born_on = given_name.strip(), family_name.strip(), born_on
    person.sort_key = name_key(given_name, family_name)
    person.version += 1
    person.save()
    names = ("given_name", "family_name", "born_on")
    changed = [name for name, old in zip(names, before, strict=True) if getattr(person, name) != old]
    if changed:
        record_change(actor=actor, action="person.correct", subjects=_subject(person), details={"fields": changed})
    return person


def keep_number(*, actor: Actor, person: Person, cpr: Cpr) -> None:
    """Puts the CPR number in the vault, replacing the one that was there."""
    CprNumber.objects.update_or_create(
        person=person,
        defaults={
            "sealed": vault.seal(cpr.number, owner=person.public_id),
            "blind_index": vault.blind_index(cpr.number),
        },
    )


def hand_number_on(*, actor: Actor, of: Person, to: Person) -> None:
    """Gives `to` the number `of` has, where `to` has none: the two are the same human being."""
    kept = CprNumber.objects.filter(person=of).first()
    if kept is not None and not CprNumber.objects.filter(person=to).exists():
        keep_number(actor=actor, person=to, cpr=parse_cpr(vault.unseal(kept.sealed, owner=of.public_id)))


def reveal_number(*, actor: Actor, person: Person) -> str | None:
    """The whole CPR number, on record as shown; None when there is none. The caller has asked the door (CPR_SHOW)."""
    kept = CprNumber.objects.filter(person=person).first()
    if kept is None:
        return None
    record_change(actor=actor, action="cpr.show", subjects=_subject(person))
    digits = vault.unseal(kept.sealed, owner=person.public_id)
    return f"{digits[:6]}-{digits[6:]}"


@transaction.atomic
def relate(*, actor: Actor, child: Person, adult: Person, kind: RelationKind, has_custody: bool, starts: date) -> Relation:
    """Puts on record that `adult` is the child's mother, father or other, and whether it holds custody."""
    relation = Relation.objects.create(child=child, adult=adult, kind=kind, has_custody=has_custody, starts=starts)
    record_change(actor=actor, action="person.relate", subjects=_subject(child), details={"kind": kind.value})
    return relation


@transaction.atomic
def protect(*, actor: Actor, person: Person, kind: ProtectionKind, starts: date, ends: date | None, note: str) -> Protection:
    """Protects the person from `starts`. An end date opens nothing by itself: `lift_protection` does."""
    protection = Protection.objects.create(person=person, kind=kind, starts=starts, ends=ends, note=note)
    record_change(actor=actor, action="person.protect", subjects=_subject(person), details={"kind": kind.value})
    return protection


@transaction.atomic
def lift_protection(*, actor: Viewer, protection: Protection, reason: str) -> None:
    """Confirms that a protection no longer holds. What it hid is shown again from now on."""
    protection.lifted_at = clock.now()
    protection.lifted_by_id = actor.user_id
    protection.save(update_fields=["lifted_at", "lifted_by"])
    record_change(
        actor=actor,
        action="person.lift_protection",
        subjects=_subject(protection.person),
        details={"kind": protection.kind},
        reason=reason,
    )
