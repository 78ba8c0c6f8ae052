"""What people are told by notice. Never a name, a type, an amount or a word of the case: a number, what to do, by when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.urls import reverse

from plejebro.agreements.expenses.models import Expense
from plejebro.db.periods import current
from plejebro.families.models import FamilyMember
from plejebro.kernel import clock
from plejebro.kernel.danish import long_date
from plejebro.municipalities.models import Absence, Employment
from plejebro.municipalities.queries import leaders_for
from plejebro.notifications.actions import Notice, post_all
from plejebro.placements.enums import Task
from plejebro.placements.models import Assignment


def tell_family(expense: Expense, *, kind: str, headline: str, key: str, except_user: int | None = None) -> int:
    """Tells the family's members who have a login; returns how many."""
    members = FamilyMember.objects.filter(
        current(clock.today()), family_id=expense.placement.family_id, user__isnull=False
    ).select_related("user")
    people = [(row.user.pk, row.user.email) for row in members.order_by("pk") if row.user is not None]
    return _tell(expense, people, kind, headline, key, None, except_user)


def tell_deciders(
    expense: Expense, *, kind: str, headline: str, key: str, by: date | None = None, except_user: int | None = None
) -> int:
    """Tells the adviser of the placement and whoever stands in; the leaders where nobody has the task."""
    return _tell(expense, _logins(_deciders(expense)), kind, headline, key, by, except_user)


def tell_leaders(expense: Expense, *, kind: str, headline: str, key: str, by: date | None = None) -> int:
    """Tells the leaders of the placement's unit."""
    placement = expense.placement
    leaders = leaders_for(municipality_id=placement.municipality_id, unit_id=placement.unit_id, on=clock.today())
    return _tell(expense, _logins(leaders), kind, headline, key, by, None)


def _deciders(expense: Expense) -> list[Employment]:
    today, placement = clock.today(), expense.placement
    mine = Assignment.objects.filter(current(today), placement_id=placement.pk, task=Task.ADVISER).values("employment_id")
    deputies = Absence.objects.filter(current(today), employment_id__in=mine).values("deputy_id")
    rows = list(Employment.objects.filter(current(today)).filter(Q(pk__in=mine) | Q(pk__in=deputies)).order_by("pk"))
    return rows or leaders_for(municipality_id=placement.municipality_id, unit_id=placement.unit_id, on=today)


def _logins(rows: Iterable[Employment]) -> list[tuple[int, str]]:
    return [(row.user_id, row.email) for row in rows if row.user_id is not None]


def _tell(
    expense: Expense,
    people: list[tuple[int, str]],
    kind: str,
    headline: str,
    key: str,
    by: date | None,
    except_user: int | None,
) -> int:
    lines: tuple[str, ...] = (f"Sagsnummer {expense.case_number}.",)
    if by is not None:
        lines += (f"Aftalt svarfrist: {long_date(by)}.",)
    return post_all(
        [
            Notice(
                kind=kind,
                user_id=user_id,
                address=address,
                headline=headline,
                lines=lines,
                path=reverse("agreements:expense", args=[expense.public_id]),
                dedupe_key=f"{kind}:{expense.pk}:{key}:{user_id}",
            )
            for user_id, address in people
            if user_id != except_user
        ]
    )
