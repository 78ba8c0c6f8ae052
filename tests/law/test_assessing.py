"""What the law asked of a decision, and what is on file for it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plejebro.law import Assessment, Evidence, Facts, assess, requirement_ids
from plejebro.law.types import KINDS, ROUTES

TODAY = date(2026, 11, 24)
DECIDED = date(2024, 5, 2)


def facts(**changes: object) -> Facts:
    return Facts(**{"decision_date": DECIDED, "child_born": date(2014, 8, 9), "route": "K1", **changes})  # type: ignore[arg-type]


def status(of: str, **changes: object) -> str:
    return next(one.status for one in assess(facts(**changes), today=TODAY).requirements if one.id == of)


def rights(**changes: object) -> set[tuple[str, str]]:
    return {(one.who, one.right) for one in assess(facts(**changes), today=TODAY).rights}


@pytest.mark.parametrize(
    ("day", "regime", "act"),
    [
        (date(2011, 1, 1), "A1", "serviceloven"),
        (date(2015, 9, 30), "A1", "serviceloven"),
        (date(2015, 10, 1), "A2", "serviceloven"),
        (date(2023, 12, 31), "A2", "serviceloven"),
        (date(2024, 1, 1), "B", "barnets lov"),
        (date(2026, 11, 24), "B", "barnets lov"),
    ],
)
def test_the_day_of_the_decision_picks_the_law(day: date, regime: str, act: str) -> None:
    found = assess(facts(decision_date=day, child_born=date(2010, 1, 1)), today=TODAY)
    assert (found.regime, found.act) == (regime, act)


def test_a_case_from_before_is_finished_under_the_new_act_and_may_reuse_old_papers() -> None:
    """Barnets lov § 213: the case's beginning never changes the regime, only what is said of the papers."""
    new = assess(facts(case_opened=date(2023, 11, 1)), today=TODAY)
    assert new.regime == "B"
    plan = next(one for one in new.requirements if one.id == "R13")
    assert "§ 213" in plan.why
    assert "§ 213" not in next(one for one in assess(facts(), today=TODAY).requirements if one.id == "R13").why


@pytest.mark.parametrize(
    ("day", "first_age"), [(date(2014, 5, 1), 15), (date(2016, 5, 1), 12), (date(2025, 5, 1), 12)], ids=["A1", "A2", "B"]
)
def test_the_young_consent_from_their_birthday(day: date, first_age: int) -> None:
    birthday = day.replace(year=day.year - first_age)
    assert status("R04", decision_date=day, child_born=birthday) != "not_applicable"
    assert status("R04", decision_date=day, child_born=birthday + timedelta(days=1)) == "not_applicable"


def test_under_ten_a_family_may_ask_for_a_review_and_from_ten_not() -> None:
    day = date(2025, 6, 1)
    assert ("plejefamilie", "vurdering") in rights(decision_date=day, child_born=date(2015, 6, 2))
    assert ("plejefamilie", "vurdering") not in rights(decision_date=day, child_born=date(2015, 6, 1))
    assert status("R31", decision_date=day, child_born=date(2015, 6, 1)) == "not_applicable"


def test_the_review_is_for_moves_with_consent_and_for_going_home() -> None:
    assert ("plejefamilie", "vurdering") not in rights(route="K2")
    assert ("plejefamilie", "vurdering") not in rights(route=None)
    assert ("plejefamilie", "vurdering") not in rights(kind="contact")
    assert ("plejefamilie", "vurdering") in rights(kind="return_home", route=None)
    assert ("plejefamilie", "vurdering") not in rights(decision_date=date(2023, 12, 31))


def test_a_family_is_never_a_party() -> None:
    for route in (*ROUTES[:6], None):
        assert ("plejefamilie", "klage") not in rights(route=route)
    assert ("plejefamilie", "klage") in rights(route="K7")


