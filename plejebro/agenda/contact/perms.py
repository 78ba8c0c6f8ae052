"""Contact plans are guarded by the agenda's facts (`agenda.perms`), which hold for whatever has a placement."""

from __future__ import annotations

from plejebro.access.registry import guard
from plejebro.agenda.contact.models import ContactPlan
from plejebro.audit.types import Subject
from plejebro.placements import perms as placements


def subjects_of_plan(plan: ContactPlan) -> list[Subject]:
    """A look at a plan is a look at the plan, the child and the family; the page has joined the three."""
    return [Subject("contact_plan", plan.public_id), *placements.subjects_of_placement(plan.placement)]


guard("agenda.ContactPlan", subjects_of_plan)
