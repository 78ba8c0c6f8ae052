"""The room's addresses."""

from __future__ import annotations

from django.urls import path

from plejebro.decisions.views import cases, complaints, dates, ending, family, files, listing, writing
from plejebro.decisions.views import steps as step_views

app_name = "decisions"

_CASE = "afgoerelser/<uuid:decision_id>"

urlpatterns = [
    path("anbringelser/<uuid:placement_id>/ny-afgoerelse/", cases.new, name="new"),
    path("afgoerelser/", listing.case_list, name="list"),
    path(f"{_CASE}/", cases.case, name="case"),
    path(f"{_CASE}/plan/", cases.plan, name="plan"),
    path(f"{_CASE}/vej/", cases.route, name="route"),
    path(f"{_CASE}/trin/<str:requirement>/", step_views.step, name="step"),
    path(f"{_CASE}/trin/<str:requirement>/laeg-paa/", step_views.add_evidence, name="add_evidence"),
    path(f"{_CASE}/bevis/<uuid:evidence_id>/tag-tilbage/", step_views.withdraw_evidence, name="withdraw_evidence"),
    path(f"{_CASE}/samtale/", step_views.conversation, name="conversation"),
    path(f"{_CASE}/samtale/<uuid:talk_id>/tag-tilbage/", step_views.withdraw_conversation, name="withdraw_conversation"),
    path(f"{_CASE}/bed-om-udtalelse/", step_views.ask, name="ask"),
    path(f"{_CASE}/dato/<slug:fact>/", dates.fact, name="fact"),
    path(f"{_CASE}/traef-afgoerelse/", ending.finalise, name="finalise"),
    path(f"{_CASE}/afslut/", ending.finish, name="finish"),
    path(f"{_CASE}/opgiv/", ending.drop, name="drop"),
    path(f"{_CASE}/genaabn/", ending.reopen, name="reopen"),
    path(f"{_CASE}/ny-klage/", complaints.new_complaint, name="complaint_new"),
    path(f"{_CASE}/klage/<uuid:complaint_id>/", complaints.complaint, name="complaint"),
    path(f"{_CASE}/brev/<slug:letter>/", writing.letter, name="letter"),
    path(f"{_CASE}/brev/<slug:letter>/pdf/", writing.letter_pdf, name="letter_pdf"),
    path(f"{_CASE}/brev/<slug:letter>/sendt/", writing.letter_sent, name="letter_sent"),
    path(f"{_CASE}/fil/<uuid:paper_id>/", files.file, name="file"),
    path(f"{_CASE}/pdf/", files.pdf, name="pdf"),
    path(f"{_CASE}/familien/", family.family, name="family"),
    path(f"{_CASE}/familien/udtalelse/", family.statement, name="statement"),
    path(f"{_CASE}/familien/kladde/", family.draft, name="statement_draft"),
    path(f"{_CASE}/familien/fil/<uuid:given_id>/", family.family_file, name="family_file"),
]
