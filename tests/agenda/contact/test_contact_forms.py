"""Proposing, answering and changing visits through the pages: nothing typed is lost, and no is said beside the field."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plejebro.accounts.rules import AUTHENTICATION_RECORDS
from plejebro.agenda.contact.models import ContactPause, ContactPlan, ContactReaction
from plejebro.agenda.models import Entry
from plejebro.cli.story.agenda_contact import plan_content
from plejebro.versions.models import Version
from tests.cast import Cast, Someone

pytestmark = pytest.mark.django_db


def url(name: str, *parts: object) -> str:
    return reverse(f"agenda:{name}", args=list(parts))


def with_code(who: Someone) -> Client:
    """A browser in which a code has just been given."""
    from allauth.mfa.models import Authenticator

    client = who.client()
    Authenticator.objects.get_or_create(user=who.user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}})
    session = client.session
    session[AUTHENTICATION_RECORDS] = [{"method": "mfa", "type": "totp", "at": timezone.now().timestamp()}]
    session.save()
    return client


def typed(cast: Cast, **changes: Any) -> dict[str, Any]:
    """The proposal's form as a browser sends it."""
    found = {key: value if value is not None else "" for key, value in plan_content().items()}
    day = cast.today + timedelta(days=1)
    dates = {"child_view_on": "1.11.2026", "next_review": "1.11.2027", "starts": f"{day:%d.%m.%Y}", "ends": ""}
    times = {"begins": "10.00", "until": "15.30"}
    return {**found, **times, **dates, "special_days": "", "seen": 0, "submission": str(uuid4()), **changes}


def test_from_a_new_plan_to_a_year_of_visits(cast: Cast) -> None:
    sara, emil = with_code(cast.sara), cast.emil.public_id
    form = {"with_whom": "far", "relation": "parent", "hidden_from": "", "submission": str(uuid4())}
    assert sara.post(url("contact_new", emil), form).status_code == 302
    assert sara.post(url("contact_new", emil), form).status_code == 302
    plan = ContactPlan.objects.get(placement=cast.emil)
    assert "Foreslå en samværsplan" in sara.get(url("contact_offer", plan.public_id)).content.decode()
    wrong = sara.post(url("contact_offer", plan.public_id), typed(cast, special_days="jul", place="Biblioteket"))
    assert wrong.status_code == 422
    assert "Vi kan ikke læse" in wrong.content.decode()
    assert "Biblioteket" in wrong.content.decode()
    backwards = sara.post(url("contact_offer", plan.public_id), typed(cast, until="09.00"))
    assert backwards.status_code == 409
    assert "efter begyndelsen" in backwards.content.decode()
    sent = typed(cast)
    for _ in range(2):
        assert sara.post(url("contact_offer", plan.public_id), sent).status_code == 302
    version = Version.objects.get(document=plan.document)
    late = sara.post(url("contact_offer", plan.public_id), typed(cast, place="Et andet sted"))
    assert late.status_code == 409
    assert "Se det andet forslag" in late.content.decode()
    for who in (sara, with_code(cast.anne)):
        page = who.get(url("contact_accept", plan.public_id, 1)).content.decode()
        assert "Godkend version 1" in page
        assert who.post(url("contact_accept", plan.public_id, 1), {"hash": version.hash}).status_code == 422
        yes = {"hash": version.hash, "read": "on", "statement": "Fint for os."}
        assert who.post(url("contact_accept", plan.public_id, 1), yes).status_code == 302
    assert Entry.objects.filter(contact_visit__plan=plan).count() >= 26
    second = typed(cast, seen=1, weekday="6", starts=f"{cast.today + timedelta(days=30):%d.%m.%Y}")
    assert sara.post(url("contact_offer", plan.public_id), second).status_code == 302
    compared = sara.get(url("contact_compare", plan.public_id)).content.decode()
    assert "Søndag" in compared
    assert "Lørdag" in compared


def test_the_family_says_no_and_the_adviser_takes_hers_back(cast: Cast) -> None:
    plan = cast.thing("contact_plan:grandmother")
    address = url("contact_settle", plan.public_id, 1)
    inger = cast.inger.client()
    assert inger.post(address, {"text": "", "submission": str(uuid4())}).status_code == 422
    assert "Sig nej til version 1" in inger.get(address).content.decode()
    assert "Træk version 1 tilbage" in cast.sara.client().get(address).content.decode()
    assert inger.post(address, {"text": "Søndag passer ikke.", "submission": str(uuid4())}).status_code == 302
    page = cast.sara.client().get(url("contact_version", plan.public_id, 1)).content.decode()
    assert "Søndag passer ikke." in page


def test_a_yes_needs_a_code_and_the_committee_first(cast: Cast) -> None:
    plan = cast.thing("contact_plan:grandmother")
    accept = url("contact_accept", plan.public_id, 1)
    assert "Først skal du slå totrins-login til" in cast.inger.client().get(accept).content.decode()
    assert cast.inger.client().post(accept, {}).status_code == 302
    sara, mother = cast.sara.client(), cast.thing("contact_plan:noah")
    sent = typed(cast, every="w8", seen=1, starts=f"{cast.today + timedelta(days=40):%d.%m.%Y}")
    assert sara.post(url("contact_offer", mother.public_id), sent).status_code == 302
    page = with_code(cast.inger).get(url("contact_version", mother.public_id, 2)).content.decode()
    assert "Planen kan ikke aftales endnu" in page
    assert url("contact_accept", mother.public_id, 2) not in page
    assert with_code(cast.inger).get(url("contact_accept", mother.public_id, 2)).status_code == 302


