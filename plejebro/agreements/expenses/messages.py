"""What people are told by notice. Never a name, a type, an amount or a word of the case: a number, what to do, by when."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from plejebro.agreements.expenses.models import Expense
from plejebro.placements.enums import Task
from plejebro.placements.telling import AGREED_BY, News, family_of, leaders_of, tell, those_with_task


def tell_family(expense: Expense, *, kind: str, headline: str, key: str, except_user: int | None = None) -> int:
    """Tells the family's members who have a login; returns how many."""
    return tell(_news(expense, kind, headline, key), family_of(expense.placement), except_user=except_user)


def tell_deciders(
    expense: Expense, *, kind: str, headline: str, key: str, by: date | None = None, except_user: int | None = None
) -> int:
    """Tells the adviser of the placement and whoever stands in; the leaders where nobody has the task."""
    people = those_with_task(expense.placement, Task.ADVISER)
    return tell(_news(expense, kind, headline, key, by), people, except_user=except_user)


def tell_leaders(expense: Expense, *, kind: str, headline: str, key: str, by: date | None = None) -> int:
    """Tells the leaders of the placement's unit."""
    return tell(_news(expense, kind, headline, key, by), leaders_of(expense.placement))


def _news(expense: Expense, kind: str, headline: str, key: str, by: date | None = None) -> News:
    path = reverse("agreements:expense", args=[expense.public_id])
    return News(kind, headline, f"{expense.pk}:{key}", expense.case_number, path, by, AGREED_BY)
