"""What the room's verbs have in common: sides, case numbers, the family's support, and the content that is checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from plejebro.access.viewer import Viewer
from plejebro.agreements.models import Contract, TaskAgreement
from plejebro.agreements.schema import SCHEMAS, BadContent, checked
from plejebro.db.periods import current
from plejebro.kernel import clock
from plejebro.kernel.ids import case_number
from plejebro.kernel.refusals import NotPossible
from plejebro.municipalities.models import Absence
from plejebro.placements.enums import Task
from plejebro.placements.models import Assignment, Placement
from plejebro.versions.enums import Side


class SupportNegotiates(NotPossible):
    """The one who looks after the family is about to negotiate its pay, and has not said that it is known."""

    def __init__(self) -> None:
        super().__init__(
            "Du er også familiens konsulent. Den, der støtter familien, må ikke forhandle dens vederlag "
            "(barnets lov § 56, stk. 3). Lad en anden gøre det."
        )


def side_of(actor: Viewer) -> Side:
    """The side the actor writes for."""
    return Side.FAMILY if actor.is_family else Side.MUNICIPALITY


def unused_case_number() -> str:
    """A case number neither a contract nor an agreement on the task has."""
    while True:
        number = case_number()
        if not (
            Contract.objects.filter(case_number=number).exists() or TaskAgreement.objects.filter(case_number=number).exists()
        ):
            return number


def supports_family(user_ids: set[int], placement: Placement) -> set[int]:
    """Those of the users who look after the family today, themselves or for an absent colleague; one query."""
    today = clock.today()
    away = Absence.objects.filter(current(today), deputy__user_id__in=user_ids).values("employment_id", "deputy__user_id")
    deputies = {row["employment_id"]: row["deputy__user_id"] for row in away}
    rows = Assignment.objects.filter(current(today), placement_id=placement.pk, task=Task.CONSULTANT)
    rows = rows.filter(Q(employment__user_id__in=user_ids) | Q(employment_id__in=deputies))
    found: set[int] = set()
    for user_id, employment_id in rows.values_list("employment__user_id", "employment_id"):
        found |= user_ids.intersection({user_id or 0, deputies.get(employment_id) or 0})
    return found


def content_of(kind: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """The content as it is stored. Raises `NotPossible` with the sentence that names the field."""
    try:
        return checked(SCHEMAS[kind], content)
    except BadContent as bad:
        raise NotPossible(bad.sentence) from bad
