"""A placement's contact: the overview, a new plan, a month, a year, the figures."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from plejebro.access.doors import shown_subjects, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission as P
from plejebro.accounts.throttle import rate_limited
from plejebro.agenda.contact import actions
from plejebro.agenda.contact.figures import as_csv
from plejebro.agenda.contact.forms import NewPlanForm, PeriodForm
from plejebro.agenda.contact.pages import VisitLine, contact_page, subjects_of_visits
from plejebro.agenda.contact.views.shared import FORM_METHODS, READERS, open_placement, trail_to_contact
from plejebro.agenda.contact.visit_pages import CalendarPage, FiguresPage, figures_page, month_page, year_page
from plejebro.placements.queries import child_of, home_of
from plejebro.ui.pages import Carried, FormPage, carry_out

_YEARS = range(2000, 2101)


@page(P.AGENDA_READ)
@require_safe
def overview(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """The plans, the visits to come, and those nobody has written down."""
    found, viewer = open_placement(request, placement_id, P.AGENDA_READ), viewer_of(request)
    model = contact_page(found, viewer, child_of(found, viewer.today), home_of(found).name)
    _shown(request, [*model.coming, *model.unwritten])
    return render(request, "agenda/contact/contact.html", {"page": model})


@page(P.CONTACT_CREATE)
@rate_limited("contact_write")
@require_http_methods(FORM_METHODS)
def new_plan(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """Make a plan with one person, and go on to the first proposal."""
    found, viewer = open_placement(request, placement_id, P.CONTACT_CREATE), viewer_of(request)
    form = NewPlanForm(request.POST or None)
    around = FormPage(
        "Ny samværsplan",
        "Gå videre til planen",
        reverse("agenda:contact", args=[placement_id]),
        lead="Lav en plan for hver person, barnet ser. På næste side skriver du, hvor tit, hvor og hvordan.",
        trail=trail_to_contact(child_of(found, viewer.today).short_name, placement_id),
        who_will_see=READERS,
    )

    def do(data: dict[str, Any]) -> object:
        return actions.create_plan(
            actor=viewer,
            placement=found,
            with_whom=data["with_whom"],
            relation=data["relation"],
            hidden_from=data["hidden_from"],
            submission=data["submission"],
        )

    to = lambda plan: reverse("agenda:contact_offer", args=[plan.public_id])  # noqa: E731
    return carry_out(request, Carried(form, around, do, "Planen er oprettet. Skriv nu det første forslag.", to))


@page(P.AGENDA_READ)
@require_safe
def year(request: HttpRequest, placement_id: UUID, year: int) -> HttpResponse:
    """A year of visits."""
    found, viewer = open_placement(request, placement_id, P.AGENDA_READ), viewer_of(request)
    if year not in _YEARS:
        raise Http404
    return _calendar(request, year_page(found, viewer, child_of(found, viewer.today), year))


@page(P.AGENDA_READ)
@require_safe
def month(request: HttpRequest, placement_id: UUID, year: int, month: int) -> HttpResponse:
    """A month of visits."""
    found, viewer = open_placement(request, placement_id, P.AGENDA_READ), viewer_of(request)
    if year not in _YEARS or not 1 <= month <= 12:
        raise Http404
    return _calendar(request, month_page(found, viewer, child_of(found, viewer.today), year, month))


@page(P.AGENDA_READ)
@require_safe
def figures(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """What was agreed, held and cancelled in a period."""
    model, form = _figures(request, placement_id)
    trail = trail_to_contact(model.child.short_name, placement_id)
    return render(request, "agenda/contact/figures.html", {"page": model, "form": form, "trail": trail})


@page(P.AGENDA_READ)
@rate_limited("contact_export", count_get=True)
@require_safe
def figures_csv(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """The same as a sheet."""
    model, _ = _figures(request, placement_id)
    response = HttpResponse(as_csv(model.rows, model.first, model.last), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="samvaer.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _figures(request: HttpRequest, placement_id: UUID) -> tuple[FiguresPage, PeriodForm]:
    found, viewer = open_placement(request, placement_id, P.AGENDA_READ), viewer_of(request)
    this_year = date(viewer.today.year, 1, 1), date(viewer.today.year, 12, 31)
    form = PeriodForm(request.GET or None, initial={"fra": this_year[0], "til": this_year[1]})
    typed = form.cleaned_data if form.is_valid() else {}
    first, last = typed.get("fra") or this_year[0], typed.get("til") or this_year[1]
    if last < first:
        form.add_error("til", "Slutdatoen ligger før startdatoen. Tallene er for hele året.")
        first, last = this_year
    return figures_page(found, viewer, child_of(found, viewer.today), first, last), form


def _calendar(request: HttpRequest, model: CalendarPage) -> HttpResponse:
    _shown(request, [line for month in model.months for line in month.visits])
    trail = trail_to_contact(model.child.short_name, model.placement_id)
    name = "month" if len(model.months) == 1 else "year"
    return render(request, f"agenda/contact/{name}.html", {"page": model, "trail": trail})


def _shown(request: HttpRequest, lines: list[VisitLine]) -> None:
    shown_subjects(request, P.AGENDA_READ, subjects_of_visits(lines))
