"""Every part of the pages in one place, with invented content: demo and tests only."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from plejebro.access.pages import demo_page


@demo_page
def gallery(request: HttpRequest) -> HttpResponse:
    """The gallery of parts."""
    return render(request, "web/gallery.html")
