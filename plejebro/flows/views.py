"""Pages of what moves several rooms at once: start, hand over and end a placement; a family's own record."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from plejebro.access.doors import require, scope, shown, viewer_of
from plejebro.access.pages import login_page, page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.families.invitations import invite_member
from plejebro.families.pages import known_families
from plejebro.flows import actions, own_record, pages
from plejebro.flows.forms import (
    EndPlacementForm,
    HandOverAllForm,
    HandOverForm,
    NewPlacementForm,
    OwnRecordForm,
    ShareForm,
    StartForm,
)
from plejebro.flows.own_record import NewHome
from plejebro.flows.queries import open_enquiries
from plejebro.flows.start import start_placement
from plejebro.kernel import clock
from plejebro.kernel.refusals import NotPossible
from plejebro.municipalities.enums import Role
from plejebro.municipalities.models import Employment, Municipality
from plejebro.municipalities.queries import units_of
from plejebro.placements.enums import EndReason, Task
from plejebro.placements.models import Placement
from plejebro.placements.views import FORM_METHODS, open_placement, placement_url, trail_of
from plejebro.ui.pages import FormPage, form_page


@page(Permission.PLACEMENT_CREATE)
@rate_limited("search", when=lambda request: "navn" in request.POST)
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """First the family, then the child. Families are searched for by POST, so that no name stands in an address."""
    viewer = require(request, Permission.PLACEMENT_CREATE)
    if chosen := request.GET.get("familie", ""):
        return _new_child(request, chosen)
    words = request.POST.get("navn", "").strip()[:80]
    found = pages.found_families(viewer, words)
    shown(request, Permission.FAMILY_READ, found)
    rows = [(row.name, row.city, f"{reverse('flows:new')}?familie={row.public_id}") for row in found]
    return render(request, "flows/choose_family.html", {"rows": rows, "words": words})


def _new_child(request: HttpRequest, chosen: str) -> HttpResponse:
    viewer = viewer_of(request)
    try:
        family = get_object_or_404(known_families(viewer), public_id=UUID(chosen))
    except ValueError as nonsense:
        raise Http404 from nonsense
    shown(request, Permission.FAMILY_READ, [family])
    me = {Role.ADVISER: "adviser", Role.CONSULTANT: "consultant"}.get(Role(viewer.role))
    employment = Employment.objects.filter(pk=viewer.employment_id or 0).select_related("unit").first()
    initial: dict[str, Any] = {"starts": clock.today()}
    if employment is not None:
        initial["unit"] = employment.unit.public_id if employment.unit else None
        initial |= {me: employment.public_id} if me else {}
    form = NewPlacementForm(
        request.POST or None,
        initial=initial,
        units=units_of(viewer.municipality_id or 0),
        advisers=pages.at_work(viewer.municipality_id or 0, Role.ADVISER),
        consultants=pages.at_work(viewer.municipality_id or 0, Role.CONSULTANT),
    )
    if request.method == "POST" and form.is_valid():
        municipality = Municipality.objects.get(pk=viewer.tenant_id)
        try:
            row = start_placement(actor=viewer, family=family, municipality=municipality, wanted=form.wanted())
        except NotPossible as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "Anbringelsen er oprettet. Familien kan se den nu.")
            return redirect(_after_start(row, viewer))
    back = reverse("flows:new")
    around = FormPage(f"Nyt barn hos {family.name}", "Opret anbringelsen", back, trail=[("Ny anbringelse", back)])
    return form_page(request, form, around)


def _after_start(row: Placement, viewer: Any) -> str:
    """The placement, if whoever created it may see it; else the overview."""
    may = scope(viewer, Placement, Permission.PLACEMENT_READ).filter(pk=row.pk).exists()
    return placement_url(row) if may else reverse("web:home")


@page(Permission.PLACEMENT_END)
@require_http_methods(FORM_METHODS)
def end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End a placement; what happens is said first."""
    row = open_placement(request, public_id, Permission.PLACEMENT_END)
    viewer = viewer_of(request)
    form = EndPlacementForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            left = actions.end_placement(actor=viewer, placement=row, on=data["on"], reason=EndReason(data["reason"]))
        except NotPossible as refused:
            form.add_error("on", refused.sentence)
        else:
            still = f" {left} henvendelser er stadig åbne." if left else ""
            messages.success(request, f"Anbringelsen er afsluttet.{still}")
            return redirect(placement_url(row))
    open_now = open_enquiries(row)
    lines = [
        "Rådgiver og konsulent har opgaven til og med den dag.",
        f"{open_now} åbne henvendelser bliver stående, til kommunen har svaret." if open_now else "Ingen venter på svar.",
        "Samvær, ophold, ferie, møder og besøg efter den dag bliver taget ud af kalenderen.",
        "Familien kan blive ved at læse alt, den kunne læse før. Den kan ikke sende nye henvendelser.",
        "Alle i familien får besked.",
    ]
    around = FormPage(
        "Afslut anbringelsen",
        "Afslut anbringelsen",
        placement_url(row),
        trail=trail_of(request, row),
        consequences=lines,
        danger=True,
    )
    return form_page(request, form, around)


