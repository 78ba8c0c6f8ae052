"""One version of a plan: read, compared, accepted with a second factor, declined, taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from plejebro.access.doors import viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission as P
from plejebro.accounts import factor
from plejebro.accounts.throttle import rate_limited
from plejebro.agenda.contact import actions, deciding
from plejebro.agenda.contact.forms import AcceptForm, DecideForm, ReasonForm
from plejebro.agenda.contact.pages import VersionPage, compare_page, version_page
from plejebro.agenda.contact.pdf import version_pdf
from plejebro.agenda.contact.views.shared import FORM_METHODS, READERS, open_plan, trail_to_plan
from plejebro.ui.pages import Carried, FormPage, carry_out
from plejebro.versions.models import Version


@page(P.CONTACT_READ)
@require_safe
def version(request: HttpRequest, plan_id: UUID, number: int) -> HttpResponse:
    """A version of the plan."""
    found = open_plan(request, plan_id, P.CONTACT_READ)
    context = {"page": _page(request, found, number), "trail": trail_to_plan(request, found)}
    return render(request, "agenda/contact/version.html", context)


@page(P.CONTACT_READ)
@require_safe
def compare(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Two versions side by side; the two newest where none are named."""
    found = open_plan(request, plan_id, P.CONTACT_READ)
    raw = request.GET.get("fra", ""), request.GET.get("til", "")
    first, second = (int(one) if one.isdecimal() and len(one) < 6 else 0 for one in raw)
    numbers = list(Version.objects.filter(document_id=found.document_id).order_by("number").values_list("number", flat=True))
    if not first and not second:
        if len(numbers) < 2:
            return redirect("agenda:contact_plan", found.public_id)
        first, second = numbers[-2], numbers[-1]
    model = compare_page(found, viewer_of(request), first, second)
    if model is None:
        raise Http404
    return render(request, "agenda/contact/compare.html", {"page": model, "trail": trail_to_plan(request, found)})


@page(P.CONTACT_ACCEPT)
@rate_limited("contact_accept")
@require_http_methods(FORM_METHODS)
def accept(request: HttpRequest, plan_id: UUID, number: int) -> HttpResponse:
    """First what is accepted, then the code, then the yes. A family without a second factor sets it up on the way."""
    found, viewer = open_plan(request, plan_id, P.CONTACT_ACCEPT), viewer_of(request)
    model = _page(request, found, number)
    back = reverse("agenda:contact_version", args=[plan_id, number])
    if not model.may_accept or model.lacking:
        return redirect(back)
    form = AcceptForm(request.POST or None, initial={"hash": model.hash}, is_family=viewer.is_family)
    ready = factor.factor_confirmed(request)
    if request.method == "POST" and not ready:
        return factor.confirm_first(request)
    around = FormPage(f"Godkend version {number}", "Godkend", back, trail=trail_to_plan(request, found))
    more = {"model": model, "has_factor": factor.has_factor(request), "ready": ready}

    def do(data: dict[str, Any]) -> None:
        actions.accept_plan(
            actor=viewer,
            plan=found,
            version=_row(found, number),
            factor=True,
            seen_hash=data["hash"],
            statement=data.get("statement") or "",
        )
        factor.forget(request)

    to = reverse("agenda:contact_plan", args=[plan_id])
    return carry_out(request, Carried(form, around, do, "Du har godkendt.", to, "agenda/contact/accept.html", more))


@page(P.CONTACT_PROPOSE)
@rate_limited("contact_write")
@require_http_methods(FORM_METHODS)
def settle(request: HttpRequest, plan_id: UUID, number: int) -> HttpResponse:
    """Decline the other side's proposal, or take one's own back."""
    found, viewer = open_plan(request, plan_id, P.CONTACT_PROPOSE), viewer_of(request)
    model = _page(request, found, number)
    back = reverse("agenda:contact_version", args=[plan_id, number])
    if not (model.may_decline or model.may_withdraw):
        return redirect(back)
    own = model.may_withdraw
    form = ReasonForm(request.POST or None, required=not own)
    title = f"Træk version {number} tilbage" if own else f"Sig nej til version {number}"
    statement = "Det, I skriver, er jeres udtalelse til kommunen (barnets lov § 106)."
    around = FormPage(
        title,
        "Træk forslaget tilbage" if own else "Sig nej",
        back,
        trail=trail_to_plan(request, found),
        consequences=[
            "Det, der gælder nu, gælder stadig.",
            "Begge sider kan stille et nyt forslag.",
            *([statement] if viewer.is_family and not own else []),
        ],
        who_will_see=READERS,
    )

    def do(data: dict[str, Any]) -> None:
        actions.settle_plan(actor=viewer, plan=found, version=_row(found, number), reason=data["text"])

    said = "Forslaget er trukket tilbage." if own else "I har sagt nej til forslaget."
    return carry_out(request, Carried(form, around, do, said, back))


@page(P.CONTACT_MANAGE)
@rate_limited("contact_accept")
@require_http_methods(FORM_METHODS)
def decide(request: HttpRequest, plan_id: UUID, number: int) -> HttpResponse:
    """The municipality decides its proposal without the family's yes: what and why, with a code."""
    found, viewer = open_plan(request, plan_id, P.CONTACT_MANAGE), viewer_of(request)
    model = _page(request, found, number)
    back = reverse("agenda:contact_version", args=[plan_id, number])
    if not model.may_decide or model.lacking:
        return redirect(back)
    form = DecideForm(request.POST or None, initial={"hash": model.hash})
    ready = factor.factor_confirmed(request)
    if request.method == "POST" and not ready:
        return factor.confirm_first(request)
    around = FormPage(
        "Beslut planen uden enighed",
        "Beslut planen",
        back,
        trail=trail_to_plan(request, found),
        consequences=[
            "Planen gælder fra den dag, der står i den, dog tidligst fra i dag. Et år med samvær bliver lagt i kalenderen.",
            "Familien får besked og kan læse din begrundelse. Det står tydeligt, at kommunen har besluttet planen.",
            "Dit navn, dagen og klokkeslættet bliver skrevet ned.",
        ],
    )
    more = {"model": model, "has_factor": factor.has_factor(request), "ready": ready}

    def do(data: dict[str, Any]) -> None:
        deciding.decide_plan(
            actor=viewer,
            plan=found,
            version=_row(found, number),
            factor=True,
            seen_hash=data["hash"],
            reason=data["reason"],
        )
        factor.forget(request)

    to = reverse("agenda:contact_plan", args=[plan_id])
    return carry_out(request, Carried(form, around, do, "Planen er besluttet.", to, "agenda/contact/accept.html", more))


@page(P.CONTACT_READ)
@rate_limited("pdf", count_get=True)
@require_safe
def pdf(request: HttpRequest, plan_id: UUID, number: int) -> HttpResponse:
    """The version on paper, as the viewer may see it."""
    found = open_plan(request, plan_id, P.CONTACT_READ)
    made = version_pdf(_page(request, found, number), viewer_of(request))
    response = HttpResponse(made, content_type="application/pdf")
    # The case number says nothing about the case, so the file's name may stand in a folder.
    response["Content-Disposition"] = f'attachment; filename="{found.case_number}-v{number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _page(request: HttpRequest, found: Any, number: int) -> VersionPage:
    model = version_page(found, number, viewer_of(request))
    if model is None:
        raise Http404
    return model


def _row(found: Any, number: int) -> Version:
    return Version.objects.select_related("document").get(document_id=found.document_id, number=number)
