"""The room's addresses."""

from __future__ import annotations

from django.urls import path

from plejebro.agreements.expenses.urls import urlpatterns as expense_urls
from plejebro.agreements.statements.urls import urlpatterns as statement_urls
from plejebro.agreements.views import contracts, negotiations, task_pages, versions

app_name = "agreements"

_PLACEMENT = "anbringelser/<uuid:placement_id>"
_CONTRACT = "kontrakter/<uuid:contract_id>"
_TALK = f"{_CONTRACT}/forhandling/<uuid:negotiation_id>"
_TASK = "opgaveaftaler/<uuid:task_id>"

urlpatterns = [
    path(f"{_PLACEMENT}/aftaler/", contracts.overview, name="overview"),
    path(f"{_PLACEMENT}/ny-kontrakt/", contracts.new_contract, name="new_contract"),
    path(f"{_PLACEMENT}/ny-opgaveaftale/", task_pages.new_task, name="new_task"),
    path("kontrakter/", contracts.listing, name="list"),
    path(f"{_CONTRACT}/", contracts.contract, name="contract"),
    path(f"{_CONTRACT}/opsig/", contracts.notice, name="notice"),
    path(f"{_CONTRACT}/faktisk-afbrydelse/", contracts.actual_break, name="actual_break"),
    path(f"{_CONTRACT}/sammenlign/", versions.contract_compare, name="contract_compare"),
    path(f"{_CONTRACT}/version/<int:number>/", versions.contract_version, name="contract_version"),
    path(f"{_CONTRACT}/version/<int:number>/pdf/", versions.contract_pdf, name="contract_pdf"),
    path(f"{_CONTRACT}/version/<int:number>/godkend/", versions.contract_accept, name="contract_accept"),
    path(f"{_CONTRACT}/version/<int:number>/nej/", versions.contract_settle, name="contract_settle"),
    path(f"{_CONTRACT}/ny-forhandling/", negotiations.new, name="negotiation_new"),
    path(f"{_TALK}/", negotiations.negotiation, name="negotiation"),
    path(f"{_TALK}/forslag/", negotiations.offer, name="offer"),
    path(f"{_TALK}/deltager/", negotiations.participant, name="participant"),
    path(f"{_TALK}/deltager/<uuid:person_id>/tag-af/", negotiations.participant_off, name="participant_off"),
    path(f"{_TALK}/dokument/", negotiations.share, name="share"),
    path(f"{_TALK}/dokument/<uuid:shared_id>/", negotiations.file, name="negotiation_file"),
    path(f"{_TALK}/referat/", negotiations.minutes, name="minutes"),
    path(f"{_TALK}/referat/<int:minutes>/indvending/", negotiations.objection, name="objection"),
    path(f"{_TALK}/slut/", negotiations.close, name="close"),
    path(f"{_TASK}/", task_pages.task, name="task"),
    path(f"{_TASK}/forslag/", task_pages.task_offer, name="task_offer"),
    path(f"{_TASK}/sammenlign/", versions.task_compare, name="task_compare"),
    path(f"{_TASK}/version/<int:number>/", versions.task_version, name="task_version"),
    path(f"{_TASK}/version/<int:number>/pdf/", versions.task_pdf, name="task_pdf"),
    path(f"{_TASK}/version/<int:number>/godkend/", versions.task_accept, name="task_accept"),
    path(f"{_TASK}/version/<int:number>/nej/", versions.task_settle, name="task_settle"),
    path("tjek-aftale/", versions.check, name="check"),
    *expense_urls,
    *statement_urls,
]
