"""Walking the address table and asking one cell: a route, a method, a person and a thing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from plejebro.access import registry
from plejebro.access.map import MAP
from plejebro.access.pages import PageAccess
from tests.house import expected
from tests.house.objects import KINDS, Target

OPEN, LOGIN, HAT, REFUSED, ABSENT, METHOD = (
    "open",
    "login",
    "choose a hat",
    "refused (403)",
    "not found (404)",
    "no such method",
)
# A library's own page: it decides itself what it answers, as long as it answers.
THEIRS = "as the library will"


@dataclass(frozen=True)
class Route:
    """An address of ours or of a library, with its classification; `access` is None when nobody classified it."""

    name: str
    parts: tuple[str, ...]
    view: Callable[..., Any]
    access: PageAccess | None
    is_ours: bool

    @property
    def kind(self) -> str:
        """The kind of thing its permissions are about, or the empty string."""
        models = {MAP[permission].model for permission in self.access.permissions} if self.access else set()
        return next((KINDS[model] for model in sorted(models) if model), "")


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """A refusal is a warning in Django's log; thousands of them are the point of a walk."""
    log = logging.getLogger("django.request")
    before, log.disabled = log.disabled, True
    yield
    log.disabled = before


def routes() -> list[Route]:
    """Every address in the resolver."""
    return sorted(_walk(get_resolver(), ""), key=lambda route: route.name)


def _walk(resolver: URLResolver, namespace: str) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        elif isinstance(pattern, URLPattern):
            yield _route(pattern, f"{namespace}{pattern.name or pattern.pattern}")


def _route(pattern: URLPattern, name: str) -> Route:
    access: PageAccess | None = getattr(pattern.callback, "access", None)
    ours = (pattern.callback.__module__ or "").startswith("plejebro")
    if access is None and (kind := registry.third_party_page(name)):
        access = PageAccess(kind, needs_hat=False)
    parts = tuple(getattr(pattern.pattern, "converters", {}) or pattern.pattern.regex.groupindex)
    return Route(name, parts, pattern.callback, access, ours)


def wanted(route: Route, who: str, target: Target) -> str:
    """What the hand-written table says of the cell."""
    access = route.access
    if access is None:
        raise AssertionError(f"{route.name} is unclassified")
    if not route.is_ours and (access.kind == "public" or who != "anonymous"):
        return THEIRS
    if access.kind in ("public", "demo"):
        return OPEN
    if who == "anonymous":
        return LOGIN
    if access.needs_hat and who in expected.WITHOUT_HAT:
        return HAT
    if route.name in expected.FOR_FAMILIES_ONLY and who not in expected.PARENTS:
        can_read = expected.may(expected.P.ENQUIRY_READ, who, target.kind, target.key)
        return REFUSED if can_read else ABSENT
    about_person = [permission for permission in access.permissions if not MAP[permission].model]
    about_thing = [permission for permission in access.permissions if MAP[permission].model]
    if about_person and not any(expected.may(permission, who, "", "") for permission in about_person):
        return REFUSED
    if target.found_by is not None:
        return OPEN if who in target.found_by else ABSENT
    if not target.key or not about_thing:
        return OPEN
    if any(expected.may(permission, who, target.kind, target.key) for permission in about_thing):
        return OPEN
    read = {
        "placement": "PLACEMENT_READ",
        "family": "FAMILY_READ",
        "enquiry": "ENQUIRY_READ",
        "decision": "DECISION_READ",
        "expense": "EXPENSE_READ",
        "stay": "RESPITE_READ",
        "wish": "HOLIDAY_READ",
        "care": "CARE_READ",
        "entry": "ENTRY_READ",
        "contact_plan": "CONTACT_READ",
        "meeting": "MEETING_READ",
        "contract": "CONTRACT_READ",
        "task": "TASK_READ",
        "study": "REVIEW_READ",
        "sampled": "REVIEW_DECISION",
        "coding": "REVIEW_CODE",
        "questionnaire": "SURVEY_QUESTIONNAIRE",
        "round": "SURVEY_ROUND",
    }[target.kind]
    can_read = expected.may(expected.P[read], who, target.kind, target.key)
    return REFUSED if can_read else ABSENT


def ask(client: Client, method: str, route: Route, target: Target, look: Callable[[Any], None] | None = None) -> str:
    """What the house answers. A POST is empty and leaves nothing behind; whoever is let in at all is "open".

    `look` is shown every answer.
    """
    path = reverse(route.name, kwargs=target.values)
    cookies = client.cookies.copy()
    try:
        if method == "GET":
            answer = client.get(path)
        else:
            with transaction.atomic():
                answer = client.post(path, {})
                transaction.set_rollback(True)
        if look is not None:
            look(answer)
        return _outcome(answer)
    except Exception as error:
        return f"an error: {type(error).__name__}: {str(error)[:100]}"
    finally:
        client.cookies = cookies


def _outcome(answer: Any) -> str:
    if answer.status_code in (301, 302):
        place = answer["Location"].split("?")[0]
        if place == reverse(settings.LOGIN_URL):
            return LOGIN
        return HAT if place == reverse("web:choose_hat") else OPEN
    return {403: REFUSED, 404: ABSENT, 405: METHOD}.get(answer.status_code, OPEN)
