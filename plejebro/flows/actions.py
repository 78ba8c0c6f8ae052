"""Verbs that move several rooms at once: hand over a task, end a placement, share a family's own record."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from plejebro.access.viewer import Viewer
from plejebro.agenda.ending import close_calendar
from plejebro.audit.actions import record_change
from plejebro.audit.types import Actor
from plejebro.db.periods import current
from plejebro.enquiries import actions as enquiries
from plejebro.enquiries.enums import Status
from plejebro.enquiries.models import Enquiry
from plejebro.families.actions import tie_to_municipality
from plejebro.families.enums import LinkOrigin
from plejebro.families.models import FamilyMember
from plejebro.flows.handover_text import agreed_text, coming_text, pending_text
from plejebro.kernel import clock
from plejebro.kernel.danish import long_date
from plejebro.kernel.refusals import NotPossible
from plejebro.municipalities.models import Employment
from plejebro.notifications.actions import Notice, post
from plejebro.placements import actions as placements
from plejebro.placements.enums import EndReason, Task
from plejebro.placements.models import HandoverNote, Placement


@transaction.atomic
def hand_over(
    *, actor: Viewer, placement: Placement, task: Task, to: Employment, starts: date, note: str = ""
) -> HandoverNote:
    """`to` takes over the task from `starts`: assignments, open enquiries with their clocks as they are, a note of what
    stands, and word to the family and to the one who takes over. Raises `NotPossible`.
    """
    if placement.ends is not None and placement.ends < starts:
        raise NotPossible("Anbringelsen er ophørt før den dato.")
    giver = enquiries.addressee_for(placement, task, clock.today())
    if giver is not None and giver.pk == to.pk:
        raise NotPossible(f"{to.full_name} har allerede opgaven.")
    placements.assign(actor=actor, placement=placement, employment=to, task=task, starts=starts)
    enquiries.move_open_enquiries(actor=actor, placement=placement, task=task, to=to)
    written = placements.write_handover(
        actor=actor,
        placement=placement,
        task=task,
        given_by=giver,
        taken_by=to,
        effective_on=starts,
        agreed=agreed_text(placement),
        pending=pending_text(placement, task),
        coming=coming_text(placement, actor),
        note=note.strip(),
    )
    record_change(
        actor=actor,
        action="placement.hand_over",
        subjects=placements.subjects_of(placement),
        details={"task": task.value, "from": str(giver.public_id) if giver else None, "to": str(to.public_id)},
    )
    _tell_of_handover(written, placement, to)
    return written


@transaction.atomic
def hand_over_all(
    *,
    actor: Viewer,
    from_: Employment,
    to: Employment,
    task: Task,
    starts: date,
    note: str = "",
    among: Collection[int],
) -> list[HandoverNote]:
    """Hands over every placement that `from_` has with `task`, of those in `among` (the actor's scope); all or none."""
    rows = Placement.objects.filter(
        pk__in=list(among), assignments__employment=from_, assignments__task=task, assignments__ends__isnull=True
    )
    return [
        hand_over(actor=actor, placement=placement, task=task, to=to, starts=starts, note=note)
        for placement in rows.select_related("child", "family", "municipality").order_by("sort_key", "pk")
    ]


@transaction.atomic
def end_placement(*, actor: Actor, placement: Placement, on: date, reason: EndReason) -> int:
    """Ends the placement with `on` as its last day. What stands in the calendar after it is taken out. Open enquiries are
    left open for the municipality to answer; the family can read all it could read. Returns how many enquiries are open.
    """
    placements.end_placement_record(actor=actor, placement=placement, on=on, reason=reason)
    close_calendar(actor=actor, placement=placement, last_day=on)
    still_open = Enquiry.objects.filter(placement=placement).exclude(status=Status.CLOSED).count()
    for member in _members(placement):
        post(
            Notice(
                kind="placement.end",
                user_id=member.user_id,
                address=member.user.email if member.user else "",
                headline="En anbringelse er afsluttet i Plejebro. Log ind for at se hvad det betyder.",
                lines=(),
                path=reverse("web:placement", args=[placement.public_id]),
                dedupe_key=f"placement.end:{placement.pk}:{placement.version}:{member.user_id}",
            )
        )
    return still_open


@transaction.atomic
def share_record(*, actor: Viewer, placement: Placement, enquiry_ids: Collection[UUID]) -> int:
    """The family lets the municipality see its own record of the placement, and of its enquiries those it has chosen.
    Returns how many enquiries were shared."""
    if placement.municipality.joined_on is None:
        raise NotPossible("Kommunen bruger ikke Plejebro endnu, så der er ingen at dele med.")
    if placement.continued_in_id is not None:
        raise NotPossible("Optegnelsen er samlet med kommunens anbringelse.")
    placements.share_own_record(actor=actor, placement=placement)
    tie_to_municipality(
        actor=actor,
        family=placement.family,
        municipality=placement.municipality,
        origin=LinkOrigin.FAMILY,
        starts=placement.starts,
        shared=True,
    )
    chosen = Enquiry.objects.select_for_update(of=("self",)).filter(
        placement=placement, public_id__in=list(enquiry_ids), shared=False
    )
    rows = list(chosen.order_by("pk"))
    for enquiry in rows:
        enquiries.share_enquiry(enquiry=enquiry)
    return len(rows)


def _members(placement: Placement) -> list[FamilyMember]:
    rows = FamilyMember.objects.filter(current(clock.today()), family_id=placement.family_id, user__isnull=False)
    return list(rows.select_related("user").order_by("pk"))


def _tell_of_handover(written: HandoverNote, placement: Placement, to: Employment) -> None:
    path = reverse("web:handover", args=[written.public_id])
    when = f"Det gælder fra {long_date(written.effective_on)}."
    for member in _members(placement):
        post(
            Notice(
                kind="placement.hand_over",
                user_id=member.user_id,
                address=member.user.email if member.user else "",
                headline="I får en ny kontaktperson i kommunen. Alt, der er aftalt, står ved magt.",
                lines=(when,),
                path=path,
                dedupe_key=f"hand_over:{written.pk}:{member.user_id}",
            )
        )
    if to.user_id is not None:
        post(
            Notice(
                kind="placement.taken_over",
                user_id=to.user_id,
                address=to.email,
                headline="Du har overtaget en anbringelse. Læs overleveringen i Plejebro.",
                lines=(when,),
                path=path,
                dedupe_key=f"hand_over:{written.pk}:{to.user_id}",
            )
        )
