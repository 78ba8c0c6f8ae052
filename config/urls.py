"""Every address, by room. Each room's pages say themselves who may come."""

from __future__ import annotations

from django.urls import include, path

from plejebro.web.gallery import gallery

ROOMS = [
    "accounts",
    "municipalities",
    "families",
    "placements",
    "enquiries",
    "decisions",
    "agreements",
    "agenda",
    "surveys",
    "flows",
    "practice_review",
    "web",
]

urlpatterns = [
    path("konto/", include("allauth.urls")),
    path("komponenter/", gallery, name="gallery"),
    *(path("", include(f"plejebro.{room}.urls")) for room in ROOMS),
]

handler400 = "plejebro.web.views.errors.bad_request"
handler403 = "plejebro.web.views.errors.forbidden"
handler404 = "plejebro.web.views.errors.not_found"
handler500 = "plejebro.web.views.errors.server_error"
handler429 = "plejebro.accounts.expired.too_many_requests"
