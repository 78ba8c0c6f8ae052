"""The analyst's pages for the parts of a draft: its sections and its questions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.kernel.refusals import NotPossible
from plejebro.surveys.editing import content, pages
from plejebro.surveys.editing.content import Change
from plejebro.surveys.editing.forms import QuestionForm, RouteForm, SectionForm, options_text
from plejebro.surveys.editing.steps import (
    FORM_METHODS,
    around,
    change_page,
    gone,
    moved,
    open_draft,
    question_of,
    section_of,
    whole,
)
from plejebro.ui.pages import VersionedForm

_EDIT = Permission.SURVEY_QUESTIONNAIRE_EDIT
_FIELDS = ("text", "kind", "help", "about", "dimension", "key")


@page(_EDIT)
@rate_limited("questionnaires")
@require_http_methods(FORM_METHODS)
def section_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Add a section, last."""
    row, _ = open_draft(request, public_id)
    form = SectionForm(request.POST or None, initial={"version": row.version})
    shown = around(row, "Nyt afsnit", "Tilføj afsnittet", "afsnit")
    return change_page(request, row, form, shown, lambda data: content.add_section(form.section()), "Afsnittet er tilføjet.")


@page(_EDIT)
@rate_limited("questionnaires")
@require_http_methods(FORM_METHODS)
def section_edit(request: HttpRequest, public_id: UUID, section: str) -> HttpResponse:
    """Correct a section's heading and text."""
    row, now = open_draft(request, public_id)
    found = section_of(now, section)
    if found is None:
        return gone(request, row)
    form = SectionForm(request.POST or None, initial={"title": found.title, "lead": found.lead, "version": row.version})

    def change(data: dict[str, Any]) -> Change:
        return content.correct_section(section, data["title"], data["lead"])

    shown = around(row, "Ret afsnittet", "Gem", f"afsnit-{section}")
    return change_page(request, row, form, shown, change, "Afsnittet er rettet.")


@page(_EDIT)
@rate_limited("questionnaires")
@require_POST
def section_move(request: HttpRequest, public_id: UUID, section: str) -> HttpResponse:
    """Move a section one step."""
    row, _ = open_draft(request, public_id)
    return moved(request, row, content.place_section(section, whole(request.POST.get("place", ""))), f"afsnit-{section}")


@page(_EDIT)
@rate_limited("questionnaires")
@require_http_methods(FORM_METHODS)
def section_remove(request: HttpRequest, public_id: UUID, section: str) -> HttpResponse:
    """Take a section out, with its questions."""
    row, now = open_draft(request, public_id)
    found = section_of(now, section)
    if found is None:
        return gone(request, row)
    lines = [f"Afsnittet har {len(found.questions)} spørgsmål, som også bliver fjernet."] if found.questions else []
    shown = around(row, "Fjern afsnittet", "Fjern afsnittet", "afsnit", lead=found.title, consequences=lines, danger=True)
    form = VersionedForm(request.POST or None, initial={"version": row.version})
    return change_page(request, row, form, shown, lambda data: content.remove_section(section), "Afsnittet er fjernet.")


@page(_EDIT)
@rate_limited("questionnaires")
@require_http_methods(FORM_METHODS)
def question_new(request: HttpRequest, public_id: UUID, section: str) -> HttpResponse:
    """Add a question, last in the section."""
    row, now = open_draft(request, public_id)
    if section_of(now, section) is None:
        return gone(request, row)
    start = {"section": section, "kind": "satisfaction", "version": row.version}
    form = QuestionForm(request.POST or None, initial=start, form=now)

    def change(data: dict[str, Any]) -> Change:
        return content.add_question(data["section"], form.question())

    shown = around(row, "Nyt spørgsmål", "Tilføj spørgsmålet", f"afsnit-{section}")
    return change_page(request, row, form, shown, change, "Spørgsmålet er tilføjet.")


@page(_EDIT)
@rate_limited("questionnaires")
@require_http_methods(FORM_METHODS)
def question_edit(request: HttpRequest, public_id: UUID, question: str) -> HttpResponse:
    """Correct a question."""
    row, now = open_draft(request, public_id)
    found = question_of(now, question)
    if found is None:
        return gone(request, row)
    home, before = found
    start = {name: getattr(before, name) for name in _FIELDS}
    start |= {"options": options_text(before), "section": home.key, "version": row.version}
    form = QuestionForm(request.POST or None, initial=start, form=now)

    def change(data: dict[str, Any]) -> Change:
        return content.correct_question(question, data["section"], form.question(before))

    shown = around(row, "Ret spørgsmålet", "Gem", f"spm-{question}")
    return change_page(request, row, form, shown, change, "Spørgsmålet er rettet.")


@page(_EDIT)
@rate_limited("questionnaires")
@require_http_methods(FORM_METHODS)
def question_route(request: HttpRequest, public_id: UUID, question: str) -> HttpResponse:
    """When the question is asked: first which earlier question decides, then which of its answers."""
    row, now = open_draft(request, public_id)
    found = question_of(now, question)
    if found is None:
        return gone(request, row)
    route = pages.route_page(now, found[1], request.POST.get("af", request.GET.get("af")))
    start = {"version": row.version, "values": route.values}
    form: Any = VersionedForm(request.POST or None, initial=start)
    if route.other:
        form = RouteForm(request.POST or None, initial=start, other=route.other)

    def change(data: dict[str, Any]) -> Change:
        if route.chosen and not route.other:
            raise NotPossible("Vælg et spørgsmål, der står før.")
        return content.route_question(question, form.condition() if route.other else None)

    shown = around(row, "Hvornår skal det stilles?", "Gem", f"spm-{question}", lead=found[1].text)
    more = {"route": route}
    return change_page(request, row, form, shown, change, "Det er gemt.", template="surveys/editing/route.html", more=more)


@page(_EDIT)
@rate_limited("questionnaires")
@require_POST
def question_move(request: HttpRequest, public_id: UUID, question: str) -> HttpResponse:
    """Move a question one step."""
    row, _ = open_draft(request, public_id)
    section, place = request.POST.get("section", ""), whole(request.POST.get("place", ""))
    return moved(request, row, content.place_question(question, section, place), f"spm-{question}")


@page(_EDIT)
@rate_limited("questionnaires")
@require_http_methods(FORM_METHODS)
def question_remove(request: HttpRequest, public_id: UUID, question: str) -> HttpResponse:
    """Take a question out."""
    row, now = open_draft(request, public_id)
    found = question_of(now, question)
    if found is None:
        return gone(request, row)
    home, before = found
    needed = [one.text for one in now.questions if one.show_if and one.show_if.question == question]
    lines = [f"“{text}” afhænger af det og skal rettes bagefter." for text in needed]
    place = f"afsnit-{home.key}"
    shown = around(row, "Fjern spørgsmålet", "Fjern spørgsmålet", place, lead=before.text, consequences=lines, danger=True)
    form = VersionedForm(request.POST or None, initial={"version": row.version})
    return change_page(request, row, form, shown, lambda data: content.remove_question(question), "Spørgsmålet er fjernet.")
