"""Verbs about foster families."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from plejebro.audit.actions import record_change
from plejebro.audit.types import Actor, Subject
from plejebro.db.versions import fingerprint, still_as_seen, still_stands
from plejebro.families.enums import ApprovalType, LinkOrigin
from plejebro.families.models import Approval, Family, FamilyMember, FamilyMunicipality
from plejebro.kernel import clock
from plejebro.kernel.cpr import Cpr
from plejebro.kernel.danish import join_names, sort_key
from plejebro.municipalities.models import Municipality
from plejebro.people.actions import correct_person, create_person, keep_number
from plejebro.wordindex.actions import put

WORDS = "family"


@dataclass(frozen=True)
class Home:
    """Where a family lives. It may be a protected place: shown only through the mask."""

    address: str = ""
    postal_code: str = ""
    city: str = ""


def subjects_of(family: Family) -> list[Subject]:
    """What the log says a change of the family is about."""
    return [Subject("family", family.public_id)]


def member_fingerprint(member: FamilyMember) -> str:
    """What stands of the foster parent now."""
    person = member.person
    return fingerprint(person.given_name, person.family_name, member.email, member.phone)


def approval_fingerprint(approval: Approval) -> str:
    """What the approval says now."""
    return fingerprint(approval.kind, approval.places, approval.approved_by, approval.starts, approval.ends)


def approvals_fingerprint(family: Family) -> str:
    """What all the family's approvals say now."""
    return fingerprint(*(approval_fingerprint(row) for row in Approval.objects.filter(family=family).order_by("pk")))


@transaction.atomic
def create_family(*, actor: Actor, name: str, home: Home | None = None) -> Family:
    """A new family without members."""
    home = home or Home()
    family = Family.objects.create(
        name=name.strip(),
        sort_key=sort_key(name),
        address=home.address,
        postal_code=home.postal_code,
        city=home.city,
        created_at=clock.now(),
    )
    put(kind=WORDS, object_id=family.pk, text=family.name)
    record_change(actor=actor, action="family.create", subjects=subjects_of(family))
    return family


@transaction.atomic
def correct_family(*, actor: Actor, family: Family, name: str, home: Home, seen_version: int | None = None) -> Family:
    """Corrects the family's name and address. The log names the fields, not their content. Raises `ChangedMeanwhile`."""
    still_as_seen(family, seen_version)
    wanted = {"name": name.strip(), "address": home.address, "postal_code": home.postal_code, "city": home.city}
    changed = [field for field, value in wanted.items() if getattr(family, field) != value]
    if not changed:
        return family
    for field, value in wanted.items():
        setattr(family, field, value)
    family.sort_key = sort_key(family.name)
    family.version += 1
    family.save()
    put(kind=WORDS, object_id=family.pk, text=words_of(family))
    record_change(actor=actor, action="family.correct", subjects=subjects_of(family), details={"fields": changed})
    return family


@transaction.atomic
def add_member(
    *,
    actor: Actor,
    family: Family,
    given_name: str,
    family_name: str,
    email: str = "",
    phone: str = "",
    starts: date,
    holds_contract: bool = False,
    user_id: int | None = None,
    cpr: Cpr | None = None,
) -> FamilyMember:
    """A foster parent joins the family from `starts`. A number is kept only to know the person again; nobody is shown it."""
    person = create_person(actor=actor, given_name=given_name, family_name=family_name, cpr=cpr)
    member = FamilyMember.objects.create(
        family=family,
        person=person,
        email=email.strip(),
        phone=phone.strip(),
        starts=starts,
        holds_contract=holds_contract,
        user_id=user_id,
    )
    put(kind=WORDS, object_id=family.pk, text=words_of(family))
    record_change(actor=actor, action="family.add_member", subjects=subjects_of(family))
    return member


@transaction.atomic
def end_membership(*, actor: Actor, member: FamilyMember, on: date) -> None:
    """`on` is the member's last day; from the next day the family's pages are closed to them."""
    member.ends = on
    member.save(update_fields=["ends"])
    record_change(
        actor=actor, action="family.end_membership", subjects=subjects_of(member.family), details={"on": on.isoformat()}
    )


@transaction.atomic
def tie_to_municipality(
    *,
    actor: Actor,
    family: Family,
    municipality: Municipality,
    origin: LinkOrigin,
    starts: date,
    shared: bool,
    external_ref: str = "",
) -> FamilyMunicipality:
    """The family works with the municipality from `starts`; `shared` lets the municipality see that it does."""
    tie = FamilyMunicipality.objects.filter(family=family, municipality=municipality, ends__isnull=True).first()
    if tie is None:
        tie = FamilyMunicipality(family=family, municipality=municipality, origin=origin, starts=starts)
    if shared and tie.shared_at is None:
        tie.shared_at = clock.now()
    tie.external_ref = external_ref or tie.external_ref
    tie.save()
    record_change(
        actor=actor, action="family.tie", subjects=subjects_of(family), details={"municipality": municipality.code}
    )
    return tie


