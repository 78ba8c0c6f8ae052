"""The results as page and as files. Small numbers are hidden in all of them, and never in the analyst's own decisions."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plejebro.access.doors import open_thing, shown_subjects
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.audit.types import Subject
from plejebro.practice_review import exports
from plejebro.practice_review.enums import DecisionState
from plejebro.practice_review.models import Study
from plejebro.practice_review.results import results_of
from plejebro.practice_review.results_pages import results_page
from plejebro.practice_review.views.studies import trail_of


def _open(request: HttpRequest, public_id: UUID) -> Study:
    return open_thing(request, Study, public_id, Permission.REVIEW_RESULTS)


@page(Permission.REVIEW_RESULTS)
@require_safe
def results(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Findings, charts with tables, agreement, and the files."""
    also = [Permission.REVIEW_MANAGE]
    row: Any = open_thing(request, Study, public_id, Permission.REVIEW_RESULTS, also)
    context = {
        "page": results_page(results_of(row)),
        "id": row.public_id,
        "trail": trail_of(row) if row.may_review_manage else [(row.title, f"/undersoegelser/{row.public_id}/")],
        "may_manage": row.may_review_manage,
    }
    return render(request, "practice_review/results.html", context)


@page(Permission.REVIEW_RESULTS)
@rate_limited("export", count_get=True)
@require_safe
def export_csv(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The results for a spreadsheet."""
    text = exports.results_csv(results_of(_open(request, public_id)))
    return _attachment(text, "text/csv; charset=utf-8", f"resultat-{public_id}.csv")


@page(Permission.REVIEW_RESULTS)
@rate_limited("export", count_get=True)
@require_safe
def export_json(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The results for another system, as `plejebro review results` prints them."""
    found = exports.results_json(results_of(_open(request, public_id)))
    text = json.dumps(found, ensure_ascii=False, indent=2)
    return _attachment(text, "application/json", f"resultat-{public_id}.json")


@page(Permission.REVIEW_MANAGE)
@rate_limited("export", count_get=True)
@require_safe
def export_decisions(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The settled decisions one by one, as the command reads them. Every one of them is put on record as seen."""
    row = open_thing(request, Study, public_id, Permission.REVIEW_MANAGE)
    keys = row.decisions.filter(state=DecisionState.SETTLED).order_by("number").values_list("public_id", flat=True)
    shown_subjects(request, Permission.REVIEW_DECISION, [Subject("sampled_decision", key) for key in keys])
    return _attachment(exports.decisions_csv(row), "text/csv; charset=utf-8", f"afgoerelser-{public_id}.csv")


def _attachment(text: str, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
