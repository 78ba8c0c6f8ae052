"""The analyst's pages: studies, their sample, who takes part, and the steps from draft to closed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from plejebro.access.doors import open_thing, require, shown_subjects, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.kernel.csv_files import BadFile, Fault
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.practice_review import actions, pages, sample
from plejebro.practice_review.forms import FileForm, MembersForm, StudyForm
from plejebro.practice_review.models import Study
from plejebro.practice_review.tabulation import REQUIREMENT_IDS
from plejebro.ui.forms import PlejeForm
from plejebro.ui.pages import Carried, Difference, FormPage, carry_out, differences, form_page

FORM_METHODS = ["GET", "HEAD", "POST"]
MOST_FAULTS = 200
_TRAIL = ("Undersøgelser", "/undersoegelser/")
_SAMPLE = Path(__file__).parents[1] / "sample_files" / "praksisundersoegelse.csv"


def trail_of(row: Study) -> list[tuple[str, str]]:
    """The breadcrumb's links down to a study."""
    return [_TRAIL, (row.title, _back(row))]


def _back(row: Study) -> str:
    return reverse("practice_review:study", args=[row.public_id])


def _managed(request: HttpRequest, public_id: UUID) -> Study:
    return open_thing(request, Study, public_id, Permission.REVIEW_MANAGE)


@page(Permission.REVIEW_STUDIES)
@require_safe
def studies(request: HttpRequest) -> HttpResponse:
    """Every study of the installation, the newest first."""
    require(request, Permission.REVIEW_STUDIES)
    found, rows = pages.studies_page(request.GET.get("side", "1"))
    return render(request, "practice_review/studies.html", {"found": found, "rows": rows})


@page(Permission.REVIEW_STUDIES)
@rate_limited("review")
@require_http_methods(FORM_METHODS)
def study_new(request: HttpRequest) -> HttpResponse:
    """Define a study."""
    viewer = require(request, Permission.REVIEW_STUDIES)
    start = {"version": "1", "source": "plejebro", "method": "simple", "requirements": list(REQUIREMENT_IDS)}
    form = StudyForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.create_study(actor=viewer, plan=form.plan())
        except NotPossible as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "Undersøgelsen er oprettet.")
            return redirect(_back(row))
    back = reverse("practice_review:studies")
    return form_page(request, form, FormPage("Ny undersøgelse", "Opret undersøgelsen", back, trail=[_TRAIL]))


@page(Permission.REVIEW_READ)
@require_safe
def study(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A study. The list of sampled decisions is the analyst's alone, and is put on record."""
    manages = Permission.REVIEW_MANAGE
    row: Any = open_thing(request, Study, public_id, Permission.REVIEW_READ, [manages, Permission.REVIEW_RESULTS])
    shown = pages.study_page(row, request.GET.get("side", "1"), with_decisions=row.may_review_manage)
    shown_subjects(request, Permission.REVIEW_DECISION, shown.subjects)
    context = {"page": shown, "may_manage": row.may_review_manage, "may_see_results": row.may_review_results}
    return render(request, "practice_review/study.html", context)


@page(Permission.REVIEW_MANAGE)
@rate_limited("review")
@require_http_methods(FORM_METHODS)
def study_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Correct what is asked, until decisions are sampled."""
    row = _managed(request, public_id)
    now = {name: getattr(row, name) for name in StudyForm.base_fields}
    form = StudyForm(request.POST or None, initial={**now, "municipality_codes": ", ".join(row.municipality_codes)})
    conflict: list[Difference] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_study(actor=viewer_of(request), study=row, plan=form.plan(), seen=form.seen)
        except ChangedMeanwhile:
            conflict = differences(form, now)
        except NotPossible as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "Rettelsen er gemt.")
            return redirect(_back(row))
    around = FormPage("Ret undersøgelsen", "Gem", _back(row), trail=trail_of(row), conflict=conflict)
    return form_page(request, form, around)


@page(Permission.REVIEW_MANAGE)
@rate_limited("review")
@require_http_methods(FORM_METHODS)
def members(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who codes and who settles."""
    row = _managed(request, public_id)
    now = pages.members_now(row)
    form = MembersForm(request.POST or None, initial=now)
    conflict: list[Difference] = []
    if request.method == "POST" and form.is_valid():
        chosen = {"coders": form.cleaned_data["coders"], "settlers": form.cleaned_data["settlers"]}
        try:
            actions.set_members(actor=viewer_of(request), study=row, seen=form.seen, **chosen)
        except ChangedMeanwhile:
            conflict = differences(form, now)
        except NotPossible as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "Bedømmerne er gemt.")
            return redirect(_back(row))
    around = FormPage("Hvem deltager?", "Gem", _back(row), trail=trail_of(row), conflict=conflict)
    return form_page(request, form, around)


