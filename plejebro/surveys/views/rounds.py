"""The analyst's pages of a round."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from plejebro.access.doors import open_thing, require, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.kernel import clock
from plejebro.kernel.csv_files import BadFile, Fault
from plejebro.kernel.danish import date_text
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.surveys import paper, round_pages, rounds, texts
from plejebro.surveys.closing import close_round
from plejebro.surveys.enums import Method, TextState
from plejebro.surveys.forms import AnswersFileForm, RoundForm, TextForm
from plejebro.surveys.models import FreeText, Round
from plejebro.ui.forms import PlejeForm
from plejebro.ui.pages import Carried, Difference, FormPage, carry_out, differences, form_page

FORM_METHODS = ["GET", "HEAD", "POST"]
MOST_FAULTS = 200
_TRAIL = ("Målinger", "/maalinger/")


def trail_of(row: Round) -> list[tuple[str, str]]:
    """The breadcrumb's links down to a round."""
    return [_TRAIL, (row.title, _back(row))]


def _back(row: Round) -> str:
    return reverse("surveys:round", args=[row.public_id])


def _managed(request: HttpRequest, public_id: UUID) -> Round:
    joined = Round.objects.select_related("family_form", "municipality_form", "previous")
    return open_thing(request, joined, public_id, Permission.SURVEY_MANAGE)


@page(Permission.SURVEY_ROUNDS)
@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """Every round of the installation, the newest first."""
    require(request, Permission.SURVEY_ROUNDS)
    found, rows = round_pages.rounds_page(request.GET.get("side", "1"))
    return render(request, "surveys/rounds.html", {"found": found, "rows": rows})


@page(Permission.SURVEY_ROUNDS)
@rate_limited("survey_round")
@require_http_methods(FORM_METHODS)
def round_new(request: HttpRequest) -> HttpResponse:
    """Plan a round."""
    viewer = require(request, Permission.SURVEY_ROUNDS)
    start = {"version": "1", "method": Method.CENSUS, "population_on": clock.today()}
    form = RoundForm(request.POST or None, initial=start)
    around = FormPage("Ny måling", "Opret målingen", reverse("surveys:rounds"), trail=[_TRAIL])
    said = "Målingen er oprettet. Nu kan du trække, hvem der skal spørges."
    plan: Callable[[dict[str, Any]], Round] = lambda data: rounds.plan_round(actor=viewer, plan=form.plan())  # noqa: E731
    return carry_out(request, Carried(form, around, plan, said, _back))


@page(Permission.SURVEY_ROUND)
@require_safe
def round_(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A round: its plan, and how many have answered."""
    joined = Round.objects.select_related("family_form", "municipality_form", "previous")
    row = open_thing(request, joined, public_id, Permission.SURVEY_ROUND)
    return render(request, "surveys/round.html", {"page": round_pages.round_page(row)})


@page(Permission.SURVEY_MANAGE)
@rate_limited("survey_round")
@require_http_methods(FORM_METHODS)
def round_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Correct the plan, until the round opens."""
    row = _managed(request, public_id)
    now = {name: getattr(row, name) for name in RoundForm.base_fields}
    initial = {
        **now,
        **{name: now[name] and now[name].public_id for name in ("family_form", "municipality_form", "previous")},
    }
    form = RoundForm(request.POST or None, initial=initial)
    conflict: list[Difference] = []
    if request.method == "POST" and form.is_valid():
        try:
            rounds.correct_round(actor=viewer_of(request), round_=row, plan=form.plan(), seen=form.seen)
        except ChangedMeanwhile:
            conflict = differences(form, now)
        except NotPossible as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "Rettelsen er gemt. Træk igen, hvem der skal spørges.")
            return redirect(_back(row))
    return form_page(request, form, FormPage("Ret målingen", "Gem", _back(row), trail=trail_of(row), conflict=conflict))


@page(Permission.SURVEY_MANAGE)
@rate_limited("survey_round")
@require_http_methods(FORM_METHODS)
def draw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Make up who is asked, and draw."""
    row = _managed(request, public_id)
    lines = [
        f"Familier med en anbringelse og medarbejdere, der arbejder med dem, gøres op pr. {date_text(row.population_on)}.",
        "Trækningen følger målingens tilfældighedstal og kan gentages.",
        f"Målingen åbner af sig selv {date_text(row.opens_on)}, hvis du ikke åbner den før.",
    ]
    around = FormPage("Træk, hvem der skal spørges", "Træk", _back(row), trail=trail_of(row), consequences=lines)
    return _step(request, row, around, lambda: rounds.draw_round(actor=viewer_of(request), round_=row), "Der er trukket.")


@page(Permission.SURVEY_MANAGE)
@rate_limited("survey_round")
@require_http_methods(FORM_METHODS)
def open_(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Open the round and invite."""
    row = _managed(request, public_id)
    lines = [
        f"Alle, der er trukket og har en e-mail ({row.tickets.exclude(address='').count()}), får et link, der kun er deres.",
        f"De kan svare til og med {date_text(row.closes_on)}.",
        "Planen kan ikke ændres mere.",
    ]
    around = FormPage("Åbn målingen", "Åbn, og send invitationer", _back(row), trail=trail_of(row), consequences=lines)
    return _step(request, row, around, lambda: rounds.open_round(actor=viewer_of(request), round_=row), "Målingen er åben.")


