"""Recording that the decision is taken, and ending the case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from plejebro.access.doors import viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.decisions import actions
from plejebro.decisions.finalpage import final_page
from plejebro.decisions.forms import EndForm, FinaliseForm
from plejebro.decisions.views.shared import CHANGED, FORM_METHODS, carry_out_on, case_url, open_case, trail_of
from plejebro.kernel.refusals import ChangedMeanwhile
from plejebro.ui.pages import Carried, FormPage


@page(Permission.DECISION_FINALISE)
@rate_limited("decision_write")
@require_http_methods(FORM_METHODS)
def finalise(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """The steps as they stand on the day of the decision; write down that it is taken."""
    found = open_case(request, decision_id, Permission.DECISION_FINALISE)
    viewer = viewer_of(request)
    if found.decided_on is not None:
        messages.info(request, "Afgørelsen er allerede skrevet ned.")
        return redirect(case_url(found))
    form = FinaliseForm(request.POST or None, initial={"decided_on": viewer.today, "version": found.version})

    def do(data: dict[str, Any]) -> object:
        typed = form.cleaned_data
        return actions.finalise(
            actor=viewer,
            case=found,
            decided_on=typed["decided_on"],
            reason=typed["reason"],
            submission=typed["submission"],
            seen_version=typed["version"],
        )

    form.is_valid()  # so that the steps are shown for the day that was typed
    day = form.cleaned_data.get("decided_on", viewer.today) if form.is_bound else viewer.today
    around = FormPage("Træf afgørelse", "Skriv afgørelsen ned", case_url(found), trail=trail_of(request, found))
    more = {"final": final_page(found, viewer, min(day, viewer.today))}
    said = "Afgørelsen er skrevet ned, med trinene som de stod."
    return carry_out_on(request, found, Carried(form, around, do, said, case_url(found), "decisions/finalise.html", more))


@page(Permission.DECISION_WORK)
@rate_limited("decision_write")
@require_http_methods(FORM_METHODS)
def finish(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """End a case whose decision is recorded."""
    found = open_case(request, decision_id, Permission.DECISION_WORK)
    form = EndForm(request.POST or None, initial={"version": found.version}, label="Bemærkning")

    def do(data: dict[str, Any]) -> object:
        typed = form.cleaned_data
        return actions.finish(actor=viewer_of(request), case=found, note=typed["note"], seen_version=typed["version"])

    around = FormPage(
        "Afslut sagen",
        "Afslut sagen",
        case_url(found),
        trail=trail_of(request, found),
        consequences=["Sagen kan stadig læses.", "Kommer der en klage, åbner sagen igen."],
    )
    return carry_out_on(request, found, Carried(form, around, do, "Sagen er afsluttet.", case_url(found)))


@page(Permission.DECISION_WORK)
@rate_limited("decision_write")
@require_http_methods(FORM_METHODS)
def drop(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Give the case up without a decision."""
    found = open_case(request, decision_id, Permission.DECISION_WORK)
    needed = "Skriv, hvorfor sagen opgives."
    form = EndForm(request.POST or None, initial={"version": found.version}, label="Hvorfor opgives sagen?", needed=needed)

    def do(data: dict[str, Any]) -> object:
        typed = form.cleaned_data
        return actions.drop(actor=viewer_of(request), case=found, reason=typed["note"], seen_version=typed["version"])

    around = FormPage(
        "Opgiv sagen",
        "Opgiv sagen",
        case_url(found),
        trail=trail_of(request, found),
        consequences=["Der bliver ikke truffet en afgørelse.", "Har familien fået besked, kan den se, at sagen er opgivet."],
        danger=True,
    )
    return carry_out_on(request, found, Carried(form, around, do, "Sagen er opgivet.", case_url(found)))


@page(Permission.DECISION_WORK)
@rate_limited("decision_write")
@require_POST
def reopen(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Open an ended case again."""
    found = open_case(request, decision_id, Permission.DECISION_WORK)
    version = request.POST.get("version", "")
    try:
        seen = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else -1
        actions.reopen(actor=viewer_of(request), case=found, seen_version=seen)
    except ChangedMeanwhile:
        messages.error(request, CHANGED)
    else:
        messages.success(request, "Sagen er åben igen.")
    return redirect(case_url(found))
