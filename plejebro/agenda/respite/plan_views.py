"""The holiday plan of a placement, a wish with its answer, and child care."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from plejebro.access.doors import open_thing, scope, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission as P
from plejebro.access.viewer import Viewer
from plejebro.accounts.throttle import rate_limited
from plejebro.agenda.respite import care_actions, forms, holiday_actions, pages, plan_pages, rules
from plejebro.agenda.respite.models import CareArrangement, HolidayWish
from plejebro.agenda.respite.shared_views import FORM_METHODS, READERS, Taken, open_placement, take, trail, trail_of, year_of
from plejebro.placements.models import Placement
from plejebro.placements.queries import child_of
from plejebro.ui.pages import Carried, FormPage, carry_out

WISH_GRANTS = (P.HOLIDAY_ANSWER, P.HOLIDAY_WITHDRAW)
CARE_GRANTS = (P.CARE_ANSWER, P.CARE_KEEP)


@page(P.AGENDA_READ)
@require_safe
def holiday_plan(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """The holiday year of a placement."""
    viewer = viewer_of(request)
    placement = open_placement(request, placement_id, P.AGENDA_READ, (P.HOLIDAY_WISH,))
    year = year_of(request, rules.holiday_year(viewer.today))
    context = {
        "child": child_of(placement, viewer.today),
        "id": placement_id,
        "plan": plan_pages.plan_page(placement, viewer, year),
        "may_wish": placement.may_holiday_wish,
        "is_own_record": placement.shared_at is None,
        "is_family": viewer.is_family,
        "warn_from": rules.WARN_FROM_DAYS,
        "days_a_year": rules.HOLIDAY_DAYS_A_YEAR,
    }
    return render(request, "agenda/respite/plan.html", context)


@page(P.HOLIDAY_WISH)
@rate_limited("respite")
@require_http_methods(FORM_METHODS)
def holiday_wish(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """Days the family wishes for, on this placement and perhaps its others."""
    viewer = viewer_of(request)
    placement = open_placement(request, placement_id, P.HOLIDAY_WISH)
    others = _others(viewer, placement)
    form = forms.WishForm(request.POST or None, others=[(str(one.public_id), one.child.given_name) for one in others])
    back = reverse("agenda:holiday_plan", args=[placement_id])
    around = FormPage(
        title="Skriv et ferieønske",
        submit="Send til kommunen",
        back=back,
        lead=f"{child_of(placement, viewer.today).title}. Kommunen svarer på hvert ønske.",
        trail=[*trail_of(request, placement), ("Ferieplan", back)],
        consequences=("Har I brug for støtteophold, bliver der bedt om det med det samme, og svarfristen begynder.",),
        who_will_see=READERS,
    )

    def do(data: dict[str, Any]) -> object:
        chosen = [placement, *(one for one in others if str(one.public_id) in data.get("also", ()))]
        sent = data["submission"]
        return holiday_actions.wish(actor=viewer, placements=chosen, wished=form.wished(), submission=sent)

    return carry_out(request, Carried(form, around, do, "Ferieønsket er sendt.", back))


@page(P.HOLIDAY_READ)
@require_safe
def holiday(request: HttpRequest, wish_id: UUID) -> HttpResponse:
    """One wish."""
    model = plan_pages.wish_page(_open_wish(request, wish_id, P.HOLIDAY_READ), viewer_of(request))
    return render(request, "agenda/respite/wish.html", {"page": model, "row": model.row})


@page(P.HOLIDAY_ANSWER)
@rate_limited("respite")
@require_http_methods(FORM_METHODS)
def holiday_answer(request: HttpRequest, wish_id: UUID) -> HttpResponse:
    """The municipality's answer."""
    wish = _open_wish(request, wish_id, P.HOLIDAY_ANSWER)
    row = plan_pages.wish_row(wish, viewer_of(request))
    taken = Taken(
        "Svar på ferieønsket",
        "Send svaret",
        forms.AnswerForm,
        lambda form: holiday_actions.answer(wish=wish, **_answer(request, form)),
        "Svaret er sendt til familien.",
        f"{row.when}. {row.what}. Støtteophold: {row.relief.lower()}." if row.relief else f"{row.when}. {row.what}.",
    )
    return _take_wish(request, wish, taken)


@page(P.HOLIDAY_WITHDRAW)
@rate_limited("respite")
@require_http_methods(FORM_METHODS)
def holiday_withdraw(request: HttpRequest, wish_id: UUID) -> HttpResponse:
    """The family no longer wants the days."""
    wish = _open_wish(request, wish_id, P.HOLIDAY_WITHDRAW)
    taken = Taken(
        "Træk ferieønsket tilbage",
        "Træk tilbage",
        forms.KnownForm,
        lambda form: holiday_actions.withdraw(actor=viewer_of(request), wish=wish, seen_version=_seen(form)),
        "Ferieønsket er trukket tilbage.",
        "Er der bedt om støtteophold til dagene, og er det ikke aftalt endnu, bliver det også trukket tilbage.",
    )
    return _take_wish(request, wish, taken)


