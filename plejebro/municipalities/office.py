"""Pages about the municipality itself: units, reply times, settings; and the operator's list of municipalities."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings as django_settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from plejebro.access.doors import require, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.kernel import clock
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.municipalities import actions, invitations, pages
from plejebro.municipalities.actions import Worker
from plejebro.municipalities.enums import Role, Topic
from plejebro.municipalities.forms import JoinForm, RenameUnitForm, ReplyTimeForm, SettingsForm, UnitForm
from plejebro.municipalities.models import Municipality, Unit
from plejebro.municipalities.views import FORM_METHODS, own_municipality
from plejebro.ui.pages import FormPage, differences, form_page

AGREED = "Aftalt serviceniveau, ikke en frist i loven."


@page(Permission.UNIT_MANAGE)
@require_http_methods(FORM_METHODS)
def units(request: HttpRequest) -> HttpResponse:
    """The units, and a field for a new one."""
    viewer, municipality = require(request, Permission.UNIT_MANAGE), own_municipality(request)
    form = UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.create_unit(actor=viewer, municipality=municipality, name=form.cleaned_data["name"])
        except NotPossible as refused:
            form.add_error("name", refused.sentence)
        else:
            messages.success(request, "Enheden er oprettet.")
            return redirect("municipalities:units")
    return render(request, "municipalities/units.html", {"rows": pages.unit_rows(municipality.pk), "form": form})


@page(Permission.UNIT_MANAGE)
@require_http_methods(FORM_METHODS)
def unit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Rename or close a unit."""
    row = get_object_or_404(Unit, municipality_id=viewer_of(request).tenant_id, public_id=public_id)
    if row.closed_on is not None:
        if request.method != "POST":
            raise Http404
        messages.error(request, f"En anden har lukket enheden {row.name} imens. Intet er gemt.")
        return redirect("municipalities:units")
    if "luk" in request.POST:
        return _close(request, row)
    initial = {"name": row.name, "version": actions.unit_fingerprint(row)}
    form = RenameUnitForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _rename(request, row, form, initial)
    return render(request, "municipalities/unit.html", {"unit": row.name, "form": form})


def _rename(request: HttpRequest, row: Unit, form: RenameUnitForm, now: dict[str, str]) -> HttpResponse:
    data = form.cleaned_data
    try:
        actions.rename_unit(actor=viewer_of(request), unit=row, name=data["name"], seen=data["version"])
        messages.success(request, "Navnet er rettet.")
    except NotPossible as refused:
        messages.error(request, refused.sentence)
    except ChangedMeanwhile:
        back = reverse("municipalities:units")
        conflict = differences(form, now)
        return form_page(
            request, form, FormPage(now["name"], "Gem navnet", back, trail=[("Enheder", back)], conflict=conflict)
        )
    return redirect("municipalities:units")


def _close(request: HttpRequest, row: Unit) -> HttpResponse:
    try:
        actions.close_unit(actor=viewer_of(request), unit=row, seen=request.POST.get("version", ""))
        messages.success(request, "Enheden er lukket.")
    except NotPossible as refused:
        messages.error(request, refused.sentence)
    except ChangedMeanwhile:
        messages.error(request, f"En anden har rettet enheden imens. Den hedder nu {row.name}. Den er ikke lukket.")
        return redirect("municipalities:unit", row.public_id)
    return redirect("municipalities:units")


@page(Permission.REPLY_TIME_MANAGE)
@require_safe
def reply_times(request: HttpRequest) -> HttpResponse:
    """How fast the municipality answers on each topic."""
    viewer = require(request, Permission.REPLY_TIME_MANAGE)
    context = {"rows": pages.topic_rows(viewer.municipality_id or 0), "agreed": AGREED, "default": pages.DEFAULT_WORKDAYS}
    return render(request, "municipalities/reply_times.html", context)


