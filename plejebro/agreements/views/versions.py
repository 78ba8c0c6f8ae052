"""One version of an agreement: read, compared, fetched as PDF, accepted with a second factor, declined, taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from plejebro.access.doors import viewer_of
from plejebro.access.pages import page, public_page
from plejebro.access.permissions import Permission as P
from plejebro.accounts import factor
from plejebro.accounts.throttle import rate_limited
from plejebro.agreements import negotiating, tasks
from plejebro.agreements.base import supports_family
from plejebro.agreements.forms import AcceptForm, TextForm
from plejebro.agreements.models import Offer
from plejebro.agreements.pages import VersionPage, compare_page, version_page
from plejebro.agreements.pdf import version_pdf
from plejebro.agreements.views.shared import (
    FORM_METHODS,
    READERS_OF_CONTRACT,
    READERS_OF_TASK,
    open_contract,
    open_task,
    trail_of,
)
from plejebro.kernel.clock import local
from plejebro.kernel.danish import date_text
from plejebro.ui.pages import Carried, FormPage, carry_out
from plejebro.versions.hashing import ungrouped
from plejebro.versions.models import Version
from plejebro.versions.queries import agreed_at

_RATE_CHANGED = (
    "Forslagets virkning i kroner er ændret, siden du åbnede siden, fordi en takst er rettet. Se tallene, og godkend igen."
)


@page(P.CONTRACT_READ)
@require_safe
def contract_version(request: HttpRequest, contract_id: UUID, number: int) -> HttpResponse:
    """A version of the contract."""
    return _read(request, open_contract(request, contract_id, P.CONTRACT_READ), number)


@page(P.TASK_READ)
@require_safe
def task_version(request: HttpRequest, task_id: UUID, number: int) -> HttpResponse:
    """A version of the agreement on the task."""
    return _read(request, open_task(request, task_id, P.TASK_READ), number)


@page(P.CONTRACT_READ)
@require_safe
def contract_compare(request: HttpRequest, contract_id: UUID) -> HttpResponse:
    """Two versions of the contract side by side."""
    return _compare(request, open_contract(request, contract_id, P.CONTRACT_READ))


@page(P.TASK_READ)
@require_safe
def task_compare(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Two versions of the agreement on the task side by side."""
    return _compare(request, open_task(request, task_id, P.TASK_READ))


@page(P.CONTRACT_READ)
@rate_limited("pdf", count_get=True)
@require_safe
def contract_pdf(request: HttpRequest, contract_id: UUID, number: int) -> HttpResponse:
    """A version of the contract as PDF."""
    return _pdf(request, open_contract(request, contract_id, P.CONTRACT_READ), number)


@page(P.TASK_READ)
@rate_limited("pdf", count_get=True)
@require_safe
def task_pdf(request: HttpRequest, task_id: UUID, number: int) -> HttpResponse:
    """A version of the agreement on the task as PDF."""
    return _pdf(request, open_task(request, task_id, P.TASK_READ), number)


@page(P.CONTRACT_ACCEPT)
@rate_limited("agreement_accept")
@require_http_methods(FORM_METHODS)
def contract_accept(request: HttpRequest, contract_id: UUID, number: int) -> HttpResponse:
    """Accept a proposed version of the contract."""
    found = open_contract(request, contract_id, P.CONTRACT_ACCEPT)
    return _accept(request, found, number)


@page(P.TASK_ACCEPT)
@rate_limited("agreement_accept")
@require_http_methods(FORM_METHODS)
def task_accept(request: HttpRequest, task_id: UUID, number: int) -> HttpResponse:
    """Accept a proposed version of the agreement on the task."""
    return _accept(request, open_task(request, task_id, P.TASK_ACCEPT), number)


@page(P.CONTRACT_NEGOTIATE)
@rate_limited("agreement_write")
@require_http_methods(FORM_METHODS)
def contract_settle(request: HttpRequest, contract_id: UUID, number: int) -> HttpResponse:
    """Decline the other side's proposal, or take one's own back."""
    return _settle(request, open_contract(request, contract_id, P.CONTRACT_NEGOTIATE), number)


@page(P.TASK_PROPOSE)
@rate_limited("agreement_write")
@require_http_methods(FORM_METHODS)
def task_settle(request: HttpRequest, task_id: UUID, number: int) -> HttpResponse:
    """The same for the agreement on the task."""
    return _settle(request, open_task(request, task_id, P.TASK_PROPOSE), number)