def test_a_child_complains_from_twelve_and_since_2024_from_ten() -> None:
    for day, first_age in ((date(2014, 5, 1), 12), (date(2021, 5, 1), 12), (date(2025, 5, 1), 10)):
        birthday = day.replace(year=day.year - first_age)
        assert ("barn", "klage") in rights(decision_date=day, child_born=birthday)
        assert ("barn", "klage") not in rights(decision_date=day, child_born=birthday + timedelta(days=1))


def test_proof_from_after_the_decision_is_late_and_from_the_same_day_is_not() -> None:
    def at(day: date | None) -> str:
        return status("R07", evidence={"R07": (Evidence(day, "udtalelse"),)})

    assert at(DECIDED) == "documented"
    assert at(DECIDED + timedelta(days=1)) == "late"
    assert at(None) == "missing"
    both = (Evidence(DECIDED + timedelta(days=9)), Evidence(DECIDED - timedelta(days=9)), Evidence(None))
    assert status("R07", evidence={"R07": both}) == "documented"


def test_the_order_is_not_applicable_then_exception_then_proof() -> None:
    proof = {"R08": (Evidence(date(2024, 4, 1)),)}
    every = {"evidence": proof, "exceptions": {"R08": "barnet er spædt"}, "not_applicable": {"R08": "prøve"}}
    assert status("R08", **every) == "not_applicable"
    assert status("R08", evidence=proof, exceptions={"R08": "barnet er spædt"}) == "excepted"
    assert status("R08", evidence=proof) == "documented"
    assert status("R08") == "missing"


def test_an_exception_the_law_does_not_know_settles_nothing() -> None:
    """Not even urgency excuses from hearing the family first (R07)."""
    assert status("R07", exceptions={"R07": "det hastede"}) == "unclear"


def test_without_a_route_the_answer_says_which_facts_decide() -> None:
    found = assess(facts(route=None), today=TODAY)
    assert [one.route for one in found.open_routes] == list(ROUTES)
    assert all(one.deciding_facts for one in found.open_routes)
    assert "sagt op" in " ".join(fact for one in found.open_routes if one.route == "K3" for fact in one.deciding_facts)
    by_id = {one.id: one.status for one in found.requirements}
    assert by_id["R03"] == by_id["R05"] == by_id["R31"] == "unclear"
    assert by_id["R08"] == "missing"


def test_a_route_that_did_not_exist_is_unclear_throughout() -> None:
    found = assess(facts(decision_date=date(2014, 5, 1), child_born=date(2005, 1, 1), route="K4"), today=TODAY)
    assert {one.status for one in found.requirements} == {"unclear"}
    assert "§ 75" in found.requirements[0].why
    assert [
        one.route
        for one in assess(facts(decision_date=date(2014, 5, 1), route=None, child_born=date(2005, 1, 1))).open_routes
    ] == [*("K1", "K2", "K3", "K5", "K7")]


def test_in_an_external_event_nobody_consents_and_nobody_weighs_the_need() -> None:
    assert status("R02", route="K3") == status("R03", route="K3") == "not_applicable"
    assert status("R07", route="K3") == "unclear"
    assert status("R16", route="K3") == "missing"


def test_a_committee_must_have_been_preceded_by_an_attempt_at_consent() -> None:
    assert status("R03", route="K2") == "missing"
    assert status("R05", route="K2") == status("R06", route="K2") == status("R27", route="K2") == "missing"
    assert status("R27", route="K7") == "not_applicable"


def test_what_comes_after_the_decision_is_missing_only_when_its_time_has_come() -> None:
    future = date(2026, 12, 1)
    assert status("R42", decision_date=future) == "unclear"
    assert status("R42", decision_date=TODAY) == "unclear"
    assert status("R42", decision_date=TODAY - timedelta(days=1)) == "missing"
    assert status("R33", decision_date=TODAY - timedelta(days=7), route="K4") == "unclear"
    assert status("R33", decision_date=TODAY - timedelta(days=8), route="K4") == "missing"


