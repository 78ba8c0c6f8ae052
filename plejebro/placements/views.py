"""Pages that correct a placement. The page itself, which shows many rooms, is `web`'s."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from plejebro.access.doors import open_thing, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.rules import recently_authenticated
from plejebro.accounts.throttle import rate_limited
from plejebro.kernel import clock
from plejebro.kernel.danish import date_text
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.people import actions as people
from plejebro.people.enums import ProtectionKind, RelationKind
from plejebro.people.forms import LiftForm, ParentForm, ProtectionForm
from plejebro.people.models import Protection
from plejebro.people.queries import active_protections, birth_and_dots
from plejebro.placements import pages
from plejebro.placements.actions import name_representative
from plejebro.placements.corrections import Corrected, correct_child_and_placement
from plejebro.placements.forms import PlacementForm, RepresentativeForm
from plejebro.placements.models import Placement
from plejebro.placements.queries import child_of, with_mask
from plejebro.ui.pages import FormPage, differences, form_page

FORM_METHODS = ["GET", "HEAD", "POST"]


def open_placement(request: HttpRequest, public_id: UUID, permission: Permission, *also: Permission) -> Any:
    """The placement with child, family and municipality joined and what the mask needs to know."""
    return open_thing(request, with_mask(Placement.objects.all(), viewer_of(request)), public_id, permission, also)


def placement_url(row: Placement) -> str:
    """The address of the placement's page."""
    return reverse("web:placement", args=[row.public_id])


def trail_of(request: HttpRequest, row: Placement) -> list[tuple[str, str]]:
    """The breadcrumb's link to the placement, with the child's name as the viewer may see it."""
    return [(child_of(row, viewer_of(request).today).short_name, placement_url(row))]


@page(Permission.PLACEMENT_EDIT)
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Correct what stands of the child and the placement. A masked name is not put into a field."""
    row = open_placement(request, public_id, Permission.PLACEMENT_EDIT, Permission.CPR_SHOW)
    viewer = viewer_of(request)
    if child_of(row, viewer.today).is_masked:
        messages.error(request, "Barnets navn er beskyttet. Bed rådgiveren om at rette oplysningerne.")
        return redirect(placement_url(row))
    now = pages.values_of(row)
    form = PlacementForm(
        request.POST or None,
        initial={**now, "unit": row.unit.public_id if row.unit else None},
        municipality_id=row.municipality_id,
        is_staff=viewer.is_staff_member,
        may_cpr=row.may_cpr_show,
    )
    conflict: list[Any] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        wanted = Corrected(
            given_name=data["given_name"],
            family_name=data["family_name"],
            born_on=data["born_on"],
            starts=data["starts"],
            plan_dated=data["plan_dated"],
            unit=data.get("unit", row.unit),
            cpr=data.get("cpr"),
        )
        try:
            correct_child_and_placement(actor=viewer, placement=row, wanted=wanted, seen_version=form.seen)
        except ChangedMeanwhile:
            conflict = differences(form, {name: value for name, value in now.items() if name in {*form.fields}})
        except NotPossible as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "Rettelsen er gemt.")
            return redirect(placement_url(row))
    around = FormPage("Ret oplysninger", "Gem", placement_url(row), trail=trail_of(request, row), conflict=conflict)
    return form_page(request, form, around)


@page(Permission.PLACEMENT_PROTECT)
@require_http_methods(FORM_METHODS)
def protect(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Protect the child, and see the protections that hold."""
    row = open_placement(request, public_id, Permission.PLACEMENT_PROTECT)
    form = ProtectionForm(request.POST or None, initial={"starts": clock.today()})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        kind = ProtectionKind(data.pop("kind"))
        people.protect(actor=viewer_of(request), person=row.child, kind=kind, **data)
        messages.success(request, "Beskyttelsen gælder nu.")
        return redirect("placements:protect", public_id)
    context = {
        "form": form,
        "rows": pages.protections(row.child),
        "id": public_id,
        "trail": trail_of(request, row),
        "back": placement_url(row),
    }
    return render(request, "placements/protect.html", context)


