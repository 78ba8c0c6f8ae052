"""Pages about foster families."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plejebro.access.doors import open_thing, require, shown, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.db.periods import not_over
from plejebro.families import actions, invitations, links, pages
from plejebro.families.enums import ApprovalType, LinkOrigin
from plejebro.families.forms import (
    ApprovalForm,
    CorrectApprovalForm,
    CorrectMemberForm,
    EndMembershipForm,
    FamilyForm,
    MunicipalityForm,
    NewFamilyForm,
    NewMemberForm,
)
from plejebro.families.invitations import NotInvited
from plejebro.families.models import Approval, Family, FamilyMember
from plejebro.kernel import clock
from plejebro.kernel.refusals import ChangedMeanwhile
from plejebro.municipalities.models import Municipality
from plejebro.ui.pages import Difference, FormPage, differences, form_page

FORM_METHODS = ["GET", "HEAD", "POST"]


def _url(row: Family) -> str:
    return reverse("families:family", args=[row.public_id])


def _trail(row: Family) -> list[tuple[str, str]]:
    return [("Familien", _url(row))]


def _member(row: Family, member_id: UUID) -> FamilyMember:
    rows = FamilyMember.objects.filter(not_over(clock.today()), family=row).select_related("person", "family")
    return get_object_or_404(rows, public_id=member_id)


def _home(request: HttpRequest, public_id: UUID, permission: Permission) -> Family:
    """The family behind the door, for a form that shows who and where it is: protection beats role, so 403 if masked."""
    row = open_thing(request, Family, public_id, permission)
    if pages.is_masked(row, viewer_of(request)):
        raise PermissionDenied
    return row


@page(Permission.FAMILY_READ)
@rate_limited("search")
@require_http_methods(FORM_METHODS)
def family_list(request: HttpRequest) -> HttpResponse:
    """The families one may see. A name is searched for by POST, so that it stands in no address; nothing is written."""
    viewer = viewer_of(request)
    words, number = request.POST.get("navn", "").strip()[:80], request.GET.get("side", "1")
    found, rows, things = pages.family_list(viewer, words=words, number=int(number) if number.isdigit() else 1)
    shown(request, Permission.FAMILY_READ, things)
    return render(request, "families/list.html", {"found": found, "rows": rows, "words": words, "viewer": viewer})


@page(Permission.FAMILY_READ)
@require_safe
def family(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The family: members, approvals, places and the municipalities it works with."""
    also = [Permission.FAMILY_EDIT, Permission.FAMILY_INVITE]
    row = open_thing(request, Family, public_id, Permission.FAMILY_READ, also)
    return render(request, "families/family.html", {"page": pages.family_page(row, viewer_of(request))})


def _is_known(request: HttpRequest, form: NewFamilyForm) -> bool:
    """Whether the municipality itself works with the family already; then the form says so."""
    data = form.cleaned_data
    there = pages.known_by(viewer_of(request), email=data["email"], cpr=data["cpr"])
    if there is None:
        return False
    shown(request, Permission.FAMILY_READ, [there])
    form.add_error(None, f"Kommunen arbejder allerede med {there.name}. Find familien under Ny anbringelse.")
    return True


@page(Permission.PLACEMENT_CREATE)
@rate_limited("invite")
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Create a family for the municipality, and invite its first foster parent."""
    viewer = require(request, Permission.PLACEMENT_CREATE)
    form = NewFamilyForm(request.POST or None, initial={"starts": clock.today()})
    if request.method == "POST" and form.is_valid() and not _is_known(request, form):
        data = form.cleaned_data
        with transaction.atomic():
            row = actions.create_family(
                actor=viewer, name=actions.family_name_of([(data["given_name"], data["family_name"])]), home=form.home()
            )
            fields = ("given_name", "family_name", "email", "phone", "starts", "cpr")
            member = actions.add_member(actor=viewer, family=row, **{name: data[name] for name in fields})
            actions.tie_to_municipality(
                actor=viewer,
                family=row,
                municipality=Municipality.objects.get(pk=viewer.tenant_id),
                origin=LinkOrigin.MUNICIPALITY,
                starts=data["starts"],
                shared=True,
            )
            links.ask_families(family=row)
            if data["invite"]:
                invitations.invite_member(actor=viewer, member=member)
        messages.success(request, f"{row.name} er oprettet.")
        return redirect(f"{reverse('flows:new')}?familie={row.public_id}")
    around = FormPage(
        "Ny plejefamilie",
        "Opret familien",
        reverse("families:list"),
        lead="Den anden plejeforælder bliver inviteret af den første.",
        trail=[("Plejefamilier", reverse("families:list"))],
    )
    return form_page(request, form, around)


@page(Permission.FAMILY_EDIT)
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Correct the family's name and address."""
    row = _home(request, public_id, Permission.FAMILY_EDIT)
    now = {name: getattr(row, name) for name in ("name", "address", "postal_code", "city", "version")}
    form = FamilyForm(request.POST or None, initial=now)
    conflict = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_family(
                actor=viewer_of(request),
                family=row,
                name=form.cleaned_data["name"],
                home=form.home(),
                seen_version=form.seen,
            )
        except ChangedMeanwhile:
            conflict = differences(form, now)
        else:
            messages.success(request, "Rettelsen er gemt.")
            return redirect(_url(row))
    return form_page(request, form, FormPage("Ret familien", "Gem", _url(row), trail=_trail(row), conflict=conflict))


