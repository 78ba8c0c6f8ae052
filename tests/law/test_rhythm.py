"""The law's rhythm over the life of a placement: each date by the law of its own day."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plejebro.cli.main import main
from plejebro.law import CourseDays, Decided, Due, NetworkPeriod, RhythmFacts, regime_on, rhythm, rhythm_rules, rule_on
from plejebro.law.rhythm import RULES, UNDECIDED, add_months

NOW = date(2026, 11, 24)


def of(dues: tuple[Due, ...], *rules: str) -> list[Due]:
    return [due for due in dues if due.rule in rules]


def follow_ups(facts: RhythmFacts, on: date = NOW) -> list[tuple[date | None, date | None, str]]:
    found = of(rhythm(facts, on), "follow_up_first", "follow_up_later")
    return [(due.due, due.done, due.state) for due in sorted(found, key=lambda due: (due.done or date.max, due.number))]


# --- the data ----------------------------------------------------------------------------------------------------------


def test_every_rule_says_paragraph_address_confidence_and_whom() -> None:
    assert tuple(rhythm_rules()) == RULES
    for periods in rhythm_rules().values():
        for rule in periods:
            assert rule.basis and rule.who and rule.plain and rule.confidence in ("H", "M", "L")
            assert rule.source.startswith("https://www.retsinformation.dk/eli/lta/")
        for before, after in itertools.pairwise(periods):
            assert after.starts == before.ends + timedelta(days=1), after


def test_the_paragraph_is_of_the_act_in_force() -> None:
    for periods in rhythm_rules().values():
        for rule in periods:
            gone = "SEL" if rule.starts >= date(2024, 1, 1) else "BL"
            assert not [text for text in rule.basis if text.startswith(gone + " ")], rule.basis


def test_what_was_not_read_has_no_rule() -> None:
    assert rule_on("courses", date(2013, 12, 31)) is None
    assert rule_on("inspection", date(2013, 12, 31)) is None
    assert rule_on("support_start", date(2019, 6, 30)) is None
    with pytest.raises(KeyError):
        rule_on("picnic", NOW)


# --- follow-up ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "first"),
    [
        (date(2022, 11, 30), date(2023, 2, 28)),
        (date(2023, 11, 30), date(2024, 2, 29)),
        (date(2024, 2, 29), date(2024, 5, 29)),
        (date(2025, 5, 31), date(2025, 8, 31)),
        (date(2025, 3, 31), date(2025, 6, 30)),
    ],
)
def test_the_first_follow_up_is_within_three_months(starts: date, first: date) -> None:
    assert follow_ups(RhythmFacts(starts), on=starts) == [(first, None, "ahead")]


def test_under_the_old_act_at_most_six_months_pass_between_two() -> None:
    facts = RhythmFacts(date(2012, 1, 1), follow_ups=(date(2012, 3, 30), date(2012, 10, 5)))
    assert follow_ups(facts, on=date(2013, 5, 1)) == [
        (date(2012, 4, 1), date(2012, 3, 30), "done"),
        (date(2012, 9, 30), date(2012, 10, 5), "done_late"),
        (date(2013, 4, 5), None, "late"),
    ]


def test_under_barnets_lov_the_next_date_is_written_and_never_computed() -> None:
    facts = RhythmFacts(date(2024, 3, 1), follow_ups=(date(2024, 5, 20),))
    *_, last = of(rhythm(facts, NOW), "follow_up_later")
    assert (last.due, last.state, last.days_late) == (None, "undecided", 0)
    assert last.note.startswith(UNDECIDED)
    decided = replace(facts, decided=(Decided(date(2024, 5, 20), date(2025, 1, 15)),))
    assert follow_ups(decided)[-1] == (date(2025, 1, 15), None, "late")
    changed = replace(decided, decided=(*decided.decided, Decided(date(2024, 12, 1), date(2027, 1, 4))))
    assert follow_ups(changed)[-1] == (date(2027, 1, 4), None, "ahead")
    # Answered by the next follow-up; a date for the one after that is not there until somebody writes it.
    held = replace(decided, follow_ups=(date(2024, 5, 20), date(2025, 1, 10)))
    assert follow_ups(held)[-2:] == [(date(2025, 1, 15), date(2025, 1, 10), "done"), (None, None, "undecided")]


def test_a_date_that_falls_after_the_change_of_law_follows_the_new_law() -> None:
    facts = RhythmFacts(date(2022, 8, 17), follow_ups=(date(2022, 11, 1), date(2023, 4, 20)))
    assert follow_ups(facts, on=date(2024, 6, 1))[-1] == (date(2023, 10, 20), None, "late")
    later = replace(facts, follow_ups=(*facts.follow_ups, date(2023, 10, 3)))
    assert follow_ups(later, on=date(2024, 6, 1))[-1] == (None, None, "undecided")
    started_before = of(rhythm(RhythmFacts(date(2023, 11, 15)), date(2023, 12, 1)), "follow_up_first")[0]
    assert (started_before.due, started_before.regime, started_before.basis[0]) == (
        date(2024, 2, 15),
        "B",
        "BL § 95, stk. 2",
    )


def test_the_end_of_the_examination_brings_the_first_follow_up_forward_only_under_barnets_lov() -> None:
    done = RhythmFacts(date(2025, 1, 1), examined=date(2025, 2, 10))
    assert follow_ups(done, on=date(2025, 2, 20))[0][0] == date(2025, 2, 10)
    before = RhythmFacts(date(2021, 1, 1), examined=date(2021, 2, 10))
    assert follow_ups(before, on=date(2021, 2, 20))[0][0] == date(2021, 4, 1)


# --- supervision visits -------------------------------------------------------------------------------------------------


def test_two_visits_in_each_calendar_year_and_fewer_in_a_part_of_one() -> None:
    def count(starts: date, ends: date | None, year: int) -> int:
        dues = of(rhythm(RhythmFacts(starts, ends), date(2027, 1, 1)), "supervision")
        return len([due for due in dues if due.due and due.due.year == year])

    assert count(date(2024, 5, 1), None, 2025) == 2
    assert count(date(2025, 3, 31), None, 2025) == 2
    assert count(date(2025, 7, 1), None, 2025) == 1
    assert count(date(2025, 12, 15), None, 2025) == 0
    assert count(date(2024, 5, 1), date(2025, 3, 1), 2025) == 0
    assert count(date(2024, 5, 1), date(2025, 6, 30), 2025) == 1


def test_a_visit_that_was_not_held_in_its_year_cannot_be_held_any_more() -> None:
    facts = RhythmFacts(date(2024, 1, 1), visits=(date(2024, 4, 1), date(2024, 10, 1), date(2025, 5, 1), date(2026, 1, 9)))
    found = [(due.due, due.done, due.state) for due in of(rhythm(facts, NOW), "supervision")]
    assert found == [
        (date(2024, 12, 31), date(2024, 4, 1), "done"),
        (date(2024, 12, 31), date(2024, 10, 1), "done"),
        (date(2025, 12, 31), date(2025, 5, 1), "done"),
        (date(2025, 12, 31), None, "missed"),
        (date(2026, 12, 31), date(2026, 1, 9), "done"),
        (date(2026, 12, 31), None, "ahead"),
    ]
    last = of(rhythm(facts, date(2026, 12, 20)), "supervision")[-1]
    assert last.state == "soon" and "to børne- og ungerådgivere" in last.note


def test_the_half_of_the_year_is_our_advice_and_makes_nothing_late() -> None:
    first = of(rhythm(RhythmFacts(date(2024, 1, 1)), date(2026, 8, 1)), "supervision")[-2]
    assert (first.aim, first.due, first.state, first.days_late) == (date(2026, 6, 30), date(2026, 12, 31), "soon", 0)


# --- intensive support, courses, the social supervision authority --------------------------------------------------------


def test_intensive_support_is_asked_only_of_placements_begun_under_the_rule() -> None:
    assert not of(rhythm(RhythmFacts(date(2019, 6, 30)), NOW), "support_start", "support_done")
    start, end = of(rhythm(RhythmFacts(date(2023, 8, 29)), date(2024, 2, 20)), "support_start", "support_done")
    assert (start.due, start.basis[0], start.state) == (date(2024, 2, 29), "BL § 56, stk. 2", "soon")
    assert (end.due, end.state) == (date(2024, 8, 29), "ahead")
    facts = RhythmFacts(date(2020, 1, 1), support_done=date(2020, 12, 1))
    assert [due.state for due in of(rhythm(facts, NOW), "support_start", "support_done")] == ["done_late", "done"]
    postponed = RhythmFacts(date(2026, 1, 1), support_postponed=date(2026, 6, 1))
    assert [due.state for due in of(rhythm(postponed, NOW), "support_start", "support_done")] == ["excepted", "ahead"]


def test_three_course_days_in_the_first_year_and_two_after_that() -> None:
    days = (CourseDays(date(2024, 4, 1), Decimal(2)), CourseDays(date(2024, 9, 1), Decimal("0.5")))
    facts = RhythmFacts(date(2024, 2, 29), course_days=(*days, CourseDays(date(2025, 3, 5), Decimal(2))))
    found = [(row.due, row.needed, row.got, row.state) for row in of(rhythm(facts, date(2025, 4, 1)), "courses")]
    assert found == [
        (date(2025, 2, 27), Decimal(3), Decimal("2.5"), "missed"),
        (date(2026, 2, 27), Decimal(2), Decimal(2), "done"),
    ]
    old = [row.needed for row in of(rhythm(RhythmFacts(date(2018, 1, 1)), date(2020, 6, 1)), "courses")]
    assert old == [Decimal(2), Decimal(2), Decimal(2)]


def test_socialtilsynet_comes_every_year_until_2025_and_every_second_from_2026() -> None:
    facts = RhythmFacts(date(2022, 8, 17), inspections=(date(2023, 5, 1), date(2025, 9, 1)))
    found = [(due.due, due.done, due.state) for due in of(rhythm(facts, NOW), "inspection")]
    assert found == [
        (date(2023, 12, 31), date(2023, 5, 1), "done"),
        (date(2024, 12, 31), None, "missed"),
        (date(2025, 12, 31), date(2025, 9, 1), "done"),
        (date(2027, 12, 31), None, "ahead"),
    ]
    again = replace(facts, inspections=(*facts.inspections, date(2026, 3, 1)))
    assert [due.due for due in of(rhythm(again, NOW), "inspection")][-2:] == [date(2027, 12, 31), date(2028, 12, 31)]
    since_2024 = replace(facts, inspections=(date(2024, 5, 1),))
    assert of(rhythm(since_2024, NOW), "inspection")[-1].due == date(2026, 12, 31)


def test_a_network_family_is_excepted_and_the_municipality_supervises_it() -> None:
    facts = RhythmFacts(date(2022, 8, 17), network=(NetworkPeriod(date(2022, 8, 1), None),))
    (only,) = of(rhythm(facts, NOW), "inspection")
    assert (only.due, only.state) == (None, "excepted") and "Kommunen fører selv tilsyn" in only.note


# --- what nobody wrote down ----------------------------------------------------------------------------------------------


def test_what_was_due_before_anybody_wrote_here_is_unknown_and_never_late() -> None:
    facts = RhythmFacts(date(2019, 2, 1), kept_from=date(2026, 9, 1))
    dues = rhythm(facts, date(2026, 9, 10))
    assert {due.state for due in dues if due.due and due.due < date(2026, 9, 1)} == {"unknown"}
    assert {due.state for due in dues} == {"unknown", "undecided", "ahead"}
    under_the_old_act = rhythm(RhythmFacts(date(2019, 2, 1), kept_from=date(2022, 3, 1)), date(2022, 3, 1))
    assert of(under_the_old_act, "follow_up_later")[0].due == date(2022, 9, 1)


def test_an_ended_placement_shows_its_history_and_nothing_new() -> None:
    facts = RhythmFacts(date(2024, 1, 1), date(2026, 1, 10), follow_ups=(date(2024, 3, 1),), visits=(date(2024, 5, 1),))
    dues = rhythm(facts, NOW)
    assert {due.state for due in dues} <= {"done", "done_late", "missed"}
    assert not [due for due in dues if due.is_open]


def test_the_rules_end_the_day_before_the_child_turns_eighteen() -> None:
    dues = rhythm(RhythmFacts(date(2015, 1, 1), born=date(2007, 2, 28)), NOW)
    assert max(due.due for due in dues if due.due) <= date(2025, 2, 27)


def test_a_placement_from_2008_is_seen_from_2011_where_the_data_begins() -> None:
    dues = rhythm(RhythmFacts(date(2008, 5, 1), date(2012, 12, 31)), NOW)
    assert min(due.due for due in dues if due.due) >= date(2011, 1, 1)
    assert {due.rule for due in dues} == {"follow_up_later", "supervision"}


# --- properties: synthetic placements from 2011 to 2026 --------------------------------------------------------------------

_DAYS = st.dates(date(2011, 1, 1), date(2026, 12, 31))


@st.composite
def placements(draw: Any) -> tuple[RhythmFacts, date]:
    """A synthetic placement between 2011 and 2026, with things done on any day, and the day it is seen from."""
    starts = draw(_DAYS)
    ends = draw(st.none() | st.dates(starts, date(2027, 6, 30)))
    many = st.lists(_DAYS, max_size=8).map(tuple)
    kept = draw(st.none() | st.dates(starts, date(2026, 12, 31)))
    facts = RhythmFacts(
        starts,
        ends,
        follow_ups=draw(many),
        visits=draw(many),
        inspections=draw(many),
        support_began=draw(st.none() | _DAYS),
        support_done=draw(st.none() | _DAYS),
        course_days=tuple(CourseDays(day, Decimal(1)) for day in draw(many)),
        decided=tuple(Decided(day, day + timedelta(days=draw(st.integers(1, 400)))) for day in draw(many)),
        kept_from=kept,
    )
    return facts, draw(st.dates(starts, date(2027, 12, 31)))


@settings(max_examples=400, deadline=None)
@given(placements())
def test_every_date_follows_the_regime_of_its_own_day(given_: tuple[RhythmFacts, date]) -> None:
    facts, on = given_
    for due in rhythm(facts, on):
        day = due.due or due.done
        if day is not None:
            assert due.regime == regime_on(day).code
            rule = rule_on(due.rule, day)
            assert rule is not None and (due.basis, due.source) == (rule.basis, rule.source)
        if due.rule.startswith("follow_up"):
            assert due.basis[0].startswith("BL" if due.regime == "B" else "SEL")
        if due.due is None and due.state == "undecided":
            assert due.regime == "B"


@settings(max_examples=400, deadline=None)
@given(placements())
def test_nothing_is_ever_due_outside_the_placement(given_: tuple[RhythmFacts, date]) -> None:
    facts, on = given_
    for due in rhythm(facts, on):
        for day in (due.due, due.done):
            assert day is None or facts.starts <= day <= (facts.ends or date.max)
        if facts.ends is not None and facts.ends < on:
            assert not due.is_open


@settings(max_examples=400, deadline=None)
@given(placements(), st.sampled_from(["follow_ups", "visits", "inspections"]), st.data())
def test_one_thing_more_done_makes_at_most_one_more_late(given_: tuple[RhythmFacts, date], which: str, data: Any) -> None:
    facts, on = given_
    day = data.draw(_DAYS)
    more = replace(facts, **{which: (*getattr(facts, which), day)})

    def undone(dues: tuple[Due, ...]) -> int:
        return len([due for due in dues if due.state in ("late", "missed")])

    # What was done begins a time of its own, so the days after it move; one more of them may then lie before `on`.
    assert undone(rhythm(more, on)) <= undone(rhythm(facts, on)) + 1


@settings(max_examples=300, deadline=None)
@given(st.dates(date(2011, 1, 1), date(2023, 6, 1)), st.lists(st.integers(1, 200), min_size=1, max_size=6))
def test_a_later_follow_up_never_brings_the_next_one_forward(starts: date, gaps: list[int]) -> None:
    done: list[date] = []
    day, before = starts, date.min
    for gap in gaps:
        day += timedelta(days=gap)
        done.append(day)
        *_, (due, _, _) = follow_ups(RhythmFacts(starts, follow_ups=tuple(done)), on=day)
        if due is None:
            assert add_months(day, 6) >= date(2024, 1, 1)
            return
        assert due >= before and due == add_months(day, 6)
        before = due


@given(_DAYS, st.integers(0, 40))
def test_months_later_is_the_same_day_or_the_last_of_the_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


# --- the command -----------------------------------------------------------------------------------------------------------


def test_the_command_prints_the_rhythm_as_plain_json(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["law", "rhythm", "--from", "2023-11-30", "--to", "2026-10-01", "--on", "2026-11-24", "--born", "2015-05-05"]
    code = main(
        [
            *asked,
            "--follow-up",
            "2024-02-20",
            "2024-08-20",
            "--decided",
            "2024-02-20:2024-09-01",
            "--course",
            "2024-05-02:1.5",
        ]
    )
    answer = json.loads(capsys.readouterr().out)
    assert code == 0 and (answer["from"], answer["to"], answer["on"]) == ("2023-11-30", "2026-10-01", "2026-11-24")
    first = answer["dues"][0]
    assert (first["rule"], first["due"], first["done"], first["state"]) == (
        "follow_up_first",
        "2024-02-29",
        "2024-02-20",
        "done",
    )
    second = next(due for due in answer["dues"] if due["rule"] == "follow_up_later")
    assert (second["due"], second["done"], second["basis"][0]) == ("2024-09-01", "2024-08-20", "BL § 95, stk. 3-4")
    course = next(due for due in answer["dues"] if due["rule"] == "courses")
    assert (course["needed"], course["got"], course["confidence"]) == (3.0, 1.5, "H")


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        (["--from", "2026-13-01"], "--from: 2026-13-01 er ikke en dato."),
        (["--from", "2026-01-01", "--to", "2025-01-01"], "--to: slutdatoen ligger før startdatoen."),
        (["--from", "2026-01-01", "--course", "2026-02-02:mange"], "--course: mange er ikke et antal dage."),
        (["--from", "2026-01-01", "--decided", "2026-02-02"], "--decided:  er ikke en dato."),
        (["--from", "0001-01-01"], "året skal ligge mellem 1950 og 2200."),
    ],
)
def test_the_command_says_what_it_cannot_read(given_: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "rhythm", *given_]) == 2
    assert said in capsys.readouterr().err
