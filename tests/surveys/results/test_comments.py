"""The right of reply: a head of department writes beside the municipality's figures, and every version is kept."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from plejebro.audit.models import Event
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.surveys.models import Round
from plejebro.surveys.results.actions import publish_results
from plejebro.surveys.results.comments import MOST, comments_on, version_of, write_comment
from plejebro.surveys.results.models import MunicipalityComment
from tests.cast import Cast, Someone
from tests.surveys.results.making import closed_round, steps

pytestmark = pytest.mark.django_db

PLACES = {"101": steps(6, 8, 4, 2, 1), "901": steps(3, 4, 2, 2)}


@pytest.fixture
def published(cast: Cast) -> Round:
    row = closed_round(PLACES)
    publish_results(actor=cast.agnete.viewer(), round_=row)
    return row


def says(who: Someone, row: Round, text: str, seen: int = 0) -> MunicipalityComment:
    return write_comment(actor=who.viewer(), round_=row, text=text, seen=seen)


def page_of(row: Round) -> str:
    return reverse("surveys:results_comment", args=[row.public_id])


def said_on(client: Client, row: Round) -> str:
    return client.get(reverse("surveys:results", args=[row.public_id])).content.decode()


def test_what_the_head_writes_stands_on_the_public_page_with_the_municipalitys_name(
    cast: Cast, published: Round, client: Client
) -> None:
    typed = {"version": "0", "text": "Vi har haft mange skift i år."}
    response = cast.birgit.client().post(page_of(published), typed, follow=True)

    assert response.status_code == 200
    assert "Vi har haft mange skift i år." in said_on(client, published)
    assert "Ådal Kommune" in said_on(client, published)
    event = Event.objects.filter(action="survey.comment").get()
    assert event.municipality_code == "901"
    assert "skift" not in str(event.payload)


def test_a_correction_is_a_version_of_its_own_and_the_newest_is_shown(cast: Cast, published: Round, client: Client) -> None:
    says(cast.birgit, published, "Første udgave.")
    says(cast.birgit, published, "Anden udgave.", seen=1)

    rows = MunicipalityComment.objects.filter(round=published).order_by("number")
    assert [(row.number, row.text) for row in rows] == [(1, "Første udgave."), (2, "Anden udgave.")]
    page = said_on(client, published)
    assert "Anden udgave." in page and "Første udgave." not in page


def test_pressing_twice_makes_one_version(cast: Cast, published: Round) -> None:
    first, again = (says(cast.birgit, published, "Vi arbejder på det.") for _ in range(2))

    assert first.pk == again.pk
    assert MunicipalityComment.objects.filter(round=published).count() == 1


def test_when_two_write_at_once_the_second_keeps_the_text_and_is_told(cast: Cast, published: Round) -> None:
    client = cast.birgit.client()
    client.get(page_of(published))
    says(cast.birgit, published, "Skrevet i det andet vindue.")

    response = client.post(page_of(published), {"version": "0", "text": "Skrevet i det første."})
    assert response.status_code == 409
    assert "Skrevet i det første." in response.content.decode()
    with pytest.raises(ChangedMeanwhile):
        says(cast.birgit, published, "Skrevet i det første.")
    assert version_of(published.pk, cast.municipality("901").pk) == (1, "Skrevet i det andet vindue.")


def test_an_empty_text_takes_the_comment_off_and_it_is_still_kept(cast: Cast, published: Round, client: Client) -> None:
    says(cast.birgit, published, "Det var forkert.")
    says(cast.birgit, published, "  ", seen=1)

    assert comments_on(published.pk) == []
    assert "Det var forkert." not in said_on(client, published)
    assert MunicipalityComment.objects.filter(round=published).count() == 2


def test_a_comment_is_only_ever_the_writers_own_municipalitys(cast: Cast, published: Round) -> None:
    says(cast.birgit, published, "Fra Ådal.")

    assert [one.municipality for one in comments_on(published.pk, "901")] == ["Ådal"]
    assert comments_on(published.pk, "902") == []


def test_before_the_result_is_published_there_is_nothing_to_comment(cast: Cast) -> None:
    row = closed_round(PLACES)

    assert cast.birgit.client().get(page_of(row)).status_code == 404
    with pytest.raises(NotPossible):
        says(cast.birgit, row, "For tidligt.")


@pytest.mark.parametrize("who", ["hanne", "sara", "inger", "agnete"])
def test_only_the_head_of_department_may_write(cast: Cast, published: Round, who: str) -> None:
    client = getattr(cast, who).client()
    response = client.post(page_of(published), {"version": "0", "text": "Ikke min at skrive."})

    assert response.status_code in (403, 404)
    assert not MunicipalityComment.objects.filter(round=published).exists()


def test_a_text_that_is_too_long_is_kept_in_the_form_and_the_field_says_so(cast: Cast, published: Round) -> None:
    text = "Alt for langt. " * (MOST // 10)
    response = cast.birgit.client().post(page_of(published), {"version": "0", "text": text})

    assert response.status_code == 422
    assert text.strip() in response.content.decode()
    assert not MunicipalityComment.objects.exists()


def test_the_database_itself_keeps_the_versions(cast: Cast, published: Round) -> None:
    row = says(cast.birgit, published, "Det står fast.")

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE surveys_municipalitycomment SET text = 'andet' WHERE id = %s", [row.pk])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM surveys_municipalitycomment WHERE id = %s", [row.pk])


def test_tags_in_a_comment_are_text(cast: Cast, published: Round, client: Client) -> None:
    says(cast.birgit, published, "<b>Fed</b> skrift")

    assert "&lt;b&gt;Fed&lt;/b&gt; skrift" in said_on(client, published)
