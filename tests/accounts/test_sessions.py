"""How long a session lives, who else is logged in, and what a changed credential does to the others."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from plejebro.accounts import actions, rules, sessions
from plejebro.accounts.models import User
from plejebro.kernel import clock

from .conftest import PAGE, PASSWORD, Mail

NEW_PASSWORD = "fire venlige grønne støvler"
SECOND = timedelta(seconds=1)
LETTER = "Kære Mette, vi vil gerne tale om samværet i næste uge."


def test_thirty_minutes_without_a_click_ends_the_session_to_the_second(anna: User, log_in: Any) -> None:
    with time_machine.travel(timezone.now(), tick=False) as now:
        client = log_in(anna)
        now.shift(rules.INACTIVITY - SECOND)
        assert client.get("/min-profil/").status_code == 200
        now.shift(rules.INACTIVITY - SECOND)
        assert client.get("/min-profil/").status_code == 200
        now.shift(rules.INACTIVITY)
        answer = client.get("/min-profil/", follow=True)
    assert "Log ind igen for at fortsætte" in answer.content.decode()
    assert answer.redirect_chain[0][0] == "/konto/login/?next=%2Fmin-profil%2F"


def test_twelve_hours_end_the_session_even_when_busy(anna: User, log_in: Any, events: list[Any]) -> None:
    with time_machine.travel(timezone.now(), tick=False) as now:
        client = log_in(anna)
        for _ in range(35):
            now.shift(timedelta(minutes=20))
            assert client.get("/min-profil/").status_code == 200
        now.shift(timedelta(minutes=20) - SECOND)
        assert client.get("/min-profil/").status_code == 200
        now.shift(SECOND)
        assert client.get("/min-profil/").status_code == 302
    assert ("session_expired", anna.pk) in events


def test_nobody_gains_time_by_deleting_or_replaying_the_seen_cookie(anna: User, log_in: Any) -> None:
    with time_machine.travel(timezone.now(), tick=False) as now:
        client, other = log_in(anna), log_in(anna)
        now.shift(timedelta(minutes=20))
        client.get(PAGE)
        fresh = client.cookies[sessions.seen_cookie_name()].value
        now.shift(timedelta(minutes=11))
        other.cookies[sessions.seen_cookie_name()] = fresh  # of another session
        assert other.get("/min-profil/").status_code == 302
        del client.cookies[sessions.seen_cookie_name()]
        assert client.get("/min-profil/").status_code == 302


def test_a_moved_demo_clock_logs_nobody_out(anna: User, log_in: Any) -> None:
    client = log_in(anna)
    clock.set_offset_source(lambda: timedelta(days=7))
    try:
        assert client.get("/min-profil/").status_code == 200
    finally:
        clock.set_offset_source(None)


def test_writing_sent_too_late_comes_back_to_be_copied(anna: User, log_in: Any) -> None:
    with time_machine.travel(timezone.now(), tick=False) as now:
        client = log_in(anna)
        now.shift(rules.INACTIVITY)
        answer = client.post("/min-profil/", {"full_name": LETTER, "password1": "hemmelig" * 5})
    assert answer.status_code == 401
    assert LETTER in answer.content.decode()
    assert "hemmelig" not in answer.content.decode()
    anna.refresh_from_db()
    assert anna.full_name == "Anna Vestergaard"


def test_a_new_password_ends_all_other_sessions_at_their_next_request(anna: User, bent: User, log_in: Any) -> None:
    here, phone, bents = log_in(anna), log_in(anna), log_in(bent)
    before = here.session.session_key
    answer = here.post(
        "/konto/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )
    assert answer.status_code == 302
    assert phone.get("/min-profil/").status_code == 302
    assert here.get("/min-profil/").status_code == 200
    assert here.session.session_key != before
    assert bents.get("/min-profil/").status_code == 200


def test_one_sees_where_one_is_logged_in_and_ends_another_place(anna: User, bent: User, log_in: Any) -> None:
    here = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    phone = Client(headers={"User-Agent": "Mozilla/5.0 (iPhone) Version/18 Safari/605"})
    log_in(anna, here)
    log_in(anna, phone)
    bents = log_in(bent)
    page = here.get("/min-profil/logget-ind/").content.decode()
    assert "Firefox på Windows" in page
    assert "Safari på iPhone" in page
    place = anna.login_sessions.get(device="Safari på iPhone")
    assert bents.post(f"/min-profil/logget-ind/{place.public_id}/afslut/").status_code == 404
    assert phone.get("/min-profil/").status_code == 200
    here.post(f"/min-profil/logget-ind/{place.public_id}/afslut/")
    assert phone.get("/min-profil/").status_code == 302
    assert "Safari på iPhone er logget af." in here.get("/min-profil/logget-ind/").content.decode()


def test_one_ends_every_other_place_at_once(anna: User, log_in: Any) -> None:
    here, phone, tablet = log_in(anna), log_in(anna), log_in(anna)
    here.post("/min-profil/logget-ind/andre/afslut/")
    assert here.get("/min-profil/").status_code == 200
    assert phone.get("/min-profil/").status_code == tablet.get("/min-profil/").status_code == 302
    assert anna.login_sessions.count() == 1


def test_old_places_are_forgotten(anna: User, log_in: Any) -> None:
    with time_machine.travel(timezone.now(), tick=False) as now:
        log_in(anna)
        assert actions.forget_old_sessions() == 0
        now.shift(rules.ABSOLUTE)
        assert actions.forget_old_sessions() == 1


def test_ending_sessions_by_reading_an_address_does_nothing(anna: User, log_in: Any) -> None:
    here, phone = log_in(anna), log_in(anna)
    assert here.get("/min-profil/logget-ind/andre/afslut/").status_code == 405
    assert phone.get("/min-profil/").status_code == 200


def test_stepping_up_gives_a_new_session_id_and_lasts_fifteen_minutes(anna: User, log_in: Any, rf: Any) -> None:
    with time_machine.travel(timezone.now(), tick=False) as now:
        client = log_in(anna)
        assert _recent(client, anna, rf)
        now.shift(timedelta(minutes=15) - SECOND)
        assert _recent(client, anna, rf)
        now.shift(SECOND)
        assert not _recent(client, anna, rf)
        assert client.get("/min-profil/").status_code == 200  # still logged in
        to = client.get("/min-profil/bekraeft/?next=/min-profil/")["Location"]
        before = client.session.session_key
        answer = client.post(to, {"password": PASSWORD, "next": "/min-profil/"})
        assert answer["Location"] == "/min-profil/"
        assert client.session.session_key != before
        assert _recent(client, anna, rf)
        assert anna.login_sessions.get().session_key == client.session.session_key


def test_changing_the_email_wants_a_recent_proof(anna: User, log_in: Any, mails: list[Mail]) -> None:
    with time_machine.travel(timezone.now(), tick=False) as now:
        client = log_in(anna)
        now.shift(timedelta(minutes=16))
        answer = client.post("/konto/email/", {"email": "ny@eksempel.dk", "action_add": "1"})
        assert answer.url.startswith("/konto/reauthenticate/")
        assert mails == []


def test_a_profile_is_changed_only_by_sending_the_form(anna: User, log_in: Any) -> None:
    client = log_in(anna)
    client.post("/min-profil/", {"full_name": "Anna Vester", "phone": "12 34 56 78", "is_demo": "1"})
    anna.refresh_from_db()
    assert (anna.full_name, anna.phone, anna.is_demo) == ("Anna Vester", "12 34 56 78", False)


@pytest.mark.parametrize("path", ["/min-profil/", "/min-profil/logget-ind/", "/konto/2fa/"])
@pytest.mark.django_db
def test_strangers_are_sent_to_the_login_page(path: str) -> None:
    assert Client().get(path).url.startswith("/konto/login/")


def _recent(client: Client, user: User, rf: Any) -> bool:
    request = rf.get(PAGE)
    request.session, request.user = client.session, user
    return rules.recently_authenticated(request)
