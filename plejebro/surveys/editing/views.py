"""The analyst's pages for questionnaires: versions, what stands around the questions, preview, files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from plejebro.access.doors import require, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.surveys.answer_forms import SectionForm
from plejebro.surveys.editing import actions, content, exports, pages
from plejebro.surveys.editing.content import Change
from plejebro.surveys.editing.forms import QuestionnaireForm, SettingsForm
from plejebro.surveys.editing.steps import (
    FORM_METHODS,
    ROOT,
    around,
    change_page,
    open_draft,
    open_version,
    renewed,
    to,
    trail,
)
from plejebro.surveys.enums import Side
from plejebro.surveys.models import Questionnaire
from plejebro.ui.forms import PlejeForm
from plejebro.ui.pages import Carried, FormPage, VersionedForm, carry_out

_ANY = Permission.SURVEY_QUESTIONNAIRES
_READ = Permission.SURVEY_QUESTIONNAIRE
_EDIT = Permission.SURVEY_QUESTIONNAIRE_EDIT


@page(_ANY)
@require_safe
def questionnaires(request: HttpRequest) -> HttpResponse:
    """Every questionnaire with its versions."""
    require(request, _ANY)
    return render(request, "surveys/editing/questionnaires.html", {"rows": pages.list_page()})


@page(_ANY)
@rate_limited("questionnaires")
@require_http_methods(FORM_METHODS)
def questionnaire_new(request: HttpRequest) -> HttpResponse:
    """A new questionnaire, empty."""
    viewer = require(request, _ANY)
    form = QuestionnaireForm(request.POST or None)

    def do(data: dict[str, Any]) -> Questionnaire:
        return actions.create_questionnaire(actor=viewer, title=data["title"], side=Side(data["side"]))

    shown = FormPage("Nyt spørgeskema", "Opret spørgeskemaet", ROOT[1], trail=[ROOT])
    return carry_out(request, Carried(form, shown, do, "Spørgeskemaet er oprettet. Tilføj det første afsnit.", to))


@page(_READ)
@require_safe
def questionnaire(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A version: read when it is published, changed while it is a draft."""
    row, _ = open_version(request, public_id, _READ)
    return render(request, "surveys/editing/questionnaire.html", {"page": pages.version_page(row)})


@page(_READ)
@require_safe
def preview(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The questions as those who answer see them."""
    row, form = open_version(request, public_id, _READ)
    fields = {field.name: field for section in form.sections for field in SectionForm(section.questions)}
    shown = pages.version_page(row)
    sections = [(one, [(asked, fields[asked.key]) for asked in one.questions]) for one in shown.sections]
    context = {"page": shown, "sections": sections, "trail": trail(row)}
    return render(request, "surveys/editing/preview.html", context)


@page(_READ)
@rate_limited("export", count_get=True)
@require_safe
def as_toml(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The version as a file the product reads."""
    row, form = open_version(request, public_id, _READ)
    return _attachment(exports.form_toml(form), "application/toml; charset=utf-8", row, "toml")


@page(_READ)
@rate_limited("export", count_get=True)
@require_safe
def as_csv(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The questions as a table."""
    row, form = open_version(request, public_id, _READ)
    return _attachment(exports.form_csv(form), "text/csv; charset=utf-8", row, "csv")


@page(_EDIT)
@rate_limited("questionnaires")
@require_http_methods(FORM_METHODS)
def version_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A draft made of this version."""
    row, _ = open_version(request, public_id, _EDIT)
    lines = [
        "Kladden begynder med alt det, der står i denne version.",
        "Versionen her bliver stående, og målinger, der bruger den, ændrer sig ikke.",
        "Er der allerede en kladde, kommer du til den.",
    ]
    form = PlejeForm(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> Questionnaire:
        return actions.new_version(actor=viewer_of(request), questionnaire=row)

    shown = around(row, "Lav en ny version", "Lav kladden", consequences=lines)
    return carry_out(request, Carried(form, shown, do, "Kladden er klar.", to))


@page(_EDIT)
@rate_limited("questionnaires")
@require_http_methods(FORM_METHODS)
def settings(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Title, lead and minutes."""
    row, now = open_draft(request, public_id)
    start = {"title": now.title, "lead": now.lead, "minutes": now.minutes, "version": row.version}
    form = SettingsForm(request.POST or None, initial=start)

    def change(data: dict[str, Any]) -> Change:
        return content.about_itself(data["title"], data["lead"], data["minutes"])

    return change_page(request, row, form, around(row, "Ret titel og indledning", "Gem"), change, "Rettelsen er gemt.")


@page(_EDIT)
@rate_limited("questionnaires")
@require_http_methods(FORM_METHODS)
def publish(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Publish, for good."""
    row, _ = open_version(request, public_id, _EDIT)
    lines = [
        "Versionen kan bruges i en måling.",
        "Den kan aldrig ændres mere. Skal noget være anderledes, laver du en ny version.",
    ]
    form = VersionedForm(request.POST or None, initial={"version": row.version})

    def do(data: dict[str, Any]) -> object:
        return actions.publish(actor=viewer_of(request), questionnaire=row, seen=form.seen)

    shown = around(row, "Udgiv versionen", "Udgiv", lead=str(row), consequences=lines)
    return carry_out(request, Carried(form, shown, do, "Versionen er udgivet.", to(row), renew=renewed(row)))


@page(_EDIT)
@rate_limited("questionnaires")
@require_http_methods(FORM_METHODS)
def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Delete a draft."""
    row, _ = open_draft(request, public_id)
    lines = ["Kladden bliver slettet og kan ikke hentes igen.", "Udgivne versioner bliver stående."]
    form = PlejeForm(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> object:
        return actions.discard_draft(actor=viewer_of(request), questionnaire=row)

    shown = around(row, "Slet kladden", "Slet kladden", lead=str(row), consequences=lines, danger=True)
    return carry_out(request, Carried(form, shown, do, "Kladden er slettet.", ROOT[1]))


def _attachment(text: str, content_type: str, row: Questionnaire, ending: str) -> HttpResponse:
    response = HttpResponse(text, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{row.code}-{row.side}-{row.number}.{ending}"'
    return response
