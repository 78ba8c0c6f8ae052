"""The foster family's own page of a case, and its statement."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from plejebro.access.doors import reach, user_of, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import has_files, rate_limited
from plejebro.decisions import hearing_family
from plejebro.decisions.familypage import GRANTS, family_page
from plejebro.decisions.filing import given_of
from plejebro.decisions.forms import StatementForm
from plejebro.decisions.models import DecisionCase, StatementDraft
from plejebro.decisions.views.shared import open_case
from plejebro.documents.uploads import uploads_of
from plejebro.documents.views import file_response
from plejebro.kernel.clock import local
from plejebro.kernel.danish import time_text
from plejebro.kernel.ids import uuid_or_none
from plejebro.kernel.refusals import NotPossible


@page(Permission.DECISION_FAMILY_READ)
@require_safe
def family(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """What the family may know, give and ask for. Those of the municipality who may read it see what the family sees."""
    found = open_case(request, decision_id, Permission.DECISION_FAMILY_READ, *GRANTS)
    return _shown(request, found)


@page(Permission.DECISION_STATEMENT)
@rate_limited("decision_write")
@rate_limited("upload", when=has_files)
@require_POST
def statement(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Give the statement, or only keep it as a draft."""
    found = open_case(request, decision_id, Permission.DECISION_STATEMENT, *GRANTS)
    form = StatementForm(request.POST)
    sign = uuid_or_none(request.POST.get("submission")) or uuid.uuid4()
    user, action = user_of(request), request.POST.get("do", "send")
    draft = hearing_family.save_draft(actor=user, case=found, text=request.POST.get("text", ""), submission=sign)
    if draft is None:
        return _said(request, found, "Jeres udtalelse er givet.")
    refused = hearing_family.take_files(actor=user, draft=draft, uploads=uploads_of(request))
    if action != "send" or refused or not form.is_valid():
        return _kept(request, found, form, draft, action, refused)
    try:
        hearing_family.give_statement(actor=viewer_of(request), case=found, text=form.cleaned_data["text"], submission=sign)
    except NotPossible as no:
        return _shown(request, found, [no.sentence], 409)
    return _said(request, found, "Jeres udtalelse er givet. Rådgiveren har fået besked.")


@page(Permission.DECISION_STATEMENT)
@require_POST
def draft(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Keeps what has been typed. Nothing is shown, so nothing is put on record as seen."""
    found = reach(viewer_of(request), DecisionCase, decision_id, Permission.DECISION_STATEMENT)
    sign = uuid_or_none(request.POST.get("submission")) or uuid.uuid4()
    kept = hearing_family.save_draft(actor=user_of(request), case=found, text=request.POST.get("text", ""), submission=sign)
    if kept is None:
        return JsonResponse({"tekst": "Jeres udtalelse er givet."}, status=409)
    return JsonResponse({"tekst": f"Kladden er gemt {time_text(local(kept.saved_at))}"})


@page(Permission.DECISION_FAMILY_READ)
@rate_limited("download", count_get=True)
@require_safe
def family_file(request: HttpRequest, decision_id: UUID, given_id: UUID) -> HttpResponseBase:
    """A file the family itself has given. No other file of the case is reached from here."""
    found = open_case(request, decision_id, Permission.DECISION_FAMILY_READ)
    document = given_of(found, given_id)
    if document is None:
        raise Http404
    return file_response(document, inline=request.GET.get("vis") == "1")


def _kept(
    request: HttpRequest, found: object, form: StatementForm, kept: StatementDraft, action: str, refused: list[str]
) -> HttpResponse:
    """The page again with the draft in it: a file taken off, a file refused, nothing written, or only kept."""
    what, _, raw = action.partition(":")
    public_id = uuid_or_none(raw)
    if what == "fjern" and public_id:
        hearing_family.drop_file(actor=user_of(request), draft=kept, public_id=public_id)
    if refused:
        return _shown(request, found, refused, 422)
    if action == "send":
        return _shown(request, found, [str(text) for texts in form.errors.values() for text in texts], 422)
    return _said(request, found, "Kladden er gemt. Den er ikke sendt.")


def _shown(request: HttpRequest, found: object, sentences: list[str] | None = None, status: int = 200) -> HttpResponse:
    shown = family_page(found, viewer_of(request))
    start = {"text": shown.draft.text}
    if shown.draft.submission:
        start["submission"] = shown.draft.submission  # type: ignore[assignment]
    context = {"page": shown, "form": StatementForm(initial=start), "sentences": sentences or []}
    return render(request, "decisions/family.html", context, status=status)


def _said(request: HttpRequest, found: object, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("decisions:family", found.public_id)  # type: ignore[attr-defined]