@page(Permission.PLACEMENT_PROTECT)
@require_http_methods(FORM_METHODS)
def lift_protection(request: HttpRequest, public_id: UUID, protection_id: int) -> HttpResponse:
    """Confirm that a protection no longer holds."""
    row = open_placement(request, public_id, Permission.PLACEMENT_PROTECT)
    protection: Protection = get_object_or_404(active_protections(row.child).select_related("person"), pk=protection_id)
    form = LiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        people.lift_protection(actor=viewer_of(request), protection=protection, reason=form.cleaned_data["reason"])
        messages.success(request, "Beskyttelsen er ophævet.")
        return redirect("placements:protect", public_id)
    around = FormPage(
        "Ophæv beskyttelsen",
        "Ophæv beskyttelsen",
        reverse("placements:protect", args=[public_id]),
        trail=trail_of(request, row),
        lead=f"{protection.get_kind_display()}, fra {date_text(protection.starts)}.",
        consequences=["Det, beskyttelsen skjulte, kan straks ses af alle, der har adgang til anbringelsen."],
        danger=True,
    )
    return form_page(request, form, around)


@page(Permission.PLACEMENT_EDIT)
@require_http_methods(FORM_METHODS)
def parents(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The child's parents and who holds custody; add one."""
    row = open_placement(request, public_id, Permission.PLACEMENT_EDIT, Permission.CHILD_NAME)
    form = ParentForm(request.POST or None, initial={"starts": clock.today()})
    if request.method == "POST" and form.is_valid():
        data, viewer = form.cleaned_data, viewer_of(request)
        with transaction.atomic():
            adult = people.create_person(actor=viewer, given_name=data["given_name"], family_name=data["family_name"])
            people.relate(
                actor=viewer,
                child=row.child,
                adult=adult,
                kind=RelationKind(data["kind"]),
                has_custody=data["has_custody"],
                starts=data["starts"],
            )
        messages.success(request, "Det er gemt.")
        return redirect("placements:parents", public_id)
    rows = [] if child_of(row, viewer_of(request).today).is_masked else pages.parents_of(row.child)
    context = {"form": form, "rows": rows, "trail": trail_of(request, row), "back": placement_url(row)}
    return render(request, "placements/parents.html", context)


@page(Permission.PLACEMENT_REPRESENT)
@require_http_methods(FORM_METHODS)
def represent(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Name the one who looks after the family's interests where there is no consultant."""
    row = open_placement(request, public_id, Permission.PLACEMENT_REPRESENT)
    form = RepresentativeForm(request.POST or None, initial={"starts": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                name_representative(actor=viewer_of(request), placement=row, **form.cleaned_data)
        except IntegrityError:
            form.add_error("starts", "En anden står allerede på den dag. Vælg en senere dato.")
        else:
            messages.success(request, "Familien kan nu se, hvem der varetager dens interesser.")
            return redirect(placement_url(row))
    around = FormPage(
        "Hvem varetager familiens interesser?",
        "Gem",
        placement_url(row),
        lead="Uden en familieplejekonsulent udpeger kommunen en anden, som ikke træffer afgørelser om barnet.",
        trail=trail_of(request, row),
        consequences=["Familien ser navn, stilling og kontakt på anbringelsens side."],
    )
    return form_page(request, form, around)


@page(Permission.CPR_SHOW)
@rate_limited("cpr_show")
@never_cache
@require_http_methods(FORM_METHODS)
def cpr(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the whole CPR number: by button, after the log-in has been confirmed, and on record."""
    # Opening the page shows four dots: only the button's answer goes on record as a look at the number.
    row = open_placement(request, public_id, Permission.PLACEMENT_READ, Permission.CPR_SHOW)
    if not row.may_cpr_show:
        raise PermissionDenied
    number = ""
    if request.method == "POST":
        if not recently_authenticated(request):
            return redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': request.path})}")
        number = people.reveal_number(actor=viewer_of(request), person=row.child) or ""
        if not number:
            messages.error(request, "Der står intet CPR-nummer på barnet.")
            return redirect(placement_url(row))
    context = {
        "number": number,
        "dots": birth_and_dots(row.child),
        "trail": trail_of(request, row),
        "back": placement_url(row),
    }
    return render(request, "placements/cpr.html", context)
