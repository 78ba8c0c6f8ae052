"""Results of a large round: from answers to publication, and the pages and files made of the publication.

python -m bench.survey_results [answers, 10000] [questions, 60]        SYNTETISKE DATA, 98 municipalities, on SQLite
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

ROUNDS = 15
SIDES = ("family", "municipality")
_SCALES = ("satisfaction", "agreement", "frequency")


def main() -> None:
    """Prints seconds to publish, and queries, median and worst time of each page and file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("answers", type=int, nargs="?", default=10_000)
    parser.add_argument("questions", type=int, nargs="?", default=60)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="plejebro-bench-") as folder:
        os.environ.update(DJANGO_SETTINGS_MODULE="config.settings.demo", PLEJEBRO_DATA_DIR=folder)
        _run(asked.answers, asked.questions)


def _run(answers: int, questions: int) -> None:
    import django

    django.setup()
    from django.conf import settings

    settings.PLEJEBRO_DEMO_CLOCK_SECONDS = 0
    from plejebro.cli.serving import prepare
    from plejebro.surveys.results.publication import compute

    prepare()
    row = make_round(answers, questions)
    began = time.perf_counter()
    content = compute(row)
    seconds = time.perf_counter() - began
    cells = [cell for one in content["questions"] for cell in one.get("cells", {}).values()]
    hidden = sum(cell is None for cell in cells)
    print(f"{answers} answers × {questions} questions × {len(content['municipalities'])} municipalities")
    print(f"counted and protected in {seconds:.1f} s: {len(cells)} cells, {hidden} hidden")
    _publish(row, content)
    _pages(row)


def make_round(answers: int, questions: int) -> Any:
    """A closed round with so many invented answers, unevenly over all municipalities, half of the questions on each side."""
    from plejebro.kernel import clock
    from plejebro.municipalities.models import Municipality
    from plejebro.surveys.models import Answer, Frame, Questionnaire, Round

    dice = random.Random(6)
    keys = {side: [f"sp{number:02d}" for number in range(questions // 2)] for side in SIDES}
    forms = {side: Questionnaire.objects.create(**_form(side, keys[side]), created_at=clock.now()) for side in SIDES}
    row = Round.objects.create(
        title="Syntetisk måling",
        family_form=forms["family"],
        municipality_form=forms["municipality"],
        population_on=clock.today(),
        seed=6,
        opens_on=clock.today() - timedelta(days=30),
        closes_on=clock.today(),
        state="closed",
        is_synthetic=True,
        created_at=clock.now(),
    )
    codes = list(Municipality.objects.filter(is_invented=False).order_by("code").values_list("code", flat=True)[:98])
    groups = {code: dice.choice(("small", "medium", "large")) for code in codes}
    weights = [dice.paretovariate(1.0) for _ in codes]
    Answer.objects.bulk_create(_answers(row, answers, codes, weights, groups, keys, dice), batch_size=500)
    Frame.objects.bulk_create(
        Frame(round=row, side=side, municipality_code=code, size_group=groups[code], population=300, drawn=300, answered=100)
        for side in SIDES
        for code in codes
    )
    return Round.objects.select_related("family_form", "municipality_form").get(pk=row.pk)


def _form(side: str, keys: list[str]) -> dict[str, Any]:
    asked = [
        {
            "key": key,
            "kind": _SCALES[0] if number == 0 else _SCALES[number % 3],
            "text": f"Syntetisk spørgsmål {number}?",
            "dimension": "samlet" if number == 0 else f"tema-{number}",
        }
        for number, key in enumerate(keys)
    ]
    content = {"title": "Syntetisk", "sections": [{"key": "alt", "title": "Alt", "questions": asked}]}
    return {"code": "bench", "side": side, "title": "Syntetisk", "number": 1, "content": content}


def _answers(
    row: Any,
    number: int,
    codes: list[str],
    weights: list[float],
    groups: dict[str, str],
    keys: dict[str, list[str]],
    dice: random.Random,
) -> Iterator[Any]:
    from plejebro.surveys.models import Answer

    for code in dice.choices(codes, weights, k=number):
        side = SIDES[dice.random() < 0.3]
        mood = dice.gauss(3.6, 0.8)
        given = {key: max(1, min(5, round(dice.gauss(mood, 0.8)))) for key in keys[side] if dice.random() < 0.9}
        yield Answer(round=row, side=side, municipality_code=code, size_group=groups[code], answers=given)


def _publish(row: Any, content: dict[str, Any]) -> None:
    from plejebro.accounts.models import User
    from plejebro.kernel import clock
    from plejebro.surveys.results.models import Publication

    actor = User.objects.create(email="bench@eksempel.dk", full_name="Bench")
    Publication.objects.create(round=row, content=content, published_at=clock.now(), published_by=actor)


def _pages(row: Any) -> None:
    from django.test import Client
    from django.urls import reverse

    from bench.counting import counted

    client = Client()
    pages = {
        "results": [row.public_id],
        "results_question": [row.public_id, "family", "sp00"],
        "results_csv": [row.public_id],
        "results_xlsx": [row.public_id],
        "results_json": [row.public_id],
        "results_print": [row.public_id],
    }
    for name, arguments in pages.items():
        address = reverse(f"surveys:{name}", args=arguments)
        with counted() as queries:
            size = len(client.get(address).content)
        # From an address of its own each time: files are rationed for each.
        times = [
            _seconds(partial(client.get, address, REMOTE_ADDR=f"10.0.{len(name)}.{number}")) for number in range(ROUNDS)
        ]
        median, worst = 1000 * statistics.median(times), 1000 * max(times)
        print(f"{name:18} {queries[0]:3} queries  median {median:6.0f} ms  worst {worst:6.0f} ms  {size // 1000} kB")


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
