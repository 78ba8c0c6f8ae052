"""Verbs of a contract and of the negotiations about it. Each is one transaction: rule, rows, log and notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from plejebro.access.viewer import Viewer
from plejebro.agreements import messages
from plejebro.agreements.base import SupportNegotiates, content_of, side_of, supports_family, unused_case_number
from plejebro.agreements.effect import Effect, effect
from plejebro.agreements.enums import ContractKind, NegotiationState, Reason
from plejebro.agreements.models import (
    Contract,
    Minutes,
    Negotiation,
    NegotiationFile,
    Objection,
    Offer,
    Participant,
)
from plejebro.agreements.perms import subjects_of_contract
from plejebro.agreements.rate_rows import book
from plejebro.agreements.statements import actions as statements
from plejebro.audit.actions import record_change
from plejebro.audit.types import System
from plejebro.db.periods import current
from plejebro.documents.models import Document
from plejebro.families.models import FamilyMember
from plejebro.kernel import clock
from plejebro.kernel.danish import date_text
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.kernel.workdays import add_working_days
from plejebro.placements.models import Placement
from plejebro.rates import RateBook
from plejebro.versions import actions as versions
from plejebro.versions.enums import Side, State, other
from plejebro.versions.models import Standing, Version
from plejebro.versions.queries import latest_agreed

OBJECTION_WORKDAYS: Final = 5
COMPANION: Final = "Bisidder"


@dataclass(frozen=True)
class Invitation:
    """What a negotiation is opened with. `participants` are (name, who it is)."""

    reason: Reason
    text: str
    agenda: str
    meeting_on: date | None = None
    meeting_at: time | None = None
    place: str = ""
    participants: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True)
class NewOffer:
    """A proposal or counter-proposal as the form hands it in."""

    content: Mapping[str, Any]
    starts: date
    ends: date | None = None
    answer_by: date | None = None
    note: str = ""


@transaction.atomic
def create_contract(*, actor: Viewer, placement: Placement, kind: ContractKind = ContractKind.PLACEMENT) -> Contract:
    """A contract with the one of the family who holds it; nothing is agreed yet. Raises `NotPossible`."""
    Placement.objects.select_for_update().get(pk=placement.pk)
    held = FamilyMember.objects.filter(current(clock.today()), family_id=placement.family_id, holds_contract=True)
    holder = held.order_by("pk").first()
    if holder is None:
        raise NotPossible("Familien har ikke skrevet, hvem der har kontrakten. Ret det på familiens side først.")
    if Contract.objects.filter(placement=placement, kind=kind).exists():
        raise NotPossible("Der er allerede en kontrakt af den slags på anbringelsen.")
    contract = Contract.objects.create(
        case_number=unused_case_number(),
        placement=placement,
        kind=kind,
        holder=holder,
        document=versions.create_document(kind=kind.value, placement=placement),
        created_at=clock.now(),
    )
    record_change(actor=actor, action="contract.create", subjects=subjects_of_contract(contract))
    return contract


@transaction.atomic
def begin_contract(
    *, actor: Viewer, placement: Placement, kind: ContractKind = ContractKind.PLACEMENT, submission: UUID
) -> Negotiation:
    """A new contract with the negotiation its first version is agreed in. Raises `NotPossible`."""
    contract = create_contract(actor=actor, placement=placement, kind=kind)
    invitation = Invitation(Reason.NEW, "Den første kontrakt på anbringelsen.", "Gennemgang af kontrakten")
    return open_negotiation(actor=actor, contract=contract, invitation=invitation, submission=submission, knows=True)


@transaction.atomic
def open_negotiation(
    *, actor: Viewer, contract: Contract, invitation: Invitation, submission: UUID, knows: bool = False
) -> Negotiation:
    """Opens a negotiation and invites the other side. The same `submission` again gives the one that is there.

    `knows`: whoever also looks after the family has read that the law forbids it; it is written in the log and the
    leaders are told. Raises `SupportNegotiates` without it.
    """
    if already := Negotiation.objects.filter(submission=submission).first():
        return already
    _watch_support(actor, contract, knows)
    side = side_of(actor)
    negotiation = Negotiation.objects.create(
        contract=contract,
        reason=invitation.reason,
        text=invitation.text.strip(),
        agenda=invitation.agenda.strip(),
        meeting_on=invitation.meeting_on,
        meeting_at=invitation.meeting_at,
        place=invitation.place.strip(),
        opened_side=side,
        opened_by_id=actor.user_id,
        opened_name=actor.name,
        opened_at=clock.now(),
        submission=submission,
    )
    for name, label in invitation.participants:
        _take_part(actor, negotiation, name, label, is_companion=False)
    _record(actor, contract, "negotiation.open", reason=invitation.reason.value)
    _tell(negotiation, actor, "negotiation.open", "Du er inviteret til en forhandling. I kan tage en bisidder med.", "open")
    return negotiation


@transaction.atomic
def add_participant(
    *, actor: Viewer, negotiation: Negotiation, name: str, label: str = "", is_companion: bool = False
) -> Participant:
    """Somebody of one's own side takes part; a companion is the family's own choice. Raises `NotPossible`."""
    locked = _open(negotiation)
    if is_companion and not actor.is_family:
        raise NotPossible("Bisidderen vælger familien selv.")
    participant = _take_part(actor, locked, name, label or (COMPANION if is_companion else ""), is_companion=is_companion)
    _record(actor, locked.contract, "negotiation.participant", companion=is_companion)
    headline = (
        "Familien har en bisidder med til forhandlingen." if is_companion else "Der er en deltager mere i forhandlingen."
    )
    _tell(locked, actor, "negotiation.participant", headline, f"participant:{participant.pk}")
    return participant


@transaction.atomic
def remove_participant(*, actor: Viewer, negotiation: Negotiation, participant: Participant) -> None:
    """Takes somebody of one's own side off the list; the row stays. Raises `NotPossible`."""
    locked = _open(negotiation)
    if participant.side != side_of(actor):
        raise NotPossible("Den anden side bestemmer selv, hvem den har med.")
    Participant.objects.filter(pk=participant.pk, removed_at__isnull=True).update(removed_at=clock.now())
    _record(actor, locked.contract, "negotiation.participant_removed", companion=participant.is_companion)


