"""One step and what shows it: evidence, the conversation with the child, and asking the family for its statement."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plejebro.access.doors import user_of, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import has_files, rate_limited
from plejebro.decisions import hearing_family, proving, rules
from plejebro.decisions.casepage import GRANTS
from plejebro.decisions.enums import EvidenceState
from plejebro.decisions.forms import AskForm, EvidenceForm, ReasonForm, TalkForm
from plejebro.decisions.letterpage import first_words_of_request
from plejebro.decisions.models import Conversation, Evidence
from plejebro.decisions.steppage import step_page
from plejebro.decisions.views.shared import (
    FORM_METHODS,
    carry_out_on,
    case_url,
    open_case,
    trail_of,
)
from plejebro.documents import actions as documents
from plejebro.documents.models import Document
from plejebro.documents.rules import FileRefused
from plejebro.documents.uploads import uploads_of
from plejebro.kernel.refusals import NotPossible
from plejebro.ui.pages import Carried, FormPage


@page(Permission.DECISION_READ)
@require_safe
def step(request: HttpRequest, decision_id: UUID, requirement: str) -> HttpResponse:
    """What the law asks of a step, and what is on file for it."""
    found = open_case(request, decision_id, Permission.DECISION_READ, *GRANTS)
    talk = requirement == rules.CONVERSATION
    start = {} if talk else {"state": EvidenceState.PROOF}
    return _step(request, found, requirement, EvidenceForm(initial=start, shown_elsewhere=talk))


@page(Permission.DECISION_WORK)
@rate_limited("decision_write")
@rate_limited("upload", when=has_files)
@require_POST
def add_evidence(request: HttpRequest, decision_id: UUID, requirement: str) -> HttpResponse:
    """Put something on file for a step."""
    found = open_case(request, decision_id, Permission.DECISION_WORK, *GRANTS)
    form = EvidenceForm(request.POST, request.FILES, shown_elsewhere=requirement == rules.CONVERSATION)
    return _step(request, found, requirement, form)


@page(Permission.DECISION_WORK)
@rate_limited("decision_write")
@require_http_methods(FORM_METHODS)
def withdraw_evidence(request: HttpRequest, decision_id: UUID, evidence_id: UUID) -> HttpResponse:
    """Take evidence back; it stays readable."""
    found = open_case(request, decision_id, Permission.DECISION_WORK)
    row: Evidence = get_object_or_404(Evidence.objects.filter(case_id=found.pk), public_id=evidence_id)
    form = ReasonForm(request.POST or None)
    back = reverse("decisions:step", args=[decision_id, row.requirement])

    def do(data: dict[str, Any]) -> object:
        reason = form.cleaned_data["reason"]
        return proving.withdraw_evidence(actor=viewer_of(request), case=found, evidence=row, reason=reason)

    around = FormPage(
        "Tag beviset tilbage",
        "Tag det tilbage",
        back,
        trail=trail_of(request, found),
        consequences=["Rækken bliver stående med begrundelsen, men den tæller ikke længere."],
        danger=True,
    )
    return carry_out_on(request, found, Carried(form, around, do, "Det er taget tilbage.", back))


@page(Permission.DECISION_WORK)
@rate_limited("decision_write")
@require_http_methods(FORM_METHODS)
def conversation(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Write down a talk with the child."""
    found = open_case(request, decision_id, Permission.DECISION_WORK)
    form = TalkForm(request.POST or None)
    back = reverse("decisions:step", args=[decision_id, rules.CONVERSATION])

    def do(data: dict[str, Any]) -> object:
        sign = form.cleaned_data["submission"]
        return proving.record_conversation(actor=viewer_of(request), case=found, talk=form.talk(), submission=sign)

    around = FormPage(
        "Samtalen med barnet",
        "Gem samtalen",
        back,
        trail=trail_of(request, found),
        lead="Loven kræver en samtale om netop denne afgørelse. At I taler med barnet løbende, er ikke nok.",
        who_will_see=["Du og din stedfortræder", "Teamlederen og afdelingslederen, når barnet ikke er beskyttet"],
    )
    return carry_out_on(request, found, Carried(form, around, do, "Samtalen er gemt.", back))


