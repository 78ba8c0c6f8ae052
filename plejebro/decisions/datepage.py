"""The history of one of the dated facts."""

from __future__ import annotations

from dataclasses import dataclass

from plejebro.decisions.enums import FactKind
from plejebro.decisions.models import CaseFact, DecisionCase
from plejebro.kernel.danish import date_text, datetime_text


@dataclass(frozen=True)
class Entry:
    """A row as it was written. `holds` marks the one that counts."""

    on: str
    text: str
    recorded: str
    holds: bool


def history_of(case: DecisionCase, kind: FactKind) -> list[Entry]:
    """Every row of the fact, the newest first."""
    rows = list(CaseFact.objects.filter(case_id=case.pk, kind=kind).order_by("-pk"))
    return [
        Entry(
            on=date_text(row.on) if row.on else "Taget tilbage",
            text=row.text,
            recorded=f"{row.recorded_name}, {datetime_text(row.recorded_at)}",
            holds=number == 0,
        )
        for number, row in enumerate(rows)
    ]