@transaction.atomic
def share_file(
    *, actor: Viewer, negotiation: Negotiation, document: Document, note: str = "", is_annex: bool = False
) -> NegotiationFile:
    """Shares a file with the other side; an annex goes along in every proposal made after it. Raises `NotPossible`."""
    locked = _open(negotiation)
    row = NegotiationFile.objects.create(
        negotiation=locked,
        document=document,
        is_annex=is_annex,
        note=note.strip(),
        side=side_of(actor),
        added_by_id=actor.user_id,
        added_name=actor.name,
        added_at=clock.now(),
    )
    Document.objects.filter(pk=document.pk).update(bound_to=f"negotiation:{locked.public_id}")
    _record(actor, locked.contract, "negotiation.file", annex=is_annex)
    _tell(locked, actor, "negotiation.file", "Der er delt et dokument i forhandlingen.", f"file:{row.pk}")
    return row


@transaction.atomic
def make_offer(
    *,
    actor: Viewer,
    negotiation: Negotiation,
    new: NewOffer,
    submission: UUID,
    seen_number: int | None = None,
    knows: bool = False,
) -> Offer:
    """Puts a version of the contract forward. The same `submission` again gives the offer that is there.

    Raises `ChangedMeanwhile` when another has been put forward since `seen_number`, `SupportNegotiates`, `NotPossible`.
    """
    if already := Offer.objects.filter(version__submission=submission).first():
        return already
    locked = _open(negotiation)
    contract = locked.contract
    _watch_support(actor, contract, knows)
    content = content_of(contract.kind, {**new.content, "annexes": _annexes(locked)})
    if new.answer_by is not None and new.answer_by < clock.today():
        raise NotPossible("Svarfristen ligger før i dag. Skriv i dag eller en senere dag.")
    shown = effect_of(contract, content, new.starts)
    version = versions.propose(
        actor=actor,
        side=side_of(actor),
        document=contract.document,
        proposal=versions.Proposal(content, new.starts, new.ends, new.answer_by),
        submission=submission,
        seen_number=seen_number,
    )
    offer = Offer.objects.create(negotiation=locked, version=version, note=new.note.strip(), shown=snapshot(shown))
    _record(actor, contract, "negotiation.offer", number=version.number, lowers=shown.lowers)
    headline = "Der er et nyt forslag i en forhandling. Se det igennem, og tag den tid, I har brug for."
    _tell(locked, actor, "negotiation.offer", headline, f"offer:{version.number}", by=new.answer_by)
    return offer


@transaction.atomic
def accept_offer(
    *, actor: Viewer, offer: Offer, factor: bool, seen_hash: str, seen_effect: str | None = None, knows: bool = False
) -> Standing:
    """One side's yes, with its second factor. When both have said it the contract has a new version.

    `seen_effect` is the print of the effect in kroner that was on the page: where a rate has been corrected since, it is
    `ChangedMeanwhile`, and the new figures are shown first.
    """
    contract = offer.negotiation.contract
    _watch_support(actor, contract, knows)
    if seen_effect is not None:
        now = effect_of(contract, offer.version.content, offer.version.starts, before_number=offer.version.based_on)
        if now.print != seen_effect:
            raise ChangedMeanwhile
    standing = versions.accept(actor=actor, side=side_of(actor), version=offer.version, factor=factor, seen_hash=seen_hash)
    agreed = standing.state == State.ACCEPTED
    if agreed:
        _close(offer.negotiation, NegotiationState.AGREED, f"Aftalt som version {offer.version.number}.")
        statements.plan(contract=contract, book=book())
    _record(actor, contract, "contract.accept", number=offer.version.number, agreed=agreed)
    headline = "Kontrakten er aftalt af begge sider." if agreed else "Den anden side har godkendt et forslag."
    _tell(offer.negotiation, actor, "contract.accept", headline, f"accept:{offer.version.number}:{side_of(actor)}")
    return standing


