"""What the room's views have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO, TypeVar, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from plejebro.access.doors import condition, with_grants
from plejebro.access.map import MAP
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.accounts.models import User
from plejebro.enquiries.drafts import Upload

M = TypeVar("M", bound=Model)

_READ = {"enquiries.Enquiry": Permission.ENQUIRY_READ, "placements.Placement": Permission.PLACEMENT_READ}


def reach(
    viewer: Viewer,
    things: type[M] | QuerySet[M],
    public_id: UUID,
    permission: Permission,
    also: Iterable[Permission] = (),
) -> M:
    """The thing, for a call that shows nothing: the same rules and refusals as the door, but no look is put on record.

    A call that ends up showing it after all hands it to `doors.shown` first. What is changed is on record by its verb.
    """
    queryset: QuerySet[M] = things if isinstance(things, QuerySet) else things._default_manager.all()
    label = queryset.model._meta.label
    if MAP[permission].model != label:
        raise ValueError(f"{permission} is not about {label}")
    found = queryset.filter(public_id=public_id)
    thing = with_grants(found.filter(condition(viewer, permission)), viewer, also).first()
    if thing is not None:
        return thing
    if found.filter(condition(viewer, _READ[label])).exists():
        raise PermissionDenied
    raise Http404


def user_of(request: HttpRequest) -> User:
    """The logged-in user behind the viewer, who owns drafts and uploads."""
    return cast(User, request.user)


def uploads_of(request: HttpRequest) -> list[Upload]:
    """The chosen files, without the empty choice a browser sends for none."""
    chosen = request.FILES.getlist("files")
    return [Upload(file.name, cast(BinaryIO, file.file)) for file in chosen if file.name]


def uuid_or_none(text: str | None) -> UUID | None:
    """The id in `text`, or None for anything else."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def sent(request: HttpRequest, enquiry_id: UUID, sentence: str = "Henvendelsen er sendt.") -> HttpResponse:
    """To the thread, saying that it is kept. Only after the verb's transaction has committed."""
    messages.success(request, sentence)
    return redirect("enquiries:thread", enquiry_id=enquiry_id)
