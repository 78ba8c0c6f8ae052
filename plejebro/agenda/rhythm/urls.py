"""Addresses of the statutory rhythm."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
