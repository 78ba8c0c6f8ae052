"""What happens in the calendar is told in the placement's timeline, to each side what it may read."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plejebro.agenda.contact import actions, deciding, visiting
from plejebro.agenda.contact.actions import Wanted
from plejebro.agenda.contact.enums import Relation
from plejebro.agenda.enums import CancelledBy, EntryState
from plejebro.agenda.models import Entry
from plejebro.cli.story.agenda_contact import plan_content
from tests.agenda.respite.steps import asks, is_offered, says_yes
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def told(cast: Cast, who: str, child: str) -> str:
    """All that happened, page by page."""
    url, text = reverse("web:placement", args=[cast.thing(child).public_id]), ""
    for number in range(1, 20):
        page = cast.people[who].client().get(f"{url}?side={number}").content.decode()
        text += page
        if f"side={number + 1}" not in page:
            break
    return " ".join(text.split())


def test_both_sides_read_what_was_proposed_decided_held_and_cancelled(cast: Cast) -> None:
    sara, anne = cast.sara.viewer(), cast.anne.viewer()
    plan = actions.create_plan(
        actor=sara, placement=cast.emil, with_whom="far", relation=Relation.PARENT, submission=uuid4()
    )
    wanted = Wanted(plan_content(special_days="", every="w1"), cast.today)
    version = actions.propose_plan(actor=sara, plan=plan, wanted=wanted, submission=uuid4())
    actions.settle_plan(actor=anne, plan=plan, version=version, reason="For meget for ham.")
    deciding.decide_plan(
        actor=sara, plan=plan, version=version, factor=True, seen_hash=version.hash, reason="Barnets eget ønske."
    )
    row = Entry.objects.filter(contact_visit__plan=plan, state=EntryState.PLANNED).order_by("starts").first()
    assert row is not None
    visiting.cancel_visit(actor=anne, entry=row, seen=row.version, by=CancelledBy.CHILD, reason="Feber og hoste")
    for who in ("anne", "sara"):
        text = told(cast, who, "emil")
        assert "en samværsplan, version 1" in text
        assert "Besluttet af kommunen:" in text
        assert "Samvær med far" in text
        assert "Aflyst af barnet" in text
        assert "Feber" not in text


def test_stays_and_follow_ups_are_told(cast: Cast) -> None:
    says_yes(cast, is_offered(cast, asks(cast)))
    text = told(cast, "inger", "noah")
    assert "bad om støtteophold:" in text
    assert "tilbød et ophold:" in text
    assert "Familien Lund" not in text
    assert "er holdt." in text


def test_whom_the_child_sees_is_not_told_to_the_side_it_is_hidden_from(cast: Cast) -> None:
    plan = cast.thing("contact_plan:asta")
    row = Entry.objects.filter(contact_visit__plan=plan, state=EntryState.PLANNED).order_by("starts").last()
    assert row is not None
    visiting.cancel_visit(actor=cast.sara.viewer(), entry=row, seen=row.version, by=CancelledBy.PARENT, reason="Syg")
    assert f"Samvær med {plan.with_whom}" in told(cast, "sara", "asta")
    theirs = told(cast, "lise", "asta")
    assert "Aflyst:" in theirs
    assert f"Samvær med {plan.with_whom}" not in theirs


def test_the_page_asks_no_more_often_with_a_longer_past(cast: Cast) -> None:
    client, url = cast.inger.client(), reverse("web:placement", args=[cast.noah.public_id])
    client.get(url)

    def asked() -> int:
        with CaptureQueriesContext(connection) as log:
            assert client.get(url).status_code == 200
        return len(log)

    before = asked()
    rows = Entry.objects.filter(placement=cast.noah, kind="visit", state=EntryState.PLANNED, starts__gt=cast.today)
    for row in rows.order_by("starts")[:8]:
        visiting.cancel_visit(actor=cast.inger.viewer(), entry=row, seen=row.version, by=CancelledBy.CHILD, reason="Træt")
    asks(cast, weeks=60)
    assert asked() == before
