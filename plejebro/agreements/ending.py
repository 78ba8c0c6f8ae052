"""Giving notice, and writing down that the child in fact no longer lives there: two events, each with its own date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from plejebro.access.viewer import Viewer
from plejebro.agreements import messages
from plejebro.agreements.base import side_of
from plejebro.agreements.enums import EndingKind
from plejebro.agreements.models import Contract, Ending
from plejebro.agreements.notice import clause_of, last_day, takes_effect
from plejebro.agreements.perms import subjects_of_contract
from plejebro.agreements.rate_rows import book
from plejebro.agreements.statements import actions as statements
from plejebro.audit.actions import record_change
from plejebro.kernel import clock
from plejebro.kernel.refusals import NotPossible
from plejebro.versions import actions as versions
from plejebro.versions.enums import AGREED, other
from plejebro.versions.models import Standing, Version
from plejebro.versions.queries import latest_agreed


@dataclass(frozen=True)
class NoticeDates:
    """What the contract's own clause says of a notice given today."""

    clause: str
    takes_effect: date
    last_day: date


def notice_dates(contract: Contract, given: date) -> NoticeDates | None:
    """The clause in words and its dates; None where nothing is agreed."""
    held = latest_agreed(contract.document_id)
    if held is None:
        return None
    clause, began = clause_of(held.content), began_on(contract, held)
    return NoticeDates(
        clause.sentence(), takes_effect(clause, given=given, began=began), last_day(clause, given=given, began=began)
    )


def began_on(contract: Contract, held: Version) -> date:
    """The first day of the first version that was agreed."""
    rows = Standing.objects.filter(document_id=contract.document_id, state__in=AGREED).order_by("starts")
    first = rows.values_list("starts", flat=True).first()
    return first or held.starts


@transaction.atomic
def give_notice(*, actor: Viewer, contract: Contract, reason: str) -> Ending:
    """Notice in writing, given today, with its reason; the contract's last day follows from its clause.

    Raises `NotPossible` where nothing is agreed or notice has been given already.
    """
    dates = notice_dates(contract, clock.today())
    if dates is None:
        raise NotPossible("Der er ikke aftalt en kontrakt, der kan siges op.")
    _only_once(contract, EndingKind.NOTICE)
    versions.end(document=contract.document, last_day=dates.last_day)
    statements.plan(contract=contract, book=book())
    ending = _write(actor, contract, EndingKind.NOTICE, clock.today(), dates.last_day, dates.clause, reason)
    _told(actor, contract, ending, "Plejekontrakten er sagt op. Læs, hvornår den slutter.")
    return ending


@transaction.atomic
def note_break(*, actor: Viewer, contract: Contract, on: date, what: str) -> Ending:
    """The child has in fact not lived there since `on`. It changes no date of the contract by itself: what follows from it
    is what the contract says. Raises `NotPossible`.
    """
    held = latest_agreed(contract.document_id)
    if held is None:
        raise NotPossible("Der er ikke aftalt en kontrakt endnu.")
    if on > clock.today():
        raise NotPossible("Datoen ligger i fremtiden. Skriv den dag, barnet flyttede.")
    _only_once(contract, EndingKind.ACTUAL_BREAK)
    clause: Any = held.content.get("actual_break", "")
    ending = _write(actor, contract, EndingKind.ACTUAL_BREAK, on, None, clause, what)
    _told(actor, contract, ending, "Der er skrevet en faktisk afbrydelse på en kontrakt.")
    return ending


def _only_once(contract: Contract, kind: EndingKind) -> None:
    Contract.objects.select_for_update().get(pk=contract.pk)
    if Ending.objects.filter(contract=contract, kind=kind).exists():
        raise NotPossible("Det er allerede skrevet ned.")


def _write(
    actor: Viewer, contract: Contract, kind: EndingKind, on: date, last: date | None, clause: str, reason: str
) -> Ending:
    return Ending.objects.create(
        contract=contract,
        kind=kind,
        on=on,
        last_day=last,
        clause=clause[:1200],
        reason=reason.strip(),
        side=side_of(actor),
        written_by_id=actor.user_id,
        written_name=actor.name,
        written_at=clock.now(),
    )


def _told(actor: Viewer, contract: Contract, ending: Ending, headline: str) -> None:
    record_change(
        actor=actor,
        action=f"contract.{ending.kind}",
        subjects=subjects_of_contract(contract),
        details={"on": ending.on.isoformat()},
    )
    messages.tell(
        contract,
        side=other(side_of(actor)),
        kind=f"contract.{ending.kind}",
        headline=headline,
        key=ending.kind,
        except_user=actor.user_id,
    )
