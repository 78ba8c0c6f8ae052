"""Every part of the pages in one place, with invented content: demo and tests only."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from plejebro.access.pages import demo_page
from plejebro.clocks.rules import Pause, PauseReason, Side, read_face
from plejebro.ui.forms import DanskDateField, PlejeForm
from plejebro.web.queries.caseload import Tile

_TODAY = date(2026, 11, 24)
_TILES = [
    Tile("1", "over fristen", "error"),
    Tile("3", "skal besvares i dag eller i morgen"),
    Tile("2", "venter på familien"),
    Tile("4,1", "hverdage til svar i snit, sidste 30 dage"),
]


class _Sample(PlejeForm):
    """A field of each kind, half of them optional."""

    line = forms.CharField(label="Overskrift", help_text="Kort, så man kan finde den igen")
    day = DanskDateField(label="Hvornår?", help_text="For eksempel 24.11.2026")
    text = forms.CharField(label="Bemærkning", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    one = forms.ChoiceField(label="Hvem skal svare?", choices=[("a", "Rådgiver"), ("b", "Konsulent")], required=False)
    choice = forms.ChoiceField(
        label="Hvad vil du?", choices=[("a", "Svare"), ("b", "Spørge om mere")], widget=forms.RadioSelect, required=False
    )
    tick = forms.BooleanField(label="Jeg har læst det")
    file = forms.FileField(label="Fil", required=False)


@demo_page
def gallery(request: HttpRequest) -> HttpResponse:
    """The gallery of parts: each component stands here as the pages use it."""
    context = {
        "trail": [("Anbringelser", "#venter")],
        "tiles": _TILES,
        "faces": _faces(),
        "form": _Sample({"day": "i morgen"}, auto_id="proeve_%s"),
        "sentences": ["Filen fylder mere end 15 MB."],
    }
    return render(request, "web/gallery.html", context)


def _faces() -> list[Any]:
    """A reply clock that runs, one that is late, one that stands still and one that has stopped."""
    asked = [date(2026, 11, 20), date(2026, 11, 11), date(2026, 11, 18), date(2026, 11, 12)]
    pauses: list[list[Pause]] = [[], [], [Pause(date(2026, 11, 20), None, PauseReason.MORE_ASKED)], []]
    ends = [None, None, None, date(2026, 11, 17)]
    return [
        read_face(started=start, workdays=5, pauses=still, today=_TODAY, viewer=Side.FAMILY, stopped_on=end)
        for start, still, end in zip(asked, pauses, ends, strict=True)
    ]
