"""The first page: what awaits the person in the hat they wear."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from plejebro.access.doors import require, shown_subjects
from plejebro.access.pages import public_page
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.kernel import clock
from plejebro.municipalities.enums import Role
from plejebro.web.links import maybe
from plejebro.web.queries.caseload import caseload_page
from plejebro.web.queries.family_home import family_home
from plejebro.web.queries.office import administration_page, operation_page
from plejebro.web.queries.workload import workload_page


@public_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page for visitors; else the home of the hat one wears."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        return render(request, "web/front.html")
    if viewer.acting is None:
        return redirect("web:choose_hat")
    return _HOMES.get(viewer.role, _calm)(request, viewer)


def greeting(viewer: Viewer) -> str:
    """ "Godmorgen, Inger", by the clock on the wall."""
    hour = clock.local(clock.now()).hour
    word = "Godmorgen" if 5 <= hour < 10 else "Goddag" if 10 <= hour < 18 else "Godaften"
    return f"{word}, {viewer.name.split(' ')[0]}" if viewer.name else word


def _family(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    page = family_home(viewer)
    shown_subjects(request, Permission.PLACEMENT_READ, page.subjects)
    context = {"page": page, "greeting": greeting(viewer), "record_url": maybe("flows:own_record")}
    return render(request, "web/home_family.html", context)


def _caseload(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    require(request, Permission.CASELOAD_READ)
    page = caseload_page(viewer, request.GET.get("vis", ""))
    shown_subjects(request, Permission.CASELOAD_READ, page.subjects)
    request.unread_count = page.unread  # type: ignore[attr-defined]
    return render(request, "web/home_caseload.html", {"page": page, "greeting": greeting(viewer)})


def _workload(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    require(request, Permission.WORKLOAD_READ)
    page = workload_page(viewer)
    shown_subjects(request, Permission.WORKLOAD_READ, page.subjects)
    request.unread_count = page.unread  # type: ignore[attr-defined]
    return render(request, "web/home_workload.html", {"page": page, "greeting": greeting(viewer)})


def _administration(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    require(request, Permission.EMPLOYEE_MANAGE)
    context = {"page": administration_page(viewer), "greeting": greeting(viewer)}
    return render(request, "web/home_administration.html", context)


def _operation(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    require(request, Permission.MUNICIPALITY_MANAGE)
    page = operation_page(with_invented=settings.PLEJEBRO_DEMO)
    return render(request, "web/home_operation.html", {"page": page, "greeting": greeting(viewer)})


def _calm(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    return render(request, "web/home_calm.html", {"greeting": greeting(viewer)})


_HOMES: dict[str, Callable[[HttpRequest, Viewer], HttpResponse]] = {
    "foster_parent": _family,
    Role.ADVISER: _caseload,
    Role.CONSULTANT: _caseload,
    Role.TEAM_LEADER: _workload,
    Role.HEAD: _workload,
    Role.ADMINISTRATOR: _administration,
    "operator": _operation,
}
