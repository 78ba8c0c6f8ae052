"""Addresses of the practice reviews."""

from __future__ import annotations

from django.urls import path

from plejebro.practice_review.views import coding, results, studies

app_name = "practice_review"

urlpatterns = [
    path("undersoegelser/", studies.studies, name="studies"),
    path("undersoegelser/ny/", studies.study_new, name="study_new"),
    path("undersoegelser/eksempelfil/", studies.sample_file, name="sample_file"),
    path("undersoegelser/<uuid:public_id>/", studies.study, name="study"),
    path("undersoegelser/<uuid:public_id>/ret/", studies.study_edit, name="study_edit"),
    path("undersoegelser/<uuid:public_id>/bedoemmere/", studies.members, name="members"),
    path("undersoegelser/<uuid:public_id>/udtraek/", studies.draw, name="draw"),
    path("undersoegelser/<uuid:public_id>/indlaes/", studies.import_file, name="import_file"),
    path("undersoegelser/<uuid:public_id>/begynd/", studies.start, name="start"),
    path("undersoegelser/<uuid:public_id>/afslut/", studies.close, name="close"),
    path("undersoegelser/<uuid:public_id>/afgoerelser.csv", results.export_decisions, name="export_decisions"),
    path("undersoegelser/<uuid:public_id>/resultat/", results.results, name="results"),
    path("undersoegelser/<uuid:public_id>/resultat.csv", results.export_csv, name="export_csv"),
    path("undersoegelser/<uuid:public_id>/resultat.json", results.export_json, name="export_json"),
    path("bedoemmelser/", coding.codings, name="codings"),
    path("bedoemmelser/<uuid:public_id>/", coding.code, name="code"),
    path("udtrukne-afgoerelser/<uuid:public_id>/", coding.decision, name="decision"),
    path("udtrukne-afgoerelser/<uuid:public_id>/uenighed/", coding.settle, name="settle"),
]
