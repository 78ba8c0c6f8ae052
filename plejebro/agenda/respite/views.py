"""Respite: the overview of a placement, the list of what waits, the request, and a stay with its steps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from plejebro.access.doors import open_thing, require, shown_subjects, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission as P
from plejebro.accounts.throttle import rate_limited
from plejebro.agenda.enums import CancelledBy, Hidden
from plejebro.agenda.respite import actions, exports, forms, lists, pages, plan_pages, rules
from plejebro.agenda.respite.actions import Place
from plejebro.agenda.respite.models import RespiteStay
from plejebro.agenda.respite.shared_views import FORM_METHODS, READERS, Taken, open_placement, take, trail, trail_of, year_of
from plejebro.placements.queries import child_of
from plejebro.ui.pages import Carried, FormPage, carry_out

PAGE_SIZE = 50


@page(P.RESPITE_LIST)
@rate_limited("search", when=lambda request: bool(request.POST.get("q")))
@require_http_methods(FORM_METHODS)
def respite_list(request: HttpRequest) -> HttpResponse:
    """What waits for one's own side, what is open, or what is done; stays, holiday or care. A name is searched for by POST,
    so that it stands in no address and no log; such an answer is one page long."""
    viewer = require(request, P.RESPITE_LIST)
    kind, show = request.GET.get("slags", ""), request.GET.get("vis", "vores")
    words = request.POST.get("q", "")[:80]
    kind = kind if kind in lists.KINDS else "ophold"
    found = Paginator(lists.found(viewer, kind=kind, show=show, words=words), PAGE_SIZE).get_page(request.GET.get("side"))
    rows = lists.lines(kind, found.object_list, viewer)
    shown_subjects(request, P.RESPITE_LIST, [subject for row in rows for subject in row.subjects])
    context = {"rows": rows, "kind": kind, "kinds": lists.KINDS.items(), "show": show, "words": words}
    more = {"number": found.number, "pages": found.paginator.num_pages, "is_family": viewer.is_family}
    return render(request, "agenda/respite/list.html", {**context, **more})


@page(P.AGENDA_READ)
@require_safe
def respite(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """Stays, holiday and care of a placement, and the year's balance."""
    viewer = viewer_of(request)
    placement = open_placement(request, placement_id, P.AGENDA_READ, (P.RESPITE_ASK, P.CARE_ASK))
    year = year_of(request, viewer.today.year)
    stays = list(pages.stays_of(placement, viewer, year))
    context = {
        "child": child_of(placement, viewer.today),
        "id": placement_id,
        "year": year,
        "years": (viewer.today.year - 1, viewer.today.year, viewer.today.year + 1),
        "stays": pages.built(stays, viewer),
        "balance": pages.balance_of(placement, stays, viewer, year),
        "plan": plan_pages.plan_page(placement, viewer, rules.holiday_year(viewer.today)),
        "care": [plan_pages.care_row(row, viewer) for row in plan_pages.care_of(placement, viewer, year)],
        "may_ask": placement.may_respite_ask,
        "may_care": placement.may_care_ask,
        "is_own_record": placement.shared_at is None,
        "is_family": viewer.is_family,
    }
    return render(request, "agenda/respite/overview.html", context)


