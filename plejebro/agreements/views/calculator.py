"""The open calculator."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plejebro.access.pages import public_page
from plejebro.agreements import rate_rows
from plejebro.agreements.calculator import CalculatorForm, calculate
from plejebro.agreements.calculator_year import year_of
from plejebro.kernel import clock


@public_page
@require_safe
def calculator(request: HttpRequest) -> HttpResponse:
    """The questions, and the answer when all are answered; nothing is kept."""
    if not request.GET:
        form = CalculatorForm(initial={"dag": clock.today(), "nummer": 1})
        return render(request, "agreements/calculator.html", {"form": form, "found": None})
    form = CalculatorForm(request.GET)
    if not form.is_valid():
        return render(request, "agreements/calculator.html", {"form": form, "found": None})
    data, born, book = form.cleaned_data, form.born(), rate_rows.book()
    asked = {"count": data["vederlag"], "born": born, "child_number": data["nummer"], "book": book}
    context = {
        "form": form,
        "asked": {**data, "born": born},
        "found": calculate(day=data["dag"], **asked),
        "year": year_of(year=data["dag"].year, **asked),
    }
    return render(request, "agreements/calculator.html", context)
