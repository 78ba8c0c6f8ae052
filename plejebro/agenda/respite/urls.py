"""Addresses of respite stays, holidays and child care."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
