"""The months of a contract, one month in full, and all the municipality's contracts in a month."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from plejebro.access.doors import require, shown_subjects
from plejebro.access.pages import page
from plejebro.access.permissions import Permission as P
from plejebro.agreements.rate_rows import book
from plejebro.agreements.statements.queries import month_list, month_of, months_of
from plejebro.agreements.views.shared import open_contract, trail_of


@page(P.CONTRACT_READ)
@require_safe
def months(request: HttpRequest, contract_id: UUID) -> HttpResponse:
    """What each month of the contract comes to."""
    found = open_contract(request, contract_id, P.CONTRACT_READ)
    number = _number(request.GET.get("side", ""))
    rows, more = months_of(found, number)
    trail = trail_of(request, found, ("Kontrakt", reverse("agreements:contract", args=[contract_id])))
    context = {"rows": rows, "more": more, "number": number, "trail": trail, "contract_id": contract_id}
    return render(request, "agreements/months.html", context)


@page(P.CONTRACT_READ)
@require_safe
def one_month(request: HttpRequest, contract_id: UUID, year: int, month: int) -> HttpResponse:
    """One month: every line with its rate, its source and how it is worked out."""
    found = open_contract(request, contract_id, P.CONTRACT_READ)
    shown = month_of(found, _first(year, month), book())
    if shown is None:
        raise Http404
    back = reverse("agreements:months", args=[contract_id])
    trail = trail_of(request, found, ("Kontrakt", reverse("agreements:contract", args=[contract_id])), ("Måneder", back))
    return render(request, "agreements/month.html", {"page": shown, "trail": trail})


@page(P.CONTRACT_LIST)
@require_safe
def all_months(request: HttpRequest) -> HttpResponse:
    """All the municipality's contracts in one month."""
    viewer = require(request, P.CONTRACT_LIST)
    year, _, number = request.GET.get("maaned", "").partition("-")
    asked = year.isdecimal() and number.isdecimal() and len(year) == 4 and 1 <= int(number) <= 12 and int(year) > 2000
    day = date(int(year), int(number), 1) if asked else viewer.today.replace(day=1)
    model = month_list(viewer, day, _number(request.GET.get("side", "")))
    shown_subjects(request, P.CONTRACT_LIST, [subject for row in model.rows for subject in row.subjects])
    return render(request, "agreements/all_months.html", {"page": model})


def _number(text: str) -> int:
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1


def _first(year: int, number: int) -> date:
    if not (2000 < year < 2200 and 1 <= number <= 12):
        raise Http404
    return date(year, number, 1)
