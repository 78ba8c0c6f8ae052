"""The placement's page: both sides read the same, protection beats role, and nobody else comes in."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from plejebro.agenda.models import Entry
from plejebro.placements.models import HandoverNote
from tests.cast import Cast


def text_of(cast: Cast, who: str, placement: Any, rest: str = "") -> str:
    """The page as `who` sees it."""
    response = getattr(cast, who).client().get(f"/anbringelser/{placement.public_id}/{rest}")
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.mark.parametrize(
    "who", ["karen", "anne", "ruth", "hanna", "mona", "peter", "lars", "nadia", "ole", "tove", "operator"]
)
@pytest.mark.parametrize("rest", ["", "aftalt/", "datoer/ny/", "hvem-har-set/"])
def test_somebody_with_a_full_set_of_their_own_does_not_find_noah(cast: Cast, who: str, rest: str) -> None:
    response = getattr(cast, who).client().get(f"/anbringelser/{cast.noah.public_id}/{rest}")
    assert response.status_code == 404


def test_both_sides_read_the_same_names_and_the_same_agreement(cast: Cast) -> None:
    for who in ("inger", "sara", "mette"):
        text = text_of(cast, who, cast.noah)
        assert "Noah, 9 år" in text
        assert "Inger Dahl" in text and "Per Dahl" in text and "Mette Holm" in text and "Sara Lund" in text
        assert "har kontrakten" in text
        assert "Mor henter og bringer" in text
        assert "over fristen" in text


def test_what_happened_stands_with_person_and_day(cast: Cast) -> None:
    text = text_of(cast, "inger", cast.noah)
    assert "bad teamlederen se på" in text
    assert "Teamlederen i Familieplejen" in text and "har fået besked om, at fristen er nået" in text
    assert "Sara Lund" in text and "er ny børne- og ungerådgiver" in text
    assert "læst af kommunen" in text
    pages = (text_of(cast, "inger", cast.noah, f"?side={number}") for number in range(1, 12))
    assert any("Anbringelsen hos jer begyndte" in page for page in pages)


def test_the_deputy_is_named_while_ida_is_away(cast: Cast) -> None:
    assert "Mette Holm træder til imens" in text_of(cast, "lise", cast.asta)


def test_where_somebody_is_named_the_family_reads_who(cast: Cast) -> None:
    text = text_of(cast, "hanna", cast.elias)
    assert "Rikke Østergaard" in text and "udpeget af kommunen" in text


def test_noahs_people_read_the_handover_and_others_do_not(cast: Cast) -> None:
    note = HandoverNote.objects.get(placement=cast.noah)
    path = f"/overlevering/{note.public_id}/"
    for who in ("inger", "sara", "hanne"):
        assert "Sara Lund er børne- og ungerådgiver" in getattr(cast, who).client().get(path).content.decode()
    for who in ("karen", "peter", "lars"):
        assert getattr(cast, who).client().get(path).status_code == 404
    assert cast.inger.client().get(f"/overlevering/{cast.noah.public_id}/").status_code == 404


def test_the_protected_child_is_known_to_family_adviser_and_consultant(cast: Cast) -> None:
    for who in ("ruth", "nadia", "mette"):
        text = text_of(cast, who, cast.sigrun)
        assert "Sigrun" in text
        assert "Barnet har navne- og adressebeskyttelse" in text


@pytest.mark.parametrize("who", ["ole", "birgit"])
@pytest.mark.parametrize("path", ["page", "/anbringelser/", "/", "/henvendelser/"])
def test_leaders_see_neither_name_nor_age_nor_home_of_the_protected_child(cast: Cast, who: str, path: str) -> None:
    path = f"/anbringelser/{cast.sigrun.public_id}/" if path == "page" else path
    text = getattr(cast, who).client().get(path).content.decode()
    for trace in ("Sigrun", "Kvistgaard", "Ruth", "Torben", "Vang", "Tranehøjvej", "Ravnsby", "8 år"):
        assert trace not in text, trace


def test_the_shared_family_shows_neither_municipality_the_others_child(cast: Cast) -> None:
    for who, own, other, foreign in (("sara", "noah", "Mia", "Nørskov"), ("peter", "mia", "Noah", "Dreyer")):
        text = text_of(cast, who, getattr(cast, own))
        assert other not in text and foreign not in text
    for who in ("sara", "mette", "birgit", "hanne"):
        client = getattr(cast, who).client()
        assert client.get(f"/anbringelser/{cast.mia.public_id}/").status_code == 404
        assert "Mia" not in client.get("/anbringelser/").content.decode()


def test_an_ended_placement_can_be_read_and_not_written_to(cast: Cast) -> None:
    text = text_of(cast, "karen", cast.oliver)
    assert "Anbringelsen er ophørt" in text
    assert "Skriv til kommunen" not in text
    assert cast.karen.client().get(f"/anbringelser/{cast.oliver.public_id}/datoer/ny/").status_code == 403


def test_the_municipality_does_not_see_a_record_that_is_not_shared(cast: Cast) -> None:
    viktor = cast.viktor
    for who in ("birgit", "jens_falk", "tove", "operator"):
        assert getattr(cast, who).client().get(f"/anbringelser/{viktor.public_id}/").status_code == 404


def test_a_date_is_written_by_one_side_read_by_the_other_and_taken_off(cast: Cast) -> None:
    noah, day = cast.noah, cast.today.replace(day=30)
    inger, sara = cast.inger.client(), cast.sara.client()
    path = f"/anbringelser/{noah.public_id}/datoer/ny/"
    sent = {"what": "Øjenlæge", "submission": str(uuid4())}
    assert "Datoen er passeret" in inger.post(path, {**sent, "on": "1.1.2020"}).content.decode()
    for _ in range(2):
        assert inger.post(path, {**sent, "on": f"{day:%d-%m-%Y}", "at": "13.30"}).status_code == 302
    assert "Øjenlæge" in text_of(cast, "sara", noah)
    row = Entry.objects.get(label="Øjenlæge")
    remove = f"/anbringelser/{noah.public_id}/datoer/{row.public_id}/tag-af/"
    assert remove in text_of(cast, "sara", noah)
    assert cast.karen.client().post(remove, {"version": "1"}).status_code == 404
    elsewhere = f"/anbringelser/{cast.liv.public_id}/datoer/{row.public_id}/tag-af/"
    assert sara.post(elsewhere, {"version": "1"}).status_code == 404
    assert sara.post(remove, {"version": "1"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.cancelled_by) == ("cancelled", "municipality")
    assert "Øjenlæge" not in text_of(cast, "inger", noah)


def test_everything_that_was_agreed_stands_on_one_page(cast: Cast) -> None:
    text = text_of(cast, "sara", cast.noah, "aftalt/")
    assert "Mor henter og bringer" in text and "Opsigelse" in text


def test_what_the_family_has_not_shared_stays_off_the_page(cast: Cast) -> None:
    enquiry = cast.enquiry("respite")
    enquiry.shared = False
    enquiry.save(update_fields=["shared"])
    assert enquiry.title not in text_of(cast, "sara", cast.noah)
    assert enquiry.title in text_of(cast, "inger", cast.noah)


def test_the_page_can_be_brought_to_a_meeting_on_paper(cast: Cast) -> None:
    for who, placement in (("mona", cast.viktor), ("inger", cast.noah), ("ole", cast.sigrun)):
        response = getattr(cast, who).client().get(f"/anbringelser/{placement.public_id}/udskrift/")
        assert response.content.startswith(b"%PDF")
        assert "Noah" not in response["Content-Disposition"]
    assert cast.peter.client().get(f"/anbringelser/{cast.noah.public_id}/udskrift/").status_code == 404
