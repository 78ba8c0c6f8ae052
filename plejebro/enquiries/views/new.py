"""Writing an enquiry: the page, its draft, and the same for one that was made elsewhere."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from plejebro.access.doors import open_thing, reach, shown, user_of, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.models import User
from plejebro.accounts.throttle import has_files, rate_limited
from plejebro.documents.uploads import MOST_FILES, uploads_of
from plejebro.enquiries import drafts
from plejebro.enquiries.actions import send_enquiry
from plejebro.enquiries.enums import Side
from plejebro.enquiries.forms import EnquiryForm, LoggedForm
from plejebro.enquiries.models import Draft, Message
from plejebro.enquiries.newpage import new_page, placement_rows
from plejebro.enquiries.rows import side_of
from plejebro.enquiries.views.shared import sent
from plejebro.kernel.clock import local
from plejebro.kernel.danish import time_text
from plejebro.kernel.ids import uuid_or_none
from plejebro.kernel.refusals import NotPossible
from plejebro.municipalities.enums import Topic
from plejebro.placements.enums import Task
from plejebro.placements.models import Placement

# Ready enquiries other pages link to with `?klar=`. The text is ours, never the link's.
READY: dict[str, dict[str, str]] = {
    "repraesentant": {
        "topic": Topic.OTHER.value,
        "addressed_to": Task.ADVISER.value,
        "title": "Hvem varetager vores interesser?",
        "text": (
            "Vi kan ikke se, hvem der varetager vores interesser som plejefamilie hos jer. "
            "Vil I skrive, hvem det er, og hvordan vi får fat i vedkommende?"
        ),
        "wished_outcome": "Et navn, en telefon og en e-mail",
    },
}


@page(Permission.ENQUIRY_OPEN)
@rate_limited("enquiry_send")
@rate_limited("upload", when=has_files)
@require_http_methods(["GET", "HEAD", "POST"])
def new_enquiry(request: HttpRequest, placement_id: uuid.UUID) -> HttpResponse:
    """A question to the other side."""
    return _enquiry(request, placement_id, EnquiryForm)


@page(Permission.ENQUIRY_OPEN)
@rate_limited("enquiry_send")
@rate_limited("upload", when=has_files)
@require_http_methods(["GET", "HEAD", "POST"])
def logged_enquiry(request: HttpRequest, placement_id: uuid.UUID) -> HttpResponse:
    """A question that was asked by phone, letter, Digital Post or at a meeting, with its date."""
    return _enquiry(request, placement_id, LoggedForm)


@page(Permission.ENQUIRY_OPEN)
@require_POST
def draft(request: HttpRequest, placement_id: uuid.UUID) -> HttpResponse:
    """Keeps what has been typed; asked for by the page's script every other second, and before sending.

    Nothing is shown, so nothing is put on record as seen. The answer says when it was kept, in Danish.
    """
    placement = reach(viewer_of(request), Placement, placement_id, Permission.ENQUIRY_OPEN)
    form = EnquiryForm(request.POST)
    kept = drafts.save_draft(
        actor=user_of(request),
        placement=placement,
        enquiry=None,
        typed=form.typed(),
        submission=uuid_or_none(request.POST.get("submission")) or uuid.uuid4(),
    )
    if kept is None:
        return JsonResponse({"tekst": "Henvendelsen er sendt."}, status=409)
    return JsonResponse({"tekst": f"Kladden er gemt {time_text(local(kept.saved_at))}"})


def _enquiry(request: HttpRequest, placement_id: uuid.UUID, kind: type[EnquiryForm]) -> HttpResponse:
    viewer, also = viewer_of(request), [Permission.CHILD_NAME]
    if request.method != "POST":
        placement = open_thing(request, placement_rows(), placement_id, Permission.ENQUIRY_OPEN, also=also)
        return _show(request, placement, kind, None, [])
    # What is sent shows nothing; where the page comes again instead, `_again` puts the look on record.
    placement = reach(viewer, placement_rows(), placement_id, Permission.ENQUIRY_OPEN, also=also)
    form = kind(request.POST, is_family=viewer.is_family)
    submission = uuid_or_none(request.POST.get("submission")) or uuid.uuid4()
    if already := Message.objects.filter(submission=submission).select_related("enquiry").first():
        return sent(request, already.enquiry.public_id)
    kept = drafts.save_draft(
        actor=user_of(request), placement=placement, enquiry=None, typed=form.typed(), submission=submission
    )
    if kept is None:
        return redirect("enquiries:new", placement_id=placement.public_id)
    refused = _files(request, user_of(request), kept)
    if request.POST.get("do", "send") != "send":
        return _again(request, placement, kind, form, refused, is_kept=True)
    if refused or not form.is_valid():
        return _again(request, placement, kind, form, refused)
    try:
        enquiry = send_enquiry(
            actor=viewer,
            placement=placement,
            question=form.question(),
            submission=submission,
            files=drafts.documents_of(kept),
        )
    except NotPossible as no:
        form.add_error(None, no.sentence)
        return _again(request, placement, kind, form, [])
    return sent(request, enquiry.public_id)


def _files(request: HttpRequest, user: User, kept: Draft) -> list[str]:
    """Takes the chosen files in and drops the one whose button was pressed."""
    refused = drafts.take_files(actor=user, draft=kept, uploads=uploads_of(request))
    action, _, raw = request.POST.get("do", "").partition(":")
    if action == "fjern" and (public_id := uuid_or_none(raw)):
        drafts.drop_file(actor=user, draft=kept, public_id=public_id)
    return refused


def _again(
    request: HttpRequest,
    placement: Placement,
    kind: type[EnquiryForm],
    form: EnquiryForm,
    refused: list[str],
    *,
    is_kept: bool = False,
) -> HttpResponse:
    shown(request, Permission.ENQUIRY_OPEN, [placement])
    return _show(request, placement, kind, form, refused, is_kept=is_kept)


def _show(
    request: HttpRequest,
    placement: Placement,
    kind: type[EnquiryForm],
    form: EnquiryForm | None,
    refused: list[str],
    *,
    is_kept: bool = False,
) -> HttpResponse:
    viewer = viewer_of(request)
    model = new_page(placement, viewer)
    if form is None or is_kept:
        form = kind(initial=_initial(request, model.draft, side_of(viewer)), is_family=viewer.is_family)
    context: dict[str, Any] = {
        "model": model,
        "form": form,
        "is_logged": kind is LoggedForm,
        "refused": refused,
        "is_kept": is_kept,
        "most_files": MOST_FILES,
    }
    bad = bool(refused) or (form.is_bound and not is_kept)
    return render(request, "enquiries/new.html", context, status=422 if bad else 200)


def _initial(request: HttpRequest, kept: Draft | None, side: Side) -> dict[str, Any]:
    """The form as it stood: from the draft, else from a ready enquiry (`?klar=`), with a fresh id for the sending."""
    if kept is None:
        ready = READY.get(request.GET.get("klar", ""), {})
        return {"addressed_to": "", **ready, "submission": uuid.uuid4(), "asked_by": side.value}
    columns = ("topic", "addressed_to", "title", "wished_outcome", "text", "submission", "channel", "made_on")
    return {**{name: getattr(kept, name) for name in columns}, "asked_by": kept.asked_by or side.value}
