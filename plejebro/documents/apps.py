"""App configuration of the file vault."""

from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents: files attached to what the rooms above own."""

    name = "plejebro.documents"
    label = "documents"
    verbose_name = "filer"
    default_auto_field = "django.db.models.BigAutoField"
