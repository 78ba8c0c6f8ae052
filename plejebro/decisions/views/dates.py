"""The case's separate dated facts: each is written, corrected and taken back by itself, with its history."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from plejebro.access.doors import viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.decisions import actions, rules
from plejebro.decisions.datepage import history_of
from plejebro.decisions.enums import FactKind, Kind
from plejebro.decisions.forms import FactForm
from plejebro.decisions.shown import FACT_SLUGS
from plejebro.decisions.views.shared import FORM_METHODS, carry_out_on, case_url, open_case, trail_of
from plejebro.ui.pages import Carried, FormPage

_TEXT_LABELS = {FactKind.IMMEDIATE: "Hvilke særlige forhold gør det nødvendigt at handle straks?"}


@page(Permission.DECISION_WORK)
@rate_limited("decision_write")
@require_http_methods(FORM_METHODS)
def fact(request: HttpRequest, decision_id: UUID, fact: str) -> HttpResponse:
    """Write a dated fact, or correct it."""
    found = open_case(request, decision_id, Permission.DECISION_WORK)
    kind = FACT_SLUGS.get(fact)
    if kind is None or kind not in rules.FACTS_OF[Kind(found.kind)]:
        raise Http404
    now = actions.current_fact(found, kind)
    if kind == FactKind.DECIDED and now is None:
        return redirect("decisions:finalise", decision_id)
    name = rules.fact_name(found.kind, kind)
    form = FactForm(
        request.POST or None,
        initial={"seen": now.pk if now else None, "on": now.on if now else None},
        label=f"{name}: dato",
        text_label="Hvorfor rettes datoen?" if now else _TEXT_LABELS.get(kind, "Bemærkning"),
        is_correction=now is not None,
    )

    def do(data: dict[str, Any]) -> object:
        typed = form.cleaned_data
        return actions.record_fact(
            actor=viewer_of(request),
            case=found,
            kind=kind,
            on=typed["on"],
            text=typed["text"],
            submission=typed["submission"],
            seen=typed["seen"],
        )

    around = FormPage(name, "Ret datoen" if now else "Gem datoen", case_url(found), trail=trail_of(request, found))
    more = {"history": history_of(found, kind)}
    return carry_out_on(
        request, found, Carried(form, around, do, "Datoen er gemt.", case_url(found), "decisions/fact.html", more)
    )