@public_page
@rate_limited("agreement_check", count_get=True)
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Whether an agreement with this hash was accepted by both sides, and when. Says nothing else about it."""
    typed = request.GET.get("kontrolsum", "")[:200]
    digest = ungrouped(typed)
    at = agreed_at(digest) if digest else None
    on = date_text(local(at).date()) if at else ""
    return render(request, "agreements/check.html", {"typed": typed, "is_hash": bool(digest), "on": on})


def _page(request: HttpRequest, found: Any, number: int) -> VersionPage:
    model = version_page(found, number, viewer_of(request))
    if model is None:
        raise Http404
    return model


def _read(request: HttpRequest, found: Any, number: int) -> HttpResponse:
    model = _page(request, found, number)
    trail = trail_of(request, found, (model.frame.title, model.frame.url))
    return render(request, "agreements/version.html", {"page": model, "trail": trail})


def _compare(request: HttpRequest, found: Any) -> HttpResponse:
    raw = request.GET.get("fra", ""), request.GET.get("til", "")
    first, second = (int(one) if one.isdecimal() and len(one) < 6 else 0 for one in raw)
    numbers = list(Version.objects.filter(document_id=found.document_id).order_by("number").values_list("number", flat=True))
    if not first and not second:
        if len(numbers) < 2:
            return redirect("agreements:contract" if hasattr(found, "holder_id") else "agreements:task", found.public_id)
        first, second = numbers[-2], numbers[-1]
    model = compare_page(found, viewer_of(request), first, second)
    if model is None:
        raise Http404
    trail = trail_of(request, found, (model.frame.title, model.frame.url))
    return render(request, "agreements/compare.html", {"page": model, "trail": trail})


def _pdf(request: HttpRequest, found: Any, number: int) -> HttpResponse:
    model = _page(request, found, number)
    response = HttpResponse(version_pdf(model, found, viewer_of(request)), content_type="application/pdf")
    # The case number says nothing about the case, so the file's name may stand in a folder.
    response["Content-Disposition"] = f'attachment; filename="{found.case_number}-v{number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _accept(request: HttpRequest, found: Any, number: int) -> HttpResponse:
    """First what is accepted, then the code, then the yes. A family without a second factor sets it up on the way."""
    model, viewer = _page(request, found, number), viewer_of(request)
    if not model.may_accept:
        return redirect(_url(found, "version", number))
    supports = not viewer.is_family and model.frame.is_contract and bool(supports_family({viewer.user_id}, found.placement))
    shown = {"hash": model.hash, "effect": model.effect.print if model.effect else ""}
    form = AcceptForm(request.POST or None, initial=shown, supports=supports)
    ready = factor.factor_confirmed(request)
    if request.method == "POST" and not ready:
        return factor.confirm_first(request)
    back = _url(found, "version", number)
    around = FormPage(
        f"Godkend version {number}", "Godkend", back, trail=trail_of(request, found, (model.frame.title, back))
    )
    more = {"model": model, "has_factor": factor.has_factor(request), "ready": ready, "supports": supports}

    def do(data: dict[str, Any]) -> None:
        _say_yes(found, model, form, viewer)
        factor.forget(request)

    what = Carried(form, around, do, "Du har godkendt.", back, "agreements/accept.html", more, _RATE_CHANGED)
    response = carry_out(request, what)
    if response.status_code == 409:
        return _again(request, found, number, what)
    return response


def _again(request: HttpRequest, found: Any, number: int, what: Carried) -> HttpResponse:
    """The page with what stands now: new figures, and a form that accepts these."""
    model = _page(request, found, number)
    data: Any = what.form.data
    data = data.copy()
    data["hash"], data["effect"] = model.hash, model.effect.print if model.effect else ""
    what.form.data = data
    context = {"form": what.form, "page": what.around, **(what.more or {}), "model": model}
    return render(request, what.template, context, status=409)


def _say_yes(found: Any, model: VersionPage, form: AcceptForm, viewer: Any) -> None:
    data = form.cleaned_data
    version = Version.objects.select_related("document").get(document_id=found.document_id, number=model.number)
    if not model.frame.is_contract:
        tasks.accept_task(actor=viewer, task=found, version=version, factor=True, seen_hash=data["hash"])
        return
    negotiating.accept_offer(
        actor=viewer,
        offer=_offer(found, version),
        factor=True,
        seen_hash=data["hash"],
        seen_effect=data["effect"],
        knows=bool(data.get("knows")),
    )


def _settle(request: HttpRequest, found: Any, number: int) -> HttpResponse:
    model, viewer = _page(request, found, number), viewer_of(request)
    back = model.negotiation_url or _url(found, "version", number)
    if not (model.may_decline or model.may_withdraw):
        return redirect(_url(found, "version", number))
    own = model.may_withdraw
    title = f"Træk version {number} tilbage" if own else f"Sig nej til version {number}"
    form = TextForm(request.POST or None, label="Begrundelse", hint="Den anden side læser den.", required=not own)
    around = FormPage(
        title,
        "Træk forslaget tilbage" if own else "Sig nej",
        back,
        trail=trail_of(request, found, (model.frame.title, model.frame.url)),
        consequences=["Det, der gælder nu, gælder stadig.", "Begge sider kan stille et nyt forslag."],
        who_will_see=READERS_OF_CONTRACT if model.frame.is_contract else READERS_OF_TASK,
    )

    def do(data: dict[str, Any]) -> None:
        version = Version.objects.select_related("document").get(document_id=found.document_id, number=number)
        text = form.cleaned_data["text"]
        if not model.frame.is_contract:
            tasks.settle_task(actor=viewer, task=found, version=version, reason=text)
        elif own:
            negotiating.withdraw_offer(actor=viewer, offer=_offer(found, version), reason=text)
        else:
            negotiating.decline_offer(actor=viewer, offer=_offer(found, version), reason=text)

    said = "Forslaget er trukket tilbage." if own else "I har sagt nej til forslaget."
    return carry_out(request, Carried(form, around, do, said, back))


def _offer(found: Any, version: Version) -> Offer:
    offer = Offer.objects.select_related("negotiation").filter(version=version).first()
    if offer is None:
        raise Http404
    offer.version, offer.negotiation.contract = version, found
    return offer


def _url(found: Any, what: str, number: int) -> str:
    name = "contract" if hasattr(found, "holder_id") else "task"
    return reverse(f"agreements:{name}_{what}", args=[found.public_id, number])
