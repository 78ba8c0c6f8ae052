"""Limits on our own routes, from the table in ``rates``, counted in the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponseBase

from plejebro.accounts import counting, rates
from plejebro.accounts.expired import too_many_requests

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Condition = Callable[[HttpRequest], bool]


@dataclass(frozen=True, slots=True)
class Mark:
    """That calls of a view fill ``bucket``: every POST, GET only with ``count_get``, and only where ``when`` is true."""

    bucket: str
    count_get: bool
    when: Condition | None

    def counts(self, request: HttpRequest) -> bool:
        """Whether this call fills the bucket."""
        if request.method in ("GET", "HEAD") and not self.count_get:
            return False
        return self.when is None or self.when(request)


def rate_limited(bucket: str, *, count_get: bool = False, when: Condition | None = None) -> Callable[[View], View]:
    """Decorate a view so that too many calls get the Danish 429 page and the view never runs.

    ``bucket`` names a row of ``rates.CONTRACT`` owned by us. POST counts; GET only with ``count_get``
    (export, secret links), and only calls of which ``when`` is true. Several that stand directly on each other
    are counted in one statement. Put it outside decorators that open guarded objects.
    """
    rates.by_name(bucket)
    mark = Mark(bucket, count_get, when)

    def decorate(view: View) -> View:
        marks, inner = (mark,), view
        if getattr(view, "rate_limited_itself", None) is view:  # ours: take its place instead of counting twice
            marks, inner = (mark, *view.rate_marks), view.__wrapped__

        @wraps(inner)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not has_room(request, [mark.bucket for mark in marks if mark.counts(request)]):
                return too_many_requests(request)
            return inner(request, *args, **kwargs)

        limited.rate_marks = marks  # type: ignore[attr-defined]
        limited.rate_limited_itself = limited  # type: ignore[attr-defined]
        limited.rate_buckets = (bucket, *getattr(view, "rate_buckets", ()))  # type: ignore[attr-defined]
        return cast(View, limited)

    return decorate


def has_room(request: HttpRequest, buckets: Iterable[str], *, key: str | None = None) -> bool:
    """Count one call in each of ``buckets``; False when one is full. Use it where only some calls count."""
    return counting.has_room(request, {name: rates.by_name(name).limit for name in buckets}, key=key)


def has_files(request: HttpRequest) -> bool:
    """Whether the call brings files along."""
    return bool(request.FILES)