@page(Permission.FAMILY_INVITE)
@rate_limited("invite")
@require_http_methods(FORM_METHODS)
def member_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One more foster parent, invited at once unless told not to."""
    row = _home(request, public_id, Permission.FAMILY_INVITE)
    form = NewMemberForm(request.POST or None, initial={"starts": clock.today()})
    if request.method == "POST" and form.is_valid():
        data, viewer = dict(form.cleaned_data), viewer_of(request)
        invite = data.pop("invite")
        with transaction.atomic():
            member = actions.add_member(actor=viewer, family=row, **data)
            links.ask_families(family=row)
            if invite:
                invitations.invite_member(actor=viewer, member=member)
        messages.success(request, f"{data['given_name']} er føjet til familien.")
        return redirect(_url(row))
    around = FormPage(
        "Ny plejeforælder",
        "Føj til familien",
        _url(row),
        trail=_trail(row),
        consequences=["Den nye plejeforælder kan se alt om familien og børnene og skrive til kommunen på familiens vegne."],
    )
    return form_page(request, form, around)


@page(Permission.FAMILY_EDIT)
@require_http_methods(FORM_METHODS)
def member_edit(request: HttpRequest, public_id: UUID, member_id: UUID) -> HttpResponse:
    """Correct a foster parent's name, e-mail and phone."""
    row = _home(request, public_id, Permission.FAMILY_EDIT)
    member = _member(row, member_id)
    person = member.person
    now = {"given_name": person.given_name, "family_name": person.family_name, "email": member.email, "phone": member.phone}
    now["version"] = actions.member_fingerprint(member)
    form = CorrectMemberForm(request.POST or None, initial=now)
    conflict: list[Difference] = []
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        seen = data.pop("version")
        try:
            with transaction.atomic():
                actions.correct_member(actor=viewer_of(request), member=member, seen=seen, **data)
                links.ask_families(family=row)
        except ChangedMeanwhile:
            conflict = differences(form, now)
        else:
            messages.success(request, "Rettelsen er gemt.")
            return redirect(_url(row))
    around = FormPage("Ret plejeforælder", "Gem", _url(row), trail=_trail(row), conflict=conflict)
    return form_page(request, form, around)


@page(Permission.FAMILY_INVITE)
@rate_limited("invite")
@require_POST
def member_invite(request: HttpRequest, public_id: UUID, member_id: UUID) -> HttpResponse:
    """Send the invitation, or a new one; the old link stops working."""
    row = _home(request, public_id, Permission.FAMILY_INVITE)
    try:
        invitations.invite_member(actor=viewer_of(request), member=_member(row, member_id))
        messages.success(request, "Invitationen er sendt.")
    except NotInvited as refused:
        messages.error(request, refused.sentence)
    return redirect(_url(row))


