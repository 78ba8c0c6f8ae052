"""Logging in, being told no, forgetting the password, signing up."""

from __future__ import annotations

import re
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.contrib.auth.hashers import BasePasswordHasher, get_hasher
from django.db import IntegrityError, transaction
from django.shortcuts import resolve_url
from django.test import Client

from plejebro.accounts import actions
from plejebro.accounts.models import LoginSession, User

from .conftest import PAGE, PASSWORD, Mail

NEW_PASSWORD = "fire venlige grønne støvler"


def test_a_person_logs_in_with_email_in_any_capitals(anna: User, events: list[Any]) -> None:
    client = Client()
    answer = client.post("/konto/login/", {"login": "ANNA@Eksempel.DK", "password": PASSWORD})
    assert answer.status_code == 302
    assert ("login", anna.pk) in events
    assert client.get("/min-profil/").status_code == 200


def test_one_email_is_one_user_whatever_the_capitals(anna: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.create_account(actor=None, email="Anna@Eksempel.dk", full_name="En anden")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="ANNA@eksempel.dk", full_name="En tredje")])


def test_the_session_gets_a_new_id_at_login_and_the_old_one_is_dead(anna: User, log_in: Any) -> None:
    client = Client()
    client.get("/konto/login/")
    session = client.session
    session["planted"] = "1"
    session.save()
    before = session.session_key
    log_in(anna, client)
    assert client.session.session_key != before
    stranger = Client()
    stranger.cookies[settings.SESSION_COOKIE_NAME] = before or ""
    assert stranger.get("/min-profil/").status_code == 302


def test_wrong_password_and_unknown_email_answer_alike(anna: User, events: list[Any]) -> None:
    wrong = Client().post("/konto/login/", {"login": anna.email, "password": "forkert"})
    unknown = Client().post("/konto/login/", {"login": "ukendt@eksempel.dk", "password": "forkert"})
    assert wrong.status_code == unknown.status_code == 200
    assert _plain(wrong, anna.email) == _plain(unknown, "ukendt@eksempel.dk")
    assert "passer ikke sammen" in wrong.content.decode()
    assert ("login_failed", anna.pk) in events
    assert ("login_failed", None) in events


def test_unknown_email_costs_one_hash_like_a_wrong_password(anna: User) -> None:
    assert _hashes_at_login(anna.email) == _hashes_at_login("ukendt@eksempel.dk") == 1


def test_a_closed_account_cannot_log_in_and_its_sessions_end(anna: User, log_in: Any) -> None:
    client = log_in(anna)
    User.objects.filter(pk=anna.pk).update(is_active=False)
    assert client.get("/min-profil/").status_code == 302
    again = Client().post("/konto/login/", {"login": anna.email, "password": PASSWORD}, follow=True)
    assert "Din adgang er lukket" in again.content.decode()
    assert LoginSession.objects.filter(user=anna).count() == 1  # no new one was made


def test_forgotten_password_by_mail_ends_every_session(
    anna: User, log_in: Any, events: list[Any], mails: list[Mail]
) -> None:
    phone = log_in(anna)
    client = Client()
    client.post("/konto/password/reset/", {"email": anna.email})
    link = _link(mails[-1].body)
    page = client.get(link, follow=True)
    form_at = page.redirect_chain[-1][0]
    done = client.post(form_at, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, follow=True)
    assert "Din nye adgangskode er gemt" in done.content.decode()
    assert phone.get("/min-profil/").status_code == 302
    assert ("password_reset", anna.pk) in events
    again = Client().get(link, follow=True)
    assert "Linket kan ikke bruges længere" in again.content.decode()


def test_reset_answers_alike_for_known_and_unknown(anna: User, mails: list[Mail]) -> None:
    known = Client().post("/konto/password/reset/", {"email": anna.email}, follow=True)
    unknown = Client().post("/konto/password/reset/", {"email": "ukendt@eksempel.dk"}, follow=True)
    assert known.content == unknown.content
    assert len(mails) == 2  # the unknown one is told there is no user


@pytest.mark.django_db
def test_a_family_signs_up_and_must_confirm_its_email(events: list[Any], mails: list[Mail]) -> None:
    client = Client()
    answer = _sign_up(client, "ny@eksempel.dk")
    assert "Se i din indbakke" in answer.content.decode()
    assert client.get("/min-profil/").status_code == 302
    link = _link(mails[-1].body)
    assert "Er <strong>ny@eksempel.dk</strong> din e-mail?" in client.get(link).content.decode()
    client.post(link)
    login = client.post("/konto/login/", {"login": "ny@eksempel.dk", "password": NEW_PASSWORD})
    assert login.status_code == 302
    assert client.get("/min-profil/").status_code == 200
    assert User.objects.get(email="ny@eksempel.dk").full_name == "Signe Nygaard"
    assert "signed_up" in [action for action, _ in events]


