"""What the verbs of stays, holidays and child care have in common."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from django.db.models import Model

from plejebro.kernel import clock
from plejebro.kernel.danish import date_text, day_month
from plejebro.kernel.ids import case_number
from plejebro.kernel.refusals import NotPossible
from plejebro.placements.models import Placement


def lock(placement: Placement) -> Placement:
    """The placement, held until the transaction ends, so that two who ask at once ask one after the other."""
    Placement.objects.select_for_update().get(pk=placement.pk)
    return Placement.objects.select_related("child", "family").get(pk=placement.pk)


def unused_case_number(model: type[Model]) -> str:
    """A case number no row of `model` has."""
    rows: Any = model._default_manager
    rng = random.SystemRandom()
    while rows.filter(case_number=(number := case_number(rng))).exists():
        pass
    return number


def needed(text: str, sentence: str) -> None:
    """Raises `NotPossible` with the sentence where nothing is written."""
    if not text.strip():
        raise NotPossible(sentence)


def within(placement: Placement, starts: date, ends: date) -> None:
    """Raises `NotPossible` for days that are over, in the wrong order, or outside the placement."""
    if ends < starts:
        raise NotPossible("Slutdatoen ligger før startdatoen.")
    if starts < clock.today():
        raise NotPossible("De dage er allerede gået. Vælg nogle, der kommer.")
    if starts < placement.starts or (placement.ends is not None and ends > placement.ends):
        raise NotPossible("Anbringelsen gælder ikke alle de dage.")


def span_text(starts: date, ends: date) -> str:
    """ "4. december 2026", "4.–6. december 2026", "30. november – 2. december 2026"."""
    if starts == ends:
        return date_text(starts)
    if (starts.year, starts.month) == (ends.year, ends.month):
        return f"{starts.day}.–{date_text(ends)}"
    first = day_month(starts) if starts.year == ends.year else date_text(starts)
    return f"{first} – {date_text(ends)}"
