"""The municipality's catalogue of what can be applied for."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from plejebro.access.doors import require
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.agreements.expenses import catalogue
from plejebro.agreements.expenses.enums import Per
from plejebro.agreements.expenses.forms import StopForm, TermForm, TypeForm
from plejebro.agreements.expenses.models import ExpenseType
from plejebro.kernel import clock
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.municipalities.models import Municipality
from plejebro.ui.pages import Difference, FormPage, form_page

_METHODS = ["GET", "HEAD", "POST"]


@page(Permission.EXPENSE_CATALOGUE)
@require_safe
def expense_types(request: HttpRequest) -> HttpResponse:
    """Every type with its ceiling."""
    viewer = require(request, Permission.EXPENSE_CATALOGUE)
    return render(request, "agreements/expense_types.html", {"rows": catalogue.catalogue(viewer.tenant_id)})


@page(Permission.EXPENSE_CATALOGUE)
@rate_limited("expenses")
@require_http_methods(_METHODS)
def expense_type_new(request: HttpRequest) -> HttpResponse:
    """A new type."""
    viewer = require(request, Permission.EXPENSE_CATALOGUE)
    municipality = get_object_or_404(Municipality, pk=viewer.tenant_id)
    form = TypeForm(request.POST or None, initial={"starts": clock.today(), "per": Per.TIME})
    if request.method == "POST" and form.is_valid():
        try:
            kind = catalogue.add_type(
                actor=viewer, municipality=municipality, name=form.cleaned_data["name"], term=form.new_term()
            )
        except NotPossible as no:
            form.add_error(None, no.sentence)
        else:
            messages.success(request, f"Der kan nu søges om {kind.name.lower()}.")
            return redirect("agreements:expense_types")
    return form_page(request, form, _around("Ny type udlæg", "Tilføj"))


@page(Permission.EXPENSE_CATALOGUE)
@rate_limited("expenses")
@require_http_methods(_METHODS)
def expense_type(request: HttpRequest, type_id: UUID) -> HttpResponse:
    """What holds for a type from a day."""
    viewer = require(request, Permission.EXPENSE_CATALOGUE)
    kind = get_object_or_404(ExpenseType, municipality_id=viewer.tenant_id, public_id=type_id)
    now, version = catalogue.newest(kind), catalogue.fingerprint(kind)
    first = {"ceiling": now.ceiling, "per": now.per, "note": now.note} if now else {"per": Per.TIME}
    form = TermForm(request.POST or None, initial={**first, "starts": clock.today(), "version": version})
    conflict: list[Difference] = []
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            catalogue.set_term(actor=viewer, kind=kind, term=form.new_term(), seen=seen)
        except ChangedMeanwhile:
            conflict = [Difference("Loftet", catalogue.term_text(form.new_term()), catalogue.newest_text(kind))]
            _take_version(form, version)
        except NotPossible as no:
            form.add_error(None, no.sentence)
        else:
            messages.success(request, f"{kind.name} er ændret.")
            return redirect("agreements:expense_types")
    return form_page(request, form, _around(kind.name, "Gem", conflict=conflict))


@page(Permission.EXPENSE_CATALOGUE)
@rate_limited("expenses")
@require_http_methods(_METHODS)
def expense_type_stop(request: HttpRequest, type_id: UUID) -> HttpResponse:
    """The last day one can apply."""
    viewer = require(request, Permission.EXPENSE_CATALOGUE)
    kind = get_object_or_404(ExpenseType, municipality_id=viewer.tenant_id, public_id=type_id)
    form = StopForm(request.POST or None, initial={"last_day": clock.today(), "version": catalogue.fingerprint(kind)})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            catalogue.stop_type(actor=viewer, kind=kind, last_day=data["last_day"], seen=data["version"])
        except ChangedMeanwhile:
            messages.error(request, f"En anden har ændret {kind.name} imens. Se, hvad der står nu.")
            return redirect("agreements:expense_types")
        except NotPossible as no:
            form.add_error(None, no.sentence)
        else:
            messages.success(request, f"Der kan søges om {kind.name.lower()} til og med den valgte dag.")
            return redirect("agreements:expense_types")
    lines = ["Familierne kan ikke længere vælge typen.", "Det, der er søgt om, bliver stående og kan afgøres og udbetales."]
    return form_page(request, form, _around(f"Stop {kind.name}", "Stop typen", consequences=lines))


def _take_version(form: TermForm, version: str) -> None:
    data = form.data.copy()  # type: ignore[attr-defined]
    data["version"] = version
    form.data = data


def _around(
    title: str, submit: str, *, consequences: list[str] | None = None, conflict: list[Difference] | None = None
) -> FormPage:
    back = reverse("agreements:expense_types")
    trail = [("Udlæg, der kan søges om", back)]
    return FormPage(title, submit, back, trail=trail, consequences=consequences or (), conflict=conflict or ())
