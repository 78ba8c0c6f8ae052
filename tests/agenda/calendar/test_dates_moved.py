"""What stood on the placement's page before there was a calendar stands in it: the migration, on the tables as they were."""

from __future__ import annotations

import uuid
from datetime import date, time
from importlib import import_module
from typing import Any

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from plejebro.agenda.models import Entry
from tests.cast import Cast

_MOVE = import_module("plejebro.agenda.migrations.0007_coming_dates")
_BEFORE = [("agenda", "0006_calendar"), ("placements", "0006_coming_date_replaced"), ("accounts", "0001_initial")]
# Without its foreign keys: SQLite lets no table with them be made while a test's transaction is open.
_TABLE = """CREATE TABLE placements_comingdate (
    id integer PRIMARY KEY, public_id {uuid} NOT NULL, "on" date NOT NULL, at time NULL, what varchar(120) NOT NULL,
    removed_at {moment} NULL, written_by_id bigint NOT NULL, placement_id bigint NOT NULL, replaces_id bigint NULL)"""


@pytest.fixture
def before(cast: Cast) -> Apps:
    """The models as they were, with the table that is gone now."""
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute(
            _TABLE.format(
                uuid="uuid" if is_postgresql else "char(32)", moment="timestamptz" if is_postgresql else "datetime"
            )
        )
    return MigrationLoader(connection).project_state(_BEFORE).apps


def test_a_date_that_stood_becomes_an_entry_of_an_hour_or_a_whole_day(cast: Cast, before: Apps) -> None:
    coming: Any = before.get_model("placements", "ComingDate")
    count = Entry.objects.count()

    def wrote(number: int, on: date, at: time | None, what: str, **more: Any) -> Any:
        ids = {"written_by_id": cast.sara.user.pk, "placement_id": cast.noah.pk}
        return coming.objects.create(id=number, public_id=uuid.uuid4(), on=on, at=at, what=what, **ids, **more)

    summer = wrote(1, date(2026, 7, 1), time(13, 0), "Sommermøde")
    late = wrote(2, date(2026, 12, 9), time(23, 30), "Sent møde")
    whole = wrote(3, date(2026, 12, 10), None, "Hele dagen")
    old = wrote(4, date(2026, 12, 11), None, "Rettet", removed_at="2026-11-01T08:00:00Z")
    new = wrote(5, date(2026, 12, 12), None, "Rettet igen", replaces_id=4)
    wrote(6, date(2026, 12, 13), None, "Taget af", removed_at="2026-11-01T08:00:00Z")
    for _ in range(2):
        _MOVE.dates_become_entries(before, None)
    assert Entry.objects.count() == count + 4, "done twice it is done once"
    found = {row.public_id: row for row in Entry.objects.filter(public_id__in=[summer.public_id, late.public_id])}
    july, night = found[summer.public_id], found[late.public_id]
    assert (f"{july.starts_at:%H.%M}", f"{july.ends_at:%H.%M}") == ("11.00", "12.00"), "one o'clock on a summer's day"
    assert (night.starts, night.ends) == (date(2026, 12, 9), date(2026, 12, 10))
    day = Entry.objects.get(public_id=whole.public_id)
    assert (day.kind, day.state, day.label, day.starts_at) == ("other", "planned", "Hele dagen", None)
    assert (day.placement_id, day.created_by_id) == (cast.noah.pk, cast.sara.user.pk)
    assert Entry.objects.filter(public_id=new.public_id).exists() and not Entry.objects.filter(public_id=old.public_id)
