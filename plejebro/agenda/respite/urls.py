"""Addresses of respite stays, holidays and child care."""

from __future__ import annotations

from django.urls import path

from plejebro.agenda.respite import plan_views, views

_OF = "anbringelser/<uuid:placement_id>"
_STAY = "stoetteophold/<uuid:stay_id>"
_WISH = "ferie/<uuid:wish_id>"
_CARE = "pasning/<uuid:care_id>"

urlpatterns = [
    path("stoetteophold/", views.respite_list, name="respite_list"),
    path(f"{_OF}/stoetteophold/", views.respite, name="respite"),
    path(f"{_OF}/stoetteophold/oensk/", views.respite_ask, name="respite_ask"),
    path(f"{_OF}/stoetteophold/hent.csv", views.respite_csv, name="respite_csv"),
    path(f"{_STAY}/", views.respite_stay, name="respite_stay"),
    path(f"{_STAY}/tilbyd/", views.respite_offer, name="respite_offer"),
    path(f"{_STAY}/ja/", views.respite_confirm, name="respite_confirm"),
    path(f"{_STAY}/andre-dage/", views.respite_counter, name="respite_counter"),
    path(f"{_STAY}/nej/", views.respite_decline, name="respite_decline"),
    path(f"{_STAY}/traek-tilbage/", views.respite_withdraw, name="respite_withdraw"),
    path(f"{_STAY}/holdt/", views.respite_hold, name="respite_hold"),
    path(f"{_STAY}/aflys/", views.respite_cancel, name="respite_cancel"),
    path(f"{_OF}/ferie/", plan_views.holiday_plan, name="holiday_plan"),
    path(f"{_OF}/ferie/oensk/", plan_views.holiday_wish, name="holiday_wish"),
    path(f"{_WISH}/", plan_views.holiday, name="holiday"),
    path(f"{_WISH}/svar/", plan_views.holiday_answer, name="holiday_answer"),
    path(f"{_WISH}/traek-tilbage/", plan_views.holiday_withdraw, name="holiday_withdraw"),
    path(f"{_OF}/pasning/ny/", plan_views.care_ask, name="care_ask"),
    path(f"{_CARE}/", plan_views.care, name="care"),
    path(f"{_CARE}/svar/", plan_views.care_answer, name="care_answer"),
    path(f"{_CARE}/holdt/", plan_views.care_hold, name="care_hold"),
    path(f"{_CARE}/aflys/", plan_views.care_cancel, name="care_cancel"),
]
