"""allauth in our dress: every branch our settings leave open is walked, and what it says is Danish."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.messages import get_messages
from django.template.loader import render_to_string
from django.test import Client
from django.test.signals import template_rendered
from django.utils import timezone

from plejebro.accounts.models import User

from .conftest import PASSWORD, Mail, code_now

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("commits")]

NEW_PASSWORD = "fire venlige grønne støvler"
TEMPLATES = Path(__file__).resolve().parents[2] / "plejebro" / "ui" / "templates"
# Words no Danish sentence of ours has; "e-mail" and "login" are Danish enough.
ENGLISH = re.compile(
    r"\b(the|your|you|please|and|this|that|these|with|have|has|been|are|not|from|enter|sign|verify|confirm|confirmed|"
    r"password|email|account|address|code|codes|click|below|successfully|authenticator|recovery|activated|deactivated)\b",
    re.IGNORECASE,
)


@pytest.fixture
def seen() -> Iterator[set[str]]:
    """Names of the templates that were rendered."""
    found: set[str] = set()

    def rendered(template: Any, **_: Any) -> None:
        if template.name:
            found.add(template.name)

    template_rendered.connect(rendered)
    yield found
    template_rendered.disconnect(rendered)


def visible(html: str) -> str:
    """What one reads or hears of a page: its title, its text, and the names of its fields."""
    body = re.sub(r"<(script|style|code)\b.*?</\1>", " ", html, flags=re.DOTALL)
    named = " ".join(re.findall(r'(?:aria-label|alt|title|placeholder)="([^"]*)"', body))
    return unescape(re.sub(r"\s+", " ", f"{re.sub(r'<[^>]+>', ' ', body)} {named}"))


def assert_danish(text: str) -> None:
    """No English left over; addresses and names of products are not read as words."""
    found = ENGLISH.findall(re.sub(r"\S+@\S+|https?://\S+|(Microsoft|Google) Authenticator", " ", text))
    assert not found, f"{sorted(set(found))} in: {text[:600]}"


def page(client: Client, path: str, *, status: int = 200) -> str:
    """The page at `path`, which must be in Danish."""
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    html = answer.content.decode()
    assert '<html lang="da">' in html
    assert_danish(visible(html))
    return html


def said(answer: Any) -> list[str]:
    """The messages an answer leaves for the next page, in Danish."""
    texts = [str(message) for message in get_messages(answer.wsgi_request)]
    for text in texts:
        assert_danish(text)
    return texts


def mail(mails: list[Mail], kind: str) -> Mail:
    """The last mail of a kind, in Danish from top to end."""
    found = next(one for one in reversed(mails) if one.kind == kind)
    assert_danish(f"{found.subject}\n{found.body}")
    assert found.body.startswith("Hej\n") and "Venlig hilsen\nPlejebro" in found.body
    return found


def link_in(text: str) -> str:
    """The path of the first link in a mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert found, text
    return found[1]


