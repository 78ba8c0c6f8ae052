"""What people are told by notice. Never a name, a kind of decision or a word of the case: a number, what to do, by when."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from plejebro.decisions.models import DecisionCase
from plejebro.placements.enums import Task
from plejebro.placements.telling import News, family_of, tell, those_with_task


def tell_family(case: DecisionCase, *, kind: str, headline: str, key: str, by: date | None = None) -> int:
    """Tells the family's members who have a login; returns how many. Nobody means: send a letter."""
    path = reverse("decisions:family", args=[case.public_id])
    return tell(News(kind, headline, f"{case.pk}:{key}", case.case_number, path, by), family_of(case.placement))


def tell_adviser(case: DecisionCase, *, kind: str, headline: str, key: str) -> int:
    """Tells the adviser of the placement and whoever stands in; the leaders where nobody has the task."""
    path = reverse("decisions:case", args=[case.public_id])
    news = News(kind, headline, f"{case.pk}:{key}", case.case_number, path)
    return tell(news, those_with_task(case.placement, Task.ADVISER))