def test_a_complaint_that_never_came_is_not_missing() -> None:
    assert status("R30") == status("R31") == status("R32") == "unclear"
    assert status("R30", evidence={"R30": (Evidence(date(2024, 5, 20)),)}) == "documented"


def test_born_on_leap_day_one_turns_on_the_first_of_march_and_it_is_marked() -> None:
    born = date(2012, 2, 29)
    assert status("R04", decision_date=date(2024, 2, 28), child_born=born) == "not_applicable"
    assert status("R04", decision_date=date(2024, 2, 29), child_born=born) == "missing"
    before = assess(facts(decision_date=date(2025, 2, 28), child_born=date(2012, 2, 29)), today=TODAY)
    after = assess(facts(decision_date=date(2025, 3, 1), child_born=date(2012, 2, 29)), today=TODAY)
    assert (before.age, after.age) == (12, 13)
    consent = next(one for one in after.requirements if one.id == "R04")
    assert "29. februar" in consent.note and "spørg en jurist" in consent.note


def test_the_numbering_is_the_one_in_force_that_day() -> None:
    def complaint(day: date) -> tuple[str, ...]:
        found = assess(facts(decision_date=day, child_born=date(2010, 1, 1)), today=TODAY)
        return next(one.basis for one in found.rights if (one.who, one.right) == ("barn", "klage"))

    assert complaint(date(2024, 5, 1)) == ("BL § 145, stk. 1, nr. 4-5",)
    assert complaint(date(2026, 5, 1)) == ("BL § 145, stk. 1, nr. 5-6",)
    assert complaint(date(2022, 5, 1)) == ("SEL § 167, stk. 1, nr. 4",)


days = st.dates(min_value=date(2011, 1, 1), max_value=date(2027, 12, 31))
items = st.builds(Evidence, st.one_of(st.none(), days))
evidence = st.dictionaries(st.sampled_from(requirement_ids()), st.lists(items, max_size=3).map(tuple), max_size=12)
cases = st.builds(
    Facts,
    decision_date=days,
    child_born=st.dates(min_value=date(1994, 1, 1), max_value=date(2011, 1, 1)),
    kind=st.sampled_from(KINDS),
    route=st.one_of(st.none(), st.sampled_from(ROUTES)),
    evidence=evidence,
)


def missing(found: Assessment) -> set[str]:
    return set(found.missing)


@given(case=cases, more=evidence)
def test_more_proof_never_gives_more_missing(case: Facts, more: dict[str, tuple[Evidence, ...]]) -> None:
    joined = {key: (*case.evidence.get(key, ()), *more.get(key, ())) for key in {*case.evidence, *more}}
    fuller = Facts(case.decision_date, case.child_born, case.kind, case.case_opened, case.route, joined)
    assert missing(assess(fuller, today=TODAY)) <= missing(assess(case, today=TODAY))


@given(case=cases)
def test_every_answer_has_all_requirements_and_applies_unless_it_does_not(case: Facts) -> None:
    found = assess(case, today=TODAY)
    assert tuple(one.id for one in found.requirements) == requirement_ids()
    assert all(one.applies == (one.status != "not_applicable") and one.why for one in found.requirements)
    assert not any(one.status == "late" and one.due == "after" for one in found.requirements)
    assert bool(found.open_routes) == (case.route is None)


@given(case=cases, when=days)
def test_as_time_passes_nothing_on_file_goes_away(case: Facts, when: date) -> None:
    """The day one asks decides only whether what is due afterwards is missing yet."""
    now, later = assess(case, today=when), assess(case, today=when + timedelta(days=400))
    assert missing(now) <= missing(later)
    changed = {one.id for one, two in zip(now.requirements, later.requirements, strict=True) if one.status != two.status}
    assert changed <= {one.id for one in now.requirements if one.due == "after" and one.status == "unclear"}
