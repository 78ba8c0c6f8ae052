"""Addresses of meetings, and of each person's reminders; a POST-only address is one step."""

from __future__ import annotations

from django.urls import URLPattern, path

from plejebro.agenda.meetings import minutes_views, people_views, views
from plejebro.agenda.reminders.urls import urlpatterns as reminder_urls

_OF = "anbringelser/<uuid:placement_id>/moeder"
_ONE = "moeder/<uuid:meeting_id>"

urlpatterns: list[URLPattern] = [
    path(f"{_OF}/", views.meetings, name="meetings"),
    path(f"{_OF}/nyt/", views.meeting_new, name="meeting_new"),
    path(f"{_ONE}/", views.meeting, name="meeting"),
    path(f"{_ONE}/svar/", views.meeting_answer, name="meeting_answer"),
    path(f"{_ONE}/flyt/", views.meeting_move, name="meeting_move"),
    path(f"{_ONE}/aflys/", views.meeting_cancel, name="meeting_cancel"),
    path(f"{_ONE}/punkt/", views.meeting_point, name="meeting_point"),
    path(f"{_ONE}/punkt/<uuid:point_id>/fjern/", people_views.meeting_point_off, name="meeting_point_off"),
    path(f"{_ONE}/deltager/", people_views.meeting_bring, name="meeting_bring"),
    path(f"{_ONE}/deltager/<uuid:invitee_id>/fjern/", people_views.meeting_take_off, name="meeting_take_off"),
    path(f"{_ONE}/dokument/", people_views.meeting_share, name="meeting_share"),
    path(f"{_ONE}/dokument/<uuid:file_id>/", people_views.meeting_file, name="meeting_file"),
    path(f"{_ONE}/referat/", minutes_views.meeting_minutes, name="meeting_minutes"),
    path(f"{_ONE}/referat/kladde/", minutes_views.meeting_draft, name="meeting_draft"),
    path(f"{_ONE}/referat/<int:written>/indvending/", minutes_views.meeting_objection, name="meeting_objection"),
    path(f"{_ONE}/moede.pdf", minutes_views.meeting_pdf, name="meeting_pdf"),
    *reminder_urls,
]
