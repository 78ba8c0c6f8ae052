"""Addresses of the statutory rhythm."""

from __future__ import annotations

from django.urls import URLPattern, path

from plejebro.agenda.rhythm import list_views, views

_PLACEMENT = "anbringelser/<uuid:placement_id>/lovens-rytme"

urlpatterns: list[URLPattern] = [
    path("frister-i-loven/", list_views.rhythm_list, name="rhythm_list"),
    path("frister-i-loven/regneark/", list_views.export, name="rhythm_export"),
    path(f"{_PLACEMENT}/", views.rhythm, name="rhythm"),
    path(f"{_PLACEMENT}/opfoelgning/", views.follow_up, name="rhythm_follow_up"),
    path(f"{_PLACEMENT}/naeste-opfoelgning/", views.next_date, name="rhythm_next"),
    path(f"{_PLACEMENT}/undersoegelse/", views.examined, name="rhythm_examined"),
    path(f"{_PLACEMENT}/tilsynsbesoeg/", views.visit, name="rhythm_visit"),
    path(f"{_PLACEMENT}/planlaeg/", views.plan, name="rhythm_plan"),
    path(f"{_PLACEMENT}/intensiv-stoette/", views.support, name="rhythm_support"),
    path(f"{_PLACEMENT}/kursusdage/", views.course, name="rhythm_course"),
    path(f"{_PLACEMENT}/socialtilsyn/", views.inspection, name="rhythm_inspection"),
    path(f"{_PLACEMENT}/<uuid:mark_id>/svar/", views.answer, name="rhythm_answer"),
    path(f"{_PLACEMENT}/<uuid:mark_id>/ret/", views.correct, name="rhythm_correct"),
    path(f"{_PLACEMENT}/<uuid:mark_id>/tag-tilbage/", views.withdraw, name="rhythm_withdraw"),
]
