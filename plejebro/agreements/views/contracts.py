"""The overview of a placement, the contract officer's list, and the contract: made, read, given notice."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from plejebro.access.doors import require, shown_subjects, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission as P
from plejebro.accounts.throttle import rate_limited
from plejebro.agreements import ending, negotiating
from plejebro.agreements.enums import ContractKind
from plejebro.agreements.forms import BreakForm, TextForm
from plejebro.agreements.pages import agreement_page, overview_page
from plejebro.agreements.rows import contract_list
from plejebro.agreements.views.shared import FORM_METHODS, READERS_OF_CONTRACT, open_contract, open_placement, trail_of
from plejebro.kernel.danish import date_text
from plejebro.kernel.refusals import NotPossible
from plejebro.placements.queries import child_of, home_of
from plejebro.ui.pages import Carried, FormPage, carry_out


@page(P.AGREEMENT_OVERVIEW)
@require_safe
def overview(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """What is agreed now, since when and until when, and what is negotiated."""
    placement, viewer = open_placement(request, placement_id, P.AGREEMENT_OVERVIEW), viewer_of(request)
    model = overview_page(placement, viewer, child_of(placement, viewer.today), home_of(placement).name)
    briefs = [*model.contracts, *([model.task] if model.task else [])]
    shown_subjects(request, P.CONTRACT_READ, [one for brief in briefs for one in brief.subjects])
    return render(request, "agreements/overview.html", {"page": model})


@page(P.CONTRACT_LIST)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The municipality's contracts and negotiations."""
    viewer = require(request, P.CONTRACT_LIST)
    number = request.GET.get("side", "")
    which = "forhandles" if request.GET.get("vis") == "forhandles" else "alle"
    model = contract_list(viewer, which=which, page=int(number) if number.isdecimal() and len(number) < 7 else 1)
    shown_subjects(request, P.CONTRACT_LIST, [one for row in model.rows for one in row.subjects])
    return render(request, "agreements/list.html", {"page": model})


@page(P.CONTRACT_CREATE)
@rate_limited("agreement_write")
@require_http_methods(FORM_METHODS)
def new_contract(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """Make a contract with its first negotiation, and go on to the first proposal."""
    placement, viewer = open_placement(request, placement_id, P.CONTRACT_CREATE), viewer_of(request)
    if request.method == "POST":
        kind = ContractKind.RESPITE if request.POST.get("kind") == ContractKind.RESPITE else ContractKind.PLACEMENT
        try:
            negotiation = negotiating.begin_contract(actor=viewer, placement=placement, kind=kind, submission=uuid4())
        except NotPossible as no:
            messages.error(request, no.sentence)
        else:
            return redirect("agreements:offer", negotiation.contract.public_id, negotiation.public_id)
    back = reverse("agreements:overview", args=[placement.public_id])
    trail = [(f"{child_of(placement, viewer.today).short_name}: aftaler", back)]
    context = {"kinds": ContractKind.choices, "back": back, "trail": trail, "home": home_of(placement).name}
    return render(request, "agreements/new_contract.html", context)


@page(P.CONTRACT_READ)
@require_safe
def contract(request: HttpRequest, contract_id: UUID) -> HttpResponse:
    """What the contract says now, its versions and its negotiations."""
    found = open_contract(request, contract_id, P.CONTRACT_READ)
    context = {"page": agreement_page(found, viewer_of(request)), "trail": trail_of(request, found)}
    return render(request, "agreements/agreement.html", context)


@page(P.CONTRACT_END)
@rate_limited("agreement_write")
@require_http_methods(FORM_METHODS)
def notice(request: HttpRequest, contract_id: UUID) -> HttpResponse:
    """Give notice. The contract's own clause says when it ends."""
    found, viewer = open_contract(request, contract_id, P.CONTRACT_END), viewer_of(request)
    dates = ending.notice_dates(found, viewer.today)
    back = reverse("agreements:contract", args=[contract_id])
    form = TextForm(request.POST or None, label="Hvorfor?", hint="En opsigelse er skriftlig og begrundet.")
    says = [dates.clause, f"Kontraktens sidste dag bliver {date_text(dates.last_day)}."] if dates else []
    around = FormPage(
        "Sig kontrakten op",
        "Sig kontrakten op",
        back,
        trail=trail_of(request, found, ("Kontrakt", back)),
        lead="En opsigelse gælder kontrakten. Den afgør ikke, hvor barnet skal bo.",
        consequences=[*says, "Den anden side får besked med det samme."],
        who_will_see=READERS_OF_CONTRACT,
        danger=True,
    )

    def do(data: dict[str, Any]) -> None:
        ending.give_notice(actor=viewer, contract=found, reason=form.cleaned_data["text"])

    return carry_out(request, Carried(form, around, do, "Kontrakten er sagt op.", back))


@page(P.CONTRACT_END)
@rate_limited("agreement_write")
@require_http_methods(FORM_METHODS)
def actual_break(request: HttpRequest, contract_id: UUID) -> HttpResponse:
    """Write down that the child in fact no longer lives there."""
    found, viewer = open_contract(request, contract_id, P.CONTRACT_END), viewer_of(request)
    back = reverse("agreements:contract", args=[contract_id])
    form = BreakForm(request.POST or None)
    around = FormPage(
        "Faktisk afbrydelse",
        "Skriv det ned",
        back,
        trail=trail_of(request, found, ("Kontrakt", back)),
        lead="Når barnet i praksis ikke bor hos familien længere, uden at kontrakten er sagt op.",
        consequences=["Datoen står på kontrakten for begge sider. Hvad der følger af den, står i kontrakten."],
        who_will_see=READERS_OF_CONTRACT,
    )

    def do(data: dict[str, Any]) -> None:
        data = form.cleaned_data
        ending.note_break(actor=viewer, contract=found, on=data["on"], what=data["text"])

    return carry_out(request, Carried(form, around, do, "Det er skrevet ned.", back))
