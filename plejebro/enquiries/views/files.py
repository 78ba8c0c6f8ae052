"""What leaves a thread as a file: the attachments, and the thread itself as PDF."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from plejebro.access.doors import open_thing, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.documents.views import file_response
from plejebro.enquiries.enums import MessageKind
from plejebro.enquiries.models import Attachment, Enquiry
from plejebro.enquiries.pdf import thread_pdf
from plejebro.enquiries.thread import thread_page
from plejebro.enquiries.views.showing import open_thread


@page(Permission.ENQUIRY_READ)
@rate_limited("download", count_get=True)
@require_safe
def file(request: HttpRequest, enquiry_id: UUID, document_id: UUID) -> HttpResponseBase:
    """An attachment. The door is asked at every download; a note's file is the municipality's alone, as the note is."""
    enquiry = open_thing(
        request,
        Enquiry.objects.select_related("placement__child", "placement__family"),
        enquiry_id,
        Permission.ENQUIRY_READ,
        also=[Permission.ENQUIRY_NOTE],
    )
    rows = Attachment.objects.filter(message__enquiry=enquiry, document__public_id=document_id)
    if not getattr(enquiry, "may_enquiry_note", False):
        rows = rows.exclude(message__kind=MessageKind.NOTE)
    row = rows.select_related("document").first()
    if row is None:
        raise Http404
    return file_response(row.document, inline=request.GET.get("vis") == "1")


@page(Permission.ENQUIRY_READ)
@rate_limited("pdf", count_get=True)
@require_safe
def pdf(request: HttpRequest, enquiry_id: UUID) -> HttpResponse:
    """The thread as PDF. Internal notes only for those who may read them, and only when asked for (`?noter=ja`)."""
    enquiry = open_thread(request, enquiry_id, Permission.ENQUIRY_READ)
    viewer = viewer_of(request)
    model = thread_page(enquiry, viewer, notes=request.GET.get("noter") == "ja")
    response = HttpResponse(thread_pdf(model, viewer), content_type="application/pdf")
    # The case number says nothing about the case, so the file's name may stand in a folder.
    response["Content-Disposition"] = f'attachment; filename="{enquiry.case_number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
