"""What the views of meetings have in common: the door, the trail, and a step that is carried out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from plejebro.access.doors import open_thing, viewer_of
from plejebro.access.permissions import Permission
from plejebro.agenda.meetings import pages
from plejebro.agenda.meetings.models import Meeting
from plejebro.ui.pages import Carried, FormPage, VersionedForm, carry_out

FORM_METHODS = ["GET", "HEAD", "POST"]
_CHANGED = "En anden har gjort noget ved mødet imens. Se, hvad der står nu. Det, du skrev, er ikke gået tabt."

F = TypeVar("F", bound=VersionedForm)


def open_meeting(request: HttpRequest, meeting_id: UUID, permission: Permission) -> Any:
    """The meeting through its door, with what its page needs."""
    rows = pages.rows_of(Meeting.objects.all(), viewer_of(request))
    return open_thing(request, rows, meeting_id, permission, also=pages.GRANTS)


def page_of(meeting_id: UUID) -> str:
    """The address of a meeting's page."""
    return reverse("agenda:meeting", args=[meeting_id])


def trail_of(child: str, placement_id: UUID, *, with_list: bool = True) -> list[tuple[str, str]]:
    """The breadcrumb to a page of a meeting, where the name as the viewer may see it is known."""
    trail = [(child, reverse("web:placement", args=[placement_id]))]
    return [*trail, ("Møder", reverse("agenda:meetings", args=[placement_id]))] if with_list else trail


def around(
    request: HttpRequest,
    row: Any,
    title: str,
    submit: str,
    *,
    lead: str = "",
    consequences: Sequence[str] = (),
    danger: bool = False,
    upload: bool = False,
) -> FormPage:
    """What stands around a form about a meeting that came through `open_meeting`."""
    shown = pages.row_of(row, viewer_of(request))
    trail = [*trail_of(shown.child.short_name, row.placement.public_id), (shown.title, page_of(row.public_id))]
    back = page_of(row.public_id)
    return FormPage(title, submit, back, lead=lead, trail=trail, consequences=consequences, danger=danger, upload=upload)


def versioned(request: HttpRequest, row: Any, form: type[F], initial: dict[str, Any] | None = None, **options: Any) -> F:
    """A form that knows which version of the meeting was shown."""
    if request.method == "POST":
        return form(request.POST, **options)
    return form(initial={"version": row.entry.version, **(initial or {})}, **options)


def step(
    request: HttpRequest,
    row: Any,
    form: forms.Form,
    page: FormPage,
    do: Callable[[dict[str, Any]], object],
    said: str,
    *,
    place: str = "",
    template: str = "parts/form_page.html",
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """Shows the form, or carries it out and goes back to the meeting. When another was first, the form is made ready to be
    sent again."""

    def renew(form: forms.Form) -> None:
        data: Any = form.data.copy()  # type: ignore[attr-defined]
        data["version"] = str(row.entry.version)
        if "seen" in data:
            newest = row.minutes.order_by("-number").values_list("number", flat=True).first()
            data["seen"] = str(newest or 0)
        form.data = data

    to = page_of(row.public_id) + place
    what = Carried(form, page, do, said, to, template=template, more=more, changed=_CHANGED, renew=renew)
    return carry_out(request, what)
