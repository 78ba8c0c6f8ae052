"""Verbs of a contact plan: made, proposed, answered; contact suspended; a person and a place hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from plejebro.access.viewer import Viewer
from plejebro.agenda.contact import messages
from plejebro.agenda.contact.enums import PauseKind, Relation
from plejebro.agenda.contact.models import ContactHearing, ContactPause, ContactPlan
from plejebro.agenda.contact.perms import subjects_of_plan
from plejebro.agenda.contact.planning import bring_back, fill, pause_visits, plan_visits
from plejebro.agenda.contact.rules import CHILDS_PAUSE_DAYS, missing
from plejebro.agenda.contact.schema import checked
from plejebro.agenda.enums import CancelledBy, Hidden
from plejebro.agenda.models import Entry, Series
from plejebro.audit.actions import record_change
from plejebro.kernel import clock
from plejebro.kernel.danish import date_text
from plejebro.kernel.ids import case_number
from plejebro.kernel.refusals import NotPossible
from plejebro.placements.models import Placement
from plejebro.versions import actions as versions
from plejebro.versions.enums import Side, State, other
from plejebro.versions.models import Standing, Version
from plejebro.versions.schema import BadContent

KIND = "contact"


def side_of(actor: Viewer) -> Side:
    """The side the actor writes for."""
    return Side.FAMILY if actor.is_family else Side.MUNICIPALITY


@transaction.atomic
def create_plan(
    *,
    actor: Viewer,
    placement: Placement,
    with_whom: str,
    relation: Relation | str,
    submission: UUID,
    hidden_from: Hidden | str = Hidden.NOBODY,
) -> ContactPlan:
    """A plan for the child's contact with one person, with nothing agreed in it yet. The same `submission` again gives the
    one that is there. Raises `NotPossible` when the placement is over or there is a plan with that person."""
    Placement.objects.select_for_update().get(pk=placement.pk)
    if already := ContactPlan.objects.filter(submission=submission).first():
        return already
    name = with_whom.strip()
    if placement.ends is not None and placement.ends < clock.today():
        raise NotPossible("Anbringelsen er slut.")
    if any(row.with_whom.casefold() == name.casefold() for row in ContactPlan.objects.filter(placement=placement)):
        raise NotPossible("Der er allerede en samværsplan med den, du har skrevet. Stil et nyt forslag på den.")
    plan = ContactPlan.objects.create(
        case_number=_unused_case_number(),
        placement=placement,
        document=versions.create_document(kind=KIND, placement=placement),
        with_whom=name,
        relation=Relation(relation),
        hidden_from=Hidden(hidden_from),
        created_at=clock.now(),
        submission=submission,
    )
    record(actor, plan, "create")
    return plan


@dataclass(frozen=True)
class Wanted:
    """What is proposed, for which days, and when the municipality wants the family's answer by."""

    content: Mapping[str, Any]
    starts: date
    ends: date | None = None
    answer_by: date | None = None


@transaction.atomic
def propose_plan(
    *, actor: Viewer, plan: ContactPlan, wanted: Wanted, submission: UUID, seen_number: int | None = None
) -> Version:
    """Proposes a version. From the municipality to the family it is the hearing barnets lov § 106 asks for before contact
    is changed, and is written down as such.

    Raises `ChangedMeanwhile` when another was proposed meanwhile, and `NotPossible` for a content that does not fit.
    """
    try:
        content = checked(wanted.content)
    except BadContent as bad:
        raise NotPossible(bad.sentence) from bad
    if wanted.ends is not None and wanted.ends < wanted.starts:
        raise NotPossible("Slutdatoen ligger før startdatoen.")
    side = side_of(actor)
    answer_by = wanted.answer_by if side == Side.MUNICIPALITY else None
    if answer_by is not None and answer_by <= clock.today():
        raise NotPossible("Giv familien tid til at svare. Vælg en dag, der kommer.")
    version = versions.propose(
        actor=actor,
        side=side,
        document=plan.document,
        proposal=versions.Proposal(content, wanted.starts, wanted.ends, answer_by),
        submission=submission,
        seen_number=seen_number,
    )
    if side == Side.MUNICIPALITY:
        ContactHearing.objects.get_or_create(version=version, defaults={"plan": plan, "asked_at": clock.now()})
    done(actor, plan, "propose", version, "Der er et forslag, I skal svare på.", answer_by)
    return version


