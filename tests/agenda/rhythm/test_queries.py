"""The pages of the rhythm ask the database as often of much as of little, and none falls over when there is a lot."""

from __future__ import annotations

import time
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from bench import synthetic
from bench.synthetic import Sample, generate
from plejebro.agenda.rhythm import duties
from plejebro.agenda.rhythm.enums import MarkKind
from plejebro.agenda.rhythm.models import Mark
from plejebro.kernel import clock
from plejebro.placements.models import Placement
from tests.house.test_query_counts import OVER_THE_LIMIT, client_of, counted

SMALL, LARGE = 20, 200


def remember(sample: Sample, today: Any) -> None:
    """Two visits, a follow-up and course days on each placement of the sample."""
    rows = []
    for placement in Placement.objects.filter(municipality=sample_municipality(sample)).order_by("pk"):
        for kind, ago, more in (
            (MarkKind.FOLLOW_UP, 40, {}),
            (MarkKind.SUPERVISION, 30, {"child_spoken_to": True}),
            (MarkKind.SUPERVISION, 20, {"child_spoken_to": True}),
            (MarkKind.COURSE, 10, {"days": 1}),
        ):
            rows.append(
                Mark(
                    placement=placement,
                    kind=kind,
                    on=max(placement.starts, today - timedelta(days=ago)),
                    side="municipality",
                    written_by_id=sample.head,
                    written_name="Nogen",
                    written_at=clock.now(),
                    submission=uuid.uuid4(),
                    **more,
                )
            )
    Mark.objects.bulk_create(rows)


def sample_municipality(sample: Sample) -> int:
    placement = Placement.objects.filter(assignments__employment__user=sample.advisers[0]).order_by("pk").first()
    assert placement is not None
    return placement.municipality_id


def measure(sample: Sample) -> dict[str, int]:
    """How often each page asks."""
    placement = Placement.objects.filter(assignments__employment__user=sample.advisers[0]).order_by("pk")[0]
    found = {}
    for name, user, path in (
        ("adviser's list", sample.advisers[0], reverse("agenda:rhythm_list") + "?vis=alle"),
        ("team leader's list", sample.leaders[0], reverse("agenda:rhythm_list") + "?vis=alle"),
        ("head's list", sample.head, reverse("agenda:rhythm_list") + "?vis=alle"),
        ("search", sample.head, reverse("agenda:rhythm_list") + "?vis=alle&q=Noah"),
        ("file", sample.head, reverse("agenda:rhythm_export") + "?vis=mangler&hvad=support_start"),
        ("page", sample.advisers[0], reverse("agenda:rhythm", args=[placement.public_id])),
    ):
        client = client_of(user)
        client.get(path)
        with counted() as questions:
            assert client.get(path).status_code == 200, path
        found[name] = questions[0]
    return found


def test_pages_ask_as_often_of_200_placements_as_of_20(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PLEJEBRO_DEMO_CLOCK_SECONDS", 0, raising=False)
    small, large = generate(SMALL, cast.today, code="998"), generate(LARGE, cast.today, code="997")
    remember(small, cast.today)
    remember(large, cast.today)
    few, many = measure(small), measure(large)
    print("\n" + "\n".join(f"{name}: {number}" for name, number in few.items()))
    assert few == many
    assert max(few.values()) <= 15


def test_an_adviser_with_more_than_a_thousand_placements_can_still_read_the_list(
    cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PLEJEBRO_DEMO_CLOCK_SECONDS", 0, raising=False)
    for name, number in {"PER_ADVISER": OVER_THE_LIMIT, "PER_CONSULTANT": OVER_THE_LIMIT, "ENQUIRIES_EACH": 0}.items():
        monkeypatch.setattr(synthetic, name, number)
    sample = generate(OVER_THE_LIMIT, cast.today, code="996")
    client = client_of(sample.advisers[0])
    began = time.perf_counter()
    assert client.get(reverse("agenda:rhythm_list") + "?vis=alle&side=3").status_code == 200
    print(f"\n{OVER_THE_LIMIT} placements: {time.perf_counter() - began:.2f} s")
    assert client.get(reverse("agenda:rhythm_export") + "?vis=alle").status_code == 200
    duties.run_duties()
