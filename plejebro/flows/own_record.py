"""A family's own record: it signs up by itself, writes its child down, and shares when and what it chooses."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from plejebro.access.viewer import Viewer
from plejebro.audit.types import System
from plejebro.db.periods import current, not_over
from plejebro.enquiries.models import Enquiry
from plejebro.enquiries.moving import move_to_placement
from plejebro.families import actions as families
from plejebro.families.enums import LinkOrigin
from plejebro.families.links import ask_families
from plejebro.families.models import Family, FamilyMember
from plejebro.kernel import clock
from plejebro.kernel.danish import date_text
from plejebro.kernel.refusals import NotPossible
from plejebro.municipalities.enums import Role
from plejebro.municipalities.models import Employment, Municipality
from plejebro.notifications.actions import Notice, post
from plejebro.people.actions import create_person
from plejebro.placements.actions import continue_in, create_placement
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
    ask_families(family=family)
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


def same_child_perhaps(own: Placement) -> list[Placement]:
    """Placements the municipality has made with the family itself, in the same days: one may be the child of the record."""
    rows = Placement.objects.filter(not_over(own.starts), family_id=own.family_id, municipality_id=own.municipality_id)
    if own.continued_in_id is not None:
        rows = rows.filter(pk=own.continued_in_id)
    joined = rows.filter(shared_at__isnull=False).exclude(pk=own.pk).select_related("child", "family", "municipality")
    return list(joined.order_by("-starts", "pk"))


def label_of(placement: Placement) -> str:
    """How the family knows the child among those the municipality has placed with it."""
    name = f"{placement.child.given_name} {placement.child.family_name}".strip()
    return f"{name}, hos jer fra {date_text(placement.starts)}"


@transaction.atomic
def join_own_record(*, actor: Viewer, own: Placement, into: Placement, enquiry_ids: Collection[UUID]) -> int:
    """The family says that the municipality's placement is the same child: the enquiries it has chosen move over, and its
    own record ends by a reference. What is not chosen stays its own, and can be moved later by the same verb.

    Returns how many enquiries were moved. Raises `NotPossible` for a placement that cannot be the same child.
    """
    locked = Placement.objects.select_for_update(of=("self",)).select_related("child", "family").get(pk=own.pk)
    if into.pk not in [row.pk for row in same_child_perhaps(locked)]:
        raise NotPossible("Den anbringelse kan ikke være det samme barn. Vælg en anden.")
    if locked.continued_in_id is None:
        continue_in(actor=actor, placement=locked, into=into)
    chosen = Enquiry.objects.filter(placement=locked, public_id__in=list(enquiry_ids), shared=False)
    rows = [move_to_placement(actor=actor, enquiry=row, placement=into) for row in chosen.order_by("pk")]
    _tell_assigned(into, len(rows))
    return len(rows)


def tell_of_own_record(placement: Placement) -> None:
    """The municipality has made a placement in a family that may have written the same child down by itself: says so."""
    rows = Placement.objects.filter(family_id=placement.family_id, municipality_id=placement.municipality_id)
    own = rows.filter(not_over(placement.starts), shared_at__isnull=True, continued_in__isnull=True).order_by("-starts")
    record = own.exclude(pk=placement.pk).first()
    members = FamilyMember.objects.filter(current(clock.today()), family_id=placement.family_id, user__isnull=False)
    for member in members.select_related("user").order_by("pk") if record else ():
        post(
            Notice(
                kind="placement.same_child",
                user_id=member.user_id,
                address=member.user.email if member.user else "",
                headline="Kommunen har oprettet et barn hos jer. Har I selv skrevet barnet op, kan I samle de to.",
                lines=(),
                path=reverse("flows:share", args=[record.public_id]) if record else "",
                dedupe_key=f"same_child:{placement.pk}:{member.user_id}",
            )
        )


def _tell_assigned(into: Placement, moved: int) -> None:
    today = clock.today()
    tasks = Assignment.objects.filter(current(today), placement=into, employment__user__isnull=False)
    for row in tasks.select_related("employment").order_by("pk") if moved else ():
        post(
            Notice(
                kind="placement.joined",
                user_id=row.employment.user_id,
                address=row.employment.email,
                headline="En familie har delt henvendelser, som den har gjort et andet sted.",
                lines=("De står nu på anbringelsens side.",),
                path=reverse("web:placement", args=[into.public_id]),
                dedupe_key=f"joined:{into.pk}:{clock.now().isoformat()}:{row.employment.user_id}",
            )
        )


def who_will_read(placement: Placement) -> list[str]:
    """Who can read the record once it is shared: those with a task on it, else the leaders, each by name and role.

    Where the municipality has a placement that may be the same child, that placement's people.
    """
    today = clock.today()
    same = same_child_perhaps(placement) or [placement]
    assigned = Assignment.objects.filter(current(today), placement__in=same).values("employment_id")
    leads = Q(role=Role.HEAD)
    units = [row.unit_id for row in same if row.unit_id is not None]
    if units:
        leads |= Q(role=Role.TEAM_LEADER, unit_id__in=units)
    rows = Employment.objects.filter(current(today), municipality_id=placement.municipality_id)
    people = rows.filter(Q(pk__in=assigned) | leads).order_by("role", "full_name", "pk")
    named = [f"{row.full_name}, {row.get_role_display().lower()}" for row in people]
    later = "Den rådgiver, familieplejekonsulent og teamleder, som kommunen giver opgaven senere"
    return [*named, f"{later} i {placement.municipality}"]
