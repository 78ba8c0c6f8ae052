"""The first page of every hat says what awaits that person, and nothing of anyone else's."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import Cast

HOME = "/"


def page(cast: Cast, who: str, path: str = HOME) -> str:
    """The page as text, as `who` sees it."""
    response = getattr(cast, who).client().get(path)
    assert response.status_code == 200, (who, path, response.status_code)
    return response.content.decode()


@pytest.mark.parametrize(
    "who",
    ["inger", "karen", "mona", "sofie", "sara", "mette", "hanne", "birgit", "tove", "operator", "kaj"],
)
def test_everybody_has_a_first_page(cast: Cast, who: str) -> None:
    assert "God" in page(cast, who)


def test_inger_sees_what_waits_on_the_municipality_for_each_child(cast: Cast) -> None:
    text = page(cast, "inger")
    assert "Noah, 9 år" in text and "Mia, 6 år" in text
    assert cast.enquiry("respite").title in text
    assert "over fristen" in text


def test_sara_sees_her_children_and_that_she_took_over(cast: Cast) -> None:
    text = page(cast, "sara")
    assert "Du overtog 4 anbringelser fra Jonas Friis" in text
    assert "Noah D." in text and "Sigrun" not in text


def test_a_visitor_reads_what_plejebro_is(db: None, client) -> None:  # type: ignore[no-untyped-def]
    for name in ("home", "about", "accessibility", "privacy", "contact", "help"):
        assert client.get(reverse(f"web:{name}")).status_code == 200


def test_the_team_leader_sees_who_waits_and_the_head_sees_all_units(cast: Cast) -> None:
    assert "Mette Holm" in page(cast, "bo")
    text = page(cast, "birgit")
    assert "Familieplejen" in text and "Børn og Unge Nord" in text


def test_where_nobody_is_named_the_family_is_told_and_given_a_letter(cast: Cast) -> None:
    """Mia's municipality has no consultants and has named nobody."""
    assert "Bed kommunen om at udpege en" in page(cast, "inger")
    assert "klar=repraesentant" in page(cast, "inger", f"/anbringelser/{cast.mia.public_id}/")


def test_the_administrator_sees_no_child(cast: Cast) -> None:
    text = page(cast, "lone")
    assert "Elias" not in text and "Mia" not in text
    assert "uden en, der passer på familien" in text


def test_monas_record_is_her_own(cast: Cast) -> None:
    assert "Det er jeres egen optegnelse" in page(cast, "mona", f"/anbringelser/{cast.viktor.public_id}/")


def test_a_proposal_waits_on_the_familys_own_home(cast: Cast) -> None:
    """Asta's family has been offered a lower level: it stands where the family looks first, without an amount."""
    text = page(cast, "lise", "/")
    assert "Forslag til kontrakten" in text and "Venter på jer" in text
    assert "Forslag til kontrakten" not in page(cast, "sara", "/")
