"""What a plan gives, and what the law asks before it can be agreed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plejebro.agenda.contact.enums import Relation
from plejebro.agenda.contact.rules import below_floor, longest_gap, missing, visit_rules, yearly
from plejebro.agenda.contact.schema import checked, special_days
from plejebro.cli.story.agenda_contact import plan_content
from plejebro.versions.schema import BadContent

START = date(2026, 12, 1)
COMMITTEE = {"committee_on": "2026-11-01", "committee_number": "BUU 12/2026", "committee_until": "2027-10-31"}


def content(**changes: Any) -> dict[str, Any]:
    return checked(plan_content(**changes))


def asked(
    relation: Relation = Relation.PARENT, ends: date | None = None, born_on: date | None = None, **changes: Any
) -> str:
    return " ".join(missing(content(**changes), START, ends, relation=relation, born_on=born_on))


@pytest.mark.parametrize("every", ["w1", "w2", "w3", "w4"])
def test_every_fourth_week_or_more_is_the_municipalitys_to_decide(every: str) -> None:
    assert asked(every=every) == ""


@pytest.mark.parametrize("every", ["w6", "w8", "m1", "m-1"])
def test_less_than_every_fourth_week_asks_for_the_committee(every: str) -> None:
    """The first Saturday of each month is five weeks after the last one several times a year."""
    assert "barnets lov § 104" in asked(every=every)
    assert "Skriv afgørelsens dato og nummer" in asked(every=every)
    assert asked(every=every, ends=date(2027, 10, 31), **COMMITTEE) == ""


def test_the_committees_decision_holds_for_its_period_alone() -> None:
    assert "Planen skal slutte senest" in asked(every="w6", **COMMITTEE)


def test_before_2024_the_floor_was_once_a_month() -> None:
    old = date(2022, 3, 1)
    assert below_floor(content(every="m1"), old, None, Relation.PARENT) == ""
    assert "serviceloven § 71" in below_floor(content(every="w8"), old, None, Relation.PARENT)


def test_what_is_agreed_with_the_network_is_no_decision_but_a_decision_is() -> None:
    assert asked(Relation.NETWORK, every="w6") == ""
    assert "hver fjerde uge" in asked(Relation.NETWORK, every="w6", decided_by="municipality")


def test_supervised_contact_is_the_committees_and_supported_needs_consent() -> None:
    assert "Overvåget samvær" in asked(form="supervised")
    assert "samtykke" in asked(form="supported")
    young = date(2011, 5, 1)
    half = {"form": "supported", "holder_consent_on": date(2026, 11, 2)}
    assert asked(**half) == ""
    assert "fyldt 15 år" in asked(born_on=young, **half)
    assert asked(born_on=young, youth_consent_on=date(2026, 11, 3), **half) == ""
    assert asked(Relation.NETWORK, form="supported") == ""


def test_a_special_day_is_typed_as_one_writes_it() -> None:
    every, once = special_days("24.12. 10.00-14.00 Juleaftensdag\n1/6-2027 kl. 9:30 til 12.00 Skolefest")
    assert every.words == "24. december hvert år kl. 10.00 til 14.00: Juleaftensdag"
    assert once.words == "1. juni 2027 kl. 9.30 til 12.00: Skolefest"
    for line in ("juleaften", "31.2. 10.00-12.00 Ingen dag", "24.12. 14.00-10.00 Bagvendt", "24.12. 25.00-26.00 Nat"):
        with pytest.raises(BadContent):
            special_days(line)


def test_a_plan_needs_times_or_special_days() -> None:
    for changes in ({"begins": None}, {"weekday": None}, {"until": "09:00"}, {"every": "none", "special_days": ""}):
        with pytest.raises(BadContent):
            content(**changes)
    assert content(every="none", begins=None, until=None)["special_days"]


def test_a_birthday_on_29_february_is_kept_every_year() -> None:
    rule, first = yearly(29, 2, START)
    found = rule.days(first, start=START, end=date(2029, 1, 1))
    assert found == [date(2027, 2, 28), date(2028, 2, 29)]


@given(starts=st.dates(date(2024, 1, 1), date(2035, 1, 1)), weeks=st.sampled_from(["1", "2", "3", "4", "6", "8"]))
def test_the_gap_is_never_longer_than_the_weeks_between(starts: date, weeks: str) -> None:
    found = checked(plan_content(every=f"w{weeks}", special_days=""))
    assert longest_gap(found, starts, None) == 7 * int(weeks)


@given(starts=st.dates(date(2024, 1, 1), date(2035, 1, 1)), days=st.integers(30, 800))
def test_no_rule_gives_a_day_outside_the_plan(starts: date, days: int) -> None:
    ends = starts + timedelta(days=days)
    for rule in visit_rules(content(special_days="29.2. 9.00-10.00 Dag\n24.12. 10.00-11.00 Jul"), starts, ends):
        found = rule.days(starts - timedelta(days=400), ends + timedelta(days=400))
        assert all(starts <= day <= ends for day in found)
