"""The operator's rates: every series with all its versions, and a form that adds one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from plejebro.access.doors import require
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.agreements import rate_rows
from plejebro.agreements.rate_forms import RatesForm, first_shown
from plejebro.agreements.rate_rows_models import RateSeries
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.rates import Rate
from plejebro.ui.pages import FormPage, form_page

_AGAIN = "En anden har skrevet satser ind i rækken imens. Se på listen, og gem igen, hvis dine også skal stå der."


@page(Permission.RATES_MANAGE)
@require_safe
def rates(request: HttpRequest) -> HttpResponse:
    """One series at a time, with a link to each."""
    require(request, Permission.RATES_MANAGE)
    series = _series(request.GET.get("raekke", RateSeries.VEDERLAG))
    context = {"series": series, "all": RateSeries.choices, "rows": rate_rows.shown_rates(series)}
    return render(request, "agreements/rates.html", context)


@page(Permission.RATES_MANAGE)
@rate_limited("rates")
@require_http_methods(["GET", "HEAD", "POST"])
def rate_new(request: HttpRequest, series: str) -> HttpResponse:
    """A new set, or (`?ret=`) a new version of one."""
    viewer, chosen = require(request, Permission.RATES_MANAGE), _series(series)
    corrected = _corrected(chosen, request.GET.get("ret", ""))
    last = rate_rows.last_number(chosen)
    form = RatesForm(request.POST or None, series=chosen, initial={**first_shown(chosen, corrected), "version": last})
    if request.method == "POST" and form.is_valid():
        try:
            row = rate_rows.add_rates(actor=viewer, new=form.new_rates(), seen=form.seen)
        except ChangedMeanwhile:
            return _again(request, form, chosen)
        except NotPossible as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"{row.set_name} er skrevet ind som version {row.version}.")
            return redirect(f"{reverse('agreements:rates')}?raekke={chosen.value}")
    return form_page(request, form, _around(chosen, corrected))


def _again(request: HttpRequest, form: RatesForm, series: RateSeries) -> HttpResponse:
    form.add_error(None, _AGAIN)
    data = form.data.copy()  # type: ignore[attr-defined]
    data["version"] = str(rate_rows.last_number(series))
    form.data = data
    answer = form_page(request, form, _around(series, None))
    answer.status_code = 409
    return answer


def _around(series: RateSeries, corrected: Rate | None) -> FormPage:
    back = f"{reverse('agreements:rates')}?raekke={series.value}"
    lines = ["Tallene bruges fra nu af alle steder, hvor der regnes på de dage, de gælder.", "De kan ikke slettes."]
    if corrected is not None:
        lines.append("Det, der står nu, bliver stående som en ældre version.")
    title = f"Ret {corrected.set_name}" if corrected else f"Nye satser: {series.label}"
    lead = "Skriv tallene, som de står i kilden. Det, kilden ikke siger, skal stå tomt."
    return FormPage(title, "Gem satserne", back, lead=lead, trail=[("Satser", back)], consequences=lines)


def _series(text: str) -> RateSeries:
    try:
        return RateSeries(text)
    except ValueError:
        raise Http404 from None


def _corrected(series: RateSeries, key: str) -> Rate | None:
    found = [row.rate for row in rate_rows.shown_rates(series) if row.key == key] if key else []
    if key and not found:
        raise Http404
    return found[0] if found else None
