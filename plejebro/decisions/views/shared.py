"""What the room's views have in common: the door, the trail, and a form that is carried out by a verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from plejebro.access.doors import open_thing, viewer_of
from plejebro.access.permissions import Permission
from plejebro.accounts.models import User
from plejebro.db.versions import ChangedMeanwhile
from plejebro.decisions.base import version_of
from plejebro.decisions.hearing_family import Upload
from plejebro.decisions.models import DecisionCase
from plejebro.decisions.rows import case_rows, child_of
from plejebro.placements.actions import NotPossible
from plejebro.ui.pages import FormPage

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


def user_of(request: HttpRequest) -> User:
    """The logged-in user behind the viewer, who owns uploads and drafts."""
    return cast(User, request.user)


def uploads_of(request: HttpRequest, name: str = "files") -> list[Upload]:
    """The files chosen in the field `name`, without the empty choice a browser sends for none."""
    chosen = request.FILES.getlist(name)
    return [Upload(file.name, cast(BinaryIO, file.file)) for file in chosen if file.name]


@dataclass(frozen=True)
class Carried:
    """A form, the page around it, the verb that carries it out, and where to go with which sentence when it is done."""

    form: Form
    around: FormPage
    do: Callable[[dict[str, Any]], object]
    said: str
    to: str | Callable[[Any], str]
    template: str = "parts/form_page.html"
    more: dict[str, Any] | None = None


def form_view(request: HttpRequest, case: DecisionCase | None, what: Carried) -> HttpResponse:
    """Shows the form, or carries it out. What was typed is kept when it cannot be done, and the page says why."""
    status = 200
    if request.method == "POST":
        status = 422
        if what.form.is_valid():
            try:
                done = what.do(what.form.cleaned_data)
            except NotPossible as no:
                what.form.add_error(None, no.sentence)
                status = 409
            except ChangedMeanwhile:
                what.form.add_error(None, CHANGED)
                _renew(what.form, case)
                status = 409
            else:
                messages.success(request, what.said)
                return redirect(what.to if isinstance(what.to, str) else what.to(done))
    context = {"form": what.form, "page": what.around, **(what.more or {})}
    return render(request, what.template, context, status=status)


def _renew(form: Form, case: DecisionCase | None) -> None:
    """Makes the form ready to be sent again over the case as it stands now."""
    if case is None or "version" not in form.fields:
        return
    data: Any = form.data
    data = data.copy()
    data["version"] = str(version_of(case))
    form.data = data
