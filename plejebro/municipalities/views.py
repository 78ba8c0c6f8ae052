"""The administrator's pages about employees and absences. What is another municipality's is not found."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plejebro.access.doors import require, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.actions import reset_second_factor
from plejebro.accounts.errors import NotOnYourself
from plejebro.accounts.models import User
from plejebro.accounts.throttle import rate_limited
from plejebro.audit.actions import record_change
from plejebro.audit.types import Subject
from plejebro.kernel import clock
from plejebro.kernel.danish import date_text
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.municipalities import actions, invitations, pages
from plejebro.municipalities.enums import Role
from plejebro.municipalities.forms import AbsenceForm, ConfirmForm, CorrectWorkerForm, EndForm, NewWorkerForm
from plejebro.municipalities.models import Absence, Employment, Municipality
from plejebro.ui.pages import Difference, FormPage, differences, form_page

FORM_METHODS = ["GET", "HEAD", "POST"]
_TRAIL = ("Medarbejdere", "/medarbejdere/")


def own_municipality(request: HttpRequest) -> Municipality:
    """The municipality the viewer works for; 404 for somebody who works for none."""
    return get_object_or_404(Municipality, pk=viewer_of(request).municipality_id)


def _worker(request: HttpRequest, public_id: UUID) -> Employment:
    rows = Employment.objects.select_related("municipality", "unit", "user")
    return get_object_or_404(rows, municipality_id=viewer_of(request).municipality_id, public_id=public_id)


def _back(row: Employment) -> str:
    return reverse("municipalities:employee", args=[row.public_id])


@page(Permission.EMPLOYEE_MANAGE)
@rate_limited("search")
@require_http_methods(FORM_METHODS)
def employees(request: HttpRequest) -> HttpResponse:
    """Who works here, fifty at a time. Names are searched for by POST, so that they stand in no address."""
    viewer = require(request, Permission.EMPLOYEE_MANAGE)
    asked = {key: str(value) for key, value in [*request.GET.items(), *request.POST.items()] if key != "csrfmiddlewaretoken"}
    chosen = pages.chosen_from(asked)
    found, rows = pages.worker_list(viewer.municipality_id or 0, chosen)
    context = {"found": found, "rows": rows, "chosen": chosen, "roles": Role.choices}
    return render(request, "municipalities/employees.html", context)


@page(Permission.EMPLOYEE_MANAGE)
@rate_limited("invite")
@require_http_methods(FORM_METHODS)
def employee_new(request: HttpRequest) -> HttpResponse:
    """Create an employee, and invite at once unless told not to."""
    viewer, municipality = require(request, Permission.EMPLOYEE_MANAGE), own_municipality(request)
    form = NewWorkerForm(request.POST or None, municipality_id=municipality.pk, initial={"starts": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.create_employee(
                actor=viewer, municipality=municipality, worker=form.worker(), starts=form.cleaned_data["starts"]
            )
            if form.cleaned_data["invite"]:
                invitations.invite_employee(actor=viewer, employment=row)
        except NotPossible as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"{row.full_name} er oprettet.")
            return redirect(_back(row))
    around = FormPage("Ny medarbejder", "Opret medarbejder", reverse("municipalities:employees"), trail=[_TRAIL])
    return form_page(request, form, around)


@page(Permission.EMPLOYEE_MANAGE)
@require_safe
def employee(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One employee: where the login stands, who stands in, and what can be done."""
    return render(request, "municipalities/employee.html", {"page": pages.worker_page(_worker(request, public_id))})


