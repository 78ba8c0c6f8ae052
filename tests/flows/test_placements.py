"""Starting, handing over and ending a placement; a family's own record and what it shares of it."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest

from plejebro.accounts.actions import create_account
from plejebro.cli.story.homes import nobodys_number
from plejebro.enquiries.models import Enquiry
from plejebro.families.models import Family, FamilyMember, FamilyMunicipality
from plejebro.kernel.cpr import parse_cpr
from plejebro.notifications.models import OutboxMessage
from plejebro.people.models import CprNumber
from plejebro.placements.enums import Task
from plejebro.placements.models import Placement
from tests.cast import Someone


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def new_child(cast: Any, **more: str) -> dict[str, str]:
    return {
        "given_name": "Alma",
        "family_name": "Friis",
        "born_on": "03.05.2018",
        "cpr": "",
        "starts": "20.11.2026",
        "plan_dated": "",
        "unit": str(cast.unit("Børn og Unge Nord").public_id),
        "protection": "",
        "adviser": str(cast.job("sara").public_id),
        "consultant": str(cast.job("mette").public_id),
        **more,
    }


def test_sara_finds_the_family_and_places_a_child_there(cast: Any) -> None:
    client = cast.sara.client()
    assert client.get("/anbringelser/ny/").status_code == 200
    assert "Sofie Elmer" in words(client.post("/anbringelser/ny/", {"navn": "elmer"}))
    url = f"/anbringelser/ny/?familie={cast.family('elmer').public_id}"
    assert client.get(url).status_code == 200
    answer = client.post(url, new_child(cast))
    assert answer.status_code == 302, words(answer)
    row = Placement.objects.get(child__given_name="Alma")
    assert row.municipality.code == "901"
    assert row.assignments.count() == 2
    assert "Alma" in words(cast.sofie.client().get(f"/anbringelser/{row.public_id}/"))


def test_a_number_without_a_check_digit_is_taken_and_a_childs_second_placement_is_the_same_person(cast: Any) -> None:
    client, url = cast.lars.client(), f"/anbringelser/ny/?familie={cast.family('elmer').public_id}"
    number = nobodys_number(cast.child("oliver").born_on)
    born = f"{number.birth_date:%d.%m.%Y}"
    answer = client.post(url, new_child(cast, given_name="Oliver", family_name="Bech", cpr=number.in_full, born_on=born))
    assert answer.status_code == 302, words(answer)
    assert cast.child("oliver").placements.count() == 2
    assert CprNumber.objects.filter(person=cast.child("oliver")).count() == 1


def test_a_child_who_lives_somewhere_already_is_refused_in_its_own_municipality_only(cast: Any) -> None:
    client, url = cast.sara.client(), f"/anbringelser/ny/?familie={cast.family('elmer').public_id}"
    liv, mia = (nobodys_number(cast.child(key).born_on) for key in ("liv", "mia"))
    answer = client.post(url, new_child(cast, cpr=liv.in_full, born_on=""))
    assert "har allerede en anbringelse i kommunen" in words(answer)
    assert client.post(url, new_child(cast, cpr=mia.in_full, born_on="")).status_code == 302


def test_a_wrong_number_gets_a_sentence_that_does_not_repeat_it(cast: Any) -> None:
    client, url = cast.sara.client(), f"/anbringelser/ny/?familie={cast.family('elmer').public_id}"
    page = words(client.post(url, new_child(cast, cpr="320118")))
    assert "10 cifre" in page
    odd = parse_cpr("010118" + "-" + "4444")
    assert "passer ikke sammen" in words(client.post(url, new_child(cast, cpr=odd.in_full)))


def test_peter_does_not_find_adals_families_and_inger_creates_nothing(cast: Any) -> None:
    client = cast.peter.client()
    assert "Kommunen kender ingen familie" in words(client.post("/anbringelser/ny/", {"navn": "elmer"}))
    assert client.get(f"/anbringelser/ny/?familie={cast.family('elmer').public_id}").status_code == 404
    assert client.get("/anbringelser/ny/?familie=vrøvl").status_code == 404
    assert cast.inger.client().get("/anbringelser/ny/").status_code == 403


def test_a_protected_home_is_found_by_its_own_people_only(cast: Any) -> None:
    assert "Vang" in words(cast.nadia.client().post("/anbringelser/ny/", {"navn": "vang"}))
    assert "Ruth" not in words(cast.sara.client().post("/anbringelser/ny/", {"navn": "vang"}))


def test_ending_says_what_happens_and_keeps_what_was_written(cast: Any) -> None:
    client, url = cast.sara.client(), f"/anbringelser/{cast.noah.public_id}/afslut/"
    assert "Familien kan blive ved at læse" in words(client.get(url))
    assert "før den dag" in words(client.post(url, {"on": "01.01.1999", "reason": "return_home"})).lower()
    answer = client.post(url, {"on": "24.11.2026", "reason": "return_home"})
    assert answer.status_code == 302
    assert cast.noah.ends == cast.today
    assert OutboxMessage.objects.filter(kind="placement.end", recipient_id=cast.inger.user_pk).count() == 1
    assert cast.inger.client().get(f"/anbringelser/{cast.noah.public_id}/").status_code == 200


def test_hanne_hands_noah_over_to_lars_and_the_page_says_who_is_told(cast: Any) -> None:
    client, url = cast.hanne.client(), f"/anbringelser/{cast.noah.public_id}/overlever/"
    page = words(client.get(url))
    assert "Inger og Per får besked" in page
    data = {"task": "adviser", "to": str(cast.job("lars").public_id), "starts": "01.12.2026", "note": "God fornøjelse."}
    wrong = client.post(url, {**data, "task": "consultant"})
    assert "Lars Munk er ikke familieplejekonsulent" in words(wrong)
    answer = client.post(url, data)
    assert answer.status_code == 302, words(answer)
    assert client.get(answer.url).status_code == 200  # type: ignore[attr-defined]
    cast.later(days=8)
    running = cast.noah.assignments.get(task=Task.ADVISER, ends__isnull=True)
    assert running.employment == cast.job("lars")


def test_hanne_hands_over_all_that_sara_has_of_her_unit(cast: Any) -> None:
    client, url = cast.hanne.client(), f"/medarbejdere/{cast.job('sara').public_id}/overlever/"
    page = words(client.get(url))
    assert "Overlever 4 anbringelser fra Sara Lund" in page
    answer = client.post(url, {"to": str(cast.job("lars").public_id), "starts": "01.12.2026", "note": ""})
    assert answer.status_code == 302, words(answer)
    assert not cast.job("sara").assignments.filter(ends__isnull=True).exists()


@pytest.mark.parametrize("who", ["ole", "rikke", "sara", "mette", "tove", "inger"])
def test_who_does_not_lead_sara_hands_nothing_over(cast: Any, who: str) -> None:
    url = f"/medarbejdere/{cast.job('sara').public_id}/overlever/"
    assert getattr(cast, who).client().get(url).status_code == 404


def newcomer() -> Someone:
    user = create_account(actor=None, email="berit@eksempel.dk", full_name="Berit Aaen", is_demo=True)
    return Someone("berit", user.pk)


def test_berit_signs_up_alone_creates_her_family_and_writes_a_child_down(cast: Any) -> None:
    berit = newcomer()
    client = berit.client()
    assert client.get("/kom-i-gang/").status_code == 200
    skovlund = cast.municipality("903")
    data = {
        "given_name": "Berit",
        "family_name": "Aaen",
        "phone": "",
        "municipality": str(skovlund.public_id),
        "other_given_name": "Kurt",
        "other_family_name": "Aaen",
        "other_email": "kurt@eksempel.dk",
    }
    answer = client.post("/kom-i-gang/", data)
    assert answer.status_code == 302, words(answer)
    family = Family.objects.get(name="Berit og Kurt Aaen")
    assert FamilyMunicipality.objects.get(family=family).shared_at is None
    assert FamilyMember.objects.filter(family=family).count() == 2
    assert client.get("/egen-optegnelse/").status_code == 200
    answer = client.post(
        "/egen-optegnelse/",
        {
            "given_name": "Bo",
            "family_name": "",
            "born_on": "",
            "municipality": str(skovlund.public_id),
            "starts": "01.10.2026",
        },
    )
    assert answer.status_code == 302, words(answer)
    row = Placement.objects.get(family=family)
    assert row.shared_at is None
    assert client.get(f"/anbringelser/{row.public_id}/").status_code == 200
    again = client.get("/kom-i-gang/")
    assert again.status_code == 302 and again.url == "/egen-optegnelse/"  # type: ignore[attr-defined]


def test_half_a_partner_is_caught_in_the_form(cast: Any) -> None:
    client = newcomer().client()
    data = {"given_name": "Berit", "family_name": "Aaen", "municipality": str(cast.municipality("901").public_id)}
    assert "Skriv også fornavnet" in words(client.post("/kom-i-gang/", {**data, "other_email": "kurt@eksempel.dk"}))
    assert "Skriv også efternavnet" in words(client.post("/kom-i-gang/", {**data, "other_given_name": "Kurt"}))
    assert not Family.objects.filter(name__contains="Aaen").exists()


def test_adal_sees_nothing_of_a_family_that_chose_it_and_has_not_shared(cast: Any) -> None:
    berit = newcomer()
    client = berit.client()
    adal = str(cast.municipality("901").public_id)
    client.post("/kom-i-gang/", {"given_name": "Berit", "family_name": "Aaen", "municipality": adal})
    client.post("/egen-optegnelse/", {"given_name": "Bo", "municipality": adal, "starts": "01.10.2026"})
    row = Placement.objects.get(family__name="Berit Aaen")
    for who in ("birgit", "hanne", "mette", "sara"):
        browser = getattr(cast, who).client()
        assert browser.get(f"/anbringelser/{row.public_id}/").status_code == 404
        assert browser.get(f"/familier/{row.family.public_id}/").status_code == 404
        assert "Aaen" not in words(browser.get("/familier/"))


def test_mona_shares_one_enquiry_when_skovlund_joins_and_keeps_the_other(cast: Any) -> None:
    client, url = cast.mona.client(), f"/anbringelser/{cast.viktor.public_id}/del/"
    early = client.get(url, follow=True)
    assert "bruger ikke Plejebro endnu" in words(early)
    skovlund = cast.municipality("903")
    skovlund.joined_on = cast.today
    skovlund.save()
    own = list(Enquiry.objects.filter(placement=cast.viktor).order_by("pk"))
    assert own, "the story has enquiries of Mona's own"
    page = words(client.get(url))
    assert "De kan læse det bagefter" in page
    assert own[0].title in page
    answer = client.post(url, {"enquiries": [str(own[0].public_id)]})
    assert answer.status_code == 302, words(answer)
    assert Enquiry.objects.get(pk=own[0].pk).shared
    assert not any(row.shared for row in Enquiry.objects.filter(placement=cast.viktor).exclude(pk=own[0].pk))
    assert cast.viktor.shared_at is not None
    assert client.get(url).status_code == 403


def test_somebody_elses_enquiry_is_not_shared_through_monas_page(cast: Any) -> None:
    skovlund = cast.municipality("903")
    skovlund.joined_on = cast.today
    skovlund.save()
    url = f"/anbringelser/{cast.viktor.public_id}/del/"
    answer = cast.mona.client().post(url, {"enquiries": [str(uuid.uuid4())]})
    assert answer.status_code == 200
    assert cast.viktor.shared_at is None
    assert cast.hanna.client().get(url).status_code == 404