@transaction.atomic
def accept_plan(
    *, actor: Viewer, plan: ContactPlan, version: Version, factor: bool, seen_hash: str, statement: str = ""
) -> Standing:
    """One side's yes, with its second factor. When both have said it, a year of visits is put in the calendar.

    Raises `NotPossible` while the law asks for something that is not written in the plan.
    """
    stop_where_lacking(plan, version)
    side = side_of(actor)
    standing = versions.accept(actor=actor, side=side, version=version, factor=factor, seen_hash=seen_hash)
    _answer(actor, version, statement)
    agreed = standing.state == State.ACCEPTED
    headline = "En plan er aftalt af begge sider." if agreed else "Den anden side har godkendt et forslag."
    done(actor, plan, f"accept_{side}", version, headline)
    if agreed:
        plan_visits(actor=actor, plan=plan, version=version)
    return standing


@transaction.atomic
def settle_plan(*, actor: Viewer, plan: ContactPlan, version: Version, reason: str) -> Standing:
    """Takes one's own proposal back, or declines the other side's; the family's no is its statement (§ 106)."""
    own = version.side == side_of(actor)
    verb = versions.withdraw if own else versions.decline
    standing = verb(actor=actor, side=side_of(actor), version=version, reason=reason)
    if not own:
        _answer(actor, version, reason)
    headline = "Et forslag er trukket tilbage." if own else "Et forslag er afslået."
    done(actor, plan, "withdraw" if own else "decline", version, headline)
    return standing


def lacking(plan: ContactPlan, version: Version) -> list[str]:
    """What the law asks for that is not written in a version, a sentence each."""
    born_on = plan.placement.child.born_on
    return missing(version.content, version.starts, version.ends, relation=plan.relation, born_on=born_on)


def stop_where_lacking(plan: ContactPlan, version: Version) -> None:
    """Raises `NotPossible` while the law asks for something that is not written in the version."""
    if lacks := lacking(plan, version):
        raise NotPossible(f"Planen kan ikke gælde endnu. {' '.join(lacks)} Lav et nyt forslag, hvor det står.")


@dataclass(frozen=True)
class Suspension:
    """A period without visits, and the decision it rests on."""

    kind: PauseKind
    starts: date
    ends: date
    decided_on: date
    decision_number: str = ""


@transaction.atomic
def suspend(*, actor: Viewer, plan: ContactPlan, wanted: Suspension, submission: UUID) -> ContactPause:
    """Suspends contact for a period: its visits are cancelled, and none can be made in it. The same `submission` again
    gives the one that is there.

    Raises `NotPossible` for a child's pause of more than eight weeks, a committee's stop without a number, and a period
    that shares days with another.
    """
    if already := ContactPause.objects.filter(submission=submission).first():
        return already
    if wanted.ends < wanted.starts:
        raise NotPossible("Slutdatoen ligger før startdatoen.")
    if wanted.kind == PauseKind.CHILD and (wanted.ends - wanted.starts).days >= CHILDS_PAUSE_DAYS:
        raise NotPossible("En pause, barnet har bedt om, kan højst vare otte uger (barnets lov § 104).")
    if wanted.kind == PauseKind.COMMITTEE and not wanted.decision_number.strip():
        raise NotPossible("Skriv nummeret på børne- og ungeudvalgets afgørelse.")
    if wanted.decided_on > clock.today():
        raise NotPossible("Afgørelsen kan ikke være fra en dag, der ikke er kommet.")
    pause = _paused(actor, plan, wanted, submission)
    by = CancelledBy.CHILD if wanted.kind == PauseKind.CHILD else CancelledBy.MUNICIPALITY
    cancelled = pause_visits(plan, pause, by)
    record(actor, plan, "suspend", cancelled=cancelled, kind=str(wanted.kind))
    tell_other(actor, plan, "suspend", f"{pause.pk}", "Noget i kalenderen er sat i bero.")
    return pause


