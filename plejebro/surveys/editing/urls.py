"""Addresses of the editor."""

from __future__ import annotations

from django.urls import path

from plejebro.surveys.editing import part_views, views

_ONE = "spoergeskemaer/<uuid:public_id>/"
_SECTION = f"{_ONE}afsnit/<slug:section>/"
_QUESTION = f"{_ONE}spoergsmaal/<slug:question>/"

urlpatterns = [
    path("spoergeskemaer/", views.questionnaires, name="questionnaires"),
    path("spoergeskemaer/nyt/", views.questionnaire_new, name="questionnaire_new"),
    path(_ONE, views.questionnaire, name="questionnaire"),
    path(f"{_ONE}se/", views.preview, name="questionnaire_preview"),
    path(f"{_ONE}skema.toml", views.as_toml, name="questionnaire_toml"),
    path(f"{_ONE}skema.csv", views.as_csv, name="questionnaire_csv"),
    path(f"{_ONE}ny-version/", views.version_new, name="questionnaire_version"),
    path(f"{_ONE}ret/", views.settings, name="questionnaire_settings"),
    path(f"{_ONE}udgiv/", views.publish, name="questionnaire_publish"),
    path(f"{_ONE}slet/", views.discard, name="questionnaire_discard"),
    path(f"{_ONE}nyt-afsnit/", part_views.section_new, name="section_new"),
    path(f"{_SECTION}ret/", part_views.section_edit, name="section_edit"),
    path(f"{_SECTION}flyt/", part_views.section_move, name="section_move"),
    path(f"{_SECTION}fjern/", part_views.section_remove, name="section_remove"),
    path(f"{_SECTION}nyt-spoergsmaal/", part_views.question_new, name="question_new"),
    path(f"{_QUESTION}ret/", part_views.question_edit, name="question_edit"),
    path(f"{_QUESTION}stilles/", part_views.question_route, name="question_route"),
    path(f"{_QUESTION}flyt/", part_views.question_move, name="question_move"),
    path(f"{_QUESTION}fjern/", part_views.question_remove, name="question_remove"),
]
