"""Every field has a class; free text is never taken lightly."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from plejebro.access.classification import CLASSES, class_of, table

OURS = [model for model in apps.get_models() if model.__module__.startswith("plejebro.")]


def test_every_model_is_classified_and_every_name_in_the_table_exists() -> None:
    known = {model._meta.label: {field.name for field in model._meta.concrete_fields} for model in OURS}
    assert set(table()) == set(known)
    for label, fields in table().items():
        assert set(fields) - {"*"} <= known[label], label
        assert set(fields.values()) <= set(CLASSES), label


def test_what_people_write_is_special_or_said_to_be_otherwise() -> None:
    harmless = {"audit.Event.payload", "notifications.OutboxMessage.body", "flows.ImportBatch.rows"}
    for model in OURS:
        for field in model._meta.concrete_fields:
            name = f"{model._meta.label}.{field.name}"
            if isinstance(field, models.TextField) and name not in harmless:
                assert class_of(model._meta.label, field.name) in ("special", "secret"), name
