"""The pulse asks those it was between, once a quarter, and says nothing of what it was."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from plejebro.flows.pulses import ask_after_what_ended
from plejebro.kernel import clock
from plejebro.notifications.models import OutboxMessage
from plejebro.surveys import pulse
from plejebro.surveys.enums import RoundKind, RoundState
from plejebro.surveys.models import Frame, Round, Ticket
from tests.enquiries.pages import asks, presses


def _concluded(cast: Any) -> Any:
    enquiry = asks(cast.inger, cast.noah)
    presses(cast.sara, enquiry, "write", kind="answer", text="Ja.")
    presses(cast.inger, enquiry, "accept")
    return enquiry


def test_family_and_adviser_are_asked_when_an_enquiry_is_concluded(cast: Any) -> None:
    cast.later(days=8)  # what ended in the story is past
    ask_after_what_ended()
    before = set(Ticket.objects.values_list("pk", flat=True))
    _concluded(cast)
    ask_after_what_ended()
    asked = Ticket.objects.exclude(pk__in=before).filter(round__kind=RoundKind.PULSE)
    assert {ticket.municipality_code for ticket in asked} == {"901"}
    assert {ticket.user_id for ticket in asked} >= {cast.sara.user.pk}
    assert len(asked) == 2


def test_nobody_is_asked_twice_in_a_quarter(cast: Any) -> None:
    cast.later(days=8)
    ask_after_what_ended()
    _concluded(cast)
    ask_after_what_ended()
    number = Ticket.objects.count()
    _concluded(cast)
    assert ask_after_what_ended() == 0
    assert Ticket.objects.count() == number


def test_the_invitation_says_nothing_of_the_case(cast: Any) -> None:
    cast.later(days=8)
    ask_after_what_ended()
    enquiry = _concluded(cast)
    ask_after_what_ended()
    mail = OutboxMessage.objects.filter(kind="survey.invite", recipient=cast.sara.user).order_by("-pk")[0]
    text = f"{mail.subject} {mail.body} {mail.path}"
    for word in (enquiry.title, enquiry.case_number, "Noah", "Inger"):
        assert word not in text
    assert "tre spørgsmål" in text
    assert mail.secret_path.startswith("/svar/")


def test_a_quarter_has_one_round_and_closes_by_itself(cast: Any) -> None:
    _concluded(cast)
    ask_after_what_ended()
    row = Round.objects.get(kind=RoundKind.PULSE, opens_on=pulse.quarter_of(clock.today())[0])
    assert row.state == RoundState.OPEN
    for frame in Frame.objects.filter(round=row):
        assert frame.drawn <= frame.population
    cast.later(days=(row.closes_on - clock.today()).days + 1)
    ask_after_what_ended()
    row.refresh_from_db()
    assert row.state == RoundState.CLOSED


def test_quarters_are_whole() -> None:
    for day in (date(2026, 1, 1), date(2026, 3, 31), date(2026, 11, 22), date(2028, 2, 29), date(2026, 12, 31)):
        first, last = pulse.quarter_of(day)
        assert first <= day <= last
        assert pulse.quarter_of(last + timedelta(days=1))[0] == last + timedelta(days=1)
