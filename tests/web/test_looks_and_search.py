"""Who has looked, and what is found by whom."""

from __future__ import annotations

from typing import Any

import pytest

from plejebro.audit.models import EventSubject
from plejebro.people.queries import with_number
from tests.cast import Cast


def looks(cast: Cast, more: str = "") -> str:
    """The family's page on who has looked at Noah."""
    return cast.inger.client().get(f"/anbringelser/{cast.noah.public_id}/hvem-har-set/{more}").content.decode()


def find(client: Any, words: str) -> str:
    """What the search page answers."""
    return client.post("/soeg/", {"ord": words}).content.decode()


def test_inger_sees_that_sara_has_opened_noahs_page(cast: Cast) -> None:
    cast.sara.client().get(f"/anbringelser/{cast.noah.public_id}/")
    text = looks(cast)
    assert "Sara Lund" in text and "Børne- og ungerådgiver, Børn og Unge Nord, Ådal Kommune" in text
    assert "barnets side" in text
    assert "jer selv" not in text
    assert "jer selv" in looks(cast, "?egne=1")


def test_a_municipality_that_hides_names_shows_role_and_unit(cast: Cast) -> None:
    cast.sara.client().get(f"/anbringelser/{cast.noah.public_id}/")
    municipality = cast.municipality("901")
    municipality.shows_employee_names = False
    municipality.save()
    text = looks(cast)
    assert "Sara Lund" not in text
    assert "En medarbejder" in text and "Børn og Unge Nord" in text


def test_looks_at_mia_do_not_stand_on_noahs_list(cast: Cast) -> None:
    cast.peter.client().get(f"/anbringelser/{cast.mia.public_id}/")
    assert "Fjordby" not in looks(cast)


def test_the_municipality_does_not_read_the_familys_list(cast: Cast) -> None:
    assert cast.sara.client().get(f"/anbringelser/{cast.noah.public_id}/hvem-har-set/").status_code == 403


def test_names_enquiries_and_agreements_are_found_by_their_words(cast: Cast) -> None:
    sara = cast.sara.client()
    assert "Noah D." in find(sara, "noah")
    assert "Noah D." in find(sara, "Dahl")
    assert cast.enquiry("respite").title in find(sara, "aflastning")
    assert "Mor henter og bringer" in find(sara, "samvær lørdag")
    assert cast.enquiry("respite").title in find(sara, cast.enquiry("respite").case_number)


def test_old_words_find_the_new_ones(cast: Cast) -> None:
    assert cast.enquiry("respite").title in find(cast.inger.client(), "støtteophold")


@pytest.mark.parametrize("who", ["ole", "birgit"])
@pytest.mark.parametrize("words", ["Sigrun", "Kvistgaard", "Vang", "Sig", "Ruth"])
def test_a_protected_name_is_not_found_by_those_who_do_not_know_it(cast: Cast, who: str, words: str) -> None:
    text = find(getattr(cast, who).client(), words)
    assert "Vi fandt ikke" in text
    listed = getattr(cast, who).client().post("/anbringelser/", {"navn": words}).content.decode()
    assert "Ingen anbringelser passer" in listed


def test_nadia_who_knows_the_name_finds_it(cast: Cast) -> None:
    assert "Sigrun K." in find(cast.nadia.client(), "sigrun")


def test_nobody_finds_what_is_not_theirs(cast: Cast) -> None:
    for who, words in (("karen", "Noah"), ("peter", "Noah"), ("lars", "Noah"), ("sara", "Mia"), ("inger", "Liv")):
        assert "Vi fandt ikke" in find(getattr(cast, who).client(), words), (who, words)


def test_a_child_is_found_by_number_only_where_one_may_see_it(cast: Cast) -> None:
    child = cast.child("noah")
    digits = next(n for n in (f"{child.born_on:%d%m%y}{4100 + i}" for i in range(2)) if with_number(n).exists())
    found = cast.sara.client().post("/soeg/", {"ord": f"{digits[:6]}-{digits[6:]}"})
    assert found.status_code == 302 and str(cast.noah.public_id) in found["Location"]
    assert digits not in found["Location"]
    for who in ("peter", "lars", "karen"):
        assert "Der er ikke noget barn med det nummer" in find(getattr(cast, who).client(), digits)


def test_a_leader_does_not_find_the_protected_child_by_number(cast: Cast) -> None:
    child = cast.child("sigrun")
    digits = next(n for n in (f"{child.born_on:%d%m%y}{4100 + i}" for i in range(2)) if with_number(n).exists())
    assert "Der er ikke noget barn med det nummer" in find(cast.ole.client(), digits)
    assert cast.nadia.client().post("/soeg/", {"ord": digits}).status_code == 302


def test_what_a_search_shows_is_put_on_record(cast: Cast) -> None:
    before = EventSubject.objects.filter(public_id=cast.noah.public_id, event__action="search").count()
    find(cast.sara.client(), "noah")
    assert EventSubject.objects.filter(public_id=cast.noah.public_id, event__action="search").count() > before


def test_an_empty_search_says_so_calmly(cast: Cast) -> None:
    sara = cast.sara.client()
    assert sara.get("/soeg/").status_code == 200
    assert "Vi fandt ikke" in find(sara, "og i at")
