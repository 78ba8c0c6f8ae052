"""One engine and one size: makes the data, measures every piece of work, prints JSON. Called by `bench.run`."""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

from bench.counting import counted

WARM_UP = 3


def main() -> int:
    """Reads the size and the number of rounds, and prints one JSON object."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--placements", type=int, required=True)
    parser.add_argument("--rounds", type=int, default=30)
    arguments = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.demo"
    import django

    django.setup()
    from django.conf import settings

    settings.ROOT_URLCONF = "bench.bare"
    # The demo's movable clock asks the database once a second; operation has no such clock.
    settings.PLEJEBRO_DEMO_CLOCK_SECONDS = 0
    settings.LOGGING_CONFIG = None
    logging.disable(logging.CRITICAL)
    from bench.synthetic import generate
    from plejebro.cli.serving import prepare
    from plejebro.kernel import clock

    prepare()
    began = time.monotonic()
    sample = generate(arguments.placements, clock.today())
    print(f"  {arguments.placements} placements generated in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    print(json.dumps(Bench(sample, arguments.rounds).run()))
    return 0


class Bench:
    """The pieces of work, each asked `rounds` times on things chosen anew each time."""

    def __init__(self, sample: Any, rounds: int) -> None:
        self.sample, self.rounds = sample, rounds
        self.dice = random.Random(25)
        self._clients: dict[int, Any] = {}

    def run(self) -> dict[str, dict[str, float]]:
        """Figures per piece of work: queries (the most any round took), median and p95 in milliseconds, and `bare`.

        `bare` is the median of a bare page asked for in the same rounds: what else the machine does slows both.
        """
        return {name: self._measure(work) for name, work in self._works().items()}

    def _works(self) -> dict[str, Callable[[], tuple[Any, str, str, dict[str, str]]]]:
        from django.urls import reverse

        sample = self.sample
        adviser, head = (lambda: self._one(sample.advisers)), (lambda: sample.head)
        return {
            "a bare template page": self._bare,
            "adviser's home, 25 placements": lambda: self._get(adviser(), reverse("web:home")),
            "all placements, page of 50": lambda: self._get(
                head(), f"{reverse('web:placements')}?sort=navn&side={self.dice.randint(1, 20)}"
            ),
            "… sorted by start, one unit": lambda: self._get(
                head(), f"{reverse('web:placements')}?sort={self._by_start()}&enhed={self._unit()}"
            ),
            "search by name": lambda: self._post(head(), reverse("web:search"), {"ord": "Noah Grøn"}),
            "search by CPR number": lambda: self._post(*self._number()),
            "placement page": lambda: self._get(*self._placement()),
            "enquiry thread": lambda: self._get(*self._thread()),
            "family's home": lambda: self._get(self._one(sample.parents), reverse("web:home")),
            "consultant's home": lambda: self._get(self._one(sample.consultants), reverse("web:home")),
            "team leader's home": lambda: self._get(self._one(sample.leaders), reverse("web:home")),
            "head of department's home": lambda: self._get(head(), reverse("web:home")),
            "sending a message": self._message,
        }

    def _measure(self, work: Callable[[], tuple[Any, str, str, dict[str, str]]]) -> dict[str, float]:
        times, counts, bare = [], [], []
        for number in range(self.rounds + WARM_UP):
            beside, _ = self._timed(*self._bare())
            took, asked = self._timed(*work())
            if number >= WARM_UP:
                bare.append(beside)
                times.append(took)
                counts.append(asked)
        times.sort()
        return {
            "queries": max(counts),
            "median": statistics.median(times),
            "p95": times[min(len(times) - 1, int(len(times) * 0.95))],
            "bare": statistics.median(bare),
        }

    def _timed(self, client: Any, method: str, path: str, data: dict[str, str]) -> tuple[float, int]:
        """Milliseconds and queries of one call."""
        with counted() as queries:
            began = time.perf_counter()
            answer = getattr(client, method)(path, data)
            took = (time.perf_counter() - began) * 1000
        if answer.status_code not in (200, 302, 303):
            raise SystemExit(f"{method} {path}: {answer.status_code}")
        return took, queries[0]

    # --- who asks for what ------------------------------------------------------------------------------------------

    def _bare(self) -> tuple[Any, str, str, dict[str, str]]:
        return self._get(self.sample.head, "/bench/bare/")

    def _get(self, user: int, path: str) -> tuple[Any, str, str, dict[str, str]]:
        return self._client(user), "get", path, {}

    def _post(self, user: int, path: str, data: dict[str, str]) -> tuple[Any, str, str, dict[str, str]]:
        return self._client(user), "post", path, data

    def _client(self, user: int) -> Any:
        from django.test import Client

        from plejebro.accounts.models import User

        if user not in self._clients:
            client = Client()
            client.force_login(User.objects.get(pk=user), backend="allauth.account.auth_backends.AuthenticationBackend")
            client.get("/om/")  # the first page puts the hat in the session
            self._clients[user] = client
        return self._clients[user]

    def _one(self, some: list[Any]) -> Any:
        return self.dice.choice(some[:40])

    def _unit(self) -> int:
        from plejebro.municipalities.models import Unit

        return Unit.objects.order_by("pk").values_list("pk", flat=True)[0]

    def _by_start(self) -> str:
        from plejebro.placements.queries import SORTS

        return next(key for key in SORTS if key != "navn")

    def _placement(self) -> tuple[int, str]:
        from django.urls import reverse

        from plejebro.placements.models import Placement

        user = self._one(self.sample.advisers)
        ids = Placement.objects.filter(assignments__employment__user=user).order_by("pk").values_list("public_id", flat=True)
        return user, reverse("web:placement", args=[self.dice.choice(list(ids[:25]))])

    def _number(self) -> tuple[int, str, dict[str, str]]:
        """An adviser looks for a child of its own; several advisers, since each may only ask so often."""
        from django.urls import reverse

        which = self.dice.randrange(min(8, len(self.sample.advisers)))
        number = self.sample.numbers[which * 25 + self.dice.randrange(25)]
        return self.sample.advisers[which], reverse("web:search"), {"ord": number}

    def _enquiry(self) -> tuple[int, Any]:
        from plejebro.enquiries.models import Enquiry

        user = self._one(self.sample.advisers)
        rows = Enquiry.objects.filter(placement__assignments__employment__user=user, status="waiting_municipality")
        return user, rows.order_by("pk")[self.dice.randrange(20)]

    def _thread(self) -> tuple[int, str]:
        from django.urls import reverse

        user, enquiry = self._enquiry()
        return user, reverse("enquiries:thread", args=[enquiry.public_id])

    def _message(self) -> tuple[Any, str, str, dict[str, str]]:
        from django.urls import reverse

        user, enquiry = self._enquiry()
        data = {
            "kind": "comment",
            "text": "Vi ser på det.",
            "submission": str(uuid.uuid4()),
            "version": str(enquiry.version),
            "seen": str(enquiry.messages.count()),
            "do": "send",
        }
        return self._post(user, reverse("enquiries:write", args=[enquiry.public_id]), data)


if __name__ == "__main__":
    raise SystemExit(main())
