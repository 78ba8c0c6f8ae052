"""The rate contract: every bucket trips alone, and no route of such a nature is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from plejebro.accounts import actions, counting, rates
from plejebro.accounts.enums import InvitationKind
from plejebro.accounts.models import User

from .conftest import PASSWORD, Mail

pytestmark = pytest.mark.django_db

RULES = [
    pytest.param(bucket, rate, id=f"{bucket.name}-{rate.amount}-{rate.per}")
    for bucket in rates.CONTRACT
    for rate in ratelimit.parse_rates(bucket.limit)
]
# What a route is called when it takes a secret, sends a message, searches people or exports.
NATURE = re.compile(
    r"login|logind|log_ind|signup|reset|password|adgangskode|authenticate|totp|recovery|invit|"
    r"send|reply|search|soeg|export|eksport|import|upload|contact|kontakt|session|"
    r"cpr|factor|pdf|print|enquiries:(new|log|write|accept|conclude|withdraw|reopen|escalate)"
)
# Named like that, but with nothing to guess, send or fetch; each with the reason.
HARMLESS = {
    "account_reset_password_done": "a page with a sentence",
    "account_reset_password_from_key_done": "a page with a sentence",
    "account_confirm_login_code": "log-in by code is switched off",
    "account_email_verification_sent": "a page with a sentence",
    "mfa_deactivate_totp": "wants a recent proof, takes no secret",
    "mfa_view_recovery_codes": "wants a recent proof, takes no secret",
    "mfa_generate_recovery_codes": "wants a recent proof, takes no secret",
    "mfa_download_recovery_codes": "wants a recent proof, takes no secret",
    "accounts:sessions": "reads one's own list",
    "web:contact": "a page with an address",
    "flows:import": "a page with three links",
    "flows:import_preview": "reads one's own file",
    "flows:import_discard": "deletes one's own file",
    "flows:import_sample": "an empty file with headings",
    "municipalities:reply_times": "the municipality's own reply times",
    "municipalities:reply_time": "the municipality's own reply times",
}


@pytest.mark.parametrize(("bucket", "rate"), RULES)
def test_each_bucket_trips_alone_at_its_limit(bucket: rates.Bucket, rate: Any, anna: User, bent: User) -> None:
    use = _consume if bucket.owner == "allauth" else _count
    limit = f"{rate.amount}/{int(rate.duration)}s/{rate.per}"
    assert all(use(bucket.name, limit, anna) for _ in range(rate.amount))
    assert not use(bucket.name, limit, anna)
    other = {"ip": {"address": "203.0.113.9"}, "user": {"user": bent}, "key": {"key": "bent"}}
    assert use(bucket.name, limit, **{"user": anna, **other[rate.per]})
    neighbour = next(b for b in rates.CONTRACT if b.name != bucket.name)
    assert use(neighbour.name, limit, anna)


def test_a_full_bucket_opens_again_when_its_window_is_over(anna: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as now:
        assert _count("search", "1/60s/user", anna)
        assert not _count("search", "1/60s/user", anna)
        now.shift(61)
        assert counting.forget_old_counts() == 1
        assert _count("search", "1/60s/user", anna)


@pytest.mark.parametrize("owner", ["allauth", "own"])
def test_ipv6_addresses_of_one_household_share_a_bucket(owner: str, anna: User) -> None:
    use = _consume if owner == "allauth" else _count
    assert use("signup", "2/m/ip", anna, address="2001:db8:1:2::1")
    assert use("signup", "2/m/ip", anna, address="2001:db8:1:2:ffff::9")
    assert not use("signup", "2/m/ip", anna, address="2001:db8:1:2:aaaa::5")
    assert use("signup", "2/m/ip", anna, address="2001:db8:1:3::1")


def test_guessing_one_password_stops_after_five_but_the_neighbour_may_log_in(anna: User, bent: User) -> None:
    for _ in range(5):
        assert "passer ikke sammen" in _try(anna, "forkert")
    assert "Vent fem minutter" in _try(anna, "forkert")
    assert "Vent fem minutter" in _try(anna, PASSWORD)
    cache_free = Client(REMOTE_ADDR="203.0.113.9")
    assert cache_free.post("/konto/login/", {"login": bent.email, "password": PASSWORD}).status_code == 302


def test_an_unknown_email_is_throttled_like_a_known_one(anna: User) -> None:
    ghost = User(email="ukendt@eksempel.dk")
    known = [_try(anna, "forkert") for _ in range(6)]
    cache.clear()
    unknown = [_try(ghost, "forkert") for _ in range(6)]
    assert ["Vent fem" in page for page in known] == ["Vent fem" in page for page in unknown]


def test_reset_mails_to_one_address_stop_after_three(anna: User, mails: list[Mail]) -> None:
    for _ in range(3):
        Client().post("/konto/password/reset/", {"email": anna.email})
    Client().post("/konto/password/reset/", {"email": anna.email})
    assert len(mails) == 3


def test_the_429_page_is_danish_keeps_the_writing_and_is_told_on(anna: User, events: list[Any]) -> None:
    _, token = actions.create_invitation(
        actor=anna,
        email="ole@eksempel.dk",
        full_name="Ole",
        kind=InvitationKind.OPERATOR,
        payload={},
    )
    for _ in range(20):
        Client().get("/invitation/gaet/")
    name = "Ole Christian Frederik von Lund"
    answer = Client().post(f"/invitation/{token}/", {"full_name": name, "password1": PASSWORD})
    text = answer.content.decode()
    assert answer.status_code == 429
    assert "Vent lidt, og prøv igen" in text
    assert name in text
    assert PASSWORD not in text
    assert "rate_limited" in [action for action, _ in events]


def test_allauths_own_routes_get_the_danish_page_too(anna: User) -> None:
    for number in range(11):
        answer = Client().post("/konto/password/reset/", {"email": f"{number}@eksempel.dk"})
    assert answer.status_code == 429
    assert "Vent lidt, og prøv igen" in answer.content.decode()


def test_config_uses_the_table() -> None:
    assert rates.allauth_limits() == settings.ACCOUNT_RATE_LIMITS


def test_every_route_of_such_a_nature_is_in_the_table() -> None:
    known = rates.limited_routes() | HARMLESS.keys()
    missing = sorted(name for name in _route_names() if NATURE.search(name) and name not in known)
    assert missing == []


def test_the_table_names_only_routes_that_exist() -> None:
    assert rates.limited_routes() <= set(_route_names())


def test_our_own_limited_routes_carry_their_bucket() -> None:
    carried = {name: set(getattr(view, "rate_buckets", ())) for name, view in _routes()}
    named: dict[str, set[str]] = {name: set() for name in carried}
    for bucket in rates.CONTRACT:
        for route in bucket.routes if bucket.owner == "own" else ():
            named[route].add(bucket.name)
    assert carried == named


def test_every_bucket_belongs_to_a_route() -> None:
    assert [bucket.name for bucket in rates.CONTRACT if not bucket.routes] == []


def test_a_route_left_out_of_the_table_is_seen() -> None:
    assert NATURE.search("enquiries:send")
    assert NATURE.search("people:search")
    assert NATURE.search("web:eksport")


def _consume(name: str, limit: str, user: User, address: str = "198.51.100.7", key: str = "anna") -> bool:
    request = _asking(user, address)
    return ratelimit.consume(request, app="test", action=name, config={name: limit}, key=key) is not None


def _count(name: str, limit: str, user: User, address: str = "198.51.100.7", key: str = "anna") -> bool:
    return counting.has_room(_asking(user, address), name, limit, key=key)


def _asking(user: User, address: str) -> Any:
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    request.user = user
    return request


def _try(user: User, password: str) -> str:
    return Client().post("/konto/login/", {"login": user.email, "password": password}).content.decode()


def _route_names() -> list[str]:
    return [name for name, _ in _routes()]


def _routes(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple[str, Any]]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from _routes(entry, namespace + (f"{entry.namespace}:" if entry.namespace else ""))
        elif isinstance(entry, URLPattern) and entry.name:
            yield namespace + entry.name, _unwrapped(entry.callback)


def _unwrapped(view: Any) -> Any:
    while not hasattr(view, "rate_buckets") and hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return view
