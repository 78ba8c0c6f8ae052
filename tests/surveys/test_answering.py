"""Answering: on a phone, page by page, saved as one goes, and sent once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from plejebro.access.guard import read_only
from plejebro.kernel.refusals import NotPossible
from plejebro.surveys.answering import keep_draft, opened, send_answer
from plejebro.surveys.closing import close_round
from plejebro.surveys.links import as_typed, new_code, seal, unseal
from plejebro.surveys.models import Draft, Round, Ticket, WaitingAnswer
from tests.cast import Cast
from tests.surveys.helpers import open_synthetic


@pytest.fixture
def asked(cast: Cast) -> tuple[Round, str]:
    """A round, and the code of one of six families who are asked."""
    row, codes = open_synthetic(cast, {"901": (6, 0)})
    return row, codes[0]


def _page(client: Client, code: str, path: str = "") -> str:
    return client.get(f"/svar/{code}/{path}").content.decode()


def test_the_first_page_says_what_it_is_that_it_is_anonymous_and_begins(asked: tuple[Round, str], client: Client) -> None:
    page = _page(client, asked[1])
    assert "Ingen kan se, hvad du svarer" in page
    assert "Begynd" in page
    assert "SYNTETISKE DATA" in page


def test_a_page_is_saved_when_it_is_sent_and_the_next_one_comes(asked: tuple[Round, str], client: Client) -> None:
    code = asked[1]
    answer = client.post(f"/svar/{code}/1/", {"vist": "har-konsulent,netvaerk", "har-konsulent": "ja", "netvaerk": "nej"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/svar/{code}/2/")
    again = _page(Client(), code)
    assert "Fortsæt, hvor du slap" in again
    assert 'name="har-konsulent" value="ja" checked' in _page(Client(), code, "1/")


def test_a_question_that_follows_from_an_answer_comes_on_the_same_page(asked: tuple[Round, str], client: Client) -> None:
    code = asked[1]
    found = opened(code)
    assert found is not None
    parts = enumerate(found.form.sections, 1)
    number = next(n for n, part in parts if any(question.key == "genforhandling" for question in part.questions))
    part = found.form.sections[number - 1]
    first = next(option.key for option in found.form.question("genforhandling").options)
    shown = [question.key for question in part.questions if question.key != "genforhandling-forloeb"]
    assert "genforhandling-forloeb" not in _page(client, code, f"{number}/")
    answer = client.post(f"/svar/{code}/{number}/", {"vist": ",".join(shown), "genforhandling": first})
    assert answer.headers["Location"] == f"/svar/{code}/{number}/#id_genforhandling-forloeb"
    assert "genforhandling-forloeb" in _page(client, code, f"{number}/")


def test_a_page_on_which_nothing_is_asked_leads_on(asked: tuple[Round, str], client: Client) -> None:
    code = asked[1]
    keep_draft(code, {"har-konsulent": "nej"}, ["har-konsulent"])
    found = opened(code)
    assert found is not None
    parts = enumerate(found.form.sections, 1)
    number = next(n for n, part in parts if all(question.key.startswith("konsulent-") for question in part.questions))
    assert client.get(f"/svar/{code}/{number}/").headers["Location"] == f"/svar/{code}/{number + 1}/"


def test_a_number_that_cannot_be_read_is_said_beside_it_and_kept(asked: tuple[Round, str], client: Client) -> None:
    code = asked[1]
    found = opened(code)
    assert found is not None
    number = next(n for n, part in enumerate(found.form.sections, 1) if any(q.kind == "number" for q in part.questions))
    data = {"vist": "raadgiver-antal,raadgiver-samlet", "raadgiver-antal": "mange", "raadgiver-samlet": "4"}
    answer = client.post(f"/svar/{code}/{number}/", data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Skriv et helt tal fra 0 til 999." in page
    assert 'value="mange"' in page
    assert not Draft.objects.filter(round=asked[0]).exists()


def test_everything_can_be_seen_through_before_it_is_sent(asked: tuple[Round, str], client: Client) -> None:
    code = asked[1]
    keep_draft(code, {"samlet": 4, "oensker": "At blive spurgt."}, ["samlet", "oensker"])
    page = _page(client, code, "gennemse/")
    assert "Tilfreds" in page
    assert "At blive spurgt." in page
    assert "Sprunget over" in page
    answer = client.post(f"/svar/{code}/send/", follow=True)
    assert "Tak for svaret" in answer.content.decode()


def test_sending_twice_is_sending_once(asked: tuple[Round, str], client: Client) -> None:
    row, code = asked
    keep_draft(code, {"samlet": 4}, ["samlet"])
    for _ in range(2):
        assert "Tak for svaret" in client.post(f"/svar/{code}/send/", follow=True).content.decode()
    assert WaitingAnswer.objects.filter(round=row).count() == 1
    assert send_answer(code, {"samlet": 1}) is False


def test_two_windows_on_different_pages_lose_nothing_to_each_other(asked: tuple[Round, str]) -> None:
    code = asked[1]
    one, other = Client(), Client()
    one.post(f"/svar/{code}/1/", {"vist": "har-konsulent", "har-konsulent": "nej"})
    other.post(f"/svar/{code}/2/", {"vist": "samlet", "samlet": "5"})
    found = opened(code)
    assert found is not None
    assert found.answers == {"har-konsulent": "nej", "samlet": 5}


def test_a_window_left_open_after_sending_is_told_that_it_is_sent(asked: tuple[Round, str], client: Client) -> None:
    code = asked[1]
    send_answer(code, {"samlet": 3})
    late = client.post(f"/svar/{code}/2/", {"vist": "samlet", "samlet": "1"}, follow=True)
    assert "Linket kan ikke bruges igen" in late.content.decode()
    assert "Tak for svaret" in _page(client, code, "2/")
    with pytest.raises(NotPossible):
        keep_draft(code, {"samlet": 1}, ["samlet"])


def test_nothing_answered_cannot_be_sent(asked: tuple[Round, str], client: Client) -> None:
    answer = client.post(f"/svar/{asked[1]}/send/")
    assert answer.status_code == 409
    assert "Svar på mindst ét spørgsmål" in answer.content.decode()


def test_a_closed_round_says_so_and_takes_nothing(cast: Cast, asked: tuple[Round, str], client: Client) -> None:
    row, code = asked
    keep_draft(code, {"samlet": 3}, ["samlet"])
    close_round(actor=cast.agnete.viewer(), round_=row)
    assert "Målingen er lukket" in _page(client, code)
    assert client.post(f"/svar/{code}/send/").status_code == 409
    assert not Draft.objects.filter(round=row).exists()


def test_a_round_takes_no_answers_after_its_last_day(cast: Cast, asked: tuple[Round, str], client: Client) -> None:
    row, code = asked
    cast.later(days=(row.closes_on - row.opens_on + timedelta(days=1)).days)
    assert "Målingen er lukket" in _page(client, code)
    with pytest.raises(NotPossible, match="lukket"):
        send_answer(code, {"samlet": 3})


def test_a_wrong_link_is_not_found_and_says_what_to_do(cast: Cast, client: Client) -> None:
    answer = client.get("/svar/forkert/")
    assert answer.status_code == 404
    assert "Linket virker ikke" in answer.content.decode()
    assert client.get("/svar/forkert/1/").status_code == 404
    assert client.get("/svar/forkert/gennemse/").status_code == 404
    assert client.post("/svar/forkert/send/").status_code == 404


def test_a_code_is_understood_however_it_is_typed(asked: tuple[Round, str], client: Client) -> None:
    code = asked[1]
    assert as_typed(code.lower().replace("-", " ")) == code
    answer = client.post("/svar/", {"code": code.lower().replace("-", "")})
    assert answer.headers["Location"] == f"/svar/{code}/"
    wrong = client.post("/svar/", {"code": new_code()})
    assert wrong.status_code == 422
    assert "Koden passer ikke" in wrong.content.decode()
    assert client.get("/svar/").status_code == 200


def test_answers_that_are_no_longer_asked_are_not_sent(asked: tuple[Round, str]) -> None:
    from plejebro.surveys.links import unseal_waiting

    row, code = asked
    send_answer(code, {"har-konsulent": "nej", "konsulent-samlet": 1, "samlet": 4})
    content = unseal_waiting(row.public_id, WaitingAnswer.objects.get(round=row).sealed)
    assert content["answers"] == {"har-konsulent": "nej", "samlet": 4}


def test_looking_writes_nothing(asked: tuple[Round, str], client: Client) -> None:
    with read_only():
        assert opened(asked[1]) is not None
    assert client.get(f"/svar/{asked[1]}/1/").status_code == 200
    assert Ticket.objects.filter(round=asked[0], answered=True).count() == 0


def test_a_draft_that_was_altered_begins_anew(asked: tuple[Round, str]) -> None:
    sealed = seal(asked[1], {"samlet": 5})
    assert unseal(asked[1], sealed) == {"samlet": 5}
    assert unseal(asked[1], sealed[:-6] + "AAAAA=") == {}
    assert unseal(new_code(), sealed) == {}


def test_a_page_takes_few_questions_to_the_database(
    asked: tuple[Round, str], client: Client, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        client.get(f"/svar/{asked[1]}/2/")