@page(Permission.SURVEY_MANAGE)
@rate_limited("survey_round")
@require_http_methods(FORM_METHODS)
def remind(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Remind those who have not answered."""
    row = _managed(request, public_id)
    lines = ["Kun de, der ikke har svaret, får en e-mail.", f"Der sendes højst {rounds.MOST_REMINDERS} i alt."]
    around = FormPage("Send en påmindelse", "Send", _back(row), trail=trail_of(row), consequences=lines)
    said = "Påmindelsen er sendt."
    return _step(request, row, around, lambda: rounds.remind_round(actor=viewer_of(request), round_=row), said)


@page(Permission.SURVEY_MANAGE)
@rate_limited("survey_round")
@require_http_methods(FORM_METHODS)
def close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Close the round: the answers are let in, and who was asked is forgotten."""
    row = _managed(request, public_id)
    lines = [
        "Ingen kan svare mere. Kladder, der ikke er sendt, slettes.",
        "Svarene blandes og kan nu indgå i resultater.",
        "Hvem der blev spurgt, slettes. Kun antallet bliver stående.",
        "Har færre end fem på en side svaret, slettes deres svar: de kunne føre tilbage til den, der svarede.",
    ]
    around = FormPage("Luk målingen", "Luk målingen", _back(row), trail=trail_of(row), consequences=lines, danger=True)
    return _step(request, row, around, lambda: close_round(actor=viewer_of(request), round_=row), "Målingen er lukket.")


@page(Permission.SURVEY_MANAGE)
@rate_limited("survey_round")
@require_http_methods(FORM_METHODS)
def codes(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """New codes for those without an e-mail: the list is shown once, in the answer to the button, and kept nowhere."""
    row = _managed(request, public_id)
    lines = [
        "Listen vises én gang. Udskriv den med det samme; koderne kan ikke hentes frem igen.",
        "Koder, der er lavet før, holder op med at virke. Svar, der er sendt, bliver stående.",
    ]
    around = FormPage("Koder til dem uden e-mail", "Lav koder", _back(row), trail=trail_of(row), consequences=lines)
    form = PlejeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            made = rounds.hand_out_codes(actor=viewer_of(request), round_=row)
        except NotPossible as refused:
            form.add_error(None, refused.sentence)
        else:
            return render(request, "surveys/codes.html", {"codes": made, "row": row, "trail": trail_of(row)})
    return form_page(request, form, around)


@page(Permission.SURVEY_MANAGE)
@rate_limited("import")
@require_http_methods(FORM_METHODS)
def paper_answers(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Bring answers on paper in from a file, all or none; every bad row is named."""
    row = _managed(request, public_id)
    form = AnswersFileForm(request.POST or None, request.FILES or None)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            sent = form.cleaned_data["file"].read()
            number = paper.import_answers(actor=viewer_of(request), round_=row, data=sent)
        except BadFile as bad:
            faults = bad.faults
        except NotPossible as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"{number} svar er indlæst.")
            return redirect(_back(row))
    context = {
        "form": form,
        "faults": faults[:MOST_FAULTS],
        "count": len(faults),
        "trail": trail_of(row),
        "back": _back(row),
    }
    return render(request, "surveys/paper.html", context, status=422 if faults or form.errors else 200)


@page(Permission.SURVEY_TEXTS)
@require_safe
def text_list(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The free texts of a round."""
    joined = Round.objects.select_related("family_form", "municipality_form")
    row = open_thing(request, joined, public_id, Permission.SURVEY_TEXTS)
    found, shown = round_pages.texts_page(row, request.GET.get("side", "1"))
    return render(request, "surveys/texts.html", {"found": found, "rows": shown, "row": row, "trail": trail_of(row)})


@page(Permission.SURVEY_TEXTS)
@rate_limited("survey_round")
@require_http_methods(FORM_METHODS)
def text(request: HttpRequest, public_id: UUID, text_id: UUID) -> HttpResponse:
    """Read one text, and decide what of it may be shown."""
    joined = Round.objects.select_related("family_form", "municipality_form")
    row = open_thing(request, joined, public_id, Permission.SURVEY_TEXTS)
    found = FreeText.objects.filter(round=row, pk=text_id).first()
    if found is None:
        raise Http404
    start = {"version": found.version, "state": found.state, "cleaned": found.cleaned or found.text}
    form = TextForm(request.POST or None, initial=start)
    shown = round_pages.text_row(found, round_pages.question_words(row))
    back = reverse("surveys:texts", args=[row.public_id])
    around = FormPage(shown.question, "Gem", back, lead=shown.side, trail=[*trail_of(row), ("Fri tekst", back)])

    def decide(data: dict[str, Any]) -> None:
        state = TextState(data["state"])
        texts.decide_text(actor=viewer_of(request), text=found, state=state, cleaned=data["cleaned"], seen=form.seen)

    more = {"original": found.text}
    return carry_out(request, Carried(form, around, decide, "Gemt.", back, "surveys/text.html", more))


def _step(request: HttpRequest, row: Round, around: FormPage, verb: Callable[[], object], done: str) -> HttpResponse:
    form = PlejeForm(request.POST if request.method == "POST" else None)
    return carry_out(request, Carried(form, around, lambda data: verb(), done, _back(row)))
