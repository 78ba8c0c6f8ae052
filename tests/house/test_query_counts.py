"""No page asks the database more often when there is more in it: the same pages at two sizes."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from bench import synthetic
from bench.counting import counted
from bench.synthetic import Sample, generate
from plejebro.accounts.models import User
from plejebro.enquiries.enums import MessageKind
from plejebro.enquiries.models import Draft, Enquiry, Message
from plejebro.municipalities.models import Employment
from plejebro.placements.models import Placement
from tests.cast import Cast

SMALL, LARGE = 60, 180


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
    "consultant's home": (8, lambda s: (s.consultants[0], reverse("web:home"), {})),
    "team leader's home": (8, lambda s: (s.leaders[0], reverse("web:home"), {})),
    "head's home": (8, lambda s: (s.head, reverse("web:home"), {})),
    "family's home": (8, lambda s: (s.parents[0], reverse("web:home"), {})),
    "all placements": (8, lambda s: (s.head, reverse("web:placements"), {})),
    "enquiries": (12, lambda s: (s.head, reverse("enquiries:list"), {})),
    "placement page": (15, lambda s: (s.advisers[0], reverse("web:placement", args=[_placement(s).public_id]), {})),
    "thread": (12, lambda s: (s.advisers[0], reverse("enquiries:thread", args=[_enquiry(s).public_id]), {})),
    "search by name": (12, lambda s: (s.head, reverse("web:search"), {"ord": "Noah"})),
    "search by CPR": (5, lambda s: (s.head, reverse("web:search"), {"ord": s.numbers[0]})),
    "who has looked": (12, lambda s: (s.parents[0], reverse("web:looks", args=[_placement(s).public_id]), {})),
}

# What is sent → its kind, whether a draft of it lies there, and how many questions at most. An answer also stops the
# clock: the enquiry's turn, the pause and the clock are three rows more.
SENDINGS: dict[str, tuple[int, MessageKind, bool]] = {
    "a message": (12, MessageKind.COMMENT, False),
    "a message that was kept as a draft": (13, MessageKind.COMMENT, True),
    "an internal note": (10, MessageKind.NOTE, False),
    "an answer": (15, MessageKind.ANSWER, False),
}


def sending(sample: Sample, kind: MessageKind, *, drafted: bool) -> int:
    """How often the database is asked when an adviser presses "Send"."""
    client, enquiry, sign = client_of(sample.advisers[0]), _enquiry(sample), str(uuid4())
    data = {"kind": kind.value, "text": "Vi ser på det.", "submission": sign, "version": str(enquiry.version), "do": "send"}
    if drafted:
        assert client.post(reverse("enquiries:thread_draft", args=[enquiry.public_id]), data).status_code == 200
    with counted() as questions:
        assert client.post(reverse("enquiries:write", args=[enquiry.public_id]), data).status_code == 302
    assert Message.objects.filter(submission=sign).count() == 1
    assert not Draft.objects.filter(enquiry=enquiry).exists()
    return questions[0]


def measure(sample: Sample) -> dict[str, int]:
    """How often each page asks, and each sending."""
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
    return found | {name: sending(sample, kind, drafted=drafted) for name, (_, kind, drafted) in SENDINGS.items()}


def test_pages_ask_as_often_of_much_as_of_little(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PLEJEBRO_DEMO_CLOCK_SECONDS", 0, raising=False)
    small = measure(generate(SMALL, cast.today))
    large = measure(generate(LARGE, cast.today, code="998"))
    print("\n" + "\n".join(f"{name}: {number}" for name, number in small.items()))
    assert large == small
    allowed = {name: row[0] for name, row in [*PAGES.items(), *SENDINGS.items()]}
    assert {name: small[name] for name, most in allowed.items() if small[name] > most} == {}


# SQLite refuses an expression deeper than a thousand, and the ORM writes one for keys it looks up ahead.
OVER_THE_LIMIT = 1050
LISTS = ("web:placements", "enquiries:list", "families:list", "web:notices")


def test_no_list_falls_over_when_one_person_has_more_than_a_thousand(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PLEJEBRO_DEMO_CLOCK_SECONDS", 0, raising=False)
    for name, number in {"PER_ADVISER": OVER_THE_LIMIT, "PER_CONSULTANT": OVER_THE_LIMIT, "ENQUIRIES_EACH": 1}.items():
        monkeypatch.setattr(synthetic, name, number)
    sample = generate(OVER_THE_LIMIT, cast.today, code="997")
    adviser = Employment.objects.get(user=sample.advisers[0])
    homes = [reverse("web:home") + query for query in ("", "?vis=mig", "?vis=familien", "?vis=alle&side=21", "?side=999")]
    for user in (sample.advisers[0], sample.consultants[0], sample.leaders[0], sample.head):
        client = client_of(user)
        for path in [*homes, *(reverse(name) for name in LISTS)]:
            with counted() as questions:
                assert client.get(path).status_code == 200, path
            assert questions[0] <= (8 if path in homes else 15), path
        assert client.get(reverse("enquiries:export")).status_code == 200
    page = client_of(sample.leaders[0]).get(reverse("flows:hand_over_all", args=[adviser.public_id]))
    assert f"Overlever {OVER_THE_LIMIT} anbringelser" in page.content.decode()
