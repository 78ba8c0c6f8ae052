"""The strict bench (docs/habits.md, habit 13): what is sloppy fails here although it would pass elsewhere."""

from __future__ import annotations

import json
import os
import random
import socket
from collections.abc import Iterator
from typing import Any

import pytest

CEILING = 45
_visited_templates: set[str] = set()
_visited_routes: set[str] = set()


class Undefined(str):
    """Stands in for a template variable that is not there, and fails as soon as it would be shown."""

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        return item == "%s"

    def __mod__(self, name: object) -> str:
        raise UndefinedVariable(f"Undefined template variable: {name}")


class UndefinedVariable(Exception):
    """A template of ours used a variable nobody gave it."""


def pytest_configure(config: pytest.Config) -> None:
    """Warnings from the database server's wheel are not ours to mend."""
    config.addinivalue_line("filterwarnings", "ignore:XDG_RUNTIME_DIR")


@pytest.fixture(autouse=True, scope="session")
def _strict_templates() -> None:
    from django.conf import settings
    from django.template import engines

    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined("%s")
    engines["django"].engine.string_if_invalid = Undefined("%s")


@pytest.fixture(autouse=True, scope="session")
def _record_visits() -> Iterator[None]:
    from django.core.signals import request_started  # noqa: F401  (Django is set up here)
    from django.test.signals import template_rendered

    def rendered(template: Any, **_: Any) -> None:
        if template.name:
            _visited_templates.add(template.name)

    template_rendered.connect(rendered, weak=False)
    from django.urls import resolvers

    original = resolvers.URLResolver.resolve

    def resolve(self: Any, path: Any) -> Any:
        match = original(self, path)
        if match is not None and getattr(match, "view_name", None):
            _visited_routes.add(match.view_name)
        return match

    resolvers.URLResolver.resolve = resolve  # type: ignore[method-assign]
    yield
    resolvers.URLResolver.resolve = original  # type: ignore[method-assign]


@pytest.fixture(autouse=True, scope="session")
def _shuffled_querysets() -> Iterator[None]:
    """A queryset without an order comes back in any order, so a test that counts on one fails sooner or later."""
    from django.db.models.query import QuerySet

    original = QuerySet._fetch_all

    def fetch_all(self: Any) -> None:
        fresh = self._result_cache is None
        original(self)
        if fresh and not self.ordered and self._result_cache and len(self._result_cache) > 1:
            random.shuffle(self._result_cache)

    QuerySet._fetch_all = fetch_all  # type: ignore[method-assign]
    yield
    QuerySet._fetch_all = original  # type: ignore[method-assign]


@pytest.fixture(autouse=True, scope="session")
def _query_ceiling() -> Iterator[None]:
    """No page asks the database more than CEILING times."""
    from django.db import connection
    from django.test import Client

    original = Client.request

    def request(self: Any, **environ: Any) -> Any:
        if not _database_open():
            return original(self, **environ)
        count = 0

        def counting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal count
            if sql.lstrip()[:6].upper() in ("SELECT", "INSERT", "UPDATE", "DELETE"):
                count += 1
            return execute(sql, params, many, context)

        with connection.execute_wrapper(counting):
            response = original(self, **environ)
        if environ.get("REQUEST_METHOD") == "GET" and count > CEILING:
            raise AssertionError(f"{environ.get('PATH_INFO')} asked the database {count} times (at most {CEILING})")
        return response

    Client.request = request  # type: ignore[method-assign]
    yield
    Client.request = original  # type: ignore[method-assign]


def _database_open() -> bool:
    from django.db import connection

    return "blocked" not in repr(getattr(connection.ensure_connection, "__name__", ""))


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Only this machine may be spoken to."""
    original = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "localhost", "::1"):
            raise AssertionError(f"A test tried to reach {address}")
        original(self, address)

    socket.socket.connect = connect  # type: ignore[method-assign,assignment]
    yield
    socket.socket.connect = original  # type: ignore[method-assign]


def visited_templates() -> set[str]:
    """Names of the templates some test has rendered so far."""
    return _visited_templates


def visited_routes() -> set[str]:
    """Names of the routes some test has asked for so far."""
    return _visited_routes


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """What a worker of xdist has visited counts as visited."""
    templates, routes = json.loads(getattr(node, "workeroutput", {}).get("visited", "[[], []]"))
    _visited_templates.update(templates)
    _visited_routes.update(routes)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """After a whole run every template and every route must have been visited. A worker hands on what it has seen."""
    if os.environ.get("PYTEST_XDIST_WORKER"):
        output: dict[str, Any] = session.config.workeroutput  # type: ignore[attr-defined]
        output["visited"] = json.dumps([sorted(_visited_templates), sorted(_visited_routes)])
    whole = (
        session.config.args in (["tests"], [str(session.config.rootpath / "tests")]) and not session.config.option.keyword
    )
    if exitstatus != 0 or not whole or os.environ.get("PYTEST_XDIST_WORKER") or session.config.option.collectonly:
        return
    if "not journey" not in (session.config.option.markexpr or ""):
        return
    from tests.house.coverage import unvisited

    missing = unvisited(_visited_templates, _visited_routes)
    if missing:
        print("\nNo test has visited:\n  " + "\n  ".join(sorted(missing)))
        session.exitstatus = 1