@page(Permission.PLACEMENT_HAND_OVER)
@require_http_methods(FORM_METHODS)
def hand_over(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Somebody else takes over a task on the placement; who is told stands on the page."""
    row = open_placement(request, public_id, Permission.PLACEMENT_HAND_OVER)
    takers = pages.at_work(row.municipality_id, Role.ADVISER, Role.CONSULTANT)
    form = HandOverForm(request.POST or None, takers=takers, initial={"starts": clock.today()})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        task = Task(data.pop("task"))
        try:
            note = actions.hand_over(actor=viewer_of(request), placement=row, task=task, **data)
        except NotPossible as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "Opgaven er overleveret, og familien har fået besked.")
            return redirect("web:handover", note.public_id)
    around = FormPage(
        "Lad en anden overtage",
        "Overlever opgaven",
        placement_url(row),
        trail=trail_of(request, row),
        consequences=pages.told_of_handover(row),
    )
    return form_page(request, form, around)


@page(Permission.PLACEMENT_HAND_OVER)
@require_http_methods(FORM_METHODS)
def hand_over_all(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Somebody else takes over every placement an employee has, of those the viewer leads."""
    viewer = viewer_of(request)
    rows = Employment.objects.filter(municipality_id=viewer.tenant_id)
    giver = get_object_or_404(rows, public_id=public_id)
    task = pages.task_of(giver)
    carried = pages.carried_by(viewer, giver, task) if task else []
    if task is None or not carried:
        raise Http404
    shown(request, Permission.PLACEMENT_HAND_OVER, [row.placement for row in carried])
    takers = pages.at_work(viewer.municipality_id or 0, giver.role).exclude(pk=giver.pk)
    form = HandOverAllForm(request.POST or None, takers=takers, initial={"starts": clock.today()})
    if request.method == "POST" and form.is_valid():
        among = [row.pk for row in carried]
        try:
            notes = actions.hand_over_all(actor=viewer, from_=giver, task=task, among=among, **form.cleaned_data)
        except NotPossible as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"{len(notes)} anbringelser er overleveret, og familierne har fået besked.")
            return redirect("web:home")
    lines = [*(row.label for row in carried), "Hver familie får besked om, hvem der overtager og hvornår."]
    title = f"Overlever {len(carried)} anbringelser fra {giver.full_name}"
    return form_page(request, form, FormPage(title, "Overlever dem alle", reverse("web:home"), consequences=lines))


@login_page
@rate_limited("invite")
@require_http_methods(FORM_METHODS)
def start(request: HttpRequest) -> HttpResponse:
    """A foster parent who signed up alone creates the family. Whoever has a family goes on from there."""
    viewer = viewer_of(request)
    if viewer.is_family:
        return redirect("flows:own_record")
    given, _, last = viewer.name.rpartition(" ")
    initial = {"given_name": given or last, "family_name": last if given else ""}
    form = StartForm(request.POST or None, choices=pages.municipalities(), initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        municipality = data.pop("municipality")
        try:
            with transaction.atomic():
                _, other = own_record.start_own_family(actor=viewer, home=NewHome(**data), municipality=municipality)
                if other is not None and other.email:
                    invite_member(actor=viewer, member=other)
        except NotPossible as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "Jeres familie er oprettet.")
            request.session.pop("acting", None)
            return redirect("flows:own_record")
    around = FormPage(
        "Opret jeres plejefamilie",
        "Opret familien",
        reverse("web:home"),
        lead="Har kommunen sendt dig en invitation? Så brug linket i den i stedet, så I er på samme side fra begyndelsen.",
    )
    return form_page(request, form, around)


