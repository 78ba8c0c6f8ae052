"""Reading a thread and writing in it."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from plejebro.access.doors import reach, user_of, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import has_files, rate_limited
from plejebro.documents.models import Document
from plejebro.documents.uploads import uploads_of
from plejebro.enquiries import actions, drafts
from plejebro.enquiries.enums import MessageKind, Side
from plejebro.enquiries.forms import MessageForm, MunicipalityAnsweredForm
from plejebro.enquiries.models import Draft, Enquiry
from plejebro.enquiries.views.shared import sent
from plejebro.enquiries.views.showing import FOR_FAMILY_ALONE, Failed, open_thread, show_thread
from plejebro.kernel.clock import local
from plejebro.kernel.danish import time_text
from plejebro.kernel.ids import uuid_or_none
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible

ALL_KINDS = [(kind.value, kind.label) for kind in MessageKind]
_SAID = {
    MessageKind.ANSWER: "Svaret er sendt.",
    MessageKind.ASK_BACK: "Spørgsmålet er sendt. Svarfristen står stille, til familien svarer.",
    MessageKind.NOTE: "Notatet er gemt. Kun kommunen kan se det.",
}


@page(Permission.ENQUIRY_READ)
@require_safe
def thread(request: HttpRequest, enquiry_id: UUID) -> HttpResponse:
    """The thread with everything that can be done in it."""
    return show_thread(request, open_thread(request, enquiry_id, Permission.ENQUIRY_READ))


@page(Permission.ENQUIRY_WRITE)
@rate_limited("enquiry_send")
@rate_limited("upload", when=has_files)
@require_POST
def write(request: HttpRequest, enquiry_id: UUID) -> HttpResponse:
    """A message, an answer, a question back or a note; or only keeps the draft and its files."""
    enquiry = open_thread(request, enquiry_id, Permission.ENQUIRY_WRITE)
    form = MessageForm(request.POST, kinds=ALL_KINDS)
    uploads = uploads_of(request)
    if request.POST.get("do", "send") == "send" and not uploads and form.is_valid():
        # The usual case: nothing to clean and nothing wrong, so the draft need not be written first.
        _may_write_kind(enquiry, form.chosen)
        with_files = getattr(enquiry, "has_draft_files", True)
        files = drafts.files_in_thread(actor=user_of(request), enquiry=enquiry) if with_files else []
        return _carry_out(request, enquiry, form, "message", files=files)
    submission = uuid_or_none(request.POST.get("submission")) or uuid.uuid4()
    kept = _keep(request, enquiry, submission)
    if kept is None:
        return sent(request, enquiry.public_id, "Beskeden er sendt.")
    refused = drafts.take_files(actor=user_of(request), draft=kept, uploads=uploads)
    if request.POST.get("do", "send") != "send":
        return _draft_only(request, enquiry, kept, refused)
    if refused or not form.is_valid():
        return show_thread(request, enquiry, Failed("message", request.POST, refused, errors=form))
    _may_write_kind(enquiry, form.chosen)
    files = drafts.documents_of(kept)
    return _carry_out(request, enquiry, form, "message", files=files)


@page(Permission.ENQUIRY_ANSWER)
@rate_limited("enquiry_send")
@require_POST
def municipality_answered(request: HttpRequest, enquiry_id: UUID) -> HttpResponse:
    """A family alone with its record writes down what the municipality answered, and when."""
    enquiry = open_thread(request, enquiry_id, Permission.ENQUIRY_ANSWER)
    if not viewer_of(request).is_family:
        raise PermissionDenied
    form = MunicipalityAnsweredForm(request.POST, kinds=FOR_FAMILY_ALONE)
    if not form.is_valid():
        return show_thread(request, enquiry, Failed("municipality", request.POST, errors=form))
    return _carry_out(request, enquiry, form, "municipality", on_behalf_of=Side.MUNICIPALITY)


@page(Permission.ENQUIRY_WRITE)
@require_POST
def draft(request: HttpRequest, enquiry_id: UUID) -> HttpResponse:
    """Keeps what has been typed in the thread's form. Nothing is shown, so nothing is put on record as seen."""
    enquiry = reach(viewer_of(request), Enquiry, enquiry_id, Permission.ENQUIRY_WRITE)
    submission = uuid_or_none(request.POST.get("submission")) or uuid.uuid4()
    kept = _keep(request, enquiry, submission)
    if kept is None:
        return JsonResponse({"tekst": "Beskeden er sendt."}, status=409)
    return JsonResponse({"tekst": f"Kladden er gemt {time_text(local(kept.saved_at))}"})


def _keep(request: HttpRequest, enquiry: Enquiry, submission: UUID) -> Draft | None:
    return drafts.save_draft(
        actor=user_of(request),
        placement=enquiry.placement,
        enquiry=enquiry,
        typed=drafts.Typed(text=request.POST.get("text", "")),
        submission=submission,
    )


def _draft_only(request: HttpRequest, enquiry: Enquiry, kept: Draft | None, refused: list[str]) -> HttpResponse:
    """The page again with the draft in it, after 'Gem kladde' or after taking a file off."""
    action, _, raw = request.POST.get("do", "").partition(":")
    if kept and action == "fjern" and (public_id := uuid_or_none(raw)):
        drafts.drop_file(actor=user_of(request), draft=kept, public_id=public_id)
    if refused:
        return show_thread(request, enquiry, Failed("message", request.POST, refused))
    return sent(request, enquiry.public_id, "Kladden er gemt. Den er ikke sendt.")


def _may_write_kind(enquiry: Enquiry, kind: MessageKind) -> None:
    """Notes and answers ask for more than writing does."""
    needed = {MessageKind.NOTE: "note", MessageKind.ANSWER: "answer", MessageKind.ASK_BACK: "answer"}.get(kind, "write")
    if not getattr(enquiry, f"may_enquiry_{needed}"):
        raise PermissionDenied


def _carry_out(
    request: HttpRequest,
    enquiry: Enquiry,
    form: MessageForm,
    name: str,
    *,
    files: list[Document] | None = None,
    on_behalf_of: Side | None = None,
) -> HttpResponse:
    try:
        actions.write(
            actor=viewer_of(request),
            enquiry=enquiry,
            kind=form.chosen,
            text=form.cleaned_data["text"],
            submission=form.cleaned_data["submission"],
            seen_version=form.cleaned_data["version"],
            files=files or [],
            on_behalf_of=on_behalf_of,
            happened_on=form.day,
        )
    except ChangedMeanwhile:
        return show_thread(request, enquiry, Failed(name, request.POST, changed=True, status=409))
    except NotPossible as no:
        return show_thread(request, enquiry, Failed(name, request.POST, [no.sentence], changed=True, status=409))
    said = "Det er skrevet ned." if on_behalf_of else _SAID.get(form.chosen, "Beskeden er sendt.")
    return sent(request, enquiry.public_id, said)
