"""The minutes of a meeting: written, corrected, objected to, and on paper."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plejebro.access.doors import reach, user_of, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission as P
from plejebro.accounts.throttle import rate_limited
from plejebro.agenda.meetings import forms, minutes, pages
from plejebro.agenda.meetings.minutes import Written
from plejebro.agenda.meetings.models import Meeting, MeetingMinutes
from plejebro.agenda.meetings.opening import FORM_METHODS, around, open_meeting, step
from plejebro.agenda.meetings.pdf import meeting_pdf as made_pdf
from plejebro.kernel.clock import local
from plejebro.kernel.danish import time_text
from plejebro.kernel.ids import uuid_or_none

_SENT = "Referatet er sendt til begge sider. Indvendinger kan skrives i fem hverdage."


@page(P.MEETING_MINUTES)
@rate_limited("meetings")
@require_http_methods(FORM_METHODS)
def meeting_minutes(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Write the minutes, or correct them. What is typed is kept as a draft."""
    row, viewer = open_meeting(request, meeting_id, P.MEETING_MINUTES), viewer_of(request)
    if request.method == "POST" and request.POST.get("do") == "kladde":
        return _keep(request, row)
    form = forms.MinutesForm(request.POST) if request.method == "POST" else forms.MinutesForm(initial=_start(request, row))
    corrects = row.minutes.exists()
    page_around = around(
        request,
        row,
        "Ret referatet" if corrects else "Skriv referat",
        "Send det rettede referat" if corrects else "Send referatet",
        lead=f"{row.entry.label if not pages.keeps_words(row) else 'Møde'}, {pages.row_of(row, viewer).when}",
        consequences=[
            "Begge sider får det, og begge kan skrive indvendinger i fem hverdage.",
            "Derefter er referatet låst. Indvendingerne bliver stående under det.",
        ],
    )

    def do(data: dict[str, Any]) -> None:
        sent = {"written": form.written(), "seen": data["seen"], "submission": data["submission"]}
        minutes.write_minutes(actor=viewer, meeting=row, **sent)

    more = {"draft_id": meeting_id, "has_draft": minutes.draft_of(viewer.user_id, row) is not None}
    return step(
        request, row, form, page_around, do, _SENT, place="#referat", template="agenda/meetings/minutes.html", more=more
    )


def _start(request: HttpRequest, row: Any) -> dict[str, Any]:
    """The own draft, else the newest minutes, else the agenda as headings to write under."""
    newest = row.minutes.order_by("-number").first()
    start: dict[str, Any] = {"seen": newest.number if newest else 0}
    if draft := minutes.draft_of(viewer_of(request).user_id, row):
        return {**start, "text": draft.text, "agreed": draft.agreed, "submission": draft.submission}
    if pages.keeps_words(row):
        return start
    if newest:
        return {**start, "text": newest.text, "agreed": newest.agreed}
    points = row.points.filter(removed_at__isnull=True).order_by("number").values_list("text", flat=True)
    return {**start, "text": "\n\n\n".join(f"{number}. {text}" for number, text in enumerate(points, start=1))}


def _keep(request: HttpRequest, row: Meeting) -> HttpResponse:
    _save(request, row)
    messages.success(request, "Kladden er gemt. Den er ikke sendt.")
    return redirect("agenda:meeting_minutes", row.public_id)


def _save(request: HttpRequest, row: Meeting) -> Any:
    sign = uuid_or_none(request.POST.get("submission")) or uuid.uuid4()
    written = Written(request.POST.get("text", ""), request.POST.get("agreed", ""))
    return minutes.save_draft(actor=user_of(request), meeting=row, written=written, submission=sign)


@page(P.MEETING_MINUTES)
@require_POST
def meeting_draft(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Keeps what has been typed. Nothing is shown, so nothing is put on record as seen."""
    row = reach(viewer_of(request), Meeting, meeting_id, P.MEETING_MINUTES)
    kept = _save(request, row)
    if kept is None:
        return JsonResponse({"tekst": "Referatet er sendt."}, status=409)
    return JsonResponse({"tekst": f"Kladden er gemt {time_text(local(kept.saved_at))}"})


@page(P.MEETING_MINUTES)
@rate_limited("meetings")
@require_http_methods(FORM_METHODS)
def meeting_objection(request: HttpRequest, meeting_id: UUID, written: int) -> HttpResponse:
    """Object to minutes within their window."""
    row, viewer = open_meeting(request, meeting_id, P.MEETING_MINUTES), viewer_of(request)
    found = MeetingMinutes.objects.filter(meeting=row, number=written).select_related("meeting").first()
    if found is None:
        raise Http404
    form = forms.ObjectionForm(request.POST or None)

    def do(data: dict[str, Any]) -> None:
        minutes.object_to(actor=viewer, minutes=found, text=data["text"], submission=data["submission"])

    ahead = ["Referatet bliver ikke ændret. Indvendingen står under det, og begge sider kan læse den."]
    page_around = around(request, row, "Skriv en indvending", "Send indvendingen", consequences=ahead)
    return step(request, row, form, page_around, do, "Indvendingen er sendt.", place="#referat")


@page(P.MEETING_READ)
@rate_limited("pdf", count_get=True)
@require_safe
def meeting_pdf(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Invitation, agenda and minutes on paper. The file's name says nothing of whom it is about."""
    row, viewer = open_meeting(request, meeting_id, P.MEETING_READ), viewer_of(request)
    made = made_pdf(pages.meeting_page(row, viewer), viewer)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="plejebro-moede-{row.case_number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
