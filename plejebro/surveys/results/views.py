"""The pages and files of results. What is published is for everybody; the draft is the analyst's."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from plejebro.access.doors import allowed, open_thing, require, viewer_of
from plejebro.access.pages import page, public_page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.surveys.enums import RoundState
from plejebro.surveys.models import Round
from plejebro.surveys.results import exports
from plejebro.surveys.results.actions import publish_results
from plejebro.surveys.results.comments import comments_on
from plejebro.surveys.results.heat import heat_of_groups, heat_of_places
from plejebro.surveys.results.maps import maps_of
from plejebro.surveys.results.models import Publication
from plejebro.surveys.results.pages import OVERALL, published_rounds, results_page
from plejebro.surveys.results.pdf import results_pdf
from plejebro.surveys.results.perms import may_see_municipality
from plejebro.surveys.results.publication import compute
from plejebro.surveys.results.question_pages import municipality_page, question_page
from plejebro.surveys.results.reading import SIDES, Published, read
from plejebro.surveys.results.reference import reference_for
from plejebro.ui.forms import PlejeForm
from plejebro.ui.pages import Carried, FormPage, carry_out

_LIST = ("Resultater", "/maalinger/resultater/")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CLOSED = (RoundState.CLOSED, RoundState.PUBLISHED)


def published_or_404(public_id: UUID) -> Published:
    """The published figures of a round; 404 while there are none. One query."""
    return read(_row_or_404(public_id).content)


def _row_or_404(public_id: UUID) -> Publication:
    row = Publication.objects.filter(round__public_id=public_id).only("content", "round_id").first()
    if row is None:
        raise Http404
    return row


def _drawings(found: Published, pair: tuple[str, str]) -> dict[str, Any]:
    """The maps and the lines of 2014 that belong to a question."""
    asked = found.pairs.get(pair, {})
    lines = {line.words: line for side in asked if (line := reference_for(pair[0], side, pair[1]))}
    return {"maps": maps_of(found, asked), "references": list(lines.values())}


def _overview(found: Published) -> dict[str, Any]:
    heats = [heat for side in SIDES for heat in (heat_of_groups(found, side), heat_of_places(found, side)) if heat]
    return {"heats": heats, **_drawings(found, OVERALL)}


@public_page
@require_safe
def results_index(request: HttpRequest) -> HttpResponse:
    """The published rounds."""
    return render(request, "surveys/results/index.html", {"rows": published_rounds()})


@public_page
@require_safe
def results(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The results of a round: both sides, theme by theme, with tables beneath and files to take home."""
    row = _row_or_404(public_id)
    found = read(row.content)
    viewer = getattr(request, "viewer", None)
    own = viewer.municipality_code if viewer and viewer.role in ("team_leader", "head", "administrator") else ""
    context = {
        "page": results_page(found),
        "id": public_id,
        "own": own if own in found.places else "",
        "own_is_few": bool(own) and own not in found.places,
        "trail": [_LIST],
        "comments": comments_on(row.round_id),
        **_overview(found),
    }
    return render(request, "surveys/results/results.html", context)


@public_page
@require_safe
def results_question(request: HttpRequest, public_id: UUID, side: str, key: str) -> HttpResponse:
    """One question: both sides' answers, by the municipalities' size, and municipality by municipality."""
    found = published_or_404(public_id)
    shown, one = question_page(found, side, key), found.question(side, key)
    if shown is None or one is None:
        raise Http404
    trail = [_LIST, (shown.round_title, _results(public_id))]
    context = {"page": shown, "trail": trail, **_drawings(found, one.pair)}
    return render(request, "surveys/results/question.html", context)


