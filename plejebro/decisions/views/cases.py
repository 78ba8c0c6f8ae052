"""Opening a case, reading it, planning it and choosing its route."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from plejebro.access.doors import open_thing, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.decisions import actions
from plejebro.decisions.casepage import GRANTS, case_page
from plejebro.decisions.enums import RouteCode
from plejebro.decisions.forms import OpenForm, PlanForm, RouteForm
from plejebro.decisions.routepage import available, route_page
from plejebro.decisions.views.shared import FORM_METHODS, carry_out_on, case_url, open_case, trail_of
from plejebro.placements.models import Placement
from plejebro.placements.queries import child_of, with_mask
from plejebro.ui.pages import Carried, FormPage


@page(Permission.DECISION_OPEN)
@rate_limited("decision_write")
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """Open a case on a placement."""
    viewer = viewer_of(request)
    placement = open_thing(request, with_mask(Placement.objects.all(), viewer), placement_id, Permission.DECISION_OPEN)
    form, back = OpenForm(request.POST or None), reverse("web:placement", args=[placement_id])

    def do(data: dict[str, Any]) -> object:
        opening, sign = form.opening(), form.cleaned_data["submission"]
        return actions.open_case(actor=viewer, placement=placement, opening=opening, submission=sign)

    around = FormPage(
        "Åbn en afgørelsessag",
        "Åbn sagen",
        back,
        trail=[(child_of(placement, viewer.today).short_name, back)],
        lead="Sagen viser de trin, loven stiller op, hvad der viser, at de er gjort, og hvad der mangler.",
        who_will_see=["Du og din stedfortræder", "Teamlederen og afdelingslederen"],
        consequences=["Familien ser først noget, når du beder om dens udtalelse eller skriver til den."],
    )
    return carry_out_on(request, None, Carried(form, around, do, "Sagen er åbnet.", case_url))


@page(Permission.DECISION_READ)
@require_safe
def case(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """The step list, the dated facts, the family, the letters and the stop-light."""
    found = open_case(request, decision_id, Permission.DECISION_READ, *GRANTS)
    return render(request, "decisions/case.html", {"page": case_page(found, viewer_of(request))})


@page(Permission.DECISION_WORK)
@rate_limited("decision_write")
@require_http_methods(FORM_METHODS)
def plan(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Correct why the case is open and when the decision is expected."""
    found = open_case(request, decision_id, Permission.DECISION_WORK)
    now = {"planned_on": found.planned_on, "cause": found.cause, "reason": found.reason, "version": found.version}
    form = PlanForm(request.POST or None, initial=now)

    def do(data: dict[str, Any]) -> object:
        return actions.plan(
            actor=viewer_of(request),
            case=found,
            planned_on=data["planned_on"],
            reason=data["reason"],
            cause=data["cause"],
            seen_version=data["version"],
        )

    around = FormPage("Ret sagen og den planlagte dag", "Gem", case_url(found), trail=trail_of(request, found))
    return carry_out_on(request, found, Carried(form, around, do, "Det er gemt.", case_url(found)))


@page(Permission.DECISION_WORK)
@rate_limited("decision_write")
@require_http_methods(FORM_METHODS)
def route(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Choose which way the case goes, with a reason."""
    found = open_case(request, decision_id, Permission.DECISION_WORK)
    viewer = viewer_of(request)
    start = {"route": found.route, "version": found.version}
    form = RouteForm(request.POST or None, initial=start, routes=available(found, viewer.today))

    def do(data: dict[str, Any]) -> object:
        return actions.choose_route(
            actor=viewer,
            case=found,
            route=RouteCode(data["route"]),
            reason=data["reason"],
            submission=data["submission"],
            seen_version=data["version"],
        )

    around = FormPage("Hvilken vej går sagen?", "Vælg vejen", case_url(found), trail=trail_of(request, found))
    more = {"beside": route_page(found, viewer)}
    said = "Vejen er valgt. Trinene er set efter igen."
    return carry_out_on(request, found, Carried(form, around, do, said, case_url(found), "decisions/route.html", more))
