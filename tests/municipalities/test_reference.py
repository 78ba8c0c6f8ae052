"""The 98 municipalities and their regions."""

from __future__ import annotations

from datetime import date
from typing import Any

from plejebro.clocks.rules import DEFAULT_REPLY_WORKDAYS
from plejebro.db.periods import current
from plejebro.municipalities import pages
from plejebro.municipalities.models import Municipality, RegionPeriod
from plejebro.municipalities.reference import load_reference


def regions_on(code: str, day: date) -> list[str]:
    rows = RegionPeriod.objects.filter(current(day), municipality__code=code).order_by("pk")
    return list(rows.values_list("region", flat=True))


def test_there_are_98_real_municipalities_and_each_lies_in_one_region(cast: Any) -> None:
    load_reference()
    real = Municipality.objects.filter(is_invented=False)
    assert real.count() == 98
    for code in real.order_by("code").values_list("code", flat=True):
        assert len(regions_on(code, date(2026, 6, 1))) == 1
        assert len(regions_on(code, date(2027, 6, 1))) == 1


def test_copenhagen_changes_region_at_new_year_2027(cast: Any) -> None:
    load_reference()
    assert regions_on("101", date(2026, 12, 31)) == ["Region Hovedstaden"]
    assert regions_on("101", date(2027, 1, 1)) == ["Region Østdanmark"]


def test_loading_twice_changes_nothing_and_leaves_what_a_municipality_has_set(cast: Any) -> None:
    load_reference()
    Municipality.objects.filter(code="101").update(joined_on=date(2026, 1, 1), has_consultants=False)
    assert load_reference() == 0
    copenhagen = Municipality.objects.get(code="101")
    assert copenhagen.joined_on == date(2026, 1, 1)
    assert not copenhagen.has_consultants


def test_a_wrong_name_and_a_wrong_region_are_put_right(cast: Any) -> None:
    load_reference()
    Municipality.objects.filter(code="751").update(name="Århus")
    RegionPeriod.objects.filter(municipality__code="751").update(region="Jylland")
    assert load_reference() > 0
    assert Municipality.objects.get(code="751").name == "Aarhus"
    assert regions_on("751", date(2026, 6, 1)) == ["Region Midtjylland"]


def test_the_default_shown_to_the_administrator_is_the_one_the_clock_uses() -> None:
    assert pages.DEFAULT_WORKDAYS == DEFAULT_REPLY_WORKDAYS