@page(Permission.DECISION_WORK)
@rate_limited("decision_write")
@require_http_methods(FORM_METHODS)
def withdraw_conversation(request: HttpRequest, decision_id: UUID, talk_id: UUID) -> HttpResponse:
    """Take a talk back, with what it showed."""
    found = open_case(request, decision_id, Permission.DECISION_WORK)
    row: Conversation = get_object_or_404(Conversation.objects.filter(case_id=found.pk), public_id=talk_id)
    form = ReasonForm(request.POST or None)
    back = reverse("decisions:step", args=[decision_id, rules.CONVERSATION])

    def do(data: dict[str, Any]) -> object:
        reason = form.cleaned_data["reason"]
        return proving.withdraw_conversation(actor=viewer_of(request), case=found, conversation=row, reason=reason)

    around = FormPage(
        "Tag samtalen tilbage",
        "Tag den tilbage",
        back,
        trail=trail_of(request, found),
        consequences=["Samtalen bliver stående med begrundelsen, men den tæller ikke længere som børnesamtale."],
        danger=True,
    )
    return carry_out_on(request, found, Carried(form, around, do, "Samtalen er taget tilbage.", back))


@page(Permission.DECISION_WORK)
@rate_limited("decision_write")
@require_http_methods(FORM_METHODS)
def ask(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Ask the family for its statement."""
    found = open_case(request, decision_id, Permission.DECISION_WORK)
    start = {"version": found.version, "text": first_words_of_request(found.kind)}
    form = AskForm(request.POST or None, initial=start)

    def do(data: dict[str, Any]) -> object:
        return hearing_family.ask_for_statement(
            actor=viewer_of(request),
            case=found,
            text=data["text"],
            answer_by=data["answer_by"],
            submission=data["submission"],
            seen_version=data["version"],
        )

    around = FormPage(
        "Bed familien om en udtalelse",
        "Send til familien",
        case_url(found),
        trail=trail_of(request, found),
        lead="Udtalelsen skal hentes, før der bliver truffet afgørelse. Familien skriver den i Plejebro, og den "
        "bliver lagt på "
        "sagen med dato.",
        who_will_see=["Plejefamilien og dens familieplejekonsulent"],
        consequences=["Familien får besked og kan fra nu af se sin egen side om sagen. Den ser ikke sagens papirer."],
    )
    return carry_out_on(request, found, Carried(form, around, do, "Familien er bedt om en udtalelse.", case_url(found)))


def _step(request: HttpRequest, found: Any, requirement: str, form: EvidenceForm) -> HttpResponse:
    """The step's page with the form in it, or the form carried out."""
    shown = step_page(found, viewer_of(request), requirement)
    if shown is None:
        raise Http404

    def do(data: dict[str, Any]) -> object:
        return proving.add_evidence(
            actor=viewer_of(request),
            case=found,
            requirement=requirement,
            shown=form.shown(),
            submission=data["submission"],
            document=_document(request, found.placement.public_id),
        )

    here = reverse("decisions:step", args=[found.public_id, requirement])
    around = FormPage(shown.title, "Læg det på sagen", case_url(found), trail=trail_of(request, found), upload=True)
    more = {"step": shown}
    return carry_out_on(
        request, found, Carried(form, around, do, "Det er lagt på sagen.", here, "decisions/step.html", more)
    )


def _document(request: HttpRequest, case_key: UUID) -> Document | None:
    uploads = uploads_of(request, "paper")
    if not uploads:
        return None
    try:
        return documents.store_upload(
            actor=user_of(request), name=uploads[0].name, stream=uploads[0].stream, case_key=case_key
        )
    except FileRefused as refusal:
        raise NotPossible(f"{uploads[0].name[:80]}: {refusal.sentence}") from refusal
