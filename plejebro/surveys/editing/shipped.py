"""The questionnaires that come with the product, and the way they get into the database."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.db import transaction

from plejebro.kernel import clock
from plejebro.surveys.enums import Side
from plejebro.surveys.models import Questionnaire
from plejebro.surveys.questions import Form, as_json, load_form

DATA: Final = Path(__file__).resolve().parents[1] / "data"
COOPERATION: Final = "samarbejde"
"""The code of the survey of cooperation, on both sides."""
ENVIRONMENT: Final = "arbejdsmiljoe"
PULSE: Final = "puls"
"""The code of the three questions of a quarter, on both sides."""

_FILES: Final = {
    (COOPERATION, Side.FAMILY): "samarbejde-familier.toml",
    (COOPERATION, Side.MUNICIPALITY): "samarbejde-kommuner.toml",
    (ENVIRONMENT, Side.FAMILY): "arbejdsmiljoe.toml",
    (PULSE, Side.FAMILY): "puls-familier.toml",
    (PULSE, Side.MUNICIPALITY): "puls-kommuner.toml",
}


def shipped() -> dict[tuple[str, Side], Form]:
    """The questionnaires of the product, by code and side. Raises `BadQuestionnaire` when a file cannot be used."""
    return {key: load_form(DATA / name) for key, name in _FILES.items()}


@transaction.atomic
def load_shipped() -> int:
    """Brings in, as published version 1, those questionnaires of the product that have no version yet; returns how many.

    Run after every migration. A questionnaire that has come in is never changed by it, nor is a version somebody has made:
    a published version stands, and what a newer product asks becomes a version when a person makes one of it.
    """
    there = set(Questionnaire.objects.values_list("code", "side"))
    now = clock.now()
    missing = [
        Questionnaire(
            code=code,
            side=side,
            number=1,
            title=form.title,
            content=as_json(form),
            created_at=now,
            published_at=now,
        )
        for (code, side), form in shipped().items()
        if (code, side.value) not in there
    ]
    Questionnaire.objects.bulk_create(missing)
    return len(missing)
