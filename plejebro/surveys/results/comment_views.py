"""Where a head of department writes beside the municipality's figures."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from plejebro.access.doors import require
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.surveys.results.comments import MOST, version_of, write_comment
from plejebro.surveys.results.models import Publication
from plejebro.ui.pages import Carried, FormPage, VersionedForm, carry_out


class CommentForm(VersionedForm):
    """The comment, and which version of it was shown."""

    text = forms.CharField(
        label="Jeres kommentar",
        help_text=f"Højst {MOST} tegn. Skriv ikke om bestemte børn eller familier. Lad feltet stå tomt for at tage den af.",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=MOST,
        required=False,
    )


@page(Permission.SURVEY_COMMENT)
@rate_limited("survey_comment")
@require_http_methods(["GET", "HEAD", "POST"])
def results_comment(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write or correct the municipality's comment on a published round."""
    viewer = require(request, Permission.SURVEY_COMMENT)
    row = Publication.objects.select_related("round").filter(round__public_id=public_id).defer("content").first()
    if row is None or viewer.tenant_id is None:
        raise Http404
    number, text = version_of(row.round_id, viewer.tenant_id)
    form = CommentForm(request.POST if request.method == "POST" else None, initial={"version": number, "text": text})
    back = reverse("surveys:results", args=[public_id])
    around = FormPage(
        "Kommentar til jeres tal",
        "Gem kommentaren",
        back,
        lead=f"{row.round.title}. Kommentaren står ved siden af kommunens tal.",
        trail=[("Resultater", reverse("surveys:results_index")), (row.round.title, back)],
        consequences=["Kommentaren står på den offentlige side med kommunens navn og dato.", "Hver udgave bliver gemt."],
        who_will_see=["Alle"],
    )
    return carry_out(
        request,
        Carried(
            form,
            around,
            lambda data: write_comment(actor=viewer, round_=row.round, text=data["text"], seen=form.seen),
            "Kommentaren er gemt.",
            back,
        ),
    )