@page(Permission.REVIEW_MANAGE)
@rate_limited("review")
@require_http_methods(FORM_METHODS)
def draw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Draw the sample, once."""
    row = _managed(request, public_id)
    lines = [
        "Afgørelserne trækkes tilfældigt efter undersøgelsens tilfældighedstal, og kun én gang.",
        "Navne, CPR-numre, adresser og alt, hvad nogen har skrevet, bliver i sagen. Datoer, vej og alder følger med.",
        "Udtrækket står i loggen.",
    ]
    around = FormPage("Træk stikprøven", "Træk stikprøven", _back(row), trail=trail_of(row), consequences=lines)
    return _step(
        request, row, around, lambda: sample.draw_sample(actor=viewer_of(request), study=row), "Stikprøven er taget."
    )


@page(Permission.REVIEW_MANAGE)
@rate_limited("import")
@require_http_methods(FORM_METHODS)
def import_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Bring decisions in from a file, all or none; every bad row is named."""
    row = _managed(request, public_id)
    form = FileForm(request.POST or None, request.FILES or None, initial={"coded": "ja"})
    faults: tuple[Fault, ...] = ()
    if request.method == "POST" and form.is_valid():
        sent, coded = form.cleaned_data["file"].read(), form.cleaned_data["coded"] == "ja"
        try:
            number = sample.import_decisions(actor=viewer_of(request), study=row, data=sent, coded=coded)
        except BadFile as bad:
            faults = bad.faults
        except NotPossible as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"{number} afgørelser er indlæst.")
            return redirect(_back(row))
    context = {
        "form": form,
        "faults": faults[:MOST_FAULTS],
        "count": len(faults),
        "trail": trail_of(row),
        "back": _back(row),
    }
    return render(request, "practice_review/import.html", context)


@page(Permission.REVIEW_MANAGE)
@rate_limited("review")
@require_http_methods(FORM_METHODS)
def start(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Hand the decisions to the coders."""
    row = _managed(request, public_id)
    lines = ["Hver afgørelse, der ikke er bedømt, går til to bedømmere.", "De får besked, at der er noget at bedømme."]
    around = FormPage("Begynd bedømmelsen", "Begynd", _back(row), trail=trail_of(row), consequences=lines)
    return _step(
        request, row, around, lambda: actions.start_coding(actor=viewer_of(request), study=row), "Bedømmelsen er i gang."
    )


@page(Permission.REVIEW_MANAGE)
@rate_limited("review")
@require_http_methods(FORM_METHODS)
def close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Close the study: the results stand."""
    row = _managed(request, public_id)
    lines = ["Resultatet ligger fast og kan ikke ændres mere.", "Bedømmerne kan nu også se resultatet."]
    around = FormPage("Afslut undersøgelsen", "Afslut", _back(row), trail=trail_of(row), consequences=lines)
    return _step(
        request, row, around, lambda: actions.close_study(actor=viewer_of(request), study=row), "Undersøgelsen er afsluttet."
    )


@page(Permission.REVIEW_STUDIES)
@require_safe
def sample_file(request: HttpRequest) -> HttpResponse:
    """A file of invented decisions, to begin from."""
    require(request, Permission.REVIEW_STUDIES)
    response = HttpResponse(_SAMPLE.read_bytes(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_SAMPLE.name}"'
    return response


def _step(request: HttpRequest, row: Study, around: FormPage, verb: Callable[[], object], done: str) -> HttpResponse:
    """A page that asks once, does, and goes back to the study; a refusal stands on the page."""
    form = PlejeForm(request.POST if request.method == "POST" else None)
    return carry_out(request, Carried(form, around, lambda data: verb(), done, _back(row)))
