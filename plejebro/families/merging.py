"""Two records of one family become one: members, ties and approvals. The placements are moved by `flows.family_links`."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from plejebro.audit.actions import record_change
from plejebro.audit.types import Actor
from plejebro.db.periods import not_over
from plejebro.families.actions import WORDS, subjects_of, words_of
from plejebro.families.enums import LinkOrigin
from plejebro.families.links import first_name
from plejebro.families.models import Approval, Family, FamilyMember, FamilyMunicipality
from plejebro.kernel import clock
from plejebro.kernel.danish import sort_key
from plejebro.people.actions import hand_number_on
from plejebro.wordindex.actions import put


@transaction.atomic
def merge_record(*, actor: Actor, record: Family, into: Family) -> None:
    """Everything that stands on `record` stands on `into` from now on; `record` is kept, empty, with a reference.

    What `into` says of itself stays as it is: a foster parent in both keeps what `into` says, and the record's approvals
    count only where `into` has none.
    """
    for member in _members(record):
        _move_member(actor, member, into)
    for tie in record.municipality_ties.filter(ends__isnull=True).order_by("pk"):
        _move_tie(tie, into)
    if not into.approvals.exists():
        Approval.objects.filter(family=record).update(family=into)
    record.merged_into, record.ended_on = into, clock.today()
    record.version += 1
    record.save(update_fields=["merged_into", "ended_on", "version"])
    put(kind=WORDS, object_id=record.pk, text="")
    put(kind=WORDS, object_id=into.pk, text=words_of(into))
    record_change(actor=actor, action="family.merge", subjects=[*subjects_of(into), *subjects_of(record)])


def joining_members(record: Family, into: Family) -> list[FamilyMember]:
    """Foster parents of `record` who are not in `into`, and who come along."""
    there = _members(into)
    return [member for member in _members(record) if _same(member, there) is None]


def _members(family: Family) -> list[FamilyMember]:
    rows = FamilyMember.objects.filter(not_over(clock.today()), family=family).select_related("person__cpr")
    return list(rows.order_by("pk"))


def _same(member: FamilyMember, there: list[FamilyMember]) -> FamilyMember | None:
    number = _index(member)
    tests: tuple[Callable[[FamilyMember], bool], ...] = (
        lambda row: member.user_id is not None and row.user_id == member.user_id,
        lambda row: bool(number) and _index(row) == number,
        lambda row: bool(member.email) and row.email.lower() == member.email.lower() and _first(row) == _first(member),
        lambda row: _full(row) == _full(member),
    )
    return next((row for test in tests for row in there if test(row)), None)


def _index(member: FamilyMember) -> str:
    return member.person.cpr.blind_index if hasattr(member.person, "cpr") else ""


def _first(member: FamilyMember) -> str:
    return first_name(member.person.given_name)


def _full(member: FamilyMember) -> str:
    return sort_key(f"{member.person.given_name} {member.person.family_name}")


def _move_member(actor: Actor, member: FamilyMember, into: Family) -> None:
    there = _members(into)
    same = _same(member, there)
    holds = member.holds_contract and not any(row.holds_contract for row in there)
    if same is None:
        member.family, member.holds_contract = into, holds
        member.save(update_fields=["family", "holds_contract"])
        return
    hand_number_on(actor=actor, of=member.person, to=same.person)
    if same.user_id is None:
        same.user_id = member.user_id
    same.email, same.phone = same.email or member.email, same.phone or member.phone
    same.holds_contract = same.holds_contract or holds
    same.save(update_fields=["user", "email", "phone", "holds_contract"])
    member.ends = max(clock.today(), member.starts)
    member.save(update_fields=["ends"])


def _move_tie(tie: FamilyMunicipality, into: Family) -> None:
    there = FamilyMunicipality.objects.filter(family=into, municipality=tie.municipality_id, ends__isnull=True).first()
    if there is None:
        tie.family, tie.origin = into, LinkOrigin.LINKED
        tie.save(update_fields=["family", "origin"])
        return
    ref = "" if there.external_ref else tie.external_ref
    tie.ends = max(clock.today(), tie.starts)
    tie.external_ref = "" if ref else tie.external_ref  # a second id of the same municipality is found through the record
    tie.save(update_fields=["ends", "external_ref"])
    if there.shared_at is None:
        there.shared_at, there.origin = clock.now(), LinkOrigin.LINKED
    there.external_ref = there.external_ref or ref
    there.save(update_fields=["shared_at", "origin", "external_ref"])
