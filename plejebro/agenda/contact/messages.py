"""What people are told about contact. Never whom the child sees, where or when: a case number and what to do."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from plejebro.agenda.contact.models import ContactPlan
from plejebro.placements import telling
from plejebro.placements.enums import Task
from plejebro.placements.telling import News
from plejebro.versions.enums import Side


def tell(
    plan: ContactPlan,
    *,
    side: str,
    kind: str,
    headline: str,
    key: str,
    path: str = "",
    by: date | None = None,
    except_user: int | None = None,
) -> int:
    """Tells everybody on `side`: the family's members, or the child's adviser. `by` is the day an answer is wanted by.
    Returns how many were told."""
    family = side == Side.FAMILY
    people = telling.family_of(plan.placement) if family else telling.those_with_task(plan.placement, Task.ADVISER)
    path = path or reverse("agenda:contact_plan", args=[plan.public_id])
    news = News(f"contact.{kind}", headline, f"{plan.pk}:{key}", plan.case_number, path, by)
    return telling.tell(news, people, except_user=except_user)
