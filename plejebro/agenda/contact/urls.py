"""Addresses of contact plans and visits."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