@page(Permission.SURVEY_MUNICIPALITY)
@require_safe
def results_municipality(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """A municipality's figures beside its group's and the whole country's; its own people's, and the analysts'."""
    viewer = require(request, Permission.SURVEY_MUNICIPALITY)
    row = _row_or_404(public_id)
    shown = municipality_page(read(row.content), code) if may_see_municipality(viewer, code) else None
    if shown is None:
        raise Http404
    context = {
        "page": shown,
        "is_own": viewer.municipality_code == code,
        "may_comment": allowed(viewer, Permission.SURVEY_COMMENT),
        "comments": comments_on(row.round_id, code),
        "trail": [_LIST, (shown.round_title, _results(public_id))],
        "id": public_id,
    }
    return render(request, "surveys/results/municipality.html", context)


@page(Permission.SURVEY_RESULTS)
@require_safe
def results_preview(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What would be published, for the analyst. Small numbers are hidden here too."""
    row = _opened(request, public_id, Permission.SURVEY_RESULTS)
    if row.state not in _CLOSED:
        return render(request, "surveys/results/waiting.html", {"row": row, "trail": _trail(row)})
    found = read(compute(row))
    context = {
        "page": results_page(found),
        **_overview(found),
        "id": public_id,
        "is_preview": True,
        "is_published": row.state == RoundState.PUBLISHED,
        "trail": _trail(row),
    }
    return render(request, "surveys/results/results.html", context)


@page(Permission.SURVEY_PUBLISH)
@rate_limited("survey_round")
@require_http_methods(["GET", "HEAD", "POST"])
def results_publish(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Publish what the draft shows, for good."""
    row = _opened(request, public_id, Permission.SURVEY_PUBLISH)
    lines = [
        "Alle kan se resultatet, også uden at logge ind: hele landet, grupper af kommuner og hver kommune.",
        "Tal, der bygger på færre end fem, og tal, som de kunne regnes ud af, bliver ikke vist og står ikke i filerne.",
        "Fri tekst vises kun, hvis en af jer har læst den igennem og sagt, at den må vises.",
        "Tallene ligger fast bagefter. De kan ikke ændres eller trækkes tilbage.",
    ]
    around = FormPage(
        "Offentliggør resultatet",
        "Offentliggør",
        reverse("surveys:results_preview", args=[public_id]),
        trail=_trail(row),
        consequences=lines,
        who_will_see=["Alle"],
    )
    form = PlejeForm(request.POST if request.method == "POST" else None)
    viewer = viewer_of(request)
    done = "Resultatet er offentliggjort."
    return carry_out(
        request, Carried(form, around, lambda data: publish_results(actor=viewer, round_=row), done, _results(public_id))
    )


@public_page
@rate_limited("survey_files", count_get=True)
@require_safe
def results_csv(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One row for each figure."""
    return _file(exports.tidy_csv(published_or_404(public_id)), "text/csv; charset=utf-8", _name(public_id, "csv"))


@public_page
@rate_limited("survey_files", count_get=True)
@require_safe
def results_codebook(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the columns and answers mean."""
    text = exports.codebook_csv(published_or_404(public_id))
    return _file(text, "text/csv; charset=utf-8", f"kodebog-{public_id}.csv")


@public_page
@rate_limited("survey_files", count_get=True)
@require_safe
def results_xlsx(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The figures and the codebook as a workbook."""
    return _file(exports.workbook(published_or_404(public_id)), XLSX, _name(public_id, "xlsx"))


@public_page
@rate_limited("survey_files", count_get=True)
@require_safe
def results_json(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The figures for another system."""
    text = json.dumps(exports.as_json(published_or_404(public_id)), ensure_ascii=False, indent=1)
    return _file(text, "application/json", _name(public_id, "json"))


@public_page
@rate_limited("survey_files", count_get=True)
@require_safe
def results_sps(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """SPSS commands that read the CSV file."""
    text = exports.spss_syntax(published_or_404(public_id), _name(public_id, "csv"))
    return _file(text, "text/plain; charset=utf-8", _name(public_id, "sps"))


@public_page
@rate_limited("survey_files", count_get=True)
@require_safe
def results_do(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Stata commands that read the CSV file."""
    text = exports.stata_do(published_or_404(public_id), _name(public_id, "csv"))
    return _file(text, "text/plain; charset=utf-8", _name(public_id, "do"))


@public_page
@rate_limited("survey_files", count_get=True)
@require_safe
def results_print(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The page on paper."""
    made = results_pdf(results_page(published_or_404(public_id)))
    return _file(made, "application/pdf", _name(public_id, "pdf"))


def _opened(request: HttpRequest, public_id: UUID, permission: Permission) -> Round:
    joined = Round.objects.select_related("family_form", "municipality_form")
    return open_thing(request, joined, public_id, permission)


def _trail(row: Round) -> list[tuple[str, str]]:
    return [("Målinger", reverse("surveys:rounds")), (row.title, reverse("surveys:round", args=[row.public_id]))]


def _results(public_id: UUID) -> str:
    return reverse("surveys:results", args=[public_id])


def _name(public_id: UUID, ending: str) -> str:
    return f"maaling-{public_id}.{ending}"


def _file(content: Any, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
