"""Addresses of the flows."""

from __future__ import annotations

from django.urls import path

from plejebro.flows import import_views, link_views, views

app_name = "flows"

urlpatterns = [
    path("anbringelser/ny/", views.new, name="new"),
    path("anbringelser/<uuid:public_id>/afslut/", views.end, name="end"),
    path("anbringelser/<uuid:public_id>/overlever/", views.hand_over, name="hand_over"),
    path("anbringelser/<uuid:public_id>/del/", views.share, name="share"),
    path("medarbejdere/<uuid:public_id>/overlever/", views.hand_over_all, name="hand_over_all"),
    path("kom-i-gang/", views.start, name="start"),
    path("egen-optegnelse/", views.record, name="own_record"),
    path("familier/<uuid:public_id>/tilknytning/<uuid:request_id>/", link_views.link, name="link"),
    path("indlaes/", import_views.kinds, name="import"),
    path("indlaes/fil/<uuid:public_id>/", import_views.preview, name="import_preview"),
    path("indlaes/fil/<uuid:public_id>/indlaes/", import_views.bring_in, name="import_apply"),
    path("indlaes/fil/<uuid:public_id>/slet/", import_views.discard, name="import_discard"),
    path("indlaes/<slug:kind>/", import_views.upload, name="import_upload"),
    path("indlaes/<slug:kind>/eksempel/", import_views.sample, name="import_sample"),
]