@page(Permission.FAMILY_INVITE)
@require_http_methods(FORM_METHODS)
def member_end(request: HttpRequest, public_id: UUID, member_id: UUID) -> HttpResponse:
    """A foster parent leaves the family."""
    row = _home(request, public_id, Permission.FAMILY_INVITE)
    member = _member(row, member_id)
    form = EndMembershipForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["on"] < member.starts:
            form.add_error("on", "Den sidste dag ligger før den første.")
        else:
            actions.end_membership(actor=viewer_of(request), member=member, on=form.cleaned_data["on"])
            messages.success(request, "Det er gemt.")
            return redirect(_url(row) if member.user_id != viewer_of(request).user_id else "web:home")
    lines = [
        "Fra dagen efter kan plejeforælderen ikke længere se familien og børnene.",
        "Det, der er skrevet, bliver stående.",
    ]
    title = f"{member.person.given_name} er ikke længere med i familien"
    around = FormPage(title, "Gem", _url(row), trail=_trail(row), consequences=lines, danger=True)
    return form_page(request, form, around)


@page(Permission.FAMILY_EDIT)
@require_http_methods(FORM_METHODS)
def approval_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A new approval; the one that runs ends the day before."""
    row = _home(request, public_id, Permission.FAMILY_EDIT)
    now = pages.newest_approval(row)
    form = ApprovalForm(request.POST or None, initial={"version": now["version"]})
    conflict: list[Difference] = []
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        kind, seen = ApprovalType(data.pop("kind")), data.pop("version")
        try:
            with transaction.atomic():
                actions.approve(actor=viewer_of(request), family=row, kind=kind, seen=seen, **data)
        except ChangedMeanwhile:
            conflict = differences(form, now)
        except IntegrityError:
            form.add_error("starts", "Der står allerede en godkendelse i de dage.")
        else:
            messages.success(request, "Godkendelsen er skrevet op.")
            return redirect(_url(row))
    lines = ["En godkendelse, der gælder nu, slutter dagen før."]
    around = FormPage("Ny godkendelse", "Gem", _url(row), trail=_trail(row), consequences=lines, conflict=conflict)
    return form_page(request, form, around)


@page(Permission.FAMILY_EDIT)
@require_http_methods(FORM_METHODS)
def approval_edit(request: HttpRequest, public_id: UUID, approval_id: int) -> HttpResponse:
    """Correct an approval, or end it by its last day; why goes on record."""
    row = _home(request, public_id, Permission.FAMILY_EDIT)
    approval = get_object_or_404(Approval.objects.select_related("family"), family=row, pk=approval_id)
    now = pages.approval_values(approval)
    form = CorrectApprovalForm(request.POST or None, initial=now)
    conflict: list[Difference] = []
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        kind, seen = ApprovalType(data.pop("kind")), data.pop("version")
        try:
            with transaction.atomic():
                actions.correct_approval(actor=viewer_of(request), approval=approval, kind=kind, seen=seen, **data)
        except ChangedMeanwhile:
            conflict = differences(form, now)
        except IntegrityError:
            form.add_error("starts", "Der står en anden godkendelse i de dage.")
        else:
            messages.success(request, "Godkendelsen er rettet.")
            return redirect(_url(row))
    around = FormPage(
        "Ret eller afslut godkendelsen",
        "Gem",
        _url(row),
        trail=_trail(row),
        consequences=["Familien og de kommuner, den arbejder sammen med, ser det rettede.", "Grunden bliver gemt i loggen."],
        conflict=conflict,
    )
    return form_page(request, form, around)


@page(Permission.FAMILY_INVITE)
@require_http_methods(FORM_METHODS)
def municipality_add(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The family lets one more municipality see that it works with it."""
    row = _home(request, public_id, Permission.FAMILY_INVITE)
    viewer = viewer_of(request)
    if not viewer.is_family:
        return redirect(_url(row))
    choices = pages.other_municipalities(row, with_invented=settings.PLEJEBRO_DEMO)
    form = MunicipalityForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        actions.tie_to_municipality(
            actor=viewer,
            family=row,
            municipality=form.cleaned_data["municipality"],
            origin=LinkOrigin.FAMILY,
            starts=clock.today(),
            shared=True,
        )
        messages.success(request, "Kommunen er føjet til.")
        return redirect(_url(row))
    around = FormPage(
        "Arbejd sammen med en kommune mere",
        "Føj kommunen til",
        _url(row),
        trail=_trail(row),
        who_will_see=[
            "Kommunens familieplejekonsulenter, teamledere og afdelingsledere ser jeres navne, adresse og godkendelse."
        ],
        consequences=[
            "Kommunen ser ikke, hvad I har skrevet til andre kommuner.",
            "Børn fra andre kommuner ser den kun som optagne pladser.",
        ],
    )
    return form_page(request, form, around)
