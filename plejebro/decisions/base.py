"""What the room's verbs have in common: the locked row, the version the writer saw, the log row."""

from __future__ import annotations

from datetime import date
from typing import Any

from plejebro.access.viewer import Viewer
from plejebro.audit.actions import record_change
from plejebro.decisions.enums import Status
from plejebro.decisions.models import DecisionCase
from plejebro.decisions.perms import subjects_of_decision
from plejebro.kernel import clock
from plejebro.kernel.danish import date_text
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible

_ENDED = "Sagen er afsluttet. Åbn den igen, hvis der er mere at skrive."


def lock(case: DecisionCase) -> DecisionCase:
    """The case as it stands, held until the transaction ends."""
    rows = DecisionCase.objects.select_for_update(of=("self",)).select_related("placement__child", "placement__family")
    return rows.get(pk=case.pk)


def as_seen(case: DecisionCase, seen_version: int) -> None:
    """`ChangedMeanwhile` if the locked case is not the version the writer saw."""
    if seen_version != case.version:
        raise ChangedMeanwhile


def version_of(case: DecisionCase) -> int:
    """The case's version as it stands now."""
    return DecisionCase.objects.values_list("version", flat=True).get(pk=case.pk)


def still_open(case: DecisionCase) -> None:
    """NotPossible once the case is finished or dropped."""
    if case.status != Status.OPEN:
        raise NotPossible(_ENDED)


def save(case: DecisionCase) -> None:
    """Saves the case as a new version."""
    case.version += 1
    case.save()


def record(actor: Viewer, case: DecisionCase, action: str, **details: Any) -> None:
    """The log row of a verb. `details` are codes and dates, never text from the case."""
    record_change(actor=actor, action=f"decision.{action}", subjects=subjects_of_decision(case), details=details)


def not_in_future(on: date, what: str = "Datoen") -> None:
    """NotPossible for a day that has not come."""
    if on > clock.today():
        raise NotPossible(f"{what} ligger i fremtiden. I dag er {date_text(clock.today())}.")


def by_now(actor: Viewer, who: str = "recorded") -> dict[str, Any]:
    """The columns that say who wrote a row and when: `recorded_by`, `recorded_name`, `recorded_at`."""
    return {f"{who}_by_id": actor.user_id, f"{who}_name": actor.name[:120], f"{who}_at": clock.now()}
