"""Addresses of the months, within the room's own."""

from __future__ import annotations

from django.urls import path

from plejebro.agreements.statements import views

urlpatterns = [
    path("kontrakter/maaneder/", views.all_months, name="all_months"),
    path("kontrakter/<uuid:contract_id>/maaneder/", views.months, name="months"),
    path("kontrakter/<uuid:contract_id>/maaneder/<int:year>-<int:month>/", views.one_month, name="month"),
]
