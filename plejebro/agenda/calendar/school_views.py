"""The administrator's pages of the municipality's school holidays."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plejebro.access.doors import require
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.agenda.calendar import school
from plejebro.agenda.calendar.forms import HolidayEditForm, HolidayForm, PasteForm
from plejebro.agenda.calendar.models import SchoolHoliday
from plejebro.municipalities.models import Municipality
from plejebro.ui.pages import Carried, FormPage, carry_out

_METHODS = ["GET", "HEAD", "POST"]
_WHO = "Ferierne står i kalenderen for kommunens medarbejdere og for de familier, der har børn fra kommunen."


@page(Permission.SCHOOL_HOLIDAYS)
@require_safe
def holidays(request: HttpRequest) -> HttpResponse:
    """Every school holiday the municipality has written in."""
    viewer = require(request, Permission.SCHOOL_HOLIDAYS)
    return render(request, "agenda/calendar/school_holidays.html", {"rows": school.all_holidays(viewer.tenant_id)})


@page(Permission.SCHOOL_HOLIDAYS)
@rate_limited("school_holidays")
@require_http_methods(_METHODS)
def holiday_new(request: HttpRequest) -> HttpResponse:
    """A new one."""
    viewer = require(request, Permission.SCHOOL_HOLIDAYS)
    place, form = _place(viewer.tenant_id), HolidayForm(request.POST or None)

    def do(_: dict[str, Any]) -> object:
        return school.add_holidays(actor=viewer, municipality=place, rows=[form.holiday()])

    around = _around("Ny skoleferie", "Tilføj", consequences=(_WHO,))
    return carry_out(request, Carried(form, around, do, "Skoleferien står i kalenderen.", reverse("agenda:school_holidays")))


@page(Permission.SCHOOL_HOLIDAYS)
@rate_limited("school_holidays")
@require_http_methods(_METHODS)
def holidays_paste(request: HttpRequest) -> HttpResponse:
    """Several at once."""
    viewer = require(request, Permission.SCHOOL_HOLIDAYS)
    place = _place(viewer.tenant_id)

    def do(data: dict[str, Any]) -> object:
        return school.add_holidays(actor=viewer, municipality=place, rows=data["lines"])

    around = _around("Skriv flere skoleferier ind", "Tilføj dem alle", consequences=(_WHO,))
    form = PasteForm(request.POST or None)
    return carry_out(
        request, Carried(form, around, do, "Skoleferierne står i kalenderen.", reverse("agenda:school_holidays"))
    )


@page(Permission.SCHOOL_HOLIDAYS)
@rate_limited("school_holidays")
@require_http_methods(_METHODS)
def holiday(request: HttpRequest, holiday_id: UUID) -> HttpResponse:
    """Correct one."""
    viewer = require(request, Permission.SCHOOL_HOLIDAYS)
    row = _row(viewer.tenant_id, holiday_id)
    first = {"name": row.name, "starts": row.starts, "ends": row.ends, "version": row.version}
    form = HolidayEditForm(request.POST or None, initial=first)

    def do(_: dict[str, Any]) -> object:
        return school.change_holiday(actor=viewer, holiday=row, seen=form.seen, new=form.holiday())

    more = {"remove_url": reverse("agenda:school_holiday_remove", args=[row.public_id])}
    said, to = f"{row.name} er rettet.", reverse("agenda:school_holidays")
    template = "agenda/calendar/school_holiday.html"
    return carry_out(request, Carried(form, _around(row.name, "Gem"), do, said, to, template=template, more=more))


@page(Permission.SCHOOL_HOLIDAYS)
@rate_limited("school_holidays")
@require_POST
def holiday_remove(request: HttpRequest, holiday_id: UUID) -> HttpResponse:
    """Take one off."""
    viewer = require(request, Permission.SCHOOL_HOLIDAYS)
    row = _row(viewer.tenant_id, holiday_id)
    school.remove_holiday(actor=viewer, holiday=row)
    messages.success(request, f"{row.name} er taget af kalenderen.")
    return redirect("agenda:school_holidays")


def _place(municipality_id: int) -> Municipality:
    return get_object_or_404(Municipality, pk=municipality_id)


def _row(municipality_id: int, holiday_id: UUID) -> SchoolHoliday:
    rows = SchoolHoliday.objects.select_related("municipality").filter(municipality_id=municipality_id)
    return get_object_or_404(rows, public_id=holiday_id)


def _around(title: str, submit: str, consequences: tuple[str, ...] = ()) -> FormPage:
    back = reverse("agenda:school_holidays")
    return FormPage(title, submit, back, trail=[("Skoleferier", back)], consequences=consequences)
