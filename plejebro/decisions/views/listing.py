"""The list of the cases one may read."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plejebro.access.doors import require, shown_subjects
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.decisions.rows import briefs_of, list_rows

PAGE_SIZE = 50


@page(Permission.DECISION_LIST)
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """Open cases by their planned day, or those that have ended."""
    viewer = require(request, Permission.DECISION_LIST)
    ended = request.GET.get("vis") == "afsluttede"
    found = Paginator(list_rows(viewer, ended=ended), PAGE_SIZE).get_page(request.GET.get("side"))
    rows = briefs_of(found.object_list, viewer)
    shown_subjects(request, Permission.DECISION_LIST, [subject for row in rows for subject in row.subjects])
    context = {"rows": rows, "ended": ended, "number": found.number, "pages": found.paginator.num_pages}
    return render(request, "decisions/list.html", context)
