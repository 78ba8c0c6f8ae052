"""A plan: read, proposed, set at rest, begun again, hidden, and one visit more than it gives."""

from __future__ import annotations

from datetime import timedelta
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
from plejebro.agenda.contact import actions, deciding, visiting
from plejebro.agenda.contact.forms import EndForm, ExtraForm, HideForm, OfferForm, PauseForm, ResumeForm
from plejebro.agenda.contact.models import ContactPause
from plejebro.agenda.contact.pages import plan_page, subjects_of_visits
from plejebro.agenda.contact.schema import PLAN
from plejebro.agenda.contact.showing import kept
from plejebro.agenda.contact.views.shared import FORM_METHODS, READERS, open_plan, trail_to_contact, trail_to_plan
from plejebro.kernel.refusals import ChangedMeanwhile
from plejebro.ui.pages import Carried, FormPage, carry_out
from plejebro.versions.forms import initial_of
from plejebro.versions.models import Version
from plejebro.versions.queries import latest_agreed

# What the form suggests; the law sets no number of days, and the adviser can give more.
_TIME_TO_ANSWER = timedelta(days=14)
_CHANGED = "Der er kommet et andet forslag, mens du skrev. Det, du skrev, står her endnu. Se det andet, og send igen."


@page(P.CONTACT_READ)
@require_safe
def plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """What is agreed, what waits, and the visits to come."""
    found = open_plan(request, plan_id, P.CONTACT_READ)
    model = plan_page(found, viewer_of(request))
    shown_subjects(request, P.CONTACT_READ, subjects_of_visits(model.coming))
    trail = trail_to_contact(model.frame.child.short_name, model.frame.placement_id)
    return render(request, "agenda/contact/plan.html", {"page": model, "trail": trail})


