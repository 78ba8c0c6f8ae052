"""What the municipality decides about a plan alone: that it holds without the family's yes, and that it ends."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from plejebro.access.viewer import Viewer
from plejebro.agenda.contact.actions import done, record, side_of, stop_where_lacking, tell_other
from plejebro.agenda.contact.models import ContactPlan
from plejebro.agenda.contact.planning import end_visits, plan_visits
from plejebro.agenda.enums import PLACEMENT_ENDED, PLAN_ENDED, CancelledBy
from plejebro.kernel import clock
from plejebro.kernel.danish import date_text
from plejebro.kernel.refusals import NotPossible
from plejebro.versions import actions as versions
from plejebro.versions.enums import State
from plejebro.versions.models import Standing, Version, VersionedDocument


@transaction.atomic
def decide_plan(
    *, actor: Viewer, plan: ContactPlan, version: Version, factor: bool, seen_hash: str, reason: str
) -> Standing:
    """The municipality puts its proposal in force without the family's yes, with a second factor and a reason.

    The municipality decides about contact (barnets lov § 104); the foster family is to be heard before (§ 106), which the
    proposal was: it has said no, or the day it was to answer by has passed. What it wrote stays with the hearing. Raises
    as `versions.impose`, and `NotPossible` while the law asks for something that is not written in the plan.
    """
    stop_where_lacking(plan, version)
    standing = versions.impose(
        actor=actor,
        side=side_of(actor),
        version=version,
        factor=factor,
        seen_hash=seen_hash,
        reason=reason,
        today=clock.today(),
    )
    done(actor, plan, "decide", version, "Kommunen har besluttet en plan. Læs hvorfor.")
    plan_visits(actor=actor, plan=plan, version=version)
    return standing


@transaction.atomic
def end_plan(*, actor: Viewer, plan: ContactPlan, last_day: date, reason: str) -> int:
    """The plan's last day is `last_day`: its series end, open proposals lapse, and the visits to come that nobody has
    touched are cancelled. What was moved or put in the calendar by itself stands. Returns how many were cancelled.

    Raises `NotPossible` without a reason, for a day that is over, and when nothing holds on it.
    """
    if not reason.strip():
        raise NotPossible("Skriv hvorfor.")
    if last_day < clock.today():
        raise NotPossible("Vælg i dag eller en dag, der kommer.")
    VersionedDocument.objects.select_for_update().get(pk=plan.document_id)
    held = Standing.objects.filter(document_id=plan.document_id, state=State.ACCEPTED).first()
    if held is not None and held.ends is not None and held.ends <= last_day:
        raise NotPossible(f"Planen slutter allerede {date_text(held.ends)}.")
    versions.end(document=plan.document, last_day=last_day)
    cancelled = _close(plan, last_day)
    plan.end_reason = reason.strip()[:600]
    plan.save(update_fields=["end_reason"])
    record(actor, plan, "end", last_day=last_day.isoformat(), cancelled=cancelled)
    tell_other(actor, plan, "end", f"end:{last_day.isoformat()}", "En plan er afsluttet. Læs hvorfor.")
    return cancelled


def close_plan(plan: ContactPlan, last_day: date) -> None:
    """The placement ends: the series hold nothing after `last_day`, what holds ends with it, and open proposals lapse."""
    held = Standing.objects.filter(document_id=plan.document_id, state=State.ACCEPTED).first()
    if held is not None and held.starts <= last_day and (held.ends is None or held.ends > last_day):
        versions.end(document=plan.document, last_day=last_day)
    _close(plan, last_day, PLACEMENT_ENDED)


def _close(plan: ContactPlan, last_day: date, reason: str = PLAN_ENDED) -> int:
    for version in Version.objects.filter(document_id=plan.document_id, standing__state=State.PROPOSED).order_by("pk"):
        versions.lapse(version=version, reason=reason)
    return end_visits(plan, last_day, by=CancelledBy.MUNICIPALITY, reason=reason)