@page(Permission.EMPLOYEE_MANAGE)
@require_http_methods(FORM_METHODS)
def employee_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Correct what stands of an employee."""
    row = _worker(request, public_id)
    now = {name: getattr(row, name) for name in ("full_name", "email", "phone", "role", "unit", "starts")}
    now["version"] = actions.fingerprint(row)
    initial = {**now, "unit": row.unit.public_id if row.unit else None}
    form = CorrectWorkerForm(request.POST or None, municipality_id=row.municipality_id, initial=initial)
    conflict: list[Difference] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_employee(
                actor=viewer_of(request),
                employment=row,
                worker=form.worker(),
                starts=form.cleaned_data["starts"],
                seen=form.cleaned_data["version"],
            )
        except ChangedMeanwhile:
            conflict = differences(form, now)
        except NotPossible as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "Rettelsen er gemt.")
            return redirect(_back(row))
    trail = [_TRAIL, (row.full_name, _back(row))]
    around = FormPage(f"Ret {row.full_name}", "Gem", _back(row), trail=trail, conflict=conflict)
    return form_page(request, form, around)


@page(Permission.EMPLOYEE_MANAGE)
@require_http_methods(FORM_METHODS)
def employee_end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The last day in a role. Tasks nobody has taken over are named first."""
    row = _worker(request, public_id)
    form = EndForm(request.POST or None, initial={"on": row.ends or clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_employee(actor=viewer_of(request), employment=row, on=form.cleaned_data["on"])
        except NotPossible as refused:
            form.add_error("on", refused.sentence)
        else:
            messages.success(request, f"{row.full_name} har sidste dag {date_text(form.cleaned_data['on'])}.")
            return redirect(_back(row))
    tasks = pages.open_tasks(row)
    lines = [
        "Adgangen lukker dagen efter. Det, der er skrevet, bliver stående.",
    ]
    if tasks:
        lines.append(f"{tasks} anbringelser mangler en ny. Bed teamlederen om at overlevere dem, før adgangen lukker.")
    trail = [_TRAIL, (row.full_name, _back(row))]
    title = f"Afslut rollen for {row.full_name}"
    around = FormPage(title, "Afslut rollen", _back(row), trail=trail, consequences=lines, danger=True)
    return form_page(request, form, around)


@page(Permission.EMPLOYEE_MANAGE)
@rate_limited("invite")
@require_POST
def employee_invite(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send the invitation, or a new one; the old link stops working."""
    row = _worker(request, public_id)
    try:
        invitations.invite_employee(actor=viewer_of(request), employment=row)
        messages.success(request, f"Invitationen er sendt til {row.email}.")
    except NotPossible as refused:
        messages.error(request, refused.sentence)
    return redirect(_back(row))


@page(Permission.EMPLOYEE_MANAGE)
@rate_limited("invite")
@require_http_methods(FORM_METHODS)
def employees_invite_all(request: HttpRequest) -> HttpResponse:
    """Invite everybody who has no invitation that works. The list of them is shown first."""
    viewer = require(request, Permission.EMPLOYEE_MANAGE)
    waiting = pages.never_invited(viewer.municipality_id or 0)
    if request.method == "POST":
        count = invitations.invite_all(actor=viewer, employments=waiting)
        messages.success(request, f"{count} invitationer er sendt.")
        return redirect("municipalities:employees")
    lines = [f"{row.full_name} ({row.get_role_display()}): {row.email}" for row in waiting]
    around = FormPage(
        f"Invitér {len(waiting)} medarbejdere",
        "Send invitationerne",
        reverse("municipalities:employees"),
        lead="Hver får en e-mail med et link, der virker én gang og i 14 dage.",
        trail=[_TRAIL],
        consequences=lines,
    )
    return form_page(request, ConfirmForm(), around)


@page(Permission.EMPLOYEE_MANAGE)
@rate_limited("reset_factor")
@require_http_methods(FORM_METHODS)
def employee_reset_factor(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A lost phone: the second factor is taken away, and a new one is set up at the next log-in."""
    row = get_object_or_404(
        Employment.objects.select_related("user"),
        municipality_id=viewer_of(request).municipality_id,
        public_id=public_id,
        user__isnull=False,
    )
    if request.method == "POST" and row.user is not None:
        viewer = viewer_of(request)
        try:
            reset_second_factor(actor=User.objects.get(pk=viewer.user_id), user=row.user)
        except NotOnYourself as refused:
            messages.error(request, str(refused))
        else:
            record_change(actor=viewer, action="employee.reset_factor", subjects=[Subject("employment", row.public_id)])
            messages.success(request, f"{row.full_name} sætter totrins-login op igen ved næste log ind.")
        return redirect(_back(row))
    around = FormPage(
        f"Nulstil totrins-login for {row.full_name}",
        "Nulstil",
        _back(row),
        lead="Gør det kun, når du har talt med medarbejderen selv.",
        trail=[_TRAIL, (row.full_name, _back(row))],
        consequences=["Medarbejderen bliver logget af alle steder.", "Medarbejderen får en e-mail om det."],
        danger=True,
    )
    return form_page(request, ConfirmForm(), around)


@page(Permission.EMPLOYEE_MANAGE)
@require_http_methods(FORM_METHODS)
def absence_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """An absence, and who stands in."""
    row = _worker(request, public_id)
    form = AbsenceForm(request.POST or None, deputies=pages.deputies_for(row), initial={"starts": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.report_absence(actor=viewer_of(request), employment=row, **form.cleaned_data)
        except NotPossible as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "Fraværet er skrevet op.")
            return redirect(_back(row))
    trail = [_TRAIL, (row.full_name, _back(row))]
    return form_page(request, form, FormPage(f"{row.full_name} er væk", "Gem fraværet", _back(row), trail=trail))


@page(Permission.EMPLOYEE_MANAGE)
@require_POST
def absence_end(request: HttpRequest, public_id: UUID, absence_id: int) -> HttpResponse:
    """The employee is back today."""
    row = _worker(request, public_id)
    absence = Absence.objects.select_related("employment", "deputy").filter(employment=row, pk=absence_id).first()
    if absence is None:
        messages.error(request, "En anden har taget fraværet af imens. Der er ikke mere at rette.")
        return redirect(_back(row))
    yesterday, seen = clock.today() - timedelta(days=1), request.POST.get("version", "")
    try:
        actions.end_absence(actor=viewer_of(request), absence=absence, on=yesterday, seen=seen)
    except ChangedMeanwhile:
        now = f"{pages.period_text(absence.starts, absence.ends)} med {absence.deputy.full_name} som stedfortræder"
        messages.error(
            request, f"En anden har rettet fraværet imens: {now}. Intet er gemt. Tryk igen, hvis det stadig passer."
        )
    else:
        messages.success(request, f"{row.full_name} er tilbage.")
    return redirect(_back(row))
