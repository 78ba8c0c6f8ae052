"""Knowing a family again: a municipality creates a family that is already here. The family is asked; nobody else is told.

A foster parent is the same by CPR number, by a log-in e-mail that has been confirmed together with the first name (a file
may have slipped a row), or by having accepted the invitation of both records. What is found leaves no trace with the
municipality: no return value, no other page, no row in its own chain of the log (docs/adr/0012).
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse

from plejebro.accounts.queries import users_by_verified_email
from plejebro.audit.actions import record_change
from plejebro.audit.types import System
from plejebro.db.periods import current, not_over
from plejebro.families.actions import subjects_of
from plejebro.families.enums import LinkState
from plejebro.families.models import Family, FamilyMember, FamilyMunicipality, LinkRequest
from plejebro.kernel import clock
from plejebro.kernel.danish import sort_key
from plejebro.municipalities.models import Municipality
from plejebro.notifications.actions import Notice, post_all


@transaction.atomic
def ask_families(*, family: Family) -> None:
    """Looks for other records of the same people, and asks the family that can answer. Each pair is asked about once.

    The newer record is the one that would move. Only a record that one municipality alone works with can, and only while
    nobody logs in to it who is not in the other family too: a family's own page is never moved under somebody else.
    """
    family = alive(family)
    for other in Family.objects.filter(pk__in=_same_people(family)).order_by("pk"):
        newer, older = sorted((family, other), key=lambda row: row.pk, reverse=True)
        pair = next((pair for pair in ((newer, older), (older, newer)) if _may_move(*pair)), None)
        if pair is not None:
            _ask(*pair)


def tell_of(request: LinkRequest) -> None:
    """Puts a notice to each of the asked family's members who can log in, once there is a placement to answer about; each
    gets it once."""
    if request.state != LinkState.WAITING or not _has_placement(request.record):
        return
    members = FamilyMember.objects.filter(current(clock.today()), family_id=request.asked_id, user__isnull=False)
    post_all(
        [
            Notice(
                kind="family.link",
                user_id=member.user_id,
                address=member.user.email if member.user else "",
                headline="En kommune vil knytte sin anbringelse til jeres familie. I bestemmer, om den må.",
                lines=("Log ind, se, hvad kommunen får at se, og svar.",),
                path=reverse("flows:link", args=[request.asked.public_id, request.public_id]),
                dedupe_key=f"family.link:{request.pk}:{member.user_id}",
            )
            for member in members.select_related("user").order_by("pk")
        ]
    )


def tell_newcomer(member: FamilyMember) -> None:
    """Somebody can log in to the family from now on: tells of what it is asked, and looks for its other records."""
    for request in waiting_requests(member.family):
        tell_of(request)
    ask_families(family=member.family)


def waiting_requests(family: Family) -> list[LinkRequest]:
    """What the family has been asked and has not answered, the oldest first."""
    rows = LinkRequest.objects.filter(asked=family, state=LinkState.WAITING, record__merged_into__isnull=True)
    found = rows.select_related("municipality", "asked", "record").order_by("created_at", "pk")
    return [row for row in found if _has_placement(row.record)]


def record_ids(family_id: int) -> QuerySet[Family, UUID]:
    """The family's public id and those of the records that were merged into it: what the log knows it by."""
    rows = Family.objects.filter(Q(pk=family_id) | Q(merged_into=family_id))
    return rows.order_by("pk").values_list("public_id", flat=True)


def alive(family: Family) -> Family:
    """The family itself, or the one its record was merged into."""
    while family.merged_into is not None:
        family = family.merged_into
    return family


def first_name(name: str) -> str:
    """The first of the given names, as it is compared."""
    return sort_key(name.split()[0]) if name.split() else ""


def _ask(record: Family, asked: Family) -> None:
    pair = Q(record=record, asked=asked) | Q(record=asked, asked=record)
    request = LinkRequest.objects.select_for_update(of=("self",)).filter(pair).first()
    if request is not None and (
        request.asked_id == asked.pk or request.state != LinkState.WAITING or _logins(request.asked)
    ):
        tell_of(request)
        return
    municipality = _only_municipality(record)
    if municipality is None:
        return
    if request is None:
        request = LinkRequest(created_at=clock.now())
        # The system's row, in no municipality's chain: whoever reads its own log must not learn of the match.
        record_change(actor=System(), action="family.link_ask", subjects=subjects_of(asked))
    # Asked the other way round before, of a record nobody could log in to: now there is somebody to answer.
    request.record, request.asked, request.municipality = record, asked, municipality
    request.save()
    tell_of(request)


def _has_placement(record: Family) -> bool:
    placements: Any = record.placements  # the room above points down here
    return bool(placements.filter(not_over(clock.today())).exists())


def _may_move(record: Family, asked: Family) -> bool:
    return _only_municipality(record) is not None and _logins(record) <= _logins(asked)


def _logins(family: Family) -> set[int]:
    rows = FamilyMember.objects.filter(not_over(clock.today()), family=family, user__isnull=False)
    return {row for row in rows.values_list("user_id", flat=True) if row is not None}


def _only_municipality(record: Family) -> Municipality | None:
    rows = FamilyMunicipality.objects.filter(family=record, ends__isnull=True, shared_at__isnull=False)
    ties = list(rows.select_related("municipality")[:2])
    return ties[0].municipality if len(ties) == 1 else None


def _same_people(family: Family) -> set[int]:
    rows = FamilyMember.objects.filter(not_over(clock.today()), family__ended_on__isnull=True)
    mine = list(rows.filter(family=family).select_related("person__cpr", "user"))
    others = rows.exclude(family=family).filter(family__merged_into__isnull=True)
    numbers = {row.person.cpr.blind_index for row in mine if hasattr(row.person, "cpr")}
    logins = {row.user_id for row in mine if row.user_id is not None}
    sure = others.filter(Q(person__cpr__blind_index__in=numbers) | Q(user_id__in=logins))
    found = set(sure.values_list("family_id", flat=True))
    # By e-mail in both directions: the one typed here and a log-in there, or a log-in here and the one typed there.
    typed = {row.email.lower(): first_name(row.person.given_name) for row in mine if row.email}
    owners = users_by_verified_email([*typed, *(row.user.email for row in mine if row.user is not None)])
    for row in others.filter(user_id__in=owners).select_related("person"):
        if first_name(row.person.given_name) == typed.get(owners[row.user_id or 0]):
            found.add(row.family_id)
    confirmed = {email for user_id, email in owners.items() if user_id in logins}
    names = {row.user.email.lower(): first_name(row.person.given_name) for row in mine if row.user is not None}
    for row in others.annotate(mail=Lower("email")).filter(user__isnull=True, mail__in=confirmed).select_related("person"):
        if first_name(row.person.given_name) == names[row.email.lower()]:
            found.add(row.family_id)
    return found
