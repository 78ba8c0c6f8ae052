"""This room's own addresses. allauth's are included by config under /konto/."""

from __future__ import annotations

from django.urls import path

from plejebro.accounts import views

app_name = "accounts"

urlpatterns = [
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("demo-login/", views.demo_login, name="demo_login"),
    path("min-profil/", views.profile, name="profile"),
    path("min-profil/bekraeft/", views.confirm, name="confirm"),
    path("min-profil/logget-ind/", views.session_list, name="sessions"),
    path("min-profil/logget-ind/andre/afslut/", views.end_other_sessions, name="end_other_sessions"),
    path("min-profil/logget-ind/<uuid:public_id>/afslut/", views.end_session, name="end_session"),
]
