"""A family's own record: it signs up by itself, writes its child down, and shares when and what it chooses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from plejebro.access.viewer import Viewer
from plejebro.audit.types import System
from plejebro.db.periods import current
from plejebro.enquiries.models import Enquiry
from plejebro.families import actions as families
from plejebro.families.enums import LinkOrigin
from plejebro.families.models import Family, FamilyMember
from plejebro.kernel import clock
from plejebro.kernel.danish import date_text
from plejebro.municipalities.enums import Role
from plejebro.municipalities.models import Employment, Municipality
from plejebro.people.actions import create_person
from plejebro.placements.actions import NotPossible, create_placement
from plejebro.placements.enums import Origin
from plejebro.placements.models import Assignment, Placement


@dataclass(frozen=True)
class NewHome:
    """What a foster parent says on the first page."""

    given_name: str
    family_name: str
    phone: str
    other_given_name: str
    other_family_name: str
    other_email: str


@transaction.atomic
def start_own_family(*, actor: Viewer, home: NewHome, municipality: Municipality) -> tuple[Family, FamilyMember | None]:
    """The logged-in person's own family, with the other foster parent if one is named. The municipality sees nothing of
    it until the family shares. Raises `NotPossible` for somebody who is in a family already.
    """
    today = clock.today()
    if FamilyMember.objects.filter(current(today), user_id=actor.user_id).exists():
        raise NotPossible("Du er allerede med i en plejefamilie.")
    names = [(home.given_name, home.family_name)]
    if home.other_given_name:
        names.append((home.other_given_name, home.other_family_name))
    # The person has no hat yet, so the log has the person and no side.
    by = System("Plejeforælder", user_uuid=actor.user_uuid)
    family = families.create_family(actor=by, name=families.family_name_of(names))
    families.add_member(
        actor=by,
        family=family,
        given_name=home.given_name,
        family_name=home.family_name,
        email=actor.email,
        phone=home.phone,
        starts=today,
        user_id=actor.user_id,
    )
    other = None
    if home.other_given_name:
        other = families.add_member(
            actor=by,
            family=family,
            given_name=home.other_given_name,
            family_name=home.other_family_name,
            email=home.other_email,
            starts=today,
        )
    families.tie_to_municipality(
        actor=by, family=family, municipality=municipality, origin=LinkOrigin.FAMILY, starts=today, shared=False
    )
    return family, other


@transaction.atomic
def record_own_placement(
    *,
    actor: Viewer,
    family: Family,
    municipality: Municipality,
    given_name: str,
    family_name: str,
    born_on: date | None,
    starts: date,
) -> Placement:
    """The family's own record of a child it cares for. No CPR number is kept for it. Nobody else sees it."""
    families.tie_to_municipality(
        actor=actor,
        family=family,
        municipality=municipality,
        origin=LinkOrigin.FAMILY,
        starts=min(starts, clock.today()),
        shared=False,
    )
    child = create_person(actor=actor, given_name=given_name, family_name=family_name, born_on=born_on)
    return create_placement(
        actor=actor, child=child, family=family, municipality=municipality, starts=starts, origin=Origin.FAMILY
    )


@dataclass(frozen=True)
class Shareable:
    """An enquiry the family may share, as it stands in the list."""

    public_id: str
    label: str


def shareable(placement: Placement) -> list[Shareable]:
    """The enquiries on the placement that the municipality cannot read, oldest first."""
    rows = Enquiry.objects.filter(placement=placement, shared=False).order_by("sent_at", "pk")
    return [Shareable(str(row.public_id), f"{row.title} ({date_text(row.made_on)})") for row in rows]


def who_will_read(placement: Placement) -> list[str]:
    """Who can read the record once it is shared: those with a task on it, else the leaders, each by name and role."""
    today = clock.today()
    assigned = Assignment.objects.filter(current(today), placement=placement).values("employment_id")
    leads = Q(role=Role.HEAD)
    if placement.unit_id is not None:
        leads |= Q(role=Role.TEAM_LEADER, unit_id=placement.unit_id)
    rows = Employment.objects.filter(current(today), municipality_id=placement.municipality_id)
    people = rows.filter(Q(pk__in=assigned) | leads).order_by("role", "full_name", "pk")
    named = [f"{row.full_name}, {row.get_role_display().lower()}" for row in people]
    later = "Den rådgiver, familieplejekonsulent og teamleder, som kommunen giver opgaven senere"
    return [*named, f"{later} i {placement.municipality}"]
