"""The agreement on the task: made, read, proposed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from plejebro.access.doors import viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission as P
from plejebro.accounts.throttle import rate_limited
from plejebro.agreements import forms, tasks
from plejebro.agreements.pages import agreement_page
from plejebro.agreements.schema import TASK
from plejebro.agreements.views.shared import FORM_METHODS, READERS_OF_TASK, open_placement, open_task, trail_of
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.placements.queries import child_of
from plejebro.ui.pages import Carried, FormPage, carry_out
from plejebro.versions.models import Version
from plejebro.versions.queries import latest_agreed


@page(P.TASK_CREATE)
@rate_limited("agreement_write")
@require_http_methods(FORM_METHODS)
def new_task(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """Make the placement's agreement on the task, and go on to the first proposal."""
    placement, viewer = open_placement(request, placement_id, P.TASK_CREATE), viewer_of(request)
    back = reverse("agreements:overview", args=[placement_id])
    if request.method == "POST":
        try:
            task = tasks.create_task(actor=viewer, placement=placement)
        except NotPossible as no:
            messages.error(request, no.sentence)
            return redirect(back)
        return redirect("agreements:task_offer", task.public_id)
    trail = [(f"{child_of(placement, viewer.today).short_name}: aftaler", back)]
    return render(request, "agreements/new_task.html", {"back": back, "trail": trail, "readers": READERS_OF_TASK})


@page(P.TASK_READ)
@require_safe
def task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """What is agreed about the task, and its versions."""
    found = open_task(request, task_id, P.TASK_READ)
    context = {"page": agreement_page(found, viewer_of(request)), "trail": trail_of(request, found)}
    return render(request, "agreements/agreement.html", context)


@page(P.TASK_PROPOSE)
@rate_limited("agreement_write")
@require_http_methods(FORM_METHODS)
def task_offer(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Propose a version."""
    found, viewer = open_task(request, task_id, P.TASK_PROPOSE), viewer_of(request)
    back = reverse("agreements:task", args=[task_id])
    newest = _newest(found)
    start = latest_agreed(found.document_id) or newest
    initial = {**forms.initial_of(TASK, start.content if start else {}), "seen": newest.number if newest else 0}
    form = forms.SchemaForm(request.POST or None, schema=TASK, initial=initial)
    around = FormPage(
        "Foreslå en aftale om opgaven",
        "Send forslaget",
        back,
        trail=trail_of(request, found, ("Aftale om opgaven", back)),
        lead="Skriv, hvad opgaven er. Løn og rettigheder hører til i kontrakten, ikke her.",
        consequences=["Forslaget kan ikke rettes, når det er sendt. Det gælder, når begge sider har godkendt det."],
        who_will_see=READERS_OF_TASK,
    )
    more: dict[str, Any] = {"supports": False, "with_note": False, "other_url": ""}

    def do(data: dict[str, Any]) -> None:
        data = form.cleaned_data
        try:
            tasks.propose_task(
                actor=viewer,
                task=found,
                content=form.content(),
                starts=data["starts"],
                ends=data["ends"],
                submission=data["submission"],
                seen_number=data["seen"],
            )
        except ChangedMeanwhile:
            more["other_url"] = _renew(form, found)
            raise

    carried = Carried(form, around, do, "Forslaget er sendt.", back, template="agreements/schema_form.html", more=more)
    return carry_out(request, carried)


def _newest(found: Any) -> Version | None:
    return Version.objects.filter(document_id=found.document_id).order_by("-number").first()


def _renew(form: forms.SchemaForm, found: Any) -> str:
    newest, data = _newest(found), form.data.copy()  # type: ignore[attr-defined]
    data["seen"] = str(newest.number if newest else 0)
    form.data = data
    return reverse("agreements:task_version", args=[found.public_id, newest.number]) if newest else ""
