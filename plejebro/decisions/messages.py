"""What people are told by notice. Never a name, a kind of decision or a word of the case: a number, what to do, by when."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse

from plejebro.db.periods import current
from plejebro.decisions.models import DecisionCase
from plejebro.families.models import FamilyMember
from plejebro.kernel import clock
from plejebro.kernel.danish import long_date
from plejebro.municipalities.models import Absence, Employment
from plejebro.municipalities.queries import leaders_for
from plejebro.notifications.actions import Notice, post
from plejebro.placements.enums import Task
from plejebro.placements.models import Assignment


def tell_family(case: DecisionCase, *, kind: str, headline: str, key: str, by: date | None = None) -> int:
    """Tells the family's members who have a login; returns how many. Nobody means: send a letter."""
    members = FamilyMember.objects.filter(
        current(clock.today()), family_id=case.placement.family_id, user__isnull=False
    ).select_related("user")
    told = 0
    for member in members.order_by("pk"):
        if member.user is not None:
            path = reverse("decisions:family", args=[case.public_id])
            told += post(_notice(case, member.user.pk, member.user.email, kind, headline, key, path, by))
    return told


def tell_adviser(case: DecisionCase, *, kind: str, headline: str, key: str) -> int:
    """Tells the adviser of the placement and whoever stands in; the leaders where nobody has the task."""
    path = reverse("decisions:case", args=[case.public_id])
    told = 0
    for row in _advisers(case):
        if row.user_id is not None:
            told += post(_notice(case, row.user_id, row.email, kind, headline, key, path, None))
    return told


def _advisers(case: DecisionCase) -> list[Employment]:
    today, placement = clock.today(), case.placement
    mine = Assignment.objects.filter(current(today), placement_id=placement.pk, task=Task.ADVISER).values("employment_id")
    deputies = Absence.objects.filter(current(today), employment_id__in=mine).values("deputy_id")
    rows = list(Employment.objects.filter(current(today)).filter(Q(pk__in=mine) | Q(pk__in=deputies)).order_by("pk"))
    return rows or leaders_for(municipality_id=placement.municipality_id, unit_id=placement.unit_id, on=today)


def _notice(
    case: DecisionCase, user_id: int, address: str, kind: str, headline: str, key: str, path: str, by: date | None
) -> Notice:
    lines: tuple[str, ...] = (f"Sagsnummer {case.case_number}.",)
    if by is not None:
        lines += (f"Svar senest {long_date(by)}.",)
    return Notice(
        kind=kind,
        user_id=user_id,
        address=address,
        headline=headline,
        lines=lines,
        path=path,
        dedupe_key=f"{kind}:{case.pk}:{key}:{user_id}",
    )