def test_signing_up_with_a_taken_email_looks_the_same(anna: User, mails: list[Mail]) -> None:
    free = _sign_up(Client(), "ny@eksempel.dk")
    taken = _sign_up(Client(), anna.email)
    assert _plain(free, "ny@eksempel.dk") == _plain(taken, anna.email)
    assert "allerede en bruger" in mails[-1].body
    assert User.objects.filter(email=anna.email).count() == 1


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("kort", "12"),
        ("password1234", "almindelig"),
        ("plejebro2026", "minder for meget"),
        ("nygaard12345", "minder for meget"),
    ],
)
@pytest.mark.django_db
def test_weak_passwords_are_refused_with_a_sentence(password: str, sentence: str) -> None:
    answer = Client().post(
        "/konto/signup/",
        {
            "full_name": "Signe Nygaard",
            "email": "ny@eksempel.dk",
            "password1": password,
            "password2": password,
        },
    )
    assert sentence in answer.content.decode()
    assert not User.objects.filter(email="ny@eksempel.dk").exists()


def test_a_long_sentence_may_contain_ones_own_name() -> None:
    assert actions.password_problems("nygaard spiser altid blå rugbrød", email="a@b.dk", full_name="Signe Nygaard") == []


def test_passwords_are_kept_with_argon2_in_operation() -> None:
    from config.settings import base

    assert base.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


def test_logging_off_clears_the_browser_and_kills_the_session(anna: User, log_in: Any) -> None:
    client = log_in(anna)
    key = client.session.session_key
    answer = client.post("/konto/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert "no-store" in answer["Cache-Control"]
    stranger = Client()
    stranger.cookies[settings.SESSION_COOKIE_NAME] = key
    assert stranger.get("/min-profil/").status_code == 302


def test_pages_for_the_logged_in_are_not_kept_by_the_browser(anna: User, log_in: Any) -> None:
    assert "no-store" in log_in(anna).get("/min-profil/")["Cache-Control"]


def test_reading_a_page_writes_nothing_about_the_session(
    anna: User, log_in: Any, django_assert_max_num_queries: Any
) -> None:
    client = log_in(anna)
    client.get(PAGE)
    with django_assert_max_num_queries(12) as seen:
        client.get(PAGE)
    ours = [query["sql"] for query in seen.captured_queries if "accounts_" in query["sql"]]
    assert all(sql.startswith("SELECT") for sql in ours)
    assert len(ours) <= 3  # who it is, whether for the platform, and the form's own look


def test_next_leads_only_to_our_own_pages(anna: User) -> None:
    answer = Client().post("/konto/login/?next=https://ond.example/", {"login": anna.email, "password": PASSWORD})
    assert answer["Location"] == resolve_url(settings.LOGIN_REDIRECT_URL)


def _hashes_at_login(email: str) -> int:
    hasher = type(get_hasher())
    with patch.object(hasher, "encode", autospec=True, side_effect=hasher.encode) as encode:
        Client().post("/konto/login/", {"login": email, "password": "forkert kodeord her"})
    assert issubclass(hasher, BasePasswordHasher)
    return encode.call_count


def _sign_up(client: Client, email: str) -> Any:
    return client.post(
        "/konto/signup/",
        {
            "full_name": "Signe Nygaard",
            "email": email,
            "password1": NEW_PASSWORD,
            "password2": NEW_PASSWORD,
        },
        follow=True,
    )


def _link(body: Any) -> str:
    found = re.search(r"https?://[^/]+(/konto/\S+)", str(body))
    assert found, body
    return found[1]


def _plain(answer: Any, email: str) -> str:
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return text.replace(email, "")


def test_the_pages_of_ones_access_are_in_our_words(anna: User, log_in: Any) -> None:
    client = log_in(anna)
    for path, words in {
        "/konto/email/": "Din nye e-mail",
        "/konto/password/change/": "Din nuværende adgangskode",
        "/konto/2fa/": "Totrins-login er ikke slået til",
        "/min-profil/": "Sådan ser de andre på anbringelsen dig",
    }.items():
        page = client.get(path).content.decode()
        assert words in page, path
        assert "placeholder" not in page, path