@page(Permission.REPLY_TIME_MANAGE)
@require_http_methods(FORM_METHODS)
def reply_time(request: HttpRequest, topic: str) -> HttpResponse:
    """Set the reply time of one topic from a date."""
    viewer, municipality = require(request, Permission.REPLY_TIME_MANAGE), own_municipality(request)
    row = next((row for row in pages.topic_rows(municipality.pk) if row.topic == topic), None)
    if row is None:
        raise Http404
    now = {**pages.newest_reply_time(municipality.pk, topic), "version": actions.reply_time_fingerprint(municipality, topic)}
    initial = {"workdays": row.workdays, "starts": clock.today(), "version": now["version"]}
    form, conflict = ReplyTimeForm(request.POST or None, initial=initial), []
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        seen = data.pop("version")
        try:
            actions.set_reply_time(actor=viewer, municipality=municipality, topic=Topic(topic), seen=seen, **data)
        except ChangedMeanwhile:
            conflict = differences(form, now)
        except NotPossible as refused:
            form.add_error("starts", refused.sentence)
        else:
            messages.success(request, f"Svarfristen for {row.label.lower()} er sat.")
            return redirect("municipalities:reply_times")
    back = reverse("municipalities:reply_times")
    title = f"Svarfrist: {row.label}"
    around = FormPage(title, "Gem", back, lead=AGREED, trail=[("Svarfrister", back)], conflict=conflict)
    return form_page(request, form, around)


@page(Permission.EMPLOYEE_MANAGE)
@require_http_methods(FORM_METHODS)
def settings(request: HttpRequest) -> HttpResponse:
    """What the municipality has decided for itself."""
    viewer, municipality = require(request, Permission.EMPLOYEE_MANAGE), own_municipality(request)
    now: dict[str, Any] = {name: getattr(municipality, name) for name in ("has_consultants", "shows_employee_names")}
    now["version"] = actions.settings_fingerprint(municipality)
    form, conflict = SettingsForm(request.POST if request.method == "POST" else None, initial=now), []
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        seen = data.pop("version")
        try:
            actions.change_settings(actor=viewer, municipality=municipality, seen=seen, **data)
        except ChangedMeanwhile:
            conflict = differences(form, now)
        else:
            messages.success(request, "Indstillingerne er gemt.")
            return redirect("municipalities:settings")
    around = FormPage("Kommunens indstillinger", "Gem", reverse("web:home"), conflict=conflict)
    return form_page(request, form, around)


@page(Permission.MUNICIPALITY_MANAGE)
@require_safe
def all_municipalities(request: HttpRequest) -> HttpResponse:
    """The operator's list: every municipality, and who has joined."""
    require(request, Permission.MUNICIPALITY_MANAGE)
    words = request.GET.get("q", "").strip()[:60]
    rows = pages.municipality_rows(words=words, with_invented=django_settings.PLEJEBRO_DEMO)
    return render(request, "municipalities/all.html", {"rows": rows, "words": words})


@page(Permission.MUNICIPALITY_MANAGE)
@rate_limited("invite")
@require_http_methods(FORM_METHODS)
def one(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A municipality joins, and its first administrator is invited; one that has joined gets another administrator."""
    viewer = require(request, Permission.MUNICIPALITY_MANAGE)
    row = get_object_or_404(Municipality, public_id=public_id)
    form = JoinForm(request.POST or None, initial={"joined_on": row.joined_on or clock.today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():
                if row.joined_on is None:
                    actions.join(actor=viewer, municipality=row, on=data["joined_on"])
                worker = Worker(data["full_name"], data["email"], Role.ADMINISTRATOR)
                first = actions.create_employee(actor=viewer, municipality=row, worker=worker, starts=clock.today())
                invitations.invite_employee(actor=viewer, employment=first)
        except NotPossible as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"{row} er med, og {data['full_name']} er inviteret.")
            return redirect("municipalities:all")
    back = reverse("municipalities:all")
    title = f"Ny administrator i {row}" if row.joined_on else f"Meld {row} til"
    lines = ["Administratoren får en e-mail med et link.", "Familiernes egne optegnelser bliver ved at være deres egne."]
    return form_page(
        request, form, FormPage(title, "Send invitationen", back, trail=[("Kommuner", back)], consequences=lines)
    )
