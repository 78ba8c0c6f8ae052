"""Addresses of the administrator's and the operator's pages."""

from __future__ import annotations

from django.urls import path

from plejebro.municipalities import office, views

app_name = "municipalities"

urlpatterns = [
    path("medarbejdere/", views.employees, name="employees"),
    path("medarbejdere/ny/", views.employee_new, name="employee_new"),
    path("medarbejdere/inviter/", views.employees_invite_all, name="employees_invite_all"),
    path("medarbejdere/<uuid:public_id>/", views.employee, name="employee"),
    path("medarbejdere/<uuid:public_id>/ret/", views.employee_edit, name="employee_edit"),
    path("medarbejdere/<uuid:public_id>/afslut/", views.employee_end, name="employee_end"),
    path("medarbejdere/<uuid:public_id>/inviter/", views.employee_invite, name="employee_invite"),
    path("medarbejdere/<uuid:public_id>/totrins-login/", views.employee_reset_factor, name="employee_reset_factor"),
    path("medarbejdere/<uuid:public_id>/fravaer/", views.absence_new, name="absence_new"),
    path("medarbejdere/<uuid:public_id>/fravaer/<int:absence_id>/slut/", views.absence_end, name="absence_end"),
    path("enheder/", office.units, name="units"),
    path("enheder/<uuid:public_id>/", office.unit, name="unit"),
    path("svarfrister/", office.reply_times, name="reply_times"),
    path("svarfrister/<slug:topic>/", office.reply_time, name="reply_time"),
    path("kommunens-indstillinger/", office.settings, name="settings"),
    path("kommuner/", office.all_municipalities, name="all"),
    path("kommuner/<uuid:public_id>/", office.one, name="one"),
]
