"""What the tests of contracts and negotiations do again and again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from plejebro.accounts.rules import AUTHENTICATION_RECORDS
from plejebro.agreements import negotiating
from plejebro.agreements.enums import Reason
from plejebro.agreements.models import Negotiation, Offer
from plejebro.agreements.negotiating import Invitation, NewOffer
from plejebro.cli.story.agreements import contract_content
from tests.cast import Someone


def opened(who: Someone, contract: Any, **changes: Any) -> Negotiation:
    """A negotiation `who` opens."""
    invitation = Invitation(Reason.EFTERSKOLE, "Der sker noget nyt.", "Hverdagen\nVederlag", **changes)
    return negotiating.open_negotiation(actor=who.viewer(), contract=contract, invitation=invitation, submission=uuid4())


def offered(who: Someone, negotiation: Negotiation, count: int, starts: date, **changes: Any) -> Offer:
    """A proposal of `count` vederlag."""
    keys = ("answer_by", "note", "ends")
    new = NewOffer(
        contract_content(count, **{key: value for key, value in changes.items() if key not in keys}),
        starts,
        **{key: changes[key] for key in keys if key in changes},
    )
    return negotiating.make_offer(actor=who.viewer(), negotiation=negotiation, new=new, submission=uuid4())


def says_yes(who: Someone, offer: Offer) -> Any:
    """`who` accepts with a code."""
    return negotiating.accept_offer(actor=who.viewer(), offer=offer, factor=True, seen_hash=offer.version.hash)


def next_month(today: date, months: int = 2) -> date:
    """The first of a month to come."""
    day = today.replace(day=1)
    for _ in range(months):
        day = (day + timedelta(days=32)).replace(day=1)
    return day


def with_code(who: Someone) -> Client:
    """A browser in which a code has just been given."""
    from allauth.mfa.models import Authenticator

    client = who.client()
    Authenticator.objects.get_or_create(user=who.user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}})
    session = client.session
    session[AUTHENTICATION_RECORDS] = [{"method": "mfa", "type": "totp", "at": timezone.now().timestamp()}]
    session.save()
    return client