@page(P.CARE_ASK)
@rate_limited("respite")
@require_http_methods(FORM_METHODS)
def care_ask(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """Care of a few hours."""
    viewer = viewer_of(request)
    placement = open_placement(request, placement_id, P.CARE_ASK)
    form = forms.CareForm(request.POST or None)
    around = FormPage(
        title="Aftal pasning",
        submit="Gem",
        back=reverse("agenda:respite", args=[placement_id]),
        lead=f"{child_of(placement, viewer.today).title}. Nogle timer, hvor en anden passer barnet.",
        trail=trail_of(request, placement),
        who_will_see=READERS,
    )

    def do(data: dict[str, Any]) -> CareArrangement:
        return care_actions.ask(actor=viewer, placement=placement, care=form.care(), submission=data["submission"])

    return carry_out(request, Carried(form, around, do, "Pasningen er skrevet ned.", lambda row: _care_page(row.public_id)))


@page(P.CARE_READ)
@require_safe
def care(request: HttpRequest, care_id: UUID) -> HttpResponse:
    """One arrangement."""
    model = plan_pages.care_page(_open_care(request, care_id, P.CARE_READ), viewer_of(request))
    return render(request, "agenda/respite/care.html", {"page": model, "row": model.row})


@page(P.CARE_ANSWER)
@rate_limited("respite")
@require_http_methods(FORM_METHODS)
def care_answer(request: HttpRequest, care_id: UUID) -> HttpResponse:
    """The municipality's answer."""
    row = _open_care(request, care_id, P.CARE_ANSWER)
    taken = Taken(
        "Svar om pasning",
        "Send svaret",
        forms.AnswerForm,
        lambda form: care_actions.answer(care=row, **_answer(request, form)),
        "Svaret er sendt til familien.",
    )
    return _take_care(request, row, taken)


@page(P.CARE_KEEP)
@rate_limited("respite")
@require_http_methods(FORM_METHODS)
def care_hold(request: HttpRequest, care_id: UUID) -> HttpResponse:
    """It took place."""
    row = _open_care(request, care_id, P.CARE_KEEP)
    taken = Taken(
        "Pasningen er holdt",
        "Skriv det ned",
        forms.KnownForm,
        lambda form: care_actions.hold(actor=viewer_of(request), care=row, seen_version=_seen(form)),
        "Det er skrevet ned.",
    )
    return _take_care(request, row, taken)


@page(P.CARE_KEEP)
@rate_limited("respite")
@require_http_methods(FORM_METHODS)
def care_cancel(request: HttpRequest, care_id: UUID) -> HttpResponse:
    """It comes to nothing."""
    row = _open_care(request, care_id, P.CARE_KEEP)

    def do(form: Any) -> CareArrangement:
        text = form.cleaned_data["text"]
        return care_actions.cancel(actor=viewer_of(request), care=row, text=text, seen_version=_seen(form))

    taken = Taken("Aflys pasningen", "Aflys", forms.CareCancelForm, do, "Pasningen er aflyst.", danger=True)
    return _take_care(request, row, taken)


def _others(viewer: Viewer, placement: Placement) -> list[Placement]:
    """The family's other placements on which it may wish for holiday."""
    rows = scope(viewer, Placement, P.HOLIDAY_WISH).exclude(pk=placement.pk).select_related("child", "family")
    return list(rows.order_by("pk"))


def _open_wish(request: HttpRequest, wish_id: UUID, permission: P) -> Any:
    rows = pages.rows_of(HolidayWish.objects.all(), viewer_of(request)).select_related("stay", "asked_by", "answered_by")
    return open_thing(request, rows, wish_id, permission, WISH_GRANTS)


def _open_care(request: HttpRequest, care_id: UUID, permission: P) -> Any:
    rows = pages.rows_of(CareArrangement.objects.all(), viewer_of(request)).select_related("asked_by")
    return open_thing(request, rows, care_id, permission, CARE_GRANTS)


def _take_wish(request: HttpRequest, wish: Any, taken: Taken) -> HttpResponse:
    back = reverse("agenda:holiday", args=[wish.public_id])
    plan = reverse("agenda:holiday_plan", args=[wish.placement.public_id])
    name = pages.child_of(wish, viewer_of(request)).short_name
    crumbs = [*trail(name, wish.placement.public_id), ("Ferieplan", plan)]
    return take(request, taken, version=wish.version, back=back, crumbs=crumbs)


def _take_care(request: HttpRequest, row: Any, taken: Taken) -> HttpResponse:
    name = pages.child_of(row, viewer_of(request)).short_name
    crumbs = trail(name, row.placement.public_id)
    return take(request, taken, version=row.version, back=_care_page(row.public_id), crumbs=crumbs)


def _care_page(care_id: UUID) -> str:
    return reverse("agenda:care", args=[care_id])


def _seen(form: Any) -> int:
    return int(form.cleaned_data["version"])


def _answer(request: HttpRequest, form: Any) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        "actor": viewer_of(request),
        "yes": data["yes"] == "ja",
        "text": data["text"],
        "seen_version": data["version"],
    }
