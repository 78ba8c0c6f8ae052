"""No page asks the database more often when there is more in it: the same pages at two sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from bench.synthetic import Sample, generate
from plejebro.accounts.models import User
from plejebro.enquiries.models import Enquiry
from plejebro.placements.models import Placement
from tests.cast import Cast

SMALL, LARGE = 60, 180


@contextmanager
def counted() -> Iterator[list[int]]:
    """Counts what the page asks; BEGIN and SAVEPOINT are not questions."""
    count = [0]

    def counting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        # The limiter's rows in the cache table are a fixed number per request and are counted in the time, not here.
        is_question = sql.lstrip()[:6].upper() in ("SELECT", "INSERT", "UPDATE", "DELETE")
        count[0] += is_question and "plejebro_cache" not in sql
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counting):
        yield count


def client_of(user: int) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=user), backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get(reverse("web:about"))
    return client


def _placement(sample: Sample) -> Placement:
    return Placement.objects.filter(assignments__employment__user=sample.advisers[0]).order_by("pk")[0]


def _enquiry(sample: Sample) -> Enquiry:
    return Enquiry.objects.filter(placement=_placement(sample), status="waiting_municipality").order_by("pk")[0]


Page = Callable[[Sample], tuple[int, str, dict[str, str]]]
# Page → who asks, the address, what is posted; and how many questions at most (house contract).
PAGES: dict[str, tuple[int, Page]] = {
    "adviser's home": (8, lambda s: (s.advisers[0], reverse("web:home"), {})),
    # Fifty placements: more subjects than SQLite takes in one statement of the log, so one more.
    "consultant's home": (9, lambda s: (s.consultants[0], reverse("web:home"), {})),
    "team leader's home": (12, lambda s: (s.leaders[0], reverse("web:home"), {})),
    "head's home": (12, lambda s: (s.head, reverse("web:home"), {})),
    "family's home": (12, lambda s: (s.parents[0], reverse("web:home"), {})),
    "all placements": (8, lambda s: (s.head, reverse("web:placements"), {})),
    "enquiries": (12, lambda s: (s.head, reverse("enquiries:list"), {})),
    "placement page": (15, lambda s: (s.advisers[0], reverse("web:placement", args=[_placement(s).public_id]), {})),
    "thread": (12, lambda s: (s.advisers[0], reverse("enquiries:thread", args=[_enquiry(s).public_id]), {})),
    "search by name": (12, lambda s: (s.head, reverse("web:search"), {"ord": "Noah"})),
    "search by CPR": (5, lambda s: (s.head, reverse("web:search"), {"ord": s.numbers[0]})),
    "who has looked": (12, lambda s: (s.parents[0], reverse("web:looks", args=[_placement(s).public_id]), {})),
}


def measure(sample: Sample) -> dict[str, int]:
    """How often each page asks."""
    found = {}
    for name, (_, page) in PAGES.items():
        user, path, data = page(sample)
        client = client_of(user)
        ask = client.post if data else client.get
        ask(path, data)
        with counted() as questions:
            answer = ask(path, data)
        assert answer.status_code in (200, 302), f"{name}: {answer.status_code}"
        found[name] = questions[0]
    return found


def test_pages_ask_as_often_of_much_as_of_little(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PLEJEBRO_DEMO_CLOCK_SECONDS", 0, raising=False)
    small = measure(generate(SMALL, cast.today))
    large = measure(generate(LARGE, cast.today, code="998"))
    print("\n" + "\n".join(f"{name}: {small[name]}" for name in PAGES))
    assert large == small
    too_many = {name: small[name] for name, (most, _) in PAGES.items() if small[name] > most}
    assert too_many == {}
