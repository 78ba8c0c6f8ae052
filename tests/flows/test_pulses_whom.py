"""What makes the pulse ask, and what never does: ended and own-record placements, withdrawn enquiries, old ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from plejebro.agreements.enums import NegotiationState
from plejebro.agreements.models import Negotiation
from plejebro.enquiries.enums import Closing, Status
from plejebro.enquiries.models import Enquiry
from plejebro.flows.actions import hand_over
from plejebro.flows.pulses import ask_after_what_ended
from plejebro.kernel import clock
from plejebro.notifications.models import OutboxMessage
from plejebro.placements.enums import Task
from plejebro.placements.models import Placement
from plejebro.surveys import pulse
from plejebro.surveys.editing.shipped import load_shipped
from plejebro.surveys.models import Ticket
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiet(cast: Cast) -> Cast:
    """A day in a new quarter, more than a week after anything has ended."""
    load_shipped()
    cast.later(days=(pulse.quarter_of(clock.today())[1] - clock.today()).days + 15)
    assert ask_after_what_ended() == 0
    return cast


def concluded(placement: Placement, **changes: Any) -> None:
    """An enquiry of the placement that is concluded now."""
    row = Enquiry.objects.filter(placement=placement).order_by("pk")[0]
    closed = {"status": Status.CLOSED, "closing": Closing.ACCEPTED, "shared": True, "closed_at": clock.now(), **changes}
    Enquiry.objects.filter(pk=row.pk).update(**closed)


def test_a_concluded_enquiry_asks_the_family_and_the_adviser(quiet: Cast) -> None:
    concluded(quiet.noah)
    assert ask_after_what_ended() == 2
    assert ask_after_what_ended() == 0


def test_an_enquiry_that_was_withdrawn_asks_nobody(quiet: Cast) -> None:
    concluded(quiet.noah, closing=Closing.WITHDRAWN)
    assert ask_after_what_ended() == 0


def test_an_enquiry_that_ended_weeks_ago_asks_nobody(quiet: Cast) -> None:
    concluded(quiet.noah, closed_at=clock.now() - timedelta(days=20))
    assert ask_after_what_ended() == 0


def test_nobody_is_asked_when_the_placement_has_ended(quiet: Cast) -> None:
    concluded(quiet.noah)
    Placement.objects.filter(pk=quiet.noah.pk).update(ends=clock.today() - timedelta(days=1))
    assert ask_after_what_ended() == 0


def test_nobody_is_asked_of_a_familys_own_record(quiet: Cast) -> None:
    """The municipality knows nothing of it, and the family has nobody there to say anything about."""
    concluded(quiet.noah)
    Placement.objects.filter(pk=quiet.noah.pk).update(shared_at=None)
    assert ask_after_what_ended() == 0


def test_an_enquiry_the_family_keeps_to_itself_asks_nobody(quiet: Cast) -> None:
    concluded(quiet.noah, shared=False)
    assert ask_after_what_ended() == 0


def test_a_negotiation_that_has_ended_asks(quiet: Cast) -> None:
    row = Negotiation.objects.filter(contract__placement__in=[quiet.noah.pk, quiet.emil.pk]).order_by("pk")[0]
    Negotiation.objects.filter(pk=row.pk).update(state=NegotiationState.AGREED, closed_at=clock.now())
    assert ask_after_what_ended() == 2


def test_a_handover_asks_from_the_day_it_holds_and_the_new_adviser_is_the_one(quiet: Cast) -> None:
    noah = quiet.noah
    tomorrow = clock.today() + timedelta(days=1)
    hand_over(
        actor=quiet.hanne.viewer(),
        placement=noah,
        task=Task.ADVISER,
        to=quiet.job("lars"),
        starts=tomorrow,
        note="Ny opgave.",
    )
    assert ask_after_what_ended() == 0

    quiet.later(days=1)
    assert ask_after_what_ended() == 2
    asked = Ticket.objects.filter(round__opens_on=pulse.quarter_of(clock.today())[0])
    assert quiet.lars.user.pk in {ticket.user_id for ticket in asked}
    assert quiet.sara.user.pk not in {ticket.user_id for ticket in asked}


def test_the_invitation_names_neither_a_protected_child_nor_where_the_family_lives(quiet: Cast) -> None:
    sigrun = quiet.sigrun
    sent = set(OutboxMessage.objects.values_list("pk", flat=True))
    row = Negotiation.objects.order_by("pk")[0]
    contract = type(row.contract).objects.filter(placement=sigrun).first()
    if contract is None:
        contract = row.contract
        type(contract).objects.filter(pk=contract.pk).update(placement=sigrun)
    Negotiation.objects.filter(pk=row.pk).update(contract=contract, state=NegotiationState.CLOSED, closed_at=clock.now())

    assert ask_after_what_ended() == 2
    for mail in OutboxMessage.objects.exclude(pk__in=sent):
        text = f"{mail.subject} {mail.body} {mail.path}"
        for word in ("Sigrun", "Kvistgaard", "Vang", "Tranehøjvej", "Ravnsby", "forhandling", str(sigrun.public_id)):
            assert word not in text, word
