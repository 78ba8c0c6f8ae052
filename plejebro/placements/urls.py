"""Addresses of the pages that correct a placement."""

from __future__ import annotations

from django.urls import path

from plejebro.placements import views

app_name = "placements"

urlpatterns = [
    path("anbringelser/<uuid:public_id>/ret/", views.edit, name="edit"),
    path("anbringelser/<uuid:public_id>/beskyttelse/", views.protect, name="protect"),
    path("anbringelser/<uuid:public_id>/beskyttelse/<int:protection_id>/", views.lift_protection, name="lift_protection"),
    path("anbringelser/<uuid:public_id>/foraeldre/", views.parents, name="parents"),
    path("anbringelser/<uuid:public_id>/varetager/", views.represent, name="represent"),
    path("anbringelser/<uuid:public_id>/cpr/", views.cpr, name="cpr"),
]