@page(P.CONTACT_PROPOSE)
@rate_limited("contact_write")
@require_http_methods(FORM_METHODS)
def offer(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Propose a version of the plan."""
    found, viewer = open_plan(request, plan_id, P.CONTACT_PROPOSE), viewer_of(request)
    back = reverse("agenda:contact_plan", args=[plan_id])
    form, newest = _offer_form(request, found), _newest(found)
    law = "Kommunen kan beslutte planen uden enighed, når familien er hørt (barnets lov §§ 104 og 106)."
    more: dict[str, Any] = {"other_url": ""}
    hearing = "Forslaget er også det spørgsmål, kommunen skal stille jer, før samvær ændres (barnets lov § 106)."
    around = FormPage(
        "Foreslå en ændring" if newest else "Foreslå en samværsplan",
        "Send forslaget",
        back,
        trail=trail_to_plan(request, found),
        consequences=[
            "Forslaget kan ikke rettes, når det er sendt. Det gælder, når begge sider har godkendt det.",
            *([] if viewer.is_family else [hearing.replace("jer", "familien"), law]),
            "Når planen er aftalt, bliver et år med samvær lagt i kalenderen.",
        ],
        who_will_see=READERS,
    )

    def do(data: dict[str, Any]) -> object:
        try:
            return actions.propose_plan(
                actor=viewer, plan=found, wanted=form.wanted(), submission=data["submission"], seen_number=data["seen"]
            )
        except ChangedMeanwhile:
            more["other_url"] = _renew(form, found)
            raise

    what = Carried(form, around, do, "Forslaget er sendt.", back, "agenda/contact/offer.html", more, _CHANGED)
    return carry_out(request, what)


@page(P.CONTACT_MANAGE)
@rate_limited("contact_write")
@require_http_methods(FORM_METHODS)
def pause(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Suspend contact for a period."""
    found, viewer = open_plan(request, plan_id, P.CONTACT_MANAGE), viewer_of(request)
    form, back = PauseForm(request.POST or None), reverse("agenda:contact_plan", args=[plan_id])
    around = FormPage(
        "Sæt samværet i bero",
        "Sæt i bero",
        back,
        trail=trail_to_plan(request, found),
        consequences=[
            "Samvær i perioden bliver aflyst, og der kan ikke lægges nye.",
            "Familien får besked om, at der er sket noget i kalenderen.",
        ],
        who_will_see=READERS,
        danger=True,
    )

    def do(data: dict[str, Any]) -> object:
        return actions.suspend(actor=viewer, plan=found, wanted=form.suspension(), submission=data["submission"])

    return carry_out(request, Carried(form, around, do, "Samværet er sat i bero.", back))


@page(P.CONTACT_MANAGE)
@rate_limited("contact_write")
@require_http_methods(FORM_METHODS)
def resume(request: HttpRequest, plan_id: UUID, pause_id: UUID) -> HttpResponse:
    """End a pause early."""
    found, viewer = open_plan(request, plan_id, P.CONTACT_MANAGE), viewer_of(request)
    row = ContactPause.objects.filter(plan=found, public_id=pause_id).first()
    if row is None:
        raise Http404
    form, back = ResumeForm(request.POST or None), reverse("agenda:contact_plan", args=[plan_id])
    around = FormPage(
        "Lad samværet begynde igen",
        "Begynd igen",
        back,
        trail=trail_to_plan(request, found),
        consequences=["De samvær, der blev aflyst fra den dag, kommer tilbage i kalenderen, hvor tiden er fri."],
    )

    def do(data: dict[str, Any]) -> object:
        return actions.resume(actor=viewer, plan=found, pause=row, on=data["on"])

    return carry_out(request, Carried(form, around, do, "Samværet begynder igen.", back))


@page(P.CONTACT_MANAGE)
@rate_limited("contact_write")
@require_http_methods(FORM_METHODS)
def hide(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Hide person and place, or show them again."""
    found, viewer = open_plan(request, plan_id, P.CONTACT_MANAGE), viewer_of(request)
    form = HideForm(request.POST or None, initial={"hidden_from": found.hidden_from})
    back = reverse("agenda:contact_plan", args=[plan_id])
    around = FormPage(
        "Skjul person og sted",
        "Gem",
        back,
        trail=trail_to_plan(request, found),
        lead="Det gælder med det samme, også for de samvær, der allerede ligger i kalenderen.",
        consequences=["Tidspunktet kan begge sider altid se.", "Skriv ikke navn eller sted i planens andre felter."],
    )

    def do(data: dict[str, Any]) -> object:
        return actions.hide_plan(actor=viewer, plan=found, hidden_from=data["hidden_from"])

    return carry_out(request, Carried(form, around, do, "Det er gemt.", back))


@page(P.CONTACT_PROPOSE)
@rate_limited("contact_write")
@require_http_methods(FORM_METHODS)
def extra(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """One visit more than the plan gives."""
    found, viewer = open_plan(request, plan_id, P.CONTACT_PROPOSE), viewer_of(request)
    form, back = ExtraForm(request.POST or None), reverse("agenda:contact_plan", args=[plan_id])
    around = FormPage(
        "Læg et ekstra samvær",
        "Læg i kalenderen",
        back,
        trail=trail_to_plan(request, found),
        lead="Brug det, når I har aftalt en gang mere end planen siger.",
        consequences=["Den anden side får besked."],
    )

    def do(data: dict[str, Any]) -> object:
        return visiting.extra_visit(
            actor=viewer,
            plan=found,
            slot=form.slot(),
            place=data["place"],
            what=data["what"],
            submission=data["submission"],
        )

    to = lambda row: reverse("agenda:visit", args=[row.public_id])  # noqa: E731
    return carry_out(request, Carried(form, around, do, "Samværet er lagt i kalenderen.", to))


@page(P.CONTACT_MANAGE)
@rate_limited("contact_write")
@require_http_methods(FORM_METHODS)
def end(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """End the plan."""
    found, viewer = open_plan(request, plan_id, P.CONTACT_MANAGE), viewer_of(request)
    form, back = EndForm(request.POST or None), reverse("agenda:contact_plan", args=[plan_id])
    around = FormPage(
        "Afslut planen",
        "Afslut planen",
        back,
        trail=trail_to_plan(request, found),
        consequences=[
            "De faste samvær efter den dag bliver aflyst. Det, der er flyttet eller aftalt særskilt, bliver stående.",
            "Åbne forslag bortfalder, og familien får besked.",
            "Samvær med en forælder sjældnere end hver fjerde uge er børne- og ungeudvalgets afgørelse "
            "(barnets lov §§ 104 og 105). Skal der stadig være samvær, så foreslå en ny plan.",
        ],
        who_will_see=READERS,
        danger=True,
    )

    def do(data: dict[str, Any]) -> object:
        return deciding.end_plan(actor=viewer, plan=found, last_day=data["last_day"], reason=data["reason"])

    return carry_out(request, Carried(form, around, do, "Planen er afsluttet.", back))


def _offer_form(request: HttpRequest, found: Any) -> OfferForm:
    """The form, begun from what is agreed or was proposed last; what is hidden from this side is left out of it."""
    newest = _newest(found)
    start = latest_agreed(found.document_id) or newest
    base, hidden = (start.content if start else {}), kept(found, viewer_of(request))
    shown = initial_of(PLAN, {key: value for key, value in base.items() if key not in hidden})
    answer_by = viewer_of(request).today + _TIME_TO_ANSWER
    initial = {**shown, "seen": newest.number if newest else 0, "answer_by": answer_by}
    is_family = viewer_of(request).is_family
    return OfferForm(request.POST or None, base=base, hidden=hidden, is_family=is_family, initial=initial)


def _newest(found: Any) -> Version | None:
    return Version.objects.filter(document_id=found.document_id).order_by("-number").first()


def _renew(form: OfferForm, found: Any) -> str:
    newest, data = _newest(found), form.data.copy()  # type: ignore[attr-defined]
    data["seen"] = str(newest.number if newest else 0)
    form.data = data
    return reverse("agenda:contact_version", args=[found.public_id, newest.number]) if newest else ""
