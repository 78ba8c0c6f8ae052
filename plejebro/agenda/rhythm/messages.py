"""What people are told about the rhythm. Never a name, what is to be done or a word of the case: where, and by when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from plejebro.agenda.rhythm.models import Mark
from plejebro.db.periods import current
from plejebro.kernel import clock
from plejebro.kernel.danish import long_date
from plejebro.notifications.actions import Notice, post_all
from plejebro.placements.enums import Task
from plejebro.placements.models import Assignment, Placement
from plejebro.placements.telling import Login, family_of, those_with_task


def tell_courses_wait(mark: Mark, *, except_user: int) -> int:
    """Tells those who look after the family that course days wait for an answer; returns how many."""
    headline = "En plejefamilie har skrevet noget ned, som I skal bekræfte."
    return _post(
        mark.placement, "rhythm.confirm", headline, str(mark.pk), helpers_of(mark.placement), except_user=except_user
    )


def tell_courses_answered(mark: Mark, *, except_user: int) -> int:
    """Tells the family that the municipality has answered its course days."""
    headline = "Kommunen har svaret på noget, I har skrevet ned."
    return _post(
        mark.placement, "rhythm.answered", headline, str(mark.pk), family_of(mark.placement), except_user=except_user
    )


def tell_soon(placement: Placement, key: str, by: date, people: Iterable[Login]) -> int:
    """Reminds that something is to be done by `by`; the same `key` is told each person once."""
    headline = "En frist i loven er på vej på en anbringelse, du har en opgave på."
    return _post(placement, "rhythm.soon", headline, key, people, line=f"Senest {long_date(by)}.")


def tell_passed(placement: Placement, key: str, by: date, people: Iterable[Login]) -> int:
    """Tells that a date has passed and nothing is written down."""
    headline = "En frist i loven er nået, og der er ikke skrevet noget ned."
    return _post(placement, "rhythm.passed", headline, key, people, line=f"Fristen var {long_date(by)}.")


def helpers_of(placement: Placement) -> list[Login]:
    """The family's consultant and whoever stands in; the child's adviser where the family has none."""
    rows = Assignment.objects.filter(current(clock.today()), placement_id=placement.pk, task=Task.CONSULTANT)
    return those_with_task(placement, Task.CONSULTANT if rows.exists() else Task.ADVISER)


def _post(
    placement: Placement,
    kind: str,
    headline: str,
    key: str,
    people: Iterable[Login],
    *,
    line: str = "",
    except_user: int | None = None,
) -> int:
    path = reverse("agenda:rhythm", args=[placement.public_id])
    return post_all(
        [
            Notice(
                kind=kind,
                user_id=user_id,
                address=address,
                headline=headline,
                lines=(line,) if line else (),
                path=path,
                dedupe_key=f"{kind}:{placement.pk}:{key}:{user_id}",
            )
            for user_id, address in dict.fromkeys(people)
            if user_id != except_user
        ]
    )
