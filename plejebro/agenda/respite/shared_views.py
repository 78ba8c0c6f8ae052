"""What the views of stays, holidays and care have in common: the doors, the trail, and a step that is carried out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from plejebro.access.doors import open_thing, viewer_of
from plejebro.access.permissions import Permission
from plejebro.placements.models import Placement
from plejebro.placements.queries import child_of, with_mask
from plejebro.ui.pages import Carried, FormPage, carry_out

FORM_METHODS = ["GET", "HEAD", "POST"]
READERS = ("Jeres familie", "Familiens konsulent og barnets rådgiver", "Teamlederen og afdelingslederen")
_CHANGED = "En anden har gjort noget ved det imens. Se, hvad der står nu. Det, du skrev, er ikke gået tabt."


@dataclass(frozen=True)
class Taken:
    """One step: what the page around the form says, the form, what it starts from, the verb and what is said after it."""

    title: str
    submit: str
    form: type[forms.Form]
    do: Callable[[forms.Form], object]
    said: str
    lead: str = ""
    initial: dict[str, Any] | None = None
    consequences: tuple[str, ...] = ()
    danger: bool = False


def open_placement(
    request: HttpRequest, placement_id: UUID, permission: Permission, also: tuple[Permission, ...] = ()
) -> Any:
    """The placement through its door, with what the mask needs."""
    rows = with_mask(Placement.objects.all(), viewer_of(request))
    return open_thing(request, rows, placement_id, permission, also)


def trail_of(request: HttpRequest, placement: Any) -> list[tuple[str, str]]:
    """The breadcrumb to a page about a placement that came through `open_placement`."""
    return trail(child_of(placement, viewer_of(request).today).short_name, placement.public_id)


def trail(child: str, placement_id: UUID) -> list[tuple[str, str]]:
    """The same, where the name as the viewer may see it is known."""
    return [
        (child, reverse("web:placement", args=[placement_id])),
        ("Støtteophold og ferie", reverse("agenda:respite", args=[placement_id])),
    ]


def year_of(request: HttpRequest, otherwise: int) -> int:
    """The year asked for in the address; nonsense gives `otherwise`."""
    asked = request.GET.get("aar", "")
    return int(asked) if asked.isascii() and asked.isdigit() and 2000 <= int(asked) <= 2100 else otherwise


def take(request: HttpRequest, taken: Taken, *, version: int, back: str, crumbs: list[tuple[str, str]]) -> HttpResponse:
    """Shows the form of a step, or takes it. When another was first, the form is made ready to be sent again."""
    first = {"version": version, **(taken.initial or {})}
    form = taken.form(request.POST or None, initial=first) if request.method == "POST" else taken.form(initial=first)

    def renew(form: forms.Form) -> None:
        data: Any = form.data.copy()  # type: ignore[attr-defined]
        data["version"] = str(version)
        form.data = data

    around = FormPage(
        title=taken.title,
        submit=taken.submit,
        back=back,
        lead=taken.lead,
        trail=crumbs,
        consequences=taken.consequences,
        danger=taken.danger,
    )
    what = Carried(form, around, lambda data: taken.do(form), taken.said, back, changed=_CHANGED, renew=renew)
    return carry_out(request, what)
