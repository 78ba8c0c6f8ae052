"""Addresses of results."""

from __future__ import annotations

from django.urls import URLPattern, path

from plejebro.surveys.results import comment_views, pulse_views, views

_ROUND = "maalinger/<uuid:public_id>/resultat"

urlpatterns: list[URLPattern] = [
    path("maalinger/puls/", pulse_views.pulse, name="pulse"),
    path("maalinger/resultater/", views.results_index, name="results_index"),
    path(f"{_ROUND}/", views.results, name="results"),
    path(f"{_ROUND}/udkast/", views.results_preview, name="results_preview"),
    path(f"{_ROUND}/offentliggoer/", views.results_publish, name="results_publish"),
    path(f"{_ROUND}/kommune/<str:code>/", views.results_municipality, name="results_municipality"),
    path(f"{_ROUND}/kommentar/", comment_views.results_comment, name="results_comment"),
    path(f"{_ROUND}/tal.csv", views.results_csv, name="results_csv"),
    path(f"{_ROUND}/tal.xlsx", views.results_xlsx, name="results_xlsx"),
    path(f"{_ROUND}/tal.json", views.results_json, name="results_json"),
    path(f"{_ROUND}/tal.sps", views.results_sps, name="results_sps"),
    path(f"{_ROUND}/tal.do", views.results_do, name="results_do"),
    path(f"{_ROUND}/kodebog.csv", views.results_codebook, name="results_codebook"),
    path(f"{_ROUND}/resultat.pdf", views.results_print, name="results_print"),
    path(f"{_ROUND}/<str:side>/<str:key>/", views.results_question, name="results_question"),
]
