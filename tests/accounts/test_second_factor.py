"""Two-step log-in: required for staff, chosen by families, lost and found."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from plejebro.accounts import actions, rules
from plejebro.accounts.enums import PlatformRoleKind
from plejebro.accounts.errors import NotOnYourself
from plejebro.accounts.models import User

from .conftest import PAGE, PASSWORD, Mail, code_now

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("commits")]


def test_staff_without_a_second_factor_reach_only_the_page_that_activates_it(staff: User, log_in: Any) -> None:
    client = log_in(staff)
    for path in ("/min-profil/", "/konto/2fa/", "/konto/email/", "/konto/password/change/"):
        assert client.get(path).url == "/konto/2fa/totp/activate/", path
    page = client.get("/konto/2fa/totp/activate/")
    assert "Et sidste skridt" in page.content.decode()
    assert client.get("/konto/logout/").status_code == 200


def test_staff_activate_and_are_let_in(staff: User, log_in: Any, events: list[Any]) -> None:
    client = log_in(staff)
    codes = _activate(client)
    assert len(codes) == 10
    assert client.get(PAGE).status_code == 200
    assert ("second_factor_added", staff.pk) in events


def test_recovery_codes_are_read_without_writing(anna: User, log_in: Any, django_assert_max_num_queries: Any) -> None:
    client = log_in(anna)
    _activate(client)
    with django_assert_max_num_queries(15) as seen:
        client.get("/konto/2fa/recovery-codes/")
    factor = [query["sql"] for query in seen.captured_queries if "mfa_" in query["sql"]]
    assert all(sql.startswith("SELECT") for sql in factor)


def test_families_may_go_without(anna: User, log_in: Any) -> None:
    assert log_in(anna).get(PAGE).status_code == 200


def test_a_family_member_who_is_hired_is_stopped_within_five_minutes(
    anna: User, log_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(timezone.now(), tick=False) as now:
        client = log_in(anna)
        assert client.get(PAGE).status_code == 200
        monkeypatch.setattr(rules, "_checks", [lambda user: True])
        now.shift(rules.SECOND_FACTOR_RECHECK)
        assert client.get(PAGE).status_code == 302


def test_a_platform_role_needs_a_second_factor(anna: User, log_in: Any) -> None:
    actions.grant_platform_role(actor=None, user=anna, role=PlatformRoleKind.OPERATOR)
    assert log_in(anna).get(PAGE).url == "/konto/2fa/totp/activate/"


def test_the_code_is_asked_for_and_works_once(staff: User, log_in: Any, with_factor: Any) -> None:
    secret = with_factor(staff)
    with time_machine.travel(timezone.now(), tick=False):
        code = code_now(secret)
        client = log_in(staff, code=code)
        assert client.get(PAGE).status_code == 200
        again = log_in(staff)
        answer = again.post("/konto/2fa/authenticate/", {"code": code})
        assert "Koden passer ikke" in answer.content.decode()
        assert again.get("/min-profil/").status_code == 302


def test_a_recovery_code_works_once(staff: User, log_in: Any) -> None:
    codes = _activate(log_in(staff))
    assert log_in(staff, code=codes[0]).get(PAGE).status_code == 200
    answer = log_in(staff).post("/konto/2fa/authenticate/", {"code": codes[0]})
    assert "Koden passer ikke" in answer.content.decode()


def test_turning_it_on_and_off_ends_the_other_sessions(anna: User, log_in: Any) -> None:
    here, phone = log_in(anna), log_in(anna)
    codes = _activate(here)
    assert phone.get("/min-profil/").status_code == 302
    tablet = log_in(anna, code=codes[0])
    assert here.post("/konto/2fa/totp/deactivate/").status_code == 302
    assert tablet.get("/min-profil/").status_code == 302
    assert here.get("/min-profil/").status_code == 200
    assert not Authenticator.objects.filter(user=anna).exists()


def test_turning_it_off_wants_the_factor_not_the_password(anna: User, log_in: Any, with_factor: Any) -> None:
    secret = with_factor(anna)
    with time_machine.travel(timezone.now(), tick=False) as now:
        client = log_in(anna, code=code_now(secret))
        now.shift(timedelta(minutes=16))
        answer = client.get("/konto/2fa/totp/deactivate/")
        assert answer.url.startswith("/konto/2fa/reauthenticate/")
        refused = client.post("/konto/reauthenticate/", {"password": PASSWORD})
        assert refused.url == "/konto/2fa/reauthenticate/"
        assert client.get("/konto/2fa/totp/deactivate/").status_code == 302


def test_an_administrator_resets_a_lost_factor(
    staff: User, bent: User, log_in: Any, with_factor: Any, events: list[Any], mails: list[Mail]
) -> None:
    secret = with_factor(staff)
    client = log_in(staff, code=code_now(secret))
    actions.reset_second_factor(actor=bent, user=staff)
    assert client.get("/min-profil/").url.startswith("/konto/login/")
    assert not Authenticator.objects.filter(user=staff).exists()
    assert mails[-1].to == staff.email
    assert "Bent Kjær har nulstillet dit totrins-login" in mails[-1].body
    assert ("second_factor_reset", bent.pk) in events
    assert log_in(staff).get("/min-profil/").url == "/konto/2fa/totp/activate/"


def test_nobody_resets_their_own(staff: User) -> None:
    with pytest.raises(NotOnYourself):
        actions.reset_second_factor(actor=staff, user=staff)


def test_the_secret_is_not_readable_in_the_database(anna: User, with_factor: Any) -> None:
    secret = with_factor(anna)
    stored = Authenticator.objects.get(user=anna).data["secret"]
    assert secret not in stored


def test_demo_people_are_exempt_in_the_demo_only(staff: User, settings: Any) -> None:
    User.objects.filter(pk=staff.pk).update(is_demo=True)
    staff.refresh_from_db()
    settings.PLEJEBRO_DEMO = True
    assert not rules.second_factor_required(staff)
    settings.PLEJEBRO_DEMO = False
    assert rules.second_factor_required(staff)


def _activate(client: Client) -> list[str]:
    page = client.get("/konto/2fa/totp/activate/").content.decode()
    found = re.search(r"<code>(\w+)</code>", page)
    assert found
    answer = client.post("/konto/2fa/totp/activate/", {"code": code_now(found[1])}, follow=True)
    return re.findall(r"<code>(\d{8})</code>", answer.content.decode())
