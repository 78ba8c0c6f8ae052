"""The rate contract: every bucket trips alone, and no route of such a nature is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from plejebro.accounts import actions, counting, rates, throttle
from plejebro.accounts.enums import InvitationKind
from plejebro.accounts.models import RateCount, User
from tests.cast import Cast

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
    r"cpr|factor|pdf|print|:file$|download|enquiries:(new|log|write|accept|conclude|withdraw|reopen|escalate)"
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
    "agenda:contact": "reads a child's contact with its parents",
    "agenda:contact_plan": "reads a plan",
    "agenda:contact_version": "reads a plan",
    "agenda:contact_compare": "reads a plan",
    "agenda:contact_year": "reads a calendar",
    "agenda:contact_month": "reads a calendar",
    "agenda:contact_figures": "reads figures",
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
    _fill(use, bucket.name, limit, rate.amount, anna)
    assert not use(bucket.name, limit, anna)
    other = {"ip": {"address": "203.0.113.9"}, "user": {"user": bent}, "key": {"key": "bent"}, "tenant": {"tenant": 902}}
    assert use(bucket.name, limit, **{"user": anna, **other[rate.per]})
    neighbour = next(b for b in rates.CONTRACT if b.name != bucket.name)
    assert use(neighbour.name, limit, anna)


def test_many_accounts_of_one_municipality_share_a_bucket_and_the_next_has_its_own(anna: User, bent: User) -> None:
    limit = "10/m/user,3/m/tenant"
    assert _count("search", limit, anna) and _count("search", limit, bent) and _count("search", limit, anna)
    assert not _count("search", limit, bent)
    assert _count("search", limit, bent, tenant=902)


def test_a_familys_use_fills_no_municipalitys_bucket(anna: User) -> None:
    assert all(_count("search", "1/m/tenant", anna, tenant=None) for _ in range(3))
    assert _count("search", "1/m/tenant", anna)


def test_every_bucket_of_staff_work_has_a_limit_per_municipality() -> None:
    ours = [bucket for bucket in rates.CONTRACT if bucket.owner == "own" and "/user" in bucket.limit]
    without = {bucket.name for bucket in ours if "/tenant" not in bucket.limit}
    # One's own account; and reviewers and analysts, who act for no municipality.
    assert without <= {"end_sessions", "review", "questionnaires", "survey_round"}


def test_a_limit_per_municipality_is_roomier_than_one_persons() -> None:
    for bucket in rates.CONTRACT:
        found = {(rate.per, int(rate.duration)): rate.amount for rate in ratelimit.parse_rates(bucket.limit)}
        for (per, lasts), amount in found.items():
            assert per != "user" or amount * 3 <= found.get(("tenant", lasts), amount * 3), bucket.name


def test_all_buckets_of_a_call_are_counted_in_one_statement(anna: User) -> None:
    view = throttle.rate_limited("enquiry_send")(throttle.rate_limited("upload", when=throttle.has_files)(_content))
    assert view.rate_buckets == ("enquiry_send", "upload")  # type: ignore[attr-defined]
    for files, windows in (({}, 4), ({"files": SimpleUploadedFile("a.txt", b"a")}, 8)):
        RateCount.objects.all().delete()
        request = _asking(anna, "198.51.100.7", files=files)
        with CaptureQueriesContext(connection) as log:
            assert view(request).status_code == 200
        assert len(log.captured_queries) == 1
        assert RateCount.objects.count() == windows


def test_a_mark_below_another_decorator_still_counts_by_itself(anna: User) -> None:
    view = throttle.rate_limited("enquiry_send")(require_POST(throttle.rate_limited("upload")(_content)))
    assert view(_asking(anna, "198.51.100.7")).status_code == 200
    assert RateCount.objects.count() == 8


def test_downloads_have_an_end_and_it_is_said_in_danish(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket = replace(rates.by_name("download"), limit="2/m/user")
    monkeypatch.setattr(rates, "by_name", lambda name: bucket)
    client = cast.inger.client()
    path = reverse("enquiries:file", args=[cast.enquiry("respite").public_id, uuid4()])
    answers = [client.get(path) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [404, 404, 429]
    assert "Vent lidt, og prøv igen" in answers[-1].content.decode()


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


def _fill(use: Any, name: str, limit: str, amount: int, user: User) -> None:
    """Uses all there is. Ours is a number in a row: thousands are set and not counted up, but for the first and the last."""
    if use is _count and amount > 100:
        assert use(name, limit, user)
        RateCount.objects.update(used=amount - 1)
        amount = 1
    assert all(use(name, limit, user) for _ in range(amount))


def _content(request: HttpRequest) -> HttpResponse:
    return HttpResponse("indhold")


def _consume(name: str, limit: str, user: User, address: str = "198.51.100.7", key: str = "anna") -> bool:
    request = _asking(user, address)
    return ratelimit.consume(request, app="test", action=name, config={name: limit}, key=key) is not None


def _count(
    name: str, limit: str, user: User, address: str = "198.51.100.7", key: str = "anna", tenant: int | None = 901
) -> bool:
    return counting.has_room(_asking(user, address, tenant), {name: limit}, key=key)


def _asking(user: User, address: str, tenant: int | None = 901, files: Any = None) -> Any:
    request = RequestFactory().post("/", files or {}, REMOTE_ADDR=address)
    request.user = user
    request.viewer = SimpleNamespace(municipality_id=tenant)  # type: ignore[attr-defined]
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
