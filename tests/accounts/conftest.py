"""The people these tests are about, and an ear for security events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from plejebro.accounts import actions, mailer, rules, security_events
from plejebro.accounts.models import RateCount, User

PASSWORD = "korrekt hest batteri hæfte"
PAGE = "/min-profil/"  # any page that wants a log-in


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail handed to the way out."""

    to: str
    subject: str
    body: str
    kind: str


@pytest.fixture(autouse=True)
def mails() -> Iterator[list[Mail]]:
    """Every mail sent during the test, caught before any outbox."""
    sent: list[Mail] = []
    before = mailer._sender
    mailer.set_sender(lambda to, subject, body, kind: sent.append(Mail(to, subject, body, kind)))
    yield sent
    mailer.set_sender(before)


@pytest.fixture(autouse=True)
def _no_demo(settings: Any) -> None:
    settings.PLEJEBRO_DEMO = False


@pytest.fixture(autouse=True)
def _empty_rate_buckets(db: None) -> Iterator[None]:
    cache.clear()
    RateCount.objects.all().delete()
    yield
    cache.clear()


@pytest.fixture
def anna(db: None) -> User:
    """A foster mother with a password."""
    return actions.create_account(actor=None, email="anna@eksempel.dk", full_name="Anna Vestergaard", password=PASSWORD)


@pytest.fixture
def bent(db: None) -> User:
    """Somebody else with a password and sessions of his own."""
    return actions.create_account(actor=None, email="bent@eksempel.dk", full_name="Bent Kjær", password=PASSWORD)


@pytest.fixture
def staff(monkeypatch: pytest.MonkeyPatch, db: None) -> User:
    """A consultant, who needs a second factor."""
    user = actions.create_account(actor=None, email="mette@eksempel.dk", full_name="Mette Holm", password=PASSWORD)
    monkeypatch.setattr(rules, "_checks", [*rules._checks, lambda u: u.pk == user.pk])
    return user


@pytest.fixture
def events() -> Iterator[list[tuple[str, int | None]]]:
    """Every security event told during the test, as (action, user id)."""
    heard: list[tuple[str, int | None]] = []

    def listen(*, action: str, user_id: int | None, details: Any) -> None:
        heard.append((action, user_id))

    security_events.subscribe(listen)
    yield heard
    security_events.unsubscribe(listen)


@pytest.fixture
def log_in() -> Callable[..., Client]:
    """Log in through the page, with the password, and the code when there is a second factor."""

    def run(user: User, client: Client | None = None, code: str | None = None) -> Client:
        client = client or Client()
        answer = client.post("/konto/login/", {"login": user.email, "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()
        if code:
            answer = client.post("/konto/2fa/authenticate/", {"code": code})
            assert answer.status_code == 302, answer.content.decode()
        return client

    return run


def code_now(secret: str) -> str:
    """The code an app with ``secret`` shows at this moment."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


@pytest.fixture
def with_factor() -> Callable[[User], str]:
    """Give a user an active second factor; returns the app's secret."""

    def run(user: User, secret: str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP") -> str:
        TOTP.activate(user, secret)
        return secret

    return run


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for the commit happens at once: a test is never committed, and in operation it is within the request."""
    monkeypatch.setattr(transaction, "on_commit", lambda func, using=None, robust=False: func())
