"""Tying rooms together that may not know each other: log, outbox, log-in pages and the demo's clock."""

from __future__ import annotations

import uuid
from datetime import date
from importlib import import_module

from allauth.urls import urlpatterns as allauth_patterns
from django.conf import settings
from django.urls import URLPattern, URLResolver

from plejebro.access.doors import scope
from plejebro.access.guard import may_write
from plejebro.access.permissions import Permission
from plejebro.access.registry import classify
from plejebro.access.viewer import Viewer
from plejebro.accounts import mailer, security_events
from plejebro.accounts.models import User
from plejebro.accounts.security_events import Details
from plejebro.agenda.respite import after, promises
from plejebro.agenda.respite.pages import held_days
from plejebro.agreements.enums import ContractKind
from plejebro.agreements.models import Contract
from plejebro.agreements.rate_rows import book as rate_book
from plejebro.agreements.statements import away
from plejebro.agreements.statements.actions import plan_placement
from plejebro.audit.actions import record_security
from plejebro.kernel import clock
from plejebro.notifications.actions import Notice, post
from plejebro.versions.queries import agreed_on

# Log-in pages that only make sense to somebody who is logged in already; the rest of allauth's are public.
_LOGIN_PREFIXES = ("mfa_", "account_email", "account_change_password", "account_set_password", "account_reauthenticate")
_PUBLIC_ANYWAY = ("mfa_authenticate", "account_email_verification_sent")

# `accounts` stands below `access` and cannot mark its own pages.
_OF_ACCOUNTS = {
    "invitation": "public",
    "demo_login": "public",
    "profile": "login",
    "confirm": "login",
    "sessions": "login",
    "end_session": "login",
    "end_other_sessions": "login",
}


def connect() -> None:
    """Called once at start-up."""
    from plejebro.web import demo_clock, perms  # noqa: F401 - perms registers the platform's hats

    for name in allauth_names(allauth_patterns):
        classify(name, "login" if _needs_login(name) else "public")
    for name, kind in _OF_ACCOUNTS.items():
        classify(f"accounts:{name}", kind)
    security_events.subscribe(_keep)
    mailer.set_sender(_put_in_outbox)
    clock.set_offset_source(demo_clock.offset)
    promises.set_source(_promised_respite)
    away.set_source(held_days)
    after.set_listener(lambda placement_id: plan_placement(placement_id, book=rate_book()))


def _promised_respite(placement_id: int, viewer: Viewer, on: date) -> int | None:
    """Days of respite a year by the contract that holds `on`; None where it says nothing, or the viewer may not read it."""
    contracts = scope(viewer, Contract, Permission.CONTRACT_READ)
    rows = contracts.filter(placement_id=placement_id, kind=ContractKind.PLACEMENT).order_by("-pk")
    for document_id in rows.values_list("document_id", flat=True):
        if version := agreed_on(document_id, on):
            days = version.content.get("respite_days")
            return int(days) if days is not None else None
    return None


def allauth_names(patterns: list[URLPattern | URLResolver]) -> list[str]:
    """The names of every page of allauth that is switched on."""
    names: list[str] = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            names += allauth_names(_patterns_of(pattern))
        elif pattern.name:
            names.append(pattern.name)
    return names


def _patterns_of(resolver: URLResolver) -> list[URLPattern | URLResolver]:
    module = resolver.urlconf_name
    if isinstance(module, str):
        module = import_module(module)
    return list(getattr(module, "urlpatterns", module))


def _needs_login(name: str) -> bool:
    return name.startswith(_LOGIN_PREFIXES) and name not in _PUBLIC_ANYWAY


def _keep(*, action: str, user_id: int | None, details: Details) -> None:
    user_uuid = User.objects.filter(pk=user_id).values_list("public_id", flat=True).first() if user_id else None
    with may_write():  # a session that is found to be over is noticed while a page is read
        record_security(action=action, user_uuid=user_uuid, details=dict(details))


def _put_in_outbox(to: str, subject: str, body: str, kind: str) -> None:
    # One-time links are kept apart from the text, so that they can be blanked when the mail has gone.
    base = settings.PLEJEBRO_BASE_URL.rstrip("/")
    lines = body.strip().splitlines()
    link = next((line.strip() for line in lines if base and line.strip().startswith(base + "/")), "")
    text = "\n".join(line for line in lines if line.strip() != link) if link else body.strip()
    post(
        Notice(
            kind=kind,
            user_id=None,
            address=to,
            subject=subject,
            headline=text.replace("\n\n\n", "\n\n"),
            lines=(),
            path="",
            secret_path=link.removeprefix(base),
            dedupe_key=f"{kind}:{uuid.uuid4()}",
        )
    )
