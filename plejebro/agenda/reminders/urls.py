"""Address of the reminders."""

from __future__ import annotations

from django.urls import path

from plejebro.agenda.reminders import views

urlpatterns = [path("kalender/paamindelser/", views.reminders, name="reminders")]