@transaction.atomic
def decline_offer(*, actor: Viewer, offer: Offer, reason: str) -> Standing:
    """The other side's proposal is declined, with the reason."""
    standing = versions.decline(actor=actor, side=side_of(actor), version=offer.version, reason=reason)
    return _settled(actor, offer, standing, "decline", "Et forslag i forhandlingen er afslået.")


@transaction.atomic
def withdraw_offer(*, actor: Viewer, offer: Offer, reason: str = "") -> Standing:
    """One's own proposal is taken back."""
    standing = versions.withdraw(actor=actor, side=side_of(actor), version=offer.version, reason=reason)
    return _settled(actor, offer, standing, "withdraw", "Et forslag i forhandlingen er trukket tilbage.")


def lapse_overdue() -> int:
    """Lets every proposal lapse whose day for an answer has passed. Done by the worker; returns how many lapsed."""
    rows = Offer.objects.filter(
        version__answer_by__lt=clock.today(), version__standing__state=State.PROPOSED
    ).select_related(
        "version__document", "negotiation__contract__placement__child", "negotiation__contract__placement__family"
    )
    return sum(_lapse(offer) for offer in rows.order_by("pk"))


@transaction.atomic
def write_minutes(*, actor: Viewer, negotiation: Negotiation, held_on: date, text: str, submission: UUID) -> Minutes:
    """Minutes of a meeting, sent to both sides; objections can be written within five working days."""
    if already := Minutes.objects.filter(submission=submission).first():
        return already
    locked = _lock(negotiation)
    if held_on > clock.today():
        raise NotPossible("Mødet ligger i fremtiden. Skriv den dag, det blev holdt.")
    minutes = Minutes.objects.create(
        negotiation=locked,
        number=Minutes.objects.filter(negotiation=locked).count() + 1,
        held_on=held_on,
        text=text.strip(),
        side=side_of(actor),
        written_by_id=actor.user_id,
        written_name=actor.name,
        sent_at=clock.now(),
        objections_by=add_working_days(clock.today(), OBJECTION_WORKDAYS),
        submission=submission,
    )
    _record(actor, locked.contract, "negotiation.minutes", number=minutes.number)
    headline = "Der er et referat af et møde. Læs det, og skriv, hvis noget ikke passer."
    _tell(locked, actor, "negotiation.minutes", headline, f"minutes:{minutes.number}", by=minutes.objections_by)
    return minutes


@transaction.atomic
def object_to(*, actor: Viewer, minutes: Minutes, text: str, submission: UUID) -> Objection:
    """An objection to the minutes, within its window. Both stand; nobody edits either. Raises `NotPossible`."""
    if already := Objection.objects.filter(submission=submission).first():
        return already
    if clock.today() > minutes.objections_by:
        raise NotPossible(f"Indvendinger skulle skrives senest {date_text(minutes.objections_by)}.")
    row = Objection.objects.create(
        minutes=minutes,
        text=text.strip(),
        side=side_of(actor),
        written_by_id=actor.user_id,
        written_name=actor.name,
        at=clock.now(),
        submission=submission,
    )
    _record(actor, minutes.negotiation.contract, "negotiation.objection", number=minutes.number)
    _tell(
        minutes.negotiation,
        actor,
        "negotiation.objection",
        "Der er skrevet en indvending til et referat.",
        f"objection:{row.pk}",
    )
    return row


@transaction.atomic
def close_negotiation(*, actor: Viewer, negotiation: Negotiation, text: str) -> Negotiation:
    """Ends a negotiation without an agreement: what was agreed before still holds, and open proposals lapse."""
    locked = _open(negotiation)
    for offer in locked.offers.filter(version__standing__state=State.PROPOSED).select_related("version__document"):
        versions.lapse(version=offer.version, reason="Forhandlingen blev sluttet.")
    _close(locked, NegotiationState.CLOSED, text)
    _record(actor, locked.contract, "negotiation.close")
    headline = "En forhandling er sluttet uden en ny aftale. Det, der gjaldt, gælder stadig."
    _tell(locked, actor, "negotiation.close", headline, "close")
    return locked


