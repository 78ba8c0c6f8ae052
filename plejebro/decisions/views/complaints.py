"""What comes in after a decision: complaints and requests for a review."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from plejebro.access.doors import viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.decisions import complaining
from plejebro.decisions.enums import Outcome
from plejebro.decisions.forms import ComplaintForm, FollowForm
from plejebro.decisions.models import Complaint
from plejebro.decisions.views.shared import CHANGED, FORM_METHODS, carry_out_on, case_url, open_case, trail_of
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.ui.pages import Carried, FormPage


@page(Permission.DECISION_WORK)
@rate_limited("decision_write")
@require_http_methods(FORM_METHODS)
def new_complaint(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Write down what has come in."""
    found = open_case(request, decision_id, Permission.DECISION_WORK)
    form = ComplaintForm(request.POST or None, kind=found.kind)

    def do(data: dict[str, Any]) -> object:
        sign = form.cleaned_data["submission"]
        return complaining.record_complaint(actor=viewer_of(request), case=found, received=form.received(), submission=sign)

    around = FormPage(
        "Skriv en klage eller en anmodning ned",
        "Skriv det ned",
        case_url(found),
        trail=trail_of(request, found),
        lead="Skriv alt ned, der kommer, også når du er i tvivl, om afsenderen kan klage. Siden siger så, om "
        "det standser noget.",
    )
    said = "Det er skrevet ned. Se, om det standser flytningen."
    return carry_out_on(request, found, Carried(form, around, do, said, f"{case_url(found)}#stoplys"))


@page(Permission.DECISION_WORK)
@rate_limited("decision_write")
@require_http_methods(FORM_METHODS)
def complaint(request: HttpRequest, decision_id: UUID, complaint_id: UUID) -> HttpResponse:
    """Write down when it was sent on and how it ended."""
    found = open_case(request, decision_id, Permission.DECISION_WORK)
    row: Complaint = get_object_or_404(Complaint.objects.filter(case_id=found.pk), public_id=complaint_id)
    now = {"forwarded_on": row.forwarded_on, "settled_on": row.settled_on, "outcome": row.outcome, "version": row.version}
    form = FollowForm(request.POST or None, initial=now)

    def do(data: dict[str, Any]) -> object:
        typed = form.cleaned_data
        try:
            return complaining.follow_complaint(
                actor=viewer_of(request),
                case=found,
                complaint=row,
                forwarded_on=typed["forwarded_on"],
                settled_on=typed["settled_on"],
                outcome=Outcome(typed["outcome"]) if typed["outcome"] else None,
                seen_version=typed["version"],
            )
        except ChangedMeanwhile as overtaken:
            form.data = {**form.data.dict(), "version": str(row.version)}  # type: ignore[attr-defined]
            raise NotPossible(CHANGED) from overtaken

    around = FormPage(
        f"{row.get_kind_display()} modtaget {row.received_on:%d.%m.%Y}",
        "Gem",
        case_url(found),
        trail=trail_of(request, found),
        lead=row.note,
    )
    return carry_out_on(request, found, Carried(form, around, do, "Det er gemt.", f"{case_url(found)}#stoplys"))
