"""Who comes along to a meeting, points taken off again, and the shared documents."""

from __future__ import annotations

from typing import Any, BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plejebro.access.doors import user_of, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission as P
from plejebro.accounts.throttle import has_files, rate_limited
from plejebro.agenda.meetings import actions, choosing, forms, pages
from plejebro.agenda.meetings.models import AgendaPoint, Invitee, MeetingFile
from plejebro.agenda.meetings.opening import FORM_METHODS, around, open_meeting, page_of, step
from plejebro.documents.actions import store_upload
from plejebro.documents.rules import FileRefused
from plejebro.documents.views import file_response
from plejebro.kernel.refusals import NotPossible


@page(P.MEETING_WRITE)
@rate_limited("meetings")
@require_http_methods(FORM_METHODS)
def meeting_bring(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Bring somebody along: a colleague, a companion, somebody else."""
    row, viewer = open_meeting(request, meeting_id, P.MEETING_WRITE), viewer_of(request)
    people: dict[str, Any] = {
        "employees": choosing.employees(row.placement, viewer),
        "members": choosing.members(row.placement, viewer, kept=False) if not pages.keeps_words(row) else [],
        "is_family": viewer.is_family,
    }
    form = forms.BringForm(request.POST or None, **people)

    def do(data: dict[str, Any]) -> None:
        actions.bring(actor=viewer, meeting=row, guest=form.guest(), label=data["label"])

    page_around = around(request, row, "Tag en med", "Skriv på listen")
    return step(request, row, form, page_around, do, "Deltageren står på listen.", place="#deltagere")


@page(P.MEETING_WRITE)
@rate_limited("meetings")
@require_POST
def meeting_take_off(request: HttpRequest, meeting_id: UUID, invitee_id: UUID) -> HttpResponse:
    """Take somebody of the own side off the list."""
    row = open_meeting(request, meeting_id, P.MEETING_WRITE)
    invitee = Invitee.objects.filter(meeting=row, public_id=invitee_id).first()
    if invitee is None:
        raise Http404
    try:
        actions.take_off(actor=viewer_of(request), meeting=row, invitee=invitee)
    except NotPossible as no:
        messages.error(request, no.sentence)
    return redirect(page_of(meeting_id) + "#deltagere")


@page(P.MEETING_WRITE)
@rate_limited("meetings")
@require_POST
def meeting_point_off(request: HttpRequest, meeting_id: UUID, point_id: UUID) -> HttpResponse:
    """Take an own point off the agenda."""
    row = open_meeting(request, meeting_id, P.MEETING_WRITE)
    point = AgendaPoint.objects.filter(meeting=row, public_id=point_id).first()
    if point is None:
        raise Http404
    try:
        actions.remove_point(actor=viewer_of(request), meeting=row, point=point)
    except NotPossible as no:
        messages.error(request, no.sentence)
    return redirect(page_of(meeting_id) + "#dagsorden")


@page(P.MEETING_WRITE)
@rate_limited("meetings")
@rate_limited("upload", when=has_files)
@require_http_methods(FORM_METHODS)
def meeting_share(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Share a document with the other side."""
    row, viewer = open_meeting(request, meeting_id, P.MEETING_WRITE), viewer_of(request)
    form = forms.FileForm(request.POST, request.FILES) if request.method == "POST" else forms.FileForm()

    def do(data: dict[str, Any]) -> None:
        upload, key = data["document"], row.placement.public_id
        try:
            document = store_upload(
                actor=user_of(request), name=upload.name, stream=cast(BinaryIO, upload.file), case_key=key
            )
        except FileRefused as refused:
            raise NotPossible(refused.sentence) from refused
        actions.share_file(actor=viewer, meeting=row, document=document, note=data["note"])

    page_around = around(
        request, row, "Del et dokument", "Del", upload=True, consequences=["Begge sider kan læse det bagefter."]
    )
    return step(request, row, form, page_around, do, "Dokumentet er delt.", place="#dokumenter")


@page(P.MEETING_READ)
@rate_limited("download", count_get=True)
@require_safe
def meeting_file(request: HttpRequest, meeting_id: UUID, file_id: UUID) -> HttpResponseBase:
    """A shared document. The door is asked at every download; where the words are kept, so are the files."""
    row = open_meeting(request, meeting_id, P.MEETING_READ)
    one = MeetingFile.objects.filter(meeting=row, public_id=file_id).select_related("document").first()
    if one is None or pages.keeps_words(row):
        raise Http404
    return file_response(one.document, inline=request.GET.get("vis") == "1")
