"""Addresses of the calendar pages, the feeds and the school holidays."""

from __future__ import annotations

from django.urls import URLPattern, path

from plejebro.agenda.calendar import date_views, feed_views, school_views, views

urlpatterns: list[URLPattern] = [
    path("anbringelser/<uuid:placement_id>/kalender/", views.of_placement, name="placement_calendar"),
    path("anbringelser/<uuid:placement_id>/datoer/", date_views.dates, name="dates"),
    path("anbringelser/<uuid:placement_id>/datoer/ny/", date_views.date_new, name="date_new"),
    path("anbringelser/<uuid:placement_id>/datoer/<uuid:entry_id>/", date_views.date_edit, name="date_edit"),
    path("anbringelser/<uuid:placement_id>/datoer/<uuid:entry_id>/tag-af/", date_views.date_off, name="date_off"),
    path("familier/<uuid:family_id>/kalender/", views.of_family, name="family_calendar"),
    path("kalender/", views.own, name="calendar"),
    path("kalender/enhed/", views.of_unit, name="unit_calendar"),
    path("kalender/aftale/<uuid:entry_id>/", views.entry, name="entry"),
    path("kalender/aftale/<uuid:entry_id>/aftale.ics", feed_views.entry_file, name="entry_file"),
    path("kalender/abonner/", feed_views.subscribe, name="subscribe"),
    path("kalender/abonner/stop/", feed_views.unsubscribe, name="unsubscribe"),
    path("kalender/feed/<str:secret>.ics", feed_views.feed, name="feed"),
    path("skoleferier/", school_views.holidays, name="school_holidays"),
    path("skoleferier/ny/", school_views.holiday_new, name="school_holiday_new"),
    path("skoleferier/flere/", school_views.holidays_paste, name="school_holidays_paste"),
    path("skoleferier/<uuid:holiday_id>/", school_views.holiday, name="school_holiday"),
    path("skoleferier/<uuid:holiday_id>/fjern/", school_views.holiday_remove, name="school_holiday_remove"),
]
