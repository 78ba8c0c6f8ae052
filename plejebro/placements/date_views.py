"""Pages where the dates to come are corrected. They are added and taken off on the placement's own page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from plejebro.access.doors import viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.kernel.refusals import ChangedMeanwhile
from plejebro.placements.actions import add_coming_date, correct_coming_date
from plejebro.placements.forms import CorrectDateForm
from plejebro.placements.models import ComingDate, Placement
from plejebro.placements.queries import coming_dates, stands_now
from plejebro.placements.views import FORM_METHODS, open_placement, placement_url, trail_of
from plejebro.ui.pages import Difference, FormPage, differences, form_page

# In place of a row's id, where the date was taken off while somebody was correcting it.
GONE = "taget af"


@page(Permission.PLACEMENT_DATES)
@require_safe
def dates(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The dates to come, each to correct or take off."""
    row = open_placement(request, public_id, Permission.PLACEMENT_DATES)
    context = {
        "rows": coming_dates(row, viewer_of(request).today),
        "id": public_id,
        "trail": trail_of(request, row),
        "back": placement_url(row),
    }
    return render(request, "placements/dates.html", context)


@page(Permission.PLACEMENT_DATES)
@require_http_methods(FORM_METHODS)
def date_edit(request: HttpRequest, public_id: UUID, date_id: UUID) -> HttpResponse:
    """Correct a date. Somebody else may have corrected it or taken it off meanwhile; nothing typed is lost."""
    row = open_placement(request, public_id, Permission.PLACEMENT_DATES)
    asked_for = get_object_or_404(ComingDate, placement_id=row.pk, public_id=date_id)
    live = stands_now(asked_for)
    now = _values(live)
    form, conflict = CorrectDateForm(request.POST or None, initial=now), list[Difference]()
    if request.method == "POST" and form.is_valid():
        try:
            _save(viewer_of(request), row, live, form)
        except ChangedMeanwhile:
            conflict = differences(form, now)
            if live is None:
                conflict = [Difference("Datoen", "står stadig i felterne", "taget af siden")]
        else:
            messages.success(request, "Datoen er rettet. Begge sider kan se det.")
            return redirect(placement_url(row))
    elif live is None and request.method != "POST":
        messages.info(request, "Datoen er taget af siden.")
        return redirect(placement_url(row))
    trail = [*trail_of(request, row), ("Datoer", reverse("placements:dates", args=[public_id]))]
    submit = "Gem" if live else "Skriv datoen på igen"
    return form_page(request, form, FormPage("Ret en dato", submit, placement_url(row), trail=trail, conflict=conflict))


def _values(live: ComingDate | None) -> dict[str, Any]:
    if live is None:
        return {"version": GONE}
    return {"on": live.on, "at": live.at, "what": live.what, "version": str(live.public_id)}


def _save(viewer: Viewer, placement: Placement, live: ComingDate | None, form: CorrectDateForm) -> None:
    data = dict(form.cleaned_data)
    if data.pop("version") != _values(live)["version"]:
        raise ChangedMeanwhile
    if live is None:
        add_coming_date(actor=viewer, placement=placement, **data)
    else:
        correct_coming_date(actor=viewer, coming=live, **data)
