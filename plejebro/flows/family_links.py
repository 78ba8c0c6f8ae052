"""The family answers a municipality that has created it anew: the two records become one, or are kept apart."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from plejebro.access.viewer import Viewer
from plejebro.audit.actions import record_change
from plejebro.db.periods import current, not_over
from plejebro.families.actions import subjects_of
from plejebro.families.enums import LinkState
from plejebro.families.links import first_name
from plejebro.families.merging import joining_members, merge_record
from plejebro.families.models import Family, LinkRequest
from plejebro.flows.own_record import tell_of_own_record
from plejebro.kernel import clock
from plejebro.kernel.danish import date_text
from plejebro.kernel.refusals import NotPossible
from plejebro.municipalities.models import Employment
from plejebro.notifications.actions import Notice, post_all
from plejebro.placements.actions import move_to_family
from plejebro.placements.models import Assignment, Placement

MOST_WRONG = 5
_GONE = "Der kan ikke længere svares. Tal med kommunen om, hvordan I er skrevet op hos den."


@dataclass(frozen=True)
class LinkPage:
    """What the family is asked. Nothing of the child stands here: the match could be wrong until the family has answered."""

    family_id: UUID
    request_id: UUID
    municipality: str
    since: str
    placements: int
    joining: list[str]
    proof: str
    state: str
    is_waiting: bool
    may_accept: bool


def link_page(request: LinkRequest) -> LinkPage:
    """The page; the caller has opened the asked family at the door."""
    rows = list(_placements(request.record))
    first = min((row.starts for row in rows), default=None)
    people = [row.person for row in joining_members(request.record, request.asked)]
    open_still = request.record.merged_into_id is None and request.state in (LinkState.WAITING, LinkState.DECLINED)
    return LinkPage(
        family_id=request.asked.public_id,
        request_id=request.public_id,
        municipality=str(request.municipality),
        since=date_text(first or clock.local(request.created_at).date()),
        placements=len(rows),
        proof=_proof(rows),
        joining=[f"{person.given_name} {person.family_name}".strip() for person in people],
        state=LinkState(request.state).label,
        is_waiting=request.state == LinkState.WAITING and open_still,
        may_accept=open_still and bool(rows),
    )


@transaction.atomic
def accept_link(*, actor: Viewer, request: LinkRequest, proof: str) -> bool:
    """The family lets the municipality in: its placements with all that hangs on them, its tie and its members move over.

    `proof` is what only the child's family and its municipality know (see `LinkPage.proof`): a municipality may have
    typed the wrong number or e-mail. False when it does not fit; after five times nobody is asked any more. The second
    press of two changes nothing. Raises `NotPossible` when the record is another family's meanwhile.
    """
    locked = _locked(request)
    if locked.state == LinkState.ACCEPTED:
        return True
    if locked.state == LinkState.LAPSED or locked.record.merged_into_id or locked.asked.merged_into_id:
        raise NotPossible(_GONE)
    if not _fits(proof, list(_placements(locked.record))):
        _count_wrong(locked)
        return False
    moved = Placement.objects.select_for_update(of=("self",)).filter(family=locked.record)
    rows = list(moved.select_related("child", "family").order_by("pk"))
    for placement in rows:
        move_to_family(actor=actor, placement=placement, family=locked.asked)
        tell_of_own_record(placement)
    merge_record(actor=actor, record=locked.record, into=locked.asked)
    _answer(locked, actor, LinkState.ACCEPTED)
    others = LinkRequest.objects.filter(record=locked.record) | LinkRequest.objects.filter(asked=locked.record)
    others.filter(state=LinkState.WAITING).update(state=LinkState.LAPSED, answered_at=clock.now())
    record_change(
        actor=actor,
        action="family.link_accept",
        subjects=subjects_of(locked.asked),
        details={"municipality": locked.municipality.code, "placements": len(rows)},
    )
    _tell_employees(locked, rows)
    return True


@transaction.atomic
def decline_link(*, actor: Viewer, request: LinkRequest) -> None:
    """The records stay apart, and the municipality learns of nothing. The family can still say yes later."""
    locked = _locked(request)
    if locked.state == LinkState.WAITING:
        _answer(locked, actor, LinkState.DECLINED)
        # Only the family's own chain of the log: the municipality does not know that it was asked.
        record_change(actor=actor, action="family.link_decline", subjects=subjects_of(locked.asked))


def _placements(record: Family) -> QuerySet[Placement]:
    rows = Placement.objects.filter(not_over(clock.today()), family=record)
    return rows.select_related("child").order_by("starts", "pk")


def _proof(placements: list[Placement]) -> str:
    """What the family is asked to write: a birthday where the municipality has written one, else a first name."""
    return "born_on" if any(row.child.born_on for row in placements) else "given_name"


def _fits(proof: str, placements: list[Placement]) -> bool:
    if _proof(placements) == "born_on":
        return proof in {row.child.born_on.isoformat() for row in placements if row.child.born_on}
    return bool(proof.strip()) and first_name(proof) in {first_name(row.child.given_name) for row in placements}


def _count_wrong(request: LinkRequest) -> None:
    request.wrong_answers += 1
    if request.wrong_answers >= MOST_WRONG:
        request.state, request.answered_at = LinkState.LAPSED, clock.now()
    request.save(update_fields=["wrong_answers", "state", "answered_at"])


def _locked(request: LinkRequest) -> LinkRequest:
    ids = (request.record_id, request.asked_id)
    list(Family.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    rows = LinkRequest.objects.select_for_update(of=("self",)).select_related("record", "asked", "municipality")
    return rows.get(pk=request.pk)


def _answer(request: LinkRequest, actor: Viewer, state: LinkState) -> None:
    request.state, request.answered_at, request.answered_by_id = state, clock.now(), actor.user_id
    request.save(update_fields=["state", "answered_at", "answered_by"])


def _tell_employees(request: LinkRequest, placements: list[Placement]) -> None:
    """Those who have a task on a moved placement: the family's page says more than it did."""
    today = clock.today()
    tasks = Assignment.objects.filter(current(today), placement__in=placements).values("employment_id")
    people = Employment.objects.filter(current(today), pk__in=tasks, user__isnull=False)
    post_all(
        [
            Notice(
                kind="family.linked",
                user_id=person.user_id,
                address=person.email,
                headline="En plejefamilie har samlet sine oplysninger i Plejebro.",
                lines=("Familiens side viser nu det, familien selv har skrevet.",),
                path=reverse("families:family", args=[request.asked.public_id]),
                dedupe_key=f"family.linked:{request.pk}:{person.user_id}",
            )
            for person in people.order_by("pk")
        ]
    )
