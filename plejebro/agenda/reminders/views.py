"""The page where a person chooses when to be reminded."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from plejebro.access.doors import allowed, viewer_of
from plejebro.access.pages import home_page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.agenda.enums import Kind
from plejebro.agenda.reminders import rules
from plejebro.agenda.reminders.actions import choose, chosen_by
from plejebro.agenda.reminders.forms import ChoicesForm
from plejebro.ui.pages import Carried, FormPage, carry_out


@home_page
@rate_limited("reminders")
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    """When one wants to be reminded, by kind of entry; the person's own, whatever the hat."""
    viewer = viewer_of(request)
    chosen = chosen_by([viewer.user_id])
    start = {
        kind.value: chosen.get((viewer.user_id, kind.value)) or rules.default(kind, is_family=viewer.is_family)
        for kind in Kind
    }
    here, calendar = reverse("agenda:reminders"), reverse("agenda:calendar")
    has_calendar = allowed(viewer, Permission.CALENDAR_OWN)
    trail = [("Kalender", calendar)] if has_calendar else []
    around = FormPage("Påmindelser", "Gem", calendar if has_calendar else reverse("web:home"), trail=trail)

    def do(data: dict[str, Any]) -> None:
        choose(actor=viewer, choices=data)

    form = ChoicesForm(request.POST or None, initial=start) if request.method == "POST" else ChoicesForm(initial=start)
    return carry_out(request, Carried(form, around, do, "Dine valg er gemt.", here, "agenda/reminders/reminders.html"))