@transaction.atomic
def approve(
    *,
    actor: Actor,
    family: Family,
    kind: ApprovalType,
    places: int,
    approved_by: str,
    starts: date,
    ends: date | None = None,
    seen: str | None = None,
) -> Approval:
    """Puts an approval on record; one that ran is ended the day before.

    Raises IntegrityError if periods overlap, and `ChangedMeanwhile` when the family's approvals are no longer those of
    which `seen` (their `approvals_fingerprint`) was taken.
    """
    Family.objects.select_for_update().get(pk=family.pk)
    still_stands(approvals_fingerprint(family), seen)
    for running in family.approvals.filter(ends__isnull=True, starts__lt=starts):
        running.ends = date.fromordinal(starts.toordinal() - 1)
        running.save(update_fields=["ends"])
    approval = Approval.objects.create(
        family=family, kind=kind, places=places, approved_by=approved_by, starts=starts, ends=ends
    )
    record_change(
        actor=actor,
        action="family.approve",
        subjects=subjects_of(family),
        details={"kind": kind.value, "places": places, "starts": starts.isoformat()},
    )
    return approval


def family_name_of(names: list[tuple[str, str]]) -> str:
    """How a family is known by its members: "Inger og Per Dahl", or both full names when the last names differ."""
    last = {family_name for _, family_name in names}
    if len(last) == 1:
        return f"{join_names([given for given, _ in names])} {last.pop()}".strip()
    return join_names([f"{given} {family_name}".strip() for given, family_name in names])


def words_of(family: Family) -> str:
    """The words a family is found by: how it is known, and its members' names."""
    people = family.members.select_related("person").order_by("pk")
    return " ".join([family.name, *(f"{row.person.given_name} {row.person.family_name}" for row in people)])


@transaction.atomic
def correct_member(
    *,
    actor: Actor,
    member: FamilyMember,
    given_name: str,
    family_name: str,
    email: str,
    phone: str,
    cpr: Cpr | None = None,
    seen: str | None = None,
) -> FamilyMember:
    """Corrects a foster parent's name, e-mail and phone. The log names the fields, not their content.

    Raises `ChangedMeanwhile` when the row is no longer what it was when `seen` (its `member_fingerprint`) was taken.
    """
    rows = FamilyMember.objects.select_for_update(of=("self",)).select_related("person")
    still_stands(member_fingerprint(rows.get(pk=member.pk)), seen)
    person = member.person
    correct_person(actor=actor, person=person, given_name=given_name, family_name=family_name, born_on=person.born_on)
    if cpr is not None:
        keep_number(actor=actor, person=person, cpr=cpr)
    wanted = {"email": email.strip(), "phone": phone.strip()}
    changed = [field for field, value in wanted.items() if getattr(member, field) != value]
    for field in changed:
        setattr(member, field, wanted[field])
    if changed:
        member.save(update_fields=changed)
        record_change(
            actor=actor,
            action="family.correct_member",
            subjects=subjects_of(member.family),
            details={"fields": changed},
        )
    put(kind=WORDS, object_id=member.family_id, text=words_of(member.family))
    return member


@transaction.atomic
def correct_approval(
    *,
    actor: Actor,
    approval: Approval,
    kind: ApprovalType,
    places: int,
    approved_by: str,
    ends: date | None,
    starts: date | None = None,
    reason: str = "",
    seen: str | None = None,
) -> Approval:
    """Corrects what an approval says, or ends it; without `starts` its first day stays, by which a file knows it.

    Raises IntegrityError if periods overlap, and `ChangedMeanwhile` when the approval is no longer what it was when
    `seen` (its `approval_fingerprint`) was taken.
    """
    Family.objects.select_for_update().get(pk=approval.family_id)
    still_stands(approval_fingerprint(Approval.objects.get(pk=approval.pk)), seen)
    wanted = {
        "kind": kind.value,
        "places": places,
        "approved_by": approved_by.strip(),
        "starts": starts or approval.starts,
        "ends": ends,
    }
    changed = [field for field, value in wanted.items() if getattr(approval, field) != value]
    for field in changed:
        setattr(approval, field, wanted[field])
    if changed:
        approval.save(update_fields=changed)
        record_change(
            actor=actor,
            action="family.correct_approval",
            subjects=subjects_of(approval.family),
            details={"fields": changed, "ends": ends.isoformat() if ends else None},
            reason=reason,
        )
    return approval