@pytest.fixture
def without_password(anna: User) -> Client:
    """Anna, who has come in without ever choosing a password."""
    anna.set_unusable_password()
    anna.save()
    client = Client()
    client.force_login(anna, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_first_password_is_chosen(without_password: Client, mails: list[Mail], seen: set[str]) -> None:
    assert "Vælg en adgangskode" in page(without_password, "/konto/password/set/")
    answer = without_password.post("/konto/password/set/", {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert answer.status_code == 302
    assert said(answer) == ["Din adgangskode er gemt."]
    assert mail(mails, "password_set").subject == "Du har valgt en adgangskode"
    assert {"account/password_set.html", "account/messages/password_set.txt"} <= seen


def test_a_password_is_changed(anna: User, log_in: Any, mails: list[Mail]) -> None:
    client = log_in(anna)
    page(client, "/konto/password/change/")
    wrong = client.post("/konto/password/change/", {"oldpassword": "x", "password1": "kort", "password2": "kortere"})
    assert_danish(visible(wrong.content.decode()))
    typed = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert said(client.post("/konto/password/change/", typed)) == ["Din nye adgangskode er gemt."]
    mail(mails, "password_changed")


def test_a_forgotten_password_tells_by_mail_twice(anna: User, mails: list[Mail]) -> None:
    client = Client()
    page(client, "/konto/password/reset/")
    client.post("/konto/password/reset/", {"email": anna.email})
    page(client, "/konto/password/reset/done/")
    path = client.get(link_in(mail(mails, "password_reset_key").body)).url
    page(client, path)
    answer = client.post(path, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert "Din nye adgangskode er gemt." in said(answer)
    page(client, "/konto/password/reset/key/done/")
    mail(mails, "password_reset")
    Client().post("/konto/password/reset/", {"email": "ukendt@eksempel.dk"})
    mail(mails, "unknown_account")


def test_signing_up_speaks_danish_whether_the_email_is_free_or_taken(anna: User, mails: list[Mail]) -> None:
    client = Client()
    page(client, "/konto/signup/")
    assert_danish(visible(client.post("/konto/signup/", {"email": "nej"}).content.decode()))
    _sign_up(client, "ny@eksempel.dk")
    page(client, "/konto/confirm-email/")
    path = link_in(mail(mails, "email_confirmation_signup").body)
    page(client, path)
    assert said(client.post(path)) == ["Din e-mail ny@eksempel.dk er bekræftet."]
    _sign_up(Client(), anna.email)
    mail(mails, "account_already_exists")
    page(Client(), "/konto/confirm-email/forkert/")


def _sign_up(client: Client, email: str) -> None:
    typed = {"full_name": "Signe Nygaard", "email": email, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post("/konto/signup/", typed).status_code == 302


def test_an_email_is_changed_and_both_addresses_hear_of_it(anna: User, log_in: Any, mails: list[Mail]) -> None:
    client, before = log_in(anna), anna.email
    page(client, "/konto/email/")
    answer = client.post("/konto/email/", {"email": "anna.ny@eksempel.dk", "action_add": "1"})
    assert said(answer) == ["Vi har sendt et link til anna.ny@eksempel.dk."]
    assert "Vi venter på dig" in page(client, "/konto/email/")
    path = link_in(mail(mails, "email_confirmation").body)
    page(client, path)
    assert "Din e-mail anna.ny@eksempel.dk er bekræftet." in said(client.post(path))
    changed = mail(mails, "email_changed")
    assert changed.to == before and "anna.ny@eksempel.dk" in changed.body


def test_a_change_of_email_is_taken_back(anna: User, log_in: Any, mails: list[Mail], seen: set[str]) -> None:
    client = log_in(anna)
    client.post("/konto/email/", {"email": "anna.ny@eksempel.dk", "action_add": "1"})
    answer = client.post("/konto/email/", {"email": "anna.ny@eksempel.dk", "action_remove": "1"})
    assert "anna.ny@eksempel.dk er fjernet." in said(answer)
    assert "anna.ny@eksempel.dk" in mail(mails, "email_deleted").body
    assert "account/messages/email_deleted.txt" in seen


def test_the_email_one_logs_in_with_stays(anna: User, log_in: Any) -> None:
    client = log_in(anna)
    client.get("/konto/email/")
    answer = client.post("/konto/email/", {"email": anna.email, "action_remove": "1"})
    assert said(answer) == ["Du kan ikke fjerne den e-mail, du logger ind med."]
    answer = client.post("/konto/email/", {"email": anna.email, "action_primary": "1"})
    assert "Du logger nu ind med den nye e-mail." in said(answer)


def test_an_email_that_is_not_confirmed_is_not_logged_in_with(anna: User, log_in: Any) -> None:
    client = log_in(anna)
    client.get("/konto/email/")
    EmailAddress.objects.create(user=anna, email="anna.ny@eksempel.dk", verified=False, primary=False)
    answer = client.post("/konto/email/", {"email": "anna.ny@eksempel.dk", "action_primary": "1"})
    assert said(answer) == ["Bekræft din e-mail først. Vi har sendt dig et link."]


def test_two_want_the_same_email_and_the_second_is_told(anna: User, bent: User, log_in: Any, mails: list[Mail]) -> None:
    ways = {}
    for user in (anna, bent):
        client = log_in(user)
        client.post("/konto/email/", {"email": "faelles@eksempel.dk", "action_add": "1"})
        ways[client] = link_in(mail(mails, "email_confirmation").body)
    (first, one), (second, other) = ways.items()
    first.post(one)
    assert "Linket kan ikke bruges længere" in page(second, other)
    # Only where both press in the same moment does allauth get as far as this.
    told = render_to_string("account/messages/email_confirmation_failed.txt", {"email": "faelles@eksempel.dk"})
    assert told.strip() == "E-mailen hører allerede til en anden bruger."


@pytest.fixture
def secured(anna: User, log_in: Any, with_factor: Callable[[User], str]) -> Iterator[tuple[Client, str, Any]]:
    """Anna with an app and ten codes for when it is lost, logged in just now; and the clock."""
    secret = with_factor(anna)
    RecoveryCodes.activate(anna)
    with time_machine.travel(timezone.now(), tick=False) as now:
        yield log_in(anna, code=code_now(secret)), secret, now


def test_two_steps_are_turned_on(anna: User, log_in: Any, mails: list[Mail]) -> None:
    client = log_in(anna)
    page(client, "/konto/2fa/")
    secret = re.search(r"<code>(\w+)</code>", page(client, "/konto/2fa/totp/activate/"))
    assert secret
    wrong = client.post("/konto/2fa/totp/activate/", {"code": "000000"})
    assert_danish(visible(wrong.content.decode()))
    answer = client.post("/konto/2fa/totp/activate/", {"code": code_now(secret[1])})
    assert "Totrins-login er slået til." in said(answer)
    mail(mails, "totp_activated")
    page(client, "/konto/2fa/recovery-codes/")


def test_two_steps_are_turned_off(secured: Any, mails: list[Mail], seen: set[str]) -> None:
    client, _, _ = secured
    assert "Slå totrins-login fra" in page(client, "/konto/2fa/totp/deactivate/")
    assert "Totrins-login er slået fra." in said(client.post("/konto/2fa/totp/deactivate/"))
    mail(mails, "totp_deactivated")
    assert {"mfa/totp/deactivate_form.html", "mfa/messages/totp_deactivated.txt"} <= seen


def test_the_code_is_asked_for_again_after_a_while(secured: Any, seen: set[str]) -> None:
    client, secret, now = secured
    now.shift(timedelta(minutes=16))
    asked = client.get("/konto/2fa/totp/deactivate/").url
    assert "Bekræft, at det er dig" in page(client, asked)
    wrong = client.post(asked, {"code": "000000"})
    assert "Koden passer ikke" in wrong.content.decode()
    assert_danish(visible(wrong.content.decode()))
    assert client.post(asked, {"code": code_now(secret)}).status_code == 302
    page(client, "/konto/2fa/totp/deactivate/")
    assert "mfa/reauthenticate.html" in seen


def test_the_password_is_asked_for_again_after_a_while(anna: User, log_in: Any) -> None:
    with time_machine.travel(timezone.now(), tick=False) as now:
        client = log_in(anna)
        now.shift(timedelta(minutes=16))
        asked = client.get("/konto/2fa/totp/activate/").url
        page(client, asked)
        assert_danish(visible(client.post(asked, {"password": "forkert"}).content.decode()))


def test_recovery_codes_are_read_fetched_and_made_anew(anna: User, secured: Any, mails: list[Mail], seen: set[str]) -> None:
    client, _, _ = secured
    assert len(re.findall(r"<code>\d{8}</code>", page(client, "/konto/2fa/recovery-codes/"))) == 10
    fetched = client.get("/konto/2fa/recovery-codes/download/")
    text = fetched.content.decode()
    assert fetched["Content-Type"].startswith("text/plain")
    assert text.startswith("Reservekoder til Plejebro.") and len(re.findall(r"^\d{8}$", text, re.MULTILINE)) == 10
    assert_danish(text)
    page(client, "/konto/2fa/recovery-codes/generate/")
    assert said(client.post("/konto/2fa/recovery-codes/generate/"))[-1].startswith("Du har fået nye reservekoder.")
    mail(mails, "recovery_codes_generated")
    assert Authenticator.objects.filter(user=anna, type="recovery_codes").count() == 1
    assert {"mfa/recovery_codes/download.txt", "mfa/recovery_codes/generate.html"} <= seen


def test_logging_in_and_off_speaks_danish(anna: User, secured: Any) -> None:
    client = Client()
    page(client, "/konto/login/")
    assert_danish(visible(client.post("/konto/login/", {"login": anna.email, "password": "x"}).content.decode()))
    client.post("/konto/login/", {"login": anna.email, "password": PASSWORD})
    page(client, "/konto/2fa/authenticate/")
    page(secured[0], "/konto/logout/")
    assert said(secured[0].post("/konto/logout/")) == ["Du er logget af."]
    page(client, "/konto/inactive/")


def test_no_dress_is_kept_for_a_template_that_allauth_does_not_have() -> None:
    """What stands in our folders under allauth's names replaces something of allauth's."""
    import allauth

    theirs = Path(allauth.__file__).parent / "templates"
    ours = [path.relative_to(TEMPLATES) for folder in ("account", "mfa") for path in (TEMPLATES / folder).rglob("*.*")]
    assert [str(path) for path in ours if not (theirs / path).exists()] == []
