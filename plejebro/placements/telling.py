"""Who is told when something happens on a placement, and the notice they get. Never a name, an amount or a word of the
case: a case number, what to do, and by when. The rooms hand in their own thing, its number and its page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from plejebro.db.periods import current
from plejebro.families.models import FamilyMember
from plejebro.kernel import clock
from plejebro.kernel.danish import long_date
from plejebro.municipalities.models import Absence, Employment
from plejebro.municipalities.queries import leaders_for
from plejebro.notifications.actions import Notice, post_all
from plejebro.placements.enums import Task
from plejebro.placements.models import Assignment, Placement

AGREED_BY = "Aftalt svarfrist"
ANSWER_BY = "Svar senest"

# A user's key and address.
Login = tuple[int, str]


@dataclass(frozen=True)
class News:
    """What is told: `key` makes the same event one notice for each person; `by` is announced by the words `by_words`."""

    kind: str
    headline: str
    key: str
    case_number: str
    path: str
    by: date | None = None
    by_words: str = ANSWER_BY


def tell(news: News, people: Iterable[Login], *, except_user: int | None = None) -> int:
    """Puts a notice in the outbox for each of the people; returns how many had not had it."""
    lines: tuple[str, ...] = (f"Sagsnummer {news.case_number}.",)
    if news.by is not None:
        words = f"{news.by_words}: " if news.by_words == AGREED_BY else f"{news.by_words} "
        lines += (f"{words}{long_date(news.by)}.",)
    return post_all(
        [
            Notice(
                kind=news.kind,
                user_id=user_id,
                address=address,
                headline=news.headline,
                lines=lines,
                path=news.path,
                dedupe_key=f"{news.kind}:{news.key}:{user_id}",
            )
            for user_id, address in people
            if user_id != except_user
        ]
    )


def family_of(placement: Placement) -> list[Login]:
    """The family's members today who can log in."""
    rows = FamilyMember.objects.filter(current(clock.today()), family_id=placement.family_id, user__isnull=False)
    return [(row.user.pk, row.user.email) for row in rows.select_related("user").order_by("pk") if row.user is not None]


def leaders_of(placement: Placement) -> list[Login]:
    """The leaders of the placement's unit."""
    return logins(leaders_for(municipality_id=placement.municipality_id, unit_id=placement.unit_id, on=clock.today()))


def those_with_task(placement: Placement, task: Task) -> list[Login]:
    """Whoever has the task on the placement today and whoever stands in; the leaders where nobody has it."""
    today = clock.today()
    mine = Assignment.objects.filter(current(today), placement_id=placement.pk, task=task).values("employment_id")
    return logins(with_deputies(Q(pk__in=mine), Q(employment_id__in=mine))) or leaders_of(placement)


def with_deputies(who: Q, absent: Q) -> list[Employment]:
    """The employments `who` that hold today, and those who stand in for the `absent`."""
    today = clock.today()
    deputies = Absence.objects.filter(current(today), absent).values("deputy_id")
    return list(Employment.objects.filter(current(today)).filter(who | Q(pk__in=deputies)).order_by("pk"))


def logins(rows: Iterable[Employment]) -> list[Login]:
    """Those of the employments somebody can log in to."""
    return [(row.user_id, row.email) for row in rows if row.user_id is not None]
