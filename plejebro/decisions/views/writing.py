"""The letters: write, save, print and write down as sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from plejebro.access.doors import viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.decisions import letters, writing
from plejebro.decisions.enums import LetterKind
from plejebro.decisions.forms import LetterForm, SentForm
from plejebro.decisions.letterpage import letter_facts, letter_page, text_of
from plejebro.decisions.pdf import letter_pdf as make_pdf
from plejebro.decisions.views.shared import FORM_METHODS, carry_out_on, open_case, trail_of
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.ui.pages import Carried, FormPage

_OVERTAKEN = (
    "En anden har gemt en ny version, mens du skrev. Din tekst står her endnu. Se den nye version nederst, ret "
    "din tekst, og "
    "gem igen."
)


@page(Permission.DECISION_WORK)
@rate_limited("decision_write")
@require_http_methods(FORM_METHODS)
def letter(request: HttpRequest, decision_id: UUID, letter: str) -> HttpResponse:
    """Write a letter; every saved text is a version."""
    found, kind = _opened(request, decision_id, letter, Permission.DECISION_WORK)
    viewer = viewer_of(request)
    facts = letter_facts(found, viewer)
    shown = letter_page(found, viewer, kind, facts, request.POST.get("text") if request.method == "POST" else None)
    form = LetterForm(request.POST or None, initial={"text": shown.text, "number": shown.number})

    def do(data: dict[str, Any]) -> object:
        typed, seen = form.cleaned_data["text"], form.cleaned_data["number"]
        try:
            return writing.save_letter(actor=viewer, case=found, kind=kind, text=typed, seen_number=seen)
        except ChangedMeanwhile as overtaken:
            form.data = {**form.data.dict(), "number": str(shown.number)}  # type: ignore[attr-defined]
            raise NotPossible(_OVERTAKEN) from overtaken

    here = reverse("decisions:letter", args=[decision_id, letter])
    around = FormPage(shown.title, "Gem brevet", here, trail=trail_of(request, found))
    more = {"letter": shown}
    return carry_out_on(request, found, Carried(form, around, do, "Brevet er gemt.", here, "decisions/letter.html", more))


@page(Permission.DECISION_FILES)
@rate_limited("pdf", count_get=True)
@require_safe
def letter_pdf(request: HttpRequest, decision_id: UUID, letter: str) -> HttpResponse:
    """A version of the letter as PDF. The file's name says nothing of whom it is about."""
    found, kind = _opened(request, decision_id, letter, Permission.DECISION_FILES)
    asked = request.GET.get("version", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else None
    facts = letter_facts(found, viewer_of(request))
    text, version = text_of(found, kind, number, facts)
    made = make_pdf(found, kind, text, version, viewer_of(request))
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.case_number}-{letter}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@page(Permission.DECISION_WORK)
@rate_limited("decision_write")
@require_http_methods(FORM_METHODS)
def letter_sent(request: HttpRequest, decision_id: UUID, letter: str) -> HttpResponse:
    """Write down that the newest version has been sent."""
    found, kind = _opened(request, decision_id, letter, Permission.DECISION_WORK)
    viewer = viewer_of(request)
    facts = letter_facts(found, viewer)
    shown = letter_page(found, viewer, kind, facts)
    form = SentForm(request.POST or None, initial={"number": max(shown.number, 1), "on": viewer.today})

    def do(data: dict[str, Any]) -> object:
        typed = form.cleaned_data
        return writing.mark_sent(
            actor=viewer,
            case=found,
            kind=kind,
            number=typed["number"],
            on=typed["on"],
            facts=facts,
            submission=typed["submission"],
        )

    back = reverse("decisions:letter", args=[decision_id, letter])
    around = FormPage(
        "Skriv ned, at brevet er sendt",
        "Brevet er sendt",
        back,
        trail=[*trail_of(request, found), (shown.title, back)],
        lead="Plejebro sender ikke brevet for dig. Send det som Digital Post, og skriv dagen her.",
        who_will_see=shown.readers,
        consequences=_consequences(shown.lacking),
    )
    return carry_out_on(request, found, Carried(form, around, do, "Det er skrevet ned.", back))


def _consequences(lacking: int) -> list[str]:
    said = ["Det, brevet viser, bliver lagt på sagen som bevis med dagen."]
    if lacking:
        said.insert(0, "Der er noget, der mangler i brevet. Se listen på brevets side, før du sender det.")
    return said


def _opened(request: HttpRequest, decision_id: UUID, letter: str, permission: Permission) -> tuple[Any, LetterKind]:
    found = open_case(request, decision_id, permission)
    kind = letters.SLUGS.get(letter)
    if kind is None:
        raise Http404
    return found, kind
