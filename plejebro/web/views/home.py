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
from plejebro.agreements.rows import contract_list
from plejebro.kernel import clock
from plejebro.municipalities.enums import Role
from plejebro.practice_review import pages as review
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
    request.unread_count = page.unread  # type: ignore[attr-defined]
    request.nav_children = page.tabs  # type: ignore[attr-defined]
    context = {"page": page, "greeting": greeting(viewer), "record_url": maybe("flows:own_record")}
    return render(request, "web/home_family.html", context)


def _caseload(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    require(request, Permission.CASELOAD_READ)
    page = caseload_page(viewer, request.GET.get("vis", ""), page=_number(request))
    shown_subjects(request, Permission.CASELOAD_READ, page.subjects)
    request.unread_count = page.unread  # type: ignore[attr-defined]
    return render(request, "web/home_caseload.html", {"page": page, "greeting": greeting(viewer)})


def _workload(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    require(request, Permission.WORKLOAD_READ)
    page = workload_page(viewer, page=_number(request), all_units=request.GET.get("enheder") == "alle")
    shown_subjects(request, Permission.WORKLOAD_READ, page.subjects)
    request.unread_count = page.unread  # type: ignore[attr-defined]
    return render(request, "web/home_workload.html", {"page": page, "greeting": greeting(viewer)})


def _number(request: HttpRequest) -> int:
    raw = request.GET.get("side", "")
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 7 else 1


def _administration(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    require(request, Permission.EMPLOYEE_MANAGE)
    page = administration_page(viewer)
    request.unread_count = page.unread  # type: ignore[attr-defined]
    return render(request, "web/home_administration.html", {"page": page, "greeting": greeting(viewer)})


def _operation(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    require(request, Permission.MUNICIPALITY_MANAGE)
    page = operation_page(with_invented=settings.PLEJEBRO_DEMO)
    return render(request, "web/home_operation.html", {"page": page, "greeting": greeting(viewer)})


def _analysis(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    require(request, Permission.REVIEW_STUDIES)
    page = review.worklist(viewer)
    shown_subjects(request, Permission.REVIEW_STUDIES, page.subjects)
    found, rows = review.studies_page("1")
    context = {"page": page, "found": found, "rows": rows, "greeting": greeting(viewer)}
    return render(request, "practice_review/home_analyst.html", context)


def _reviewing(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    require(request, Permission.REVIEW_WORKLIST)
    page = review.worklist(viewer)
    shown_subjects(request, Permission.REVIEW_WORKLIST, page.subjects)
    return render(request, "practice_review/home_reviewer.html", {"page": page, "greeting": greeting(viewer)})


def _contracts(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    require(request, Permission.CONTRACT_LIST)
    page = contract_list(viewer, which="forhandles", page=1)
    shown_subjects(request, Permission.CONTRACT_LIST, [one for row in page.rows for one in row.subjects])
    return render(request, "agreements/home.html", {"page": page, "greeting": greeting(viewer)})


def _calm(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    return render(request, "web/home_calm.html", {"greeting": greeting(viewer)})


_HOMES: dict[str, Callable[[HttpRequest, Viewer], HttpResponse]] = {
    "foster_parent": _family,
    Role.ADVISER: _caseload,
    Role.CONSULTANT: _caseload,
    Role.TEAM_LEADER: _workload,
    Role.HEAD: _workload,
    Role.CONTRACT_OFFICER: _contracts,
    Role.ADMINISTRATOR: _administration,
    "operator": _operation,
    "analyst": _analysis,
    "reviewer": _reviewing,
}
