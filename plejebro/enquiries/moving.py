"""Moving an enquiry from a family's own record to the municipality's placement of the same child."""

from __future__ import annotations

import uuid

from django.db import transaction

from plejebro.access.viewer import Viewer
from plejebro.audit.actions import record_change
from plejebro.enquiries.actions import addressee_for
from plejebro.enquiries.enums import MessageKind, Side, Status
from plejebro.enquiries.models import Draft, Enquiry, Message
from plejebro.enquiries.perms import subjects_of_enquiry
from plejebro.kernel import clock
from plejebro.kernel.danish import date_text
from plejebro.kernel.refusals import NotPossible
from plejebro.placements.models import Placement


@transaction.atomic
def move_to_placement(*, actor: Viewer, enquiry: Enquiry, placement: Placement) -> Enquiry:
    """The municipality can read the enquiry from now on, on its own placement, with thread, files and clock as they stand.

    The thread says when it came and that the municipality could not read it before. Part of `flows.own_record`.
    """
    rows = Enquiry.objects.select_for_update(of=("self",)).select_related("placement__child", "placement__family")
    locked = rows.get(pk=enquiry.pk)
    if locked.shared:
        raise NotPossible("Henvendelsen er allerede delt med kommunen.")
    before = subjects_of_enquiry(locked)
    locked.placement, locked.shared = placement, True
    if locked.status != Status.CLOSED:
        locked.addressee = addressee_for(placement, locked.addressed_to, clock.today())
    locked.version += 1
    locked.save(update_fields=["placement", "shared", "addressee", "version"])
    Draft.objects.filter(enquiry=locked).update(placement=placement)
    today = date_text(clock.today())
    Message.objects.create(
        enquiry=locked,
        kind=MessageKind.COMMENT,
        author_id=actor.user_id,
        author_name=actor.name,
        author_label=actor.acting.label if actor.acting else "",
        side=Side.FAMILY,
        text=f"Flyttet fra familiens egen optegnelse {today}. Kommunen har kunnet læse henvendelsen her fra den dag.",
        sent_at=clock.now(),
        submission=uuid.uuid4(),
    )
    subjects = list(dict.fromkeys([*subjects_of_enquiry(locked), *before]))
    record_change(actor=actor, action="enquiry.move", subjects=subjects, details={"status": locked.status})
    return locked
