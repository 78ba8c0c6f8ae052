"""What every page shows around its content: who one is, where one can go, and whether there is something new."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from plejebro.access.viewer import Viewer
from plejebro.accounts.factor import UNFINISHED
from plejebro.web.queries.nav import NavItem, nav_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """Template context of the frame. At most one query: the unread count, and for a family its children with it.

    A view that has already read the count puts it in `request.unread_count`, which saves the query; a family's view also
    puts the children there, as `request.nav_children`.
    """
    viewer: Viewer | None = getattr(request, "viewer", None)
    context: dict[str, Any] = {
        "viewer": viewer,
        "nav": [],
        "unread_count": 0,
        "acting_label": "",
        "demo_mode": settings.PLEJEBRO_DEMO,
        "unfinished_url": _unfinished(request),
    }
    if viewer is None:
        return context
    unread, children = getattr(request, "unread_count", None), getattr(request, "nav_children", None)
    frame = nav_of(viewer, known_unread=unread, known_children=children)
    context["nav"] = [_as_dict(item, request.path) for item in frame.items if item.url]
    context["unread_count"] = frame.unread
    context["acting_label"] = viewer.acting_label
    return context


def _unfinished(request: HttpRequest) -> str:
    """On the pages of the second factor, the way back to what one was about to accept; a path of ours, never an address."""
    match = request.resolver_match
    if match is None or not (match.url_name or "").startswith("mfa_"):
        return ""
    path = str(request.session.get(UNFINISHED, ""))
    return path if path.startswith("/") and not path.startswith("//") else ""


def _as_dict(item: NavItem, path: str) -> dict[str, Any]:
    current = path == item.url or (item.url != "/" and path.startswith(item.url))
    return {"label": item.label, "url": item.url, "current": current}
