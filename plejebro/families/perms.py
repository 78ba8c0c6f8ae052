"""Facts about foster families, and the hat of a foster parent."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from plejebro.access.registry import NOTHING, acting_source, fact, guard, person_fact
from plejebro.access.viewer import Acting, Viewer
from plejebro.audit.types import Subject
from plejebro.db.periods import current
from plejebro.families.models import Family, FamilyMember
from plejebro.kernel import clock

FOSTER_PARENT = "foster_parent"


@fact
def member_of_family(viewer: Viewer) -> Q:
    """The viewer acts for this family."""
    return Q(pk=viewer.family_id) if viewer.is_family else NOTHING


@person_fact
def is_foster_parent(viewer: Viewer) -> bool:
    """Acts for a foster family."""
    return viewer.is_family


def subjects_of_family(family: Family) -> list[Subject]:
    """A look at a family's page is a look at the family."""
    return [Subject("family", family.public_id)]


guard("families.Family", subjects_of_family)


def _acting(member: FamilyMember) -> Acting:
    return Acting(
        kind="family",
        id=member.pk,
        role=FOSTER_PARENT,
        label="Plejeforælder",
        place=member.family.name,
        family_id=member.family_id,
    )


def _memberships(user_id: int) -> QuerySet[FamilyMember]:
    return FamilyMember.objects.filter(current(clock.today()), user_id=user_id, family__merged_into__isnull=True)


def _all_of(user_id: int) -> list[Acting]:
    rows = _memberships(user_id)
    return [_acting(row) for row in rows.select_related("family").order_by("pk")]


def _one_of(user_id: int, member_id: int) -> Acting | None:
    rows = _memberships(user_id).filter(pk=member_id)
    row = rows.select_related("family").first()
    return _acting(row) if row else None


acting_source("family", all_of=_all_of, one_of=_one_of)
