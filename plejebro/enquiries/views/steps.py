"""The steps that end, reopen or lift an enquiry. Each is one button, perhaps with a text."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from plejebro.access.doors import viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.accounts.throttle import rate_limited
from plejebro.enquiries import actions, ladder, rules
from plejebro.enquiries.forms import StepForm
from plejebro.enquiries.models import Enquiry
from plejebro.enquiries.views.shared import sent
from plejebro.enquiries.views.showing import STEP_FORMS, Failed, open_thread, show_thread
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible


@page(Permission.ENQUIRY_ACCEPT)
@rate_limited("enquiry_send")
@require_POST
def accept(request: HttpRequest, enquiry_id: UUID) -> HttpResponse:
    """The asker is content with the answer."""

    def do(viewer: Viewer, enquiry: Enquiry, form: StepForm) -> None:
        data = form.cleaned_data
        actions.accept(
            actor=viewer,
            enquiry=enquiry,
            conclusion=data["text"],
            submission=data["submission"],
            seen_version=data["version"],
        )

    return _step(request, enquiry_id, Permission.ENQUIRY_ACCEPT, "accept", do, "Svaret er godtaget.")


@page(Permission.ENQUIRY_ANSWER)
@rate_limited("enquiry_send")
@require_POST
def conclude(request: HttpRequest, enquiry_id: UUID) -> HttpResponse:
    """Closes with what was agreed, in writing."""

    def do(viewer: Viewer, enquiry: Enquiry, form: StepForm) -> None:
        data = form.cleaned_data
        actions.conclude(
            actor=viewer,
            enquiry=enquiry,
            conclusion=data["text"],
            submission=data["submission"],
            seen_version=data["version"],
        )

    said = "Henvendelsen er afsluttet. Det aftalte står på anbringelsens side."
    return _step(request, enquiry_id, Permission.ENQUIRY_ANSWER, "conclude", do, said)


@page(Permission.ENQUIRY_ACCEPT)
@rate_limited("enquiry_send")
@require_POST
def withdraw(request: HttpRequest, enquiry_id: UUID) -> HttpResponse:
    """The asker no longer needs an answer."""

    def do(viewer: Viewer, enquiry: Enquiry, form: StepForm) -> None:
        data = form.cleaned_data
        actions.withdraw(actor=viewer, enquiry=enquiry, submission=data["submission"], seen_version=data["version"])

    return _step(request, enquiry_id, Permission.ENQUIRY_ACCEPT, "withdraw", do, "Henvendelsen er trukket tilbage.")


@page(Permission.ENQUIRY_ACCEPT)
@rate_limited("enquiry_send")
@require_POST
def reopen(request: HttpRequest, enquiry_id: UUID) -> HttpResponse:
    """The asker is not content after all; the clock goes on from where it stopped."""

    def do(viewer: Viewer, enquiry: Enquiry, form: StepForm) -> None:
        data = form.cleaned_data
        actions.reopen(actor=viewer, enquiry=enquiry, text=data["text"], submission=data["submission"])

    return _step(request, enquiry_id, Permission.ENQUIRY_ACCEPT, "reopen", do, "Henvendelsen er åbnet igen.")


@page(Permission.ENQUIRY_ESCALATE)
@rate_limited("enquiry_send")
@require_POST
def escalate(request: HttpRequest, enquiry_id: UUID) -> HttpResponse:
    """The family goes one step up the ladder."""

    def do(viewer: Viewer, enquiry: Enquiry, form: StepForm) -> None:
        taken = list(enquiry.escalations.order_by("pk").values_list("step", flat=True))
        step = rules.next_step(taken)
        if step is None or step.value != request.POST.get("step"):
            raise NotPossible("Det trin er allerede taget.")
        ladder.escalate(actor=viewer, enquiry=enquiry, step=step, note=form.cleaned_data["text"])

    said = "I er gået et trin op. Trinet står i henvendelsen med dato."
    return _step(request, enquiry_id, Permission.ENQUIRY_ESCALATE, "escalate", do, said)


def _step(
    request: HttpRequest,
    enquiry_id: UUID,
    permission: Permission,
    name: str,
    do: Callable[[Viewer, Enquiry, StepForm], None],
    said: str,
) -> HttpResponse:
    enquiry = open_thread(request, enquiry_id, permission)
    form = StepForm(request.POST, **STEP_FORMS[name])
    if not form.is_valid():
        return show_thread(request, enquiry, Failed(name, request.POST, errors=form))
    try:
        do(viewer_of(request), enquiry, form)
    except ChangedMeanwhile:
        return show_thread(request, enquiry, Failed(name, request.POST, changed=True, status=409))
    except NotPossible as no:
        return show_thread(request, enquiry, Failed(name, request.POST, [no.sentence], status=409))
    return sent(request, enquiry.public_id, said)