@transaction.atomic
def resume(*, actor: Viewer, plan: ContactPlan, pause: ContactPause, on: date) -> int:
    """Ends a pause early: visits go on from `on`. Those to come that it had cancelled are agreed again. Returns how many.

    Raises `NotPossible` for a day that is not within the pause.
    """
    row = ContactPause.objects.select_for_update().get(pk=pause.pk, plan=plan)
    ends = row.ends or row.starts
    if not row.starts <= on <= ends:
        raise NotPossible(f"Vælg en dag fra {date_text(row.starts)} til {date_text(ends)}.")
    if on == row.starts:
        row.delete()
    else:
        row.ends, row.ended_at = date.fromordinal(on.toordinal() - 1), clock.now()
        row.save(update_fields=["ends", "ended_at"])
    count = bring_back(plan, max(on, clock.today()), ends) + fill(plan)
    record(actor, plan, "resume", visits=count)
    tell_other(actor, plan, "resume", f"{pause.pk}:{on.isoformat()}", "Noget i kalenderen begynder igen.")
    return count


@transaction.atomic
def hide_plan(*, actor: Viewer, plan: ContactPlan, hidden_from: Hidden | str) -> ContactPlan:
    """Hides person and place from a side, or shows them again: in the plan and in every one of its visits, at once."""
    row = ContactPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    value = Hidden(hidden_from)
    if row.hidden_from != value:
        row.hidden_from = plan.hidden_from = value
        row.save(update_fields=["hidden_from"])
        Series.objects.filter(contact__plan=row).update(hidden_from=value)
        Entry.objects.filter(contact_visit__plan=row).update(hidden_from=value)
        record(actor, plan, "hide", hidden_from=str(value))
    return plan


def _paused(actor: Viewer, plan: ContactPlan, wanted: Suspension, submission: UUID) -> ContactPause:
    try:
        with transaction.atomic():
            return ContactPause.objects.create(
                plan=plan,
                kind=wanted.kind,
                starts=wanted.starts,
                ends=wanted.ends,
                decided_on=wanted.decided_on,
                decision_number=wanted.decision_number.strip()[:40],
                written_by_id=actor.user_id,
                written_at=clock.now(),
                submission=submission,
            )
    except IntegrityError as overlap:
        raise NotPossible("Samværet er allerede sat i bero på nogle af de dage.") from overlap


def _answer(actor: Viewer, version: Version, statement: str) -> None:
    """Writes the family's answer on the hearing that the proposal was."""
    if side_of(actor) != Side.FAMILY:
        return
    ContactHearing.objects.filter(version=version, answered_at__isnull=True).update(
        answered_at=clock.now(), answered_by=actor.user_id, answered_name=actor.name, statement=statement.strip()[:4000]
    )


def _unused_case_number() -> str:
    while ContactPlan.objects.filter(case_number=(number := case_number())).exists():
        pass
    return number


def done(actor: Viewer, plan: ContactPlan, verb: str, version: Version, headline: str, by: date | None = None) -> None:
    """What was done to a version stands in the log, and the other side is told; `by` is the day it is to answer."""
    record(actor, plan, verb, number=version.number)
    tell_other(actor, plan, verb, f"{verb}:{version.number}", headline, by)


def tell_other(actor: Viewer, plan: ContactPlan, kind: str, key: str, headline: str, by: date | None = None) -> None:
    """Tells the other side of the plan."""
    side = other(side_of(actor))
    messages.tell(plan, side=side, kind=kind, headline=headline, key=key, by=by, except_user=actor.user_id)


def record(actor: Viewer, plan: ContactPlan, verb: str, **details: Any) -> None:
    """The row of the log."""
    record_change(actor=actor, action=f"contact.{verb}", subjects=subjects_of_plan(plan), details=details)
