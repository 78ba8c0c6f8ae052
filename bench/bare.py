"""A bare Django template page: what the machine costs by itself. The bench's own address table holds it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from plejebro.access.pages import public_page

_TEMPLATE = "<!doctype html><title>{{ title }}</title><ul>{% for row in rows %}<li>{{ row }}</li>{% endfor %}</ul>"


@public_page
def bare(request: HttpRequest) -> HttpResponse:
    """Fifty lines of text through the same middleware, no query of its own."""
    template = engines["django"].from_string(_TEMPLATE)
    return HttpResponse(template.render({"title": "Bar side", "rows": range(50)}, request))


urlpatterns = [path("bench/bare/", bare, name="bench_bare"), path("", include("config.urls"))]
handler404 = "plejebro.web.views.errors.not_found"
