"""Whom the pulse asks when something has ended: each person once a quarter, and only those who can answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from plejebro.families.models import FamilyMember
from plejebro.kernel import clock
from plejebro.municipalities.models import Employment
from plejebro.notifications.models import OutboxMessage
from plejebro.surveys import pulse
from plejebro.surveys.editing.shipped import PULSE, load_shipped
from plejebro.surveys.enums import RoundKind, RoundState, Side
from plejebro.surveys.models import Questionnaire, Round, Ticket
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def next_quarter(cast: Cast) -> Cast:
    """The first day of a quarter in which nobody has been asked yet."""
    load_shipped()
    cast.later(days=(pulse.quarter_of(clock.today())[1] - clock.today()).days + 1)
    return cast


def family(cast: Cast, key: str, code: str) -> tuple[str, str]:
    return str(cast.family(key).public_id), code


def job(cast: Cast, key: str) -> str:
    return str(cast.job(key).public_id)


def round_now() -> Round:
    return Round.objects.get(kind=RoundKind.PULSE, opens_on=pulse.quarter_of(clock.today())[0])


def test_the_family_and_the_adviser_are_asked_and_get_each_their_link(next_quarter: Cast) -> None:
    cast = next_quarter
    sent = OutboxMessage.objects.filter(kind="survey.invite").count()

    assert pulse.ask(families=[family(cast, "dahl", "901")], employees=[job(cast, "sara")]) == 2

    asked = {ticket.side: ticket for ticket in round_now().tickets.all()}
    assert asked[Side.MUNICIPALITY].user_id == cast.sara.user.pk
    assert asked[Side.FAMILY].user_id in (cast.inger.user.pk, cast.per.user.pk)
    assert OutboxMessage.objects.filter(kind="survey.invite").count() == sent + 2


def test_the_same_person_is_asked_once_a_quarter_however_much_ends(next_quarter: Cast) -> None:
    cast = next_quarter
    whom = {"families": [family(cast, "dahl", "901")], "employees": [job(cast, "sara")]}

    assert pulse.ask(**whom) == 2
    cast.later(days=40)
    assert pulse.ask(**whom) == 0
    assert round_now().tickets.count() == 2


def test_a_family_with_children_from_two_municipalities_is_asked_once(next_quarter: Cast) -> None:
    cast = next_quarter

    assert pulse.ask(families=[family(cast, "dahl", "901"), family(cast, "dahl", "902")], employees=[]) == 1
    assert pulse.ask(families=[family(cast, "dahl", "902")], employees=[]) == 0


def test_in_the_next_quarter_they_are_asked_again_in_a_round_of_its_own(next_quarter: Cast) -> None:
    cast = next_quarter
    pulse.ask(families=[family(cast, "dahl", "901")], employees=[])
    first = round_now()
    cast.later(days=(pulse.quarter_of(clock.today())[1] - clock.today()).days + 1)

    assert pulse.ask(families=[family(cast, "dahl", "901")], employees=[]) == 1
    assert round_now().previous_id == first.pk


def test_somebody_without_an_address_is_not_asked(next_quarter: Cast) -> None:
    cast = next_quarter
    FamilyMember.objects.filter(family=cast.family("toft")).update(user=None, email="")

    assert pulse.ask(families=[family(cast, "toft", "901")], employees=[]) == 0


def test_somebody_who_has_left_the_municipality_is_not_asked(next_quarter: Cast) -> None:
    cast = next_quarter
    Employment.objects.filter(pk=cast.job("sara").pk).update(ends=clock.today() - timedelta(days=1))

    assert pulse.ask(families=[], employees=[job(cast, "sara")]) == 0


def test_a_family_is_not_asked_about_a_municipality_it_has_no_child_from(next_quarter: Cast) -> None:
    assert pulse.ask(families=[family(next_quarter, "toft", "902")], employees=[]) == 0


def test_when_nothing_has_ended_no_round_is_made(next_quarter: Cast) -> None:
    before = Round.objects.count()

    assert pulse.ask(families=[], employees=[]) == 0
    assert Round.objects.count() == before


def test_when_the_quarter_closes_nothing_says_who_was_asked(next_quarter: Cast) -> None:
    cast = next_quarter
    pulse.ask(families=[family(cast, "dahl", "901")], employees=[job(cast, "sara")])
    row = round_now()
    cast.later(days=(row.closes_on - clock.today()).days)
    assert pulse.close_past() == 0
    cast.later(days=1)

    assert pulse.close_past() >= 1
    row.refresh_from_db()
    assert row.state == RoundState.CLOSED
    tickets = Ticket.objects.filter(round=row)
    assert {(one.user_id, one.address, one.label, one.answered) for one in tickets} == {(None, "", "", False)}
    assert pulse.close_past() == 0


def test_the_pulse_asks_three_questions_of_each_side_on_the_same_dimensions(next_quarter: Cast) -> None:
    asked = {}
    for row in Questionnaire.objects.filter(code=PULSE, number=1):
        questions = [one for section in row.content["sections"] for one in section["questions"]]
        asked[row.side] = [(one["kind"], one["dimension"]) for one in questions]
    assert asked[Side.FAMILY] == asked[Side.MUNICIPALITY]
    assert [kind for kind, _ in asked[Side.FAMILY]] == ["satisfaction"] * 3
