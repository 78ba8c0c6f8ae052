"""What the editor's views share: opening a version, and a form whose sending changes the draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plejebro.access.doors import open_thing, viewer_of
from plejebro.access.permissions import Permission
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.surveys.editing import actions
from plejebro.surveys.editing.content import Change
from plejebro.surveys.models import Questionnaire
from plejebro.surveys.questions import Form, Question, Section, read_draft
from plejebro.ui.pages import Carried, FormPage, carry_out

FORM_METHODS = ["GET", "HEAD", "POST"]
ROOT = ("Spørgeskemaer", "/spoergeskemaer/")
_STALE = "Kladden er ændret et andet sted imens. Se den igennem, og prøv igen."
_GONE = "Det findes ikke længere i kladden."


def to(row: Questionnaire, place: str = "") -> str:
    """The address of a version, and of a place on its page."""
    address = reverse("surveys:questionnaire", args=[row.public_id])
    return f"{address}#{place}" if place else address


def trail(row: Questionnaire) -> list[tuple[str, str]]:
    """The breadcrumb's links down to a version."""
    return [ROOT, (f"{row.title}, version {row.number}", to(row))]


def around(row: Questionnaire, title: str, submit: str, place: str = "", **more: Any) -> FormPage:
    """The page around a form about the version; the way back leads to `place` on its page."""
    return FormPage(title, submit, to(row, place), trail=trail(row), **more)


def open_version(request: HttpRequest, public_id: UUID, permission: Permission) -> tuple[Questionnaire, Form]:
    """The version, through the door, and what is asked in it."""
    row = open_thing(request, Questionnaire, public_id, permission)
    return row, read_draft(row.content)[0]


def open_draft(request: HttpRequest, public_id: UUID) -> tuple[Questionnaire, Form]:
    """The version to be changed. A published one has no such page; what is sent to it the verb refuses, and says why."""
    row, form = open_version(request, public_id, Permission.SURVEY_QUESTIONNAIRE_EDIT)
    if row.published_at is not None and request.method != "POST":
        raise Http404
    return row, form


def section_of(form: Form, key: str) -> Section | None:
    """The section, or None when it is gone."""
    return next((one for one in form.sections if one.key == key), None)


def question_of(form: Form, key: str) -> tuple[Section, Question] | None:
    """The question and the section it stands in, or None when it is gone."""
    return next(((one, question) for one in form.sections for question in one.questions if question.key == key), None)


def gone(request: HttpRequest, row: Questionnaire) -> HttpResponse:
    """Back to the version, from a part of it that is not there: another has removed it, or this one has a moment ago."""
    if request.method != "POST":
        raise Http404
    messages.warning(request, _GONE)
    return redirect(to(row))


def change_page(
    request: HttpRequest,
    row: Questionnaire,
    form: Any,
    page: FormPage,
    change: Callable[[dict[str, Any]], Change],
    said: str,
    *,
    template: str = "parts/form_page.html",
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """A form whose sending changes the draft, and leads back to the place it came from."""

    def do(data: dict[str, Any]) -> object:
        return actions.change_draft(actor=viewer_of(request), questionnaire=row, seen=form.seen, change=change(data))

    return carry_out(request, Carried(form, page, do, said, page.back, template, more, renew=renewed(row)))


def renewed(row: Questionnaire) -> Callable[[forms.Form], None]:
    """Makes a form ready to be sent again, with the version that stands now."""

    def renew(form: forms.Form) -> None:
        data: Any = form.data
        data = data.copy()
        now = Questionnaire.objects.values_list("version", flat=True).filter(pk=row.pk).first()
        data["version"] = str(now or "")
        form.data = data

    return renew


def moved(request: HttpRequest, row: Questionnaire, change: Change, place: str) -> HttpResponse:
    """Moves something, and goes back to it. What cannot be done is said on the page."""
    seen = whole(request.POST.get("version", ""))
    try:
        actions.change_draft(actor=viewer_of(request), questionnaire=row, seen=seen, change=change)
    except ChangedMeanwhile:
        messages.warning(request, _STALE)
    except NotPossible as refused:
        messages.warning(request, refused.sentence)
    return redirect(to(row, place))


def whole(text: str) -> int:
    """A whole number as it was sent; 99999 for nonsense: last of all places, and a version no row comes to."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 99999
