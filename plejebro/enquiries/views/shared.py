"""What the room's views have in common."""

from __future__ import annotations

from typing import BinaryIO, TypeVar, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from plejebro.access.doors import scope
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.accounts.models import User
from plejebro.enquiries.drafts import Upload

M = TypeVar("M", bound=Model)

_READ = {"enquiries.Enquiry": Permission.ENQUIRY_READ, "placements.Placement": Permission.PLACEMENT_READ}


def reach(viewer: Viewer, model: type[M], public_id: UUID, permission: Permission) -> M:
    """The thing, for keeping a draft on it: the same rules and refusals as the door, but nothing is shown or recorded."""
    thing = scope(viewer, model, permission).filter(public_id=public_id).first()
    if thing is not None:
        return thing
    if scope(viewer, model, _READ[model._meta.label]).filter(public_id=public_id).exists():
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
