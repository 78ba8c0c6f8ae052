"""What the room's views have in common: the door, the trail, and a form that is carried out by a verb."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from plejebro.access.doors import open_thing, viewer_of
from plejebro.access.permissions import Permission
from plejebro.decisions.base import version_of
from plejebro.decisions.models import DecisionCase
from plejebro.decisions.rows import case_rows, child_of
from plejebro.ui.pages import Carried, carry_out

FORM_METHODS = ["GET", "HEAD", "POST"]
CHANGED = "Sagen er ændret, mens du skrev. Det, du skrev, står her endnu. Se sagen igennem, og send igen."


def open_case(request: HttpRequest, decision_id: UUID, permission: Permission, *also: Permission) -> Any:
    """The case through its door, joined with what its pages need."""
    rows = case_rows(DecisionCase.objects.all(), viewer_of(request))
    return open_thing(request, rows, decision_id, permission, also)


def trail_of(request: HttpRequest, case: Any) -> list[tuple[str, str]]:
    """The breadcrumb to a page below the case, with the child's name as the viewer may see it."""
    name = child_of(case, viewer_of(request)).short_name
    return [
        (name, reverse("web:placement", args=[case.placement.public_id])),
        (case.get_kind_display(), case_url(case)),
    ]


def case_url(case: DecisionCase) -> str:
    """The address of the case's page."""
    return reverse("decisions:case", args=[case.public_id])


def carry_out_on(request: HttpRequest, case: DecisionCase | None, what: Carried) -> HttpResponse:
    """Shows or carries out a form on a case; when the case has changed meanwhile the form is ready to be sent over it as it
    stands now."""
    return carry_out(request, replace(what, changed=CHANGED, renew=lambda form: _renew(form, case)))


def _renew(form: Form, case: DecisionCase | None) -> None:
    """Makes the form ready to be sent again over the case as it stands now."""
    if case is None or "version" not in form.fields:
        return
    data: Any = form.data
    data = data.copy()
    data["version"] = str(version_of(case))
    form.data = data