@page(Permission.OWN_RECORD_CREATE)
@require_http_methods(FORM_METHODS)
def record(request: HttpRequest) -> HttpResponse:
    """The family writes down a child the municipality has not created."""
    viewer = require(request, Permission.OWN_RECORD_CREATE)
    family = pages.family_of(viewer)
    if family is None:
        raise Http404
    initial = {"municipality": pages.nearest_municipality(viewer)}
    form = OwnRecordForm(request.POST or None, choices=pages.municipalities(), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = own_record.record_own_placement(actor=viewer, family=family, **form.cleaned_data)
        except NotPossible as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "Barnet er skrevet op. Kun I kan se det.")
            return redirect(placement_url(row))
    around = FormPage(
        "Skriv et barn op",
        "Skriv barnet op",
        reverse("web:home"),
        lead="Til jeres egne notater og frister, når kommunen ikke har oprettet barnet i Plejebro.",
        consequences=[
            "Kun I kan se det, til I selv deler det med kommunen.",
            "I behøver ikke skrive efternavn eller fødselsdag.",
        ],
    )
    return form_page(request, form, around)


@page(Permission.PLACEMENT_SHARE)
@require_http_methods(FORM_METHODS)
def share(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The family chooses what of its own record the municipality may read, and sees who will be able to."""
    row = open_placement(request, public_id, Permission.PLACEMENT_SHARE)
    if row.municipality.joined_on is None:
        messages.error(request, f"{row.municipality} bruger ikke Plejebro endnu, så der er ingen at dele med.")
        return redirect(placement_url(row))
    same, choices = own_record.same_child_perhaps(row), own_record.shareable(row)
    joined = row.continued_in_id is not None
    if joined and not choices:
        messages.info(request, "Der er ikke flere henvendelser at flytte.")
        return redirect(placement_url(row))
    form = ShareForm(
        request.POST if request.method == "POST" else None,
        choices=[(item.public_id, item.label) for item in choices],
        same=[(str(item.public_id), own_record.label_of(item)) for item in same],
        joined=joined,
    )
    if request.method == "POST" and form.is_valid():
        into = next((item for item in same if str(item.public_id) == form.chosen()), None)
        try:
            return redirect(_shared(request, row, into, [UUID(value) for value in form.cleaned_data.get("enquiries", [])]))
        except NotPossible as refused:
            form.add_error(None, refused.sentence)
    return form_page(request, form, _around_sharing(request, row, bool(same)))


def _shared(request: HttpRequest, row: Placement, into: Placement | None, ids: list[UUID]) -> str:
    """Joins the record with the municipality's placement, or shares it for itself; returns where to go on."""
    viewer = viewer_of(request)
    if into is None:
        count = actions.share_record(actor=viewer, placement=row, enquiry_ids=ids)
        messages.success(request, f"I har delt anbringelsen og {count} henvendelser med {row.municipality}.")
        return placement_url(row)
    count = own_record.join_own_record(actor=viewer, own=row, into=into, enquiry_ids=ids)
    messages.success(request, f"De to er samlet, og {count} henvendelser er flyttet hertil fra jeres egen optegnelse.")
    return placement_url(into)


def _around_sharing(request: HttpRequest, row: Placement, may_join: bool) -> FormPage:
    shares = "Kommunen ser barnets navn, hvornår det flyttede ind, og de henvendelser, I vælger."
    joins = [
        "Er det samme barn, flytter de valgte henvendelser over på kommunens anbringelse med filer, datoer og svarfrister.",
        "Jeres egen optegnelse slutter så med en henvisning dertil. Resten af den kan I stadig læse, og kun I.",
    ]
    kept = "Det kan ikke tages tilbage, for kommunen kan have læst det."
    joined = row.continued_in_id is not None
    return FormPage(
        f"Flyt flere henvendelser til {row.municipality}" if joined else f"Del med {row.municipality}",
        "Flyt" if joined else "Del",
        placement_url(row),
        trail=trail_of(request, row),
        consequences=[*(joins[:1] if joined else [*joins, shares] if may_join else [shares]), kept],
        who_will_see=own_record.who_will_read(row),
        danger=True,
    )
