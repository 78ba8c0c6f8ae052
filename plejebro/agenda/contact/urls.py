"""Addresses of contact."""

from __future__ import annotations

from django.urls import path

from plejebro.agenda.contact.views import contact, plans, versions, visits

_PLACEMENT = "anbringelser/<uuid:placement_id>/samvaer"
_PLAN = "kalender/samvaersplan/<uuid:plan_id>"
_VISIT = "kalender/samvaer/<uuid:entry_id>"

urlpatterns = [
    path(f"{_PLACEMENT}/", contact.overview, name="contact"),
    path(f"{_PLACEMENT}/ny-plan/", contact.new_plan, name="contact_new"),
    path(f"{_PLACEMENT}/aar/<int:year>/", contact.year, name="contact_year"),
    path(f"{_PLACEMENT}/maaned/<int:year>/<int:month>/", contact.month, name="contact_month"),
    path(f"{_PLACEMENT}/tal/", contact.figures, name="contact_figures"),
    path(f"{_PLACEMENT}/tal.csv", contact.figures_csv, name="contact_figures_csv"),
    path(f"{_PLAN}/", plans.plan, name="contact_plan"),
    path(f"{_PLAN}/forslag/", plans.offer, name="contact_offer"),
    path(f"{_PLAN}/i-bero/", plans.pause, name="contact_pause"),
    path(f"{_PLAN}/i-bero/<uuid:pause_id>/slut/", plans.resume, name="contact_resume"),
    path(f"{_PLAN}/skjul/", plans.hide, name="contact_hide"),
    path(f"{_PLAN}/ekstra/", plans.extra, name="contact_extra"),
    path(f"{_PLAN}/sammenlign/", versions.compare, name="contact_compare"),
    path(f"{_PLAN}/version/<int:number>/", versions.version, name="contact_version"),
    path(f"{_PLAN}/version/<int:number>/godkend/", versions.accept, name="contact_accept"),
    path(f"{_PLAN}/afslut/", plans.end, name="contact_end"),
    path(f"{_PLAN}/version/<int:number>/beslut/", versions.decide, name="contact_decide"),
    path(f"{_PLAN}/version/<int:number>/pdf/", versions.pdf, name="contact_pdf"),
    path(f"{_PLAN}/version/<int:number>/nej/", versions.settle, name="contact_settle"),
    path(f"{_VISIT}/", visits.visit, name="visit"),
    path(f"{_VISIT}/holdt/", visits.held, name="visit_held"),
    path(f"{_VISIT}/aflys/", visits.cancel, name="visit_cancel"),
    path(f"{_VISIT}/flyt/", visits.move, name="visit_move"),
    path(f"{_VISIT}/erstat/", visits.make_up, name="visit_make_up"),
    path(f"{_VISIT}/barnet/", visits.reaction, name="visit_reaction"),
]
