"""Session → person → hat → classified page → read-only while reading. Nothing of ours is served before this."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from plejebro.access import registry
from plejebro.access.doors import allowed
from plejebro.access.guard import read_only
from plejebro.access.map import MAP
from plejebro.access.pages import PageAccess
from plejebro.access.viewer import Acting, Viewer
from plejebro.kernel import clock

SESSION_KEY = "acting"


class AccessMiddleware:
    """Decides, before any view runs, whether the page's door may be approached at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = None  # type: ignore[attr-defined]
        if request.method in ("GET", "HEAD", "OPTIONS"):
            with read_only():
                return self.get_response(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponse | None:
        """Classification, login, hat, and the permissions that are about the person alone."""
        access = classification(request, view)
        if access.kind == "demo" and not settings.PLEJEBRO_DEMO:
            raise Http404
        if request.user.is_authenticated:
            request.viewer = build_viewer(request)  # type: ignore[attr-defined]
        if access.kind in ("public", "demo"):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        if access.needs_hat and viewer.acting is None:
            return redirect("web:choose_hat")
        personal = [permission for permission in access.permissions if not MAP[permission].model]
        if personal and not any(allowed(viewer, permission) for permission in personal):
            raise PermissionDenied
        return None


def classification(request: HttpRequest, view: Callable[..., Any]) -> PageAccess:
    """How the page is marked; an unmarked page is a mistake of ours and stays closed."""
    access: PageAccess | None = getattr(view, "access", None)
    if access is None and (match := request.resolver_match):
        kind = registry.third_party_page(match.view_name)
        access = PageAccess(kind, needs_hat=False) if kind else None
    if access is None:
        if settings.DEBUG or getattr(settings, "PLEJEBRO_STRICT", False):
            raise ImproperlyConfigured(f"The page {request.path} says nothing of who may come.")
        raise PermissionDenied
    return access


def build_viewer(request: HttpRequest) -> Viewer:
    """The logged-in person with the hat chosen in the session, if it still holds; a single possible hat is put on."""
    user: Any = request.user
    key = request.session.get(SESSION_KEY, "")
    acting: Acting | None = registry.one_acting(user.pk, key) if key else None
    if acting is None:
        hats = registry.all_acting(user.pk)
        acting = hats[0] if len(hats) == 1 else None
        if acting is not None:
            request.session[SESSION_KEY] = acting.key
        elif key:
            del request.session[SESSION_KEY]
    return Viewer(
        user_id=user.pk,
        user_uuid=user.public_id,
        name=user.full_name,
        email=user.email,
        acting=acting,
        today=clock.today(),
    )
