"""Addresses of feeds, school holidays and reminders."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
