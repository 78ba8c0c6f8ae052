"""Pages of those who code and settle. Nobody who codes sees what another has coded before both are finished."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from plejebro.access.doors import open_thing, require, shown_subjects, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.practice_review import coding as verbs
from plejebro.practice_review import coding_pages, pages
from plejebro.practice_review.forms import CodesForm
from plejebro.practice_review.models import Coding, SampledDecision

FORM_METHODS = ["GET", "HEAD", "POST"]
_CHANGED = "Bedømmelsen er gemt i et andet vindue imens. Det, du har valgt, står her endnu. Gem igen, hvis det skal gælde."


@page(Permission.REVIEW_WORKLIST)
@require_safe
def codings(request: HttpRequest) -> HttpResponse:
    """The reviewer's own codings, those that wait first."""
    viewer = require(request, Permission.REVIEW_WORKLIST)
    found, rows, subjects = pages.codings_page(viewer, request.GET.get("side", "1"))
    shown_subjects(request, Permission.REVIEW_WORKLIST, subjects)
    return render(request, "practice_review/codings.html", {"found": found, "rows": rows})


@page(Permission.REVIEW_CODE)
@rate_limited("review")
@require_http_methods(FORM_METHODS)
def code(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Code one decision, requirement by requirement, with the law of its day beside each."""
    row = open_thing(request, Coding.objects.select_related("decision__study"), public_id, Permission.REVIEW_CODE)
    keys = row.decision.study.requirements
    form = CodesForm(request.POST or None, requirements=keys, initial=coding_pages.stands(row))
    status, finish = 200, "afslut" in request.POST
    if request.method == "POST" and form.is_valid():
        given = {"codes": form.codes, "note": form.cleaned_data["note"], "seen": form.seen}
        try:
            verbs.save_coding(actor=viewer_of(request), coding=row, finish=finish, **given)
        except ChangedMeanwhile:
            status = 409
            coding_pages.take_version(form, row)
        except NotPossible as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(
                request, "Bedømmelsen er afsluttet." if finish else "Bedømmelsen er gemt. Du kan fortsætte senere."
            )
            return redirect("practice_review:codings" if finish else request.path)
    context = {"page": coding_pages.code_page(row, form), "form": form, "changed": _CHANGED if status == 409 else ""}
    return render(request, "practice_review/code.html", context, status=status)


@page(Permission.REVIEW_DECISION)
@require_safe
def decision(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A sampled decision without names; what holds in the end is shown to the analyst once it is settled."""
    rows = SampledDecision.objects.select_related("study")
    row: Any = open_thing(request, rows, public_id, Permission.REVIEW_DECISION, [Permission.REVIEW_SETTLE])
    context = {
        "page": pages.decision_page(row),
        "codes": coding_pages.final_codes(row, viewer_of(request)),
        "may_settle": row.may_review_settle,
    }
    return render(request, "practice_review/decision.html", context)


@page(Permission.REVIEW_SETTLE)
@rate_limited("review")
@require_http_methods(FORM_METHODS)
def settle(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say what holds where two have coded differently."""
    rows = SampledDecision.objects.select_related("study")
    row = open_thing(request, rows, public_id, Permission.REVIEW_SETTLE)
    dispute = coding_pages.dispute_of(row)
    form = CodesForm(request.POST or None, requirements=dispute.disputed)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.settle(actor=viewer_of(request), decision=row, codes=form.codes, note=form.cleaned_data["note"])
        except NotPossible as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "Uenigheden er afgjort.")
            return redirect("web:home")
    return render(
        request, "practice_review/settle.html", {"page": coding_pages.settle_page(row, dispute, form), "form": form}
    )
