"""The stop-light: what stops a move under which law, which deadlines run, and what a jurist must be asked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plejebro.decisions import stoplight
from plejebro.decisions.enums import About, ComplaintKind, Kind, RouteCode, Status
from plejebro.decisions.models import Complaint
from plejebro.decisions.stoplight import Case, Incoming, add_months, deadlines, light, suspension
from tests.decisions.cases import asks, finalises, fresh, opens, presses, routes, states, status_of, text_of, url

A1, A2, B = date(2014, 5, 1), date(2020, 5, 1), date(2026, 5, 1)

# What is over what, on which route and day, at which age → does it stop the move? (law.md, note 2 and 3.3.)
TABLE = [
    ("complaint", "whether", "K1", A1, 8, "ja"),
    ("complaint", "whether", "K2", A1, 8, "nej"),
    ("complaint", "place", "K1", A1, 8, "ja"),
    ("review", "whether", "K1", A1, 8, "nej"),
    ("complaint", "whether", "K1", A2, 8, "nej"),
    ("complaint", "whether", "K2", A2, 8, "nej"),
    ("complaint", "place", "K2", A2, 8, "ja"),
    ("complaint", "return_home", "K1", A2, 8, "ja"),
    ("review", "whether", "K1", date(2023, 12, 31), 8, "nej"),
    ("complaint", "whether", "K1", B, 8, "nej"),
    ("complaint", "whether", "K2", B, 8, "nej"),
    ("complaint", "place", "K1", B, 8, "ja"),
    ("complaint", "place", "K2", B, 8, "ja"),
    ("complaint", "return_home", "K1", B, 8, "ja"),
    ("complaint", "contact", "K1", B, 8, "nej"),
    ("review", "whether", "K1", date(2024, 1, 1), 9, "ja"),
    ("review", "whether", "K1", B, 10, "nej"),
    ("review", "whether", "K2", B, 8, "nej"),
    ("review", "whether", "K3", B, 8, "uklart"),
    ("review", "return_home", "K1", B, 9, "ja"),
    ("complaint", "whether", "", B, 8, "uklart"),
]


@pytest.mark.parametrize(("what", "about", "route", "day", "age", "answer"), TABLE)
def test_what_stops_a_move(what: str, about: str, route: str, day: date, age: int, answer: str) -> None:
    kind = "return_home" if about == "return_home" else "contact" if about == "contact" else "move"
    assert suspension(Case(kind, route, day, age), Incoming(what, about, day)).answer == answer


def test_immediate_execution_lifts_the_stop_of_a_move_and_is_unclear_for_a_return_home() -> None:
    move, home = Case("move", "K1", B, 8), Case("return_home", "K1", B, 8)
    assert light(move, [Incoming("complaint", "place", B)], immediate=False).state == "red"
    assert light(move, [Incoming("complaint", "place", B)], immediate=True).state == "green"
    assert light(home, [Incoming("complaint", "return_home", B)], immediate=True).state == "amber"
    assert light(home, [Incoming("review", "return_home", B)], immediate=True).state == "green"


def test_what_is_settled_stops_nothing() -> None:
    settled = Incoming("complaint", "place", B, settled=B + timedelta(days=30))
    assert light(Case("move", "K1", B, 8), [settled], immediate=False).state == "green"


def test_the_deadlines_are_counted_from_what_has_happened() -> None:
    case = Case("move", "K1", B, 8)
    found = {row.id: row for row in deadlines(case, {"told": date(2026, 5, 4), "decided": B}, [])}
    assert found["complaint"].on == date(2026, 6, 1)
    assert found["review_request"].on is None and found["review_request"].is_unclear
    later = deadlines(case, {"told": None, "decided": B}, [Incoming("complaint", "place", date(2026, 5, 6))])
    by_id = {row.id: row for row in later}
    assert by_id["complaint"].waits_for and by_id["reassessment"].on == date(2026, 6, 3)
    assert by_id["appeal_municipality"].on is None and not by_id["appeal_municipality"].hard
    committee = Case("move", "K2", B, 8)
    sent = Incoming("complaint", "whether", date(2026, 5, 6), forwarded=date(2026, 5, 7))
    ids = {row.id: row for row in deadlines(committee, {"told": None, "decided": B}, [sent])}
    assert ids["appeal_committee"].on == date(2026, 7, 2) and ids["appeal_committee"].hard
    assert "reassessment" not in ids and "review_request" not in ids


def test_the_chairs_decision_has_its_own_short_deadlines() -> None:
    found = {row.id: row.on for row in deadlines(Case("move", "K4", B, 8), {"told": None, "decided": B}, [])}
    assert found["chair_notice"] == date(2026, 5, 2) and found["chair_approval"] == date(2026, 5, 8)


@given(st.dates(date(2011, 1, 1), date(2040, 1, 1)), st.integers(0, 24))
def test_months_later_is_never_in_the_month_after(start: date, months: int) -> None:
    end = add_months(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months and end.day <= start.day


@given(
    st.sampled_from(["complaint", "review"]),
    st.sampled_from([row.value for row in About]),
    st.sampled_from(["", *RouteCode.values]),
    st.dates(date(2011, 1, 1), date(2030, 1, 1)),
    st.integers(0, 17),
)
def test_every_combination_has_an_answer_and_the_unclear_says_ask(
    what: str, about: str, route: str, day: date, age: int
) -> None:
    kind = "return_home" if about == "return_home" else "contact" if about == "contact" else "move"
    found = suspension(Case(kind, route, day, age), Incoming(what, about, day))
    assert found.answer in ("ja", "nej", "uklart") and found.why
    assert found.answer != "uklart" or "jurist" in found.note


def test_every_rule_of_the_data_names_its_paragraph_or_says_that_there_is_none() -> None:
    for row in stoplight.tables()["suspension"]:
        assert row["basis"] or row["what"] == "review", row["why"]
        assert row["confidence"] in ("H", "M", "L") and row["answer"] in ("ja", "nej", "uklart")
    for row in stoplight.tables()["deadline"]:
        assert row["basis"] and row["event"] in ("told", "decided", "received", "forwarded", "settled")


def decided(cast: Any, **more: Any) -> Any:
    case = opens(cast.sara, cast.emil, **more)
    routes(cast.sara, case)
    asks(cast.sara, case)
    states(cast.anne, case)
    finalises(cast.sara, case, cast.today, "Emil kunne ikke vente.")
    return case


def test_a_request_for_a_review_stops_the_move_until_it_is_settled(cast: Any) -> None:
    case = decided(cast)
    typed = {"kind": "review", "by": "family", "about": "whether", "received_on": "24.11.2026", "note": ""}
    assert presses(cast.sara, url("complaint_new", case), **typed).status_code == 302
    page = text_of(cast.sara.client().get(url("case", case)))
    assert "Flytningen er standset" in page and "RSL § 72, stk. 7" in page
    assert "19. januar 2027" in page and "Så vidt muligt" in page
    assert status_of(cast.sara, case, "R31") == "Dokumenteret"
    row = Complaint.objects.get(case=case)
    assert presses(cast.sara, url("finish", case), note="").status_code == 409
    half = presses(cast.sara, url("complaint", case, row.public_id), settled_on="24.11.2026", outcome="")
    assert half.status_code == 409
    presses(cast.sara, url("complaint", case, row.public_id), settled_on="24.11.2026", outcome="nothing")
    assert "Det, der er kommet ind, standser ikke" not in text_of(cast.sara.client().get(url("case", case)))
    assert "Flytningen er standset" not in text_of(cast.sara.client().get(url("case", case)))


def test_a_complaint_without_a_right_is_taken_in_and_the_adviser_is_told_to_ask(cast: Any) -> None:
    case = decided(cast)
    typed = {"kind": "complaint", "by": "family", "about": "place", "received_on": "24.11.2026"}
    presses(cast.sara, url("complaint_new", case), **typed)
    page = text_of(cast.sara.client().get(url("case", case)))
    assert "Loven nævner ikke denne ret for afsenderen" in page and "Flytningen er standset" in page


def test_a_complaint_opens_a_finished_case_again(cast: Any) -> None:
    case = decided(cast)
    presses(cast.sara, url("finish", case), note="Færdig")
    typed = {"kind": "complaint", "by": "custody", "about": "place", "received_on": "24.11.2026"}
    presses(cast.sara, url("complaint_new", case), **typed)
    assert fresh(case).status == Status.OPEN


def test_a_complaint_needs_a_decision_and_a_day_that_fits_it(cast: Any) -> None:
    case = opens(cast.sara, cast.emil, kind=Kind.MOVE)
    typed = {"kind": ComplaintKind.COMPLAINT.value, "by": "custody", "about": "place", "received_on": "24.11.2026"}
    assert presses(cast.sara, url("complaint_new", case), **typed).status_code == 409
    routes(cast.sara, case)
    finalises(cast.sara, case, cast.today, "Emil kunne ikke vente.")
    early = presses(cast.sara, url("complaint_new", case), **{**typed, "received_on": "20.11.2026"})
    assert early.status_code == 409 and "før afgørelsen" in text_of(early)


def test_a_child_moved_in_spite_of_the_stop_is_said_plainly(cast: Any) -> None:
    case = decided(cast)
    typed = {"kind": "complaint", "by": "custody", "about": "place", "received_on": "24.11.2026"}
    presses(cast.sara, url("complaint_new", case), **typed)
    presses(cast.sara, url("fact", case, "flytningen"), on="24.11.2026")
    assert "Barnet flyttede 24. november 2026, efter at det var kommet ind" in text_of(
        cast.sara.client().get(url("case", case))
    )