def effect_of(contract: Contract, content: Mapping[str, Any], starts: date, *, before_number: int | None = None) -> Effect:
    """The effect of a content against the version it is based on (the one that is agreed now, if none is named)."""
    before: Version | None = None
    if before_number is None:
        before = latest_agreed(contract.document_id)
    elif before_number:
        before = Version.objects.get(document_id=contract.document_id, number=before_number)
    return effect_between(contract, before, content, starts, book())


def effect_between(
    contract: Contract, before: Version | None, content: Mapping[str, Any], starts: date, rates: RateBook
) -> Effect:
    """The effect of a content against a version that has been read already."""
    return effect(
        contract.kind,
        before.content if before else None,
        content,
        on=starts,
        born=contract.placement.child.born_on,
        book=rates,
    )


def snapshot(shown: Effect) -> dict[str, Any]:
    """What is kept of an effect with the offer: the lines as they were shown, the guidance, and their print."""
    return {
        "lines": [[line.what, line.before, line.after, line.month, line.year] for line in shown.lines],
        "guidance": shown.guidance,
        "print": shown.print,
    }


def _watch_support(actor: Viewer, contract: Contract, knows: bool) -> None:
    if actor.is_family or not supports_family({actor.user_id}, contract.placement):
        return
    if not knows:
        raise SupportNegotiates
    _record(actor, contract, "negotiation.support_negotiates", basis="barnets lov § 56, stk. 3")
    messages.tell_leaders(
        contract,
        kind="negotiation.support_negotiates",
        headline="En konsulent forhandler med en familie, som konsulenten også støtter. Se barnets lov § 56, stk. 3.",
        key=f"{actor.user_id}:{clock.today().isoformat()}",
    )


def _take_part(actor: Viewer, negotiation: Negotiation, name: str, label: str, *, is_companion: bool) -> Participant:
    return Participant.objects.create(
        negotiation=negotiation,
        side=side_of(actor),
        name=name.strip(),
        label=label.strip(),
        is_companion=is_companion,
        added_by_id=actor.user_id,
        added_at=clock.now(),
    )


def _annexes(negotiation: Negotiation) -> list[dict[str, str]]:
    held = latest_agreed(negotiation.contract.document_id)
    kept = list(held.content.get("annexes", [])) if held else []
    rows = negotiation.files.filter(is_annex=True, document__blanked_at__isnull=True).select_related("document")
    return kept + [{"name": row.document.name, "sha256": row.document.sha256} for row in rows.order_by("pk")]


def _lock(negotiation: Negotiation) -> Negotiation:
    rows = Negotiation.objects.select_for_update(of=("self",))
    return rows.select_related("contract__document", "contract__placement__child", "contract__placement__family").get(
        pk=negotiation.pk
    )


def _open(negotiation: Negotiation) -> Negotiation:
    locked = _lock(negotiation)
    if locked.state != NegotiationState.OPEN:
        raise NotPossible("Forhandlingen er sluttet. Åbn en ny, hvis der er mere at tale om.")
    return locked


def _close(negotiation: Negotiation, state: NegotiationState, text: str) -> None:
    negotiation.state, negotiation.closed_at = state, clock.now()
    negotiation.closing_text = text.strip()[:600]
    negotiation.version += 1
    negotiation.save(update_fields=["state", "closed_at", "closing_text", "version"])


def _settled(actor: Viewer, offer: Offer, standing: Standing, verb: str, headline: str) -> Standing:
    _record(actor, offer.negotiation.contract, f"negotiation.{verb}", number=offer.version.number)
    _tell(offer.negotiation, actor, f"negotiation.{verb}", headline, f"{verb}:{offer.version.number}")
    return standing


def _lapse(offer: Offer) -> bool:
    with transaction.atomic():
        if not versions.lapse(version=offer.version, reason="Der kom ikke svar inden svarfristen."):
            return False
        contract = offer.negotiation.contract
        actor = System(municipality_code="")
        record_change(
            actor=actor,
            action="negotiation.lapse",
            subjects=subjects_of_contract(contract),
            details={"number": offer.version.number},
        )
        for side in Side:
            messages.tell(
                contract,
                side=side,
                kind="negotiation.lapse",
                headline="Et forslag er bortfaldet, fordi svarfristen er gået. Det, der gjaldt, gælder stadig.",
                key=f"lapse:{offer.version.number}",
                path=messages.negotiation_path(offer.negotiation),
            )
    return True


def _record(actor: Viewer, contract: Contract, action: str, **details: Any) -> None:
    record_change(actor=actor, action=action, subjects=subjects_of_contract(contract), details=details)


def _tell(negotiation: Negotiation, actor: Viewer, kind: str, headline: str, key: str, *, by: date | None = None) -> None:
    messages.tell(
        negotiation.contract,
        side=other(side_of(actor)),
        kind=kind,
        headline=headline,
        key=f"{negotiation.pk}:{key}",
        path=messages.negotiation_path(negotiation),
        by=by,
        except_user=actor.user_id,
    )