@page(P.AGENDA_READ)
@rate_limited("export", count_get=True)
@require_safe
def respite_csv(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """The year for a spreadsheet."""
    viewer = viewer_of(request)
    placement = open_placement(request, placement_id, P.AGENDA_READ)
    year = year_of(request, viewer.today.year)
    response = HttpResponse(exports.year_csv(placement, viewer, year), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="stoetteophold-{year}.csv"'
    return response


@page(P.RESPITE_ASK)
@rate_limited("respite")
@require_http_methods(FORM_METHODS)
def respite_ask(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """The family asks for a stay. `fra` and `til` in the address fill in the days."""
    viewer = viewer_of(request)
    placement = open_placement(request, placement_id, P.RESPITE_ASK)
    first = {"starts": request.GET.get("fra", ""), "ends": request.GET.get("til", "")}
    form = forms.AskForm(request.POST or None) if request.method == "POST" else forms.AskForm(initial=first)
    around = FormPage(
        title="Bed om støtteophold (aflastning)",
        submit="Send til kommunen",
        back=reverse("agenda:respite", args=[placement_id]),
        lead=f"{child_of(placement, viewer.today).title}. Kommunen svarer inden for den aftalte svarfrist.",
        trail=trail_of(request, placement),
        who_will_see=READERS,
    )

    def do(data: dict[str, Any]) -> RespiteStay:
        place = Place(relief=data["relief"].strip())
        sent = {"reason": data["reason"], "submission": data["submission"], "place": place}
        return actions.ask(actor=viewer, placement=placement, days=form.days(), **sent)

    said = "Ønsket er sendt. I får besked, når kommunen svarer."
    return carry_out(request, Carried(form, around, do, said, lambda stay: _page_of(stay.public_id)))


@page(P.RESPITE_READ)
@require_safe
def respite_stay(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    """One stay, with its history and what can be done now."""
    stay = _open(request, stay_id, P.RESPITE_READ)
    model = pages.stay_page(stay, viewer_of(request))
    yes = forms.ConfirmForm(initial={"version": model.version}, auto_id="yes_%s") if model.may.confirm else None
    return render(request, "agenda/respite/stay.html", {"page": model, "row": model.row, "yes": yes})


@page(P.RESPITE_OFFER)
@rate_limited("respite")
@require_http_methods(FORM_METHODS)
def respite_offer(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    """The municipality offers a place, on these days or others."""
    stay = _open(request, stay_id, P.RESPITE_OFFER)
    # What is hidden from the one who offers is not filled in either.
    relief = pages.relief_of(stay.relief, stay.hidden_from, stay, viewer_of(request))
    start = {**_days(stay), "relief": "" if relief == pages.NOT_SHOWN else relief, "payer": stay.payer or "municipality"}
    taken = Taken(
        "Tilbyd et støtteophold",
        "Send tilbuddet",
        forms.OfferForm,
        lambda form: actions.offer(stay=stay, days=form.days(), place=form.place(), **_signed(request, form)),  # type: ignore[attr-defined]
        "Tilbuddet er sendt til familien.",
        "Familien svarer, om dagene passer. Svarfristen stopper, når I har tilbudt et ophold.",
        {**start, "hide": stay.hidden_from == Hidden.FAMILY},
    )
    return _take(request, stay, taken)


@page(P.RESPITE_REPLY)
@rate_limited("respite")
@require_http_methods(FORM_METHODS)
def respite_confirm(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    """The family says yes."""
    stay = _open(request, stay_id, P.RESPITE_REPLY)
    taken = Taken(
        "Sig ja til opholdet",
        "Ja, det passer",
        forms.ConfirmForm,
        lambda form: actions.confirm(stay=stay, **_signed(request, form)),
        "Opholdet er aftalt og står i kalenderen.",
    )
    return _take(request, stay, taken)


@page(P.RESPITE_REPLY)
@rate_limited("respite")
@require_http_methods(FORM_METHODS)
def respite_counter(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    """The days do not fit; these would."""
    stay = _open(request, stay_id, P.RESPITE_REPLY)
    taken = Taken(
        "Foreslå andre dage",
        "Send til kommunen",
        forms.CounterForm,
        lambda form: actions.counter(stay=stay, days=form.days(), **_signed(request, form)),  # type: ignore[attr-defined]
        "Jeres forslag er sendt til kommunen.",
        "Skriv de dage, der passer jer. Så er det kommunens tur igen.",
        _days(stay),
    )
    return _take(request, stay, taken)


@page(P.RESPITE_OFFER)
@rate_limited("respite")
@require_http_methods(FORM_METHODS)
def respite_decline(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    """The municipality cannot."""
    stay = _open(request, stay_id, P.RESPITE_OFFER)
    taken = Taken(
        "Sig nej til ønsket",
        "Send svaret",
        forms.DeclineForm,
        lambda form: actions.decline(stay=stay, **_signed(request, form)),
        "Svaret er sendt til familien.",
        "Familien får begrundelsen og kan bede om andre dage.",
    )
    return _take(request, stay, taken)


@page(P.RESPITE_REPLY)
@rate_limited("respite")
@require_http_methods(FORM_METHODS)
def respite_withdraw(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    """The family no longer needs it."""
    stay = _open(request, stay_id, P.RESPITE_REPLY)
    taken = Taken(
        "Træk ønsket tilbage",
        "Træk tilbage",
        forms.WithdrawForm,
        lambda form: actions.withdraw(stay=stay, **_signed(request, form)),
        "Ønsket er trukket tilbage.",
        "Ønsket bliver afsluttet. Alle, der kunne læse det, kan stadig læse det.",
    )
    return _take(request, stay, taken)


@page(P.RESPITE_KEEP)
@rate_limited("respite")
@require_http_methods(FORM_METHODS)
def respite_hold(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    """It was held."""
    stay = _open(request, stay_id, P.RESPITE_KEEP)
    taken = Taken(
        "Opholdet er holdt",
        "Skriv det ned",
        forms.HoldForm,
        lambda form: actions.hold(stay=stay, **_signed(request, form)),
        "Det er skrevet ned, at opholdet er holdt.",
        "Dagene tæller med i årets støtteophold.",
    )
    return _take(request, stay, taken)


@page(P.RESPITE_KEEP)
@rate_limited("respite")
@require_http_methods(FORM_METHODS)
def respite_cancel(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    """An agreed stay comes to nothing."""
    stay = _open(request, stay_id, P.RESPITE_KEEP)
    by = "family" if viewer_of(request).is_family else "municipality"

    def do(form: Any) -> RespiteStay:
        return actions.cancel(stay=stay, by=CancelledBy(form.cleaned_data["by"]), **_signed(request, form))

    taken = Taken(
        "Aflys opholdet",
        "Aflys",
        forms.CancelForm,
        do,
        "Opholdet er aflyst. Den anden side får besked.",
        "Dagene bliver taget ud af kalenderen og tæller ikke med.",
        {"by": by},
        danger=True,
    )
    return _take(request, stay, taken)


def _open(request: HttpRequest, stay_id: UUID, permission: P) -> Any:
    rows = pages.rows_of(RespiteStay.objects.all(), viewer_of(request)).select_related("clock")
    return open_thing(request, rows, stay_id, permission, pages.GRANTS)


def _take(request: HttpRequest, stay: Any, taken: Taken) -> HttpResponse:
    back = _page_of(stay.public_id)
    row = pages.row_of(stay, viewer_of(request))
    crumbs = [*trail(row.child.short_name, stay.placement.public_id), (row.when, back)]
    return take(request, taken, version=stay.version, back=back, crumbs=crumbs)


def _page_of(stay_id: UUID) -> str:
    return reverse("agenda:respite_stay", args=[stay_id])


def _days(stay: RespiteStay) -> dict[str, Any]:
    return {"starts": stay.starts, "ends": stay.ends, "begins": stay.begins, "finishes": stay.finishes}


def _signed(request: HttpRequest, form: Any) -> dict[str, Any]:
    """Who takes the step, what was written, and which version was before them."""
    data = form.cleaned_data
    return {
        "actor": viewer_of(request),
        "text": data["text"],
        "submission": data["submission"],
        "seen_version": data["version"],
    }