def test_a_hidden_place_stays_when_the_family_proposes(cast: Cast) -> None:
    plan = cast.thing("contact_plan:asta")
    lise = cast.lise.client()
    sent = typed(cast, seen=1, weekday="5", starts=f"{cast.today + timedelta(days=20):%d.%m.%Y}")
    for key in ("place", "present", "special_days", "digital"):
        sent.pop(key, None)
    assert lise.post(url("contact_offer", plan.public_id), sent).status_code == 302
    assert Version.objects.get(document=plan.document, number=2).content["place"] == "Kildegården, Enghavevej 40"
    page = lise.get(url("contact_version", plan.public_id, 2)).content.decode()
    assert "Skjult for jer" in page
    assert "Kildegården" not in page
    assert "Kildegården" not in lise.get(url("contact_compare", plan.public_id)).content.decode()


def test_a_visit_is_cancelled_moved_and_made_up_on_its_pages(cast: Cast) -> None:
    entry, inger = cast.thing("entry:visit_coming"), cast.inger.client()
    move, cancel, make_up = (url(name, entry.public_id) for name in ("visit_move", "visit_cancel", "visit_make_up"))
    assert "Flyt samværet" in inger.get(move).content.decode()
    other = entry.starts + timedelta(days=14)
    clash = {"on": f"{other:%d.%m.%Y}", "begins": "12.00", "until": "13.00", "reason": "Fest", "version": entry.version}
    refused = inger.post(move, clash)
    assert refused.status_code == 409
    assert "Der er allerede samvær" in refused.content.decode()
    assert "Fest" in refused.content.decode()
    assert inger.post(move, {**clash, "until": "11.00"}).status_code == 422
    free = {**clash, "on": f"{entry.starts + timedelta(days=1):%d.%m.%Y}"}
    assert inger.post(move, {**free, "version": entry.version + 5}).status_code == 409
    assert inger.post(move, free).status_code == 302
    assert inger.post(url("visit_held", entry.public_id), {"version": entry.version + 1}).status_code == 409
    gone = {"by": "municipality", "reason": "Ingen støtteperson", "version": entry.version + 1}
    assert inger.post(cancel, {**gone, "by": ""}).status_code == 422
    assert inger.post(cancel, gone).status_code == 302
    slot = {"on": f"{entry.starts + timedelta(days=2):%d.%m.%Y}", "begins": "15.00", "until": "17.00", "place": ""}
    assert inger.post(make_up, {**slot, "submission": str(uuid4())}).status_code == 302
    assert "Ny dag" in inger.get(url("visit", entry.public_id)).content.decode()


def test_the_family_alone_writes_how_the_child_was(cast: Cast) -> None:
    entry = cast.thing("entry:visit")
    address = url("visit_reaction", entry.public_id)
    form = {"moment": "after", "text": "Rolig og glad.", "submission": str(uuid4())}
    for _ in range(2):
        assert cast.inger.client().post(address, form).status_code == 302
    assert ContactReaction.objects.filter(text="Rolig og glad.").count() == 1
    assert cast.sara.client().post(address, form).status_code == 403
    assert "Rolig og glad." in cast.sara.client().get(url("visit", entry.public_id)).content.decode()


def test_the_adviser_suspends_resumes_hides_and_adds_a_visit(cast: Cast) -> None:
    plan, sara = cast.thing("contact_plan:noah"), cast.sara.client()
    day = cast.today + timedelta(days=1)
    form = {
        "kind": "child",
        "starts": f"{day:%d.%m.%Y}",
        "ends": f"{day + timedelta(days=90):%d.%m.%Y}",
        "decided_on": f"{cast.today:%d.%m.%Y}",
        "decision_number": "",
        "submission": str(uuid4()),
    }
    pause = url("contact_pause", plan.public_id)
    refused = sara.post(pause, form)
    assert refused.status_code == 409
    assert "otte uger" in refused.content.decode()
    assert sara.post(pause, {**form, "ends": f"{day + timedelta(days=30):%d.%m.%Y}"}).status_code == 302
    assert "Samværet er sat i bero" in cast.inger.client().get(url("contact_plan", plan.public_id)).content.decode()
    extra = {"begins": "10.00", "until": "11.00", "place": "", "what": "", "submission": str(uuid4())}
    stopped = sara.post(url("contact_extra", plan.public_id), {**extra, "on": f"{day:%d.%m.%Y}"})
    assert stopped.status_code == 409
    assert "sat i bero" in stopped.content.decode()
    later = f"{day + timedelta(days=33):%d.%m.%Y}"
    assert sara.post(url("contact_extra", plan.public_id), {**extra, "on": later, "begins": "18.00", "until": "19.00"})
    row = ContactPause.objects.get(plan=plan)
    resume = url("contact_resume", plan.public_id, row.public_id)
    assert sara.post(resume, {"on": "1.1.2020"}).status_code == 409
    assert sara.post(resume, {"on": f"{day + timedelta(days=10):%d.%m.%Y}"}).status_code == 302
    assert cast.inger.client().get(pause).status_code == 403
    assert sara.post(url("contact_hide", plan.public_id), {"hidden_from": "family"}).status_code == 302
    assert "Familiehuset" not in cast.inger.client().get(url("contact", cast.noah.public_id)).content.decode()
