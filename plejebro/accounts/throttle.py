"""Limits on our own routes, from the table in ``rates``, counted in the database."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponseBase

from plejebro.accounts import counting, rates
from plejebro.accounts.expired import too_many_requests

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def rate_limited(
    bucket: str, *, count_get: bool = False, when: Callable[[HttpRequest], bool] | None = None
) -> Callable[[View], View]:
    """Decorate a view so that too many calls get the Danish 429 page and the view never runs.

    ``bucket`` names a row of ``rates.CONTRACT`` owned by us. POST counts; GET only with ``count_get``
    (export, secret links), and only calls of which ``when`` is true. Several may stand on one view. Put it
    outside decorators that open guarded objects.
    """
    rates.by_name(bucket)

    def decorate(view: View) -> View:
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            counts = when is None or when(request)
            if counts and not has_room(request, bucket, count_get=count_get):
                return too_many_requests(request)
            return view(request, *args, **kwargs)

        limited.rate_buckets = (bucket, *getattr(view, "rate_buckets", ()))  # type: ignore[attr-defined]
        return cast(View, limited)

    return decorate


def has_room(request: HttpRequest, bucket: str, *, count_get: bool = False, key: str | None = None) -> bool:
    """Count one call in ``bucket``; False when it is full. Use it where only some calls count."""
    if request.method == "GET" and not count_get:
        return True
    return counting.has_room(request, bucket, rates.by_name(bucket).limit, key=key)


def has_files(request: HttpRequest) -> bool:
    """Whether the call brings files along."""
    return bool(request.FILES)
