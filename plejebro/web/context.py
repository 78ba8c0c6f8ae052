"""What every page shows around its content: who one is, where one can go, and whether there is something new."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from plejebro.access.viewer import Viewer
from plejebro.web.queries.nav import NavItem, nav_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """Template context of the frame. At most one query: the unread count, and for a family its children with it.

    A view that has already read the count puts it in `request.unread_count`, which saves the query.
    """
    viewer: Viewer | None = getattr(request, "viewer", None)
    context: dict[str, Any] = {
        "viewer": viewer,
        "nav": [],
        "unread_count": 0,
        "acting_label": "",
        "demo_mode": settings.PLEJEBRO_DEMO,
    }
    if viewer is None:
        return context
    frame = nav_of(viewer, known_unread=getattr(request, "unread_count", None))
    context["nav"] = [_as_dict(item, request.path) for item in frame.items if item.url]
    context["unread_count"] = frame.unread
    context["acting_label"] = viewer.acting_label
    return context


def _as_dict(item: NavItem, path: str) -> dict[str, Any]:
    current = path == item.url or (item.url != "/" and path.startswith(item.url))
    return {"label": item.label, "url": item.url, "current": current}
