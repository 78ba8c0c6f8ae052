"""The form of a version: its fields come from its schema."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms

from plejebro.ui.forms import DanskDateField, PlejeForm
from plejebro.versions.schema import Field, Schema

LONGEST = 8_000
_DATE = "For eksempel 1.8.2026"


class SendingForm(PlejeForm):
    """A form that is sent once: a second click of the same sending does nothing more."""

    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *values: Any, initial: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__(*values, initial={"submission": uuid.uuid4(), **(initial or {})}, **options)


class SchemaForm(SendingForm):
    """A version of an agreement: the schema's fields, the days it is to hold, and what was the newest when it was shown."""

    starts = DanskDateField(label="Skal gælde fra", help_text=_DATE)
    ends = DanskDateField(label="Til og med", required=False, help_text="Lad stå tomt, hvis det gælder indtil videre.")
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *values: Any, schema: Schema, **options: Any) -> None:
        super().__init__(*values, **options)
        self.schema = schema
        for field in schema.fields:
            if field.kind != "annexes":
                self.fields[field.key] = form_field(field)
        self._dress()

    @property
    def sections(self) -> list[tuple[str, str, list[forms.BoundField], bool]]:
        """The fields by section, and whether the section stands open: the first one, those with errors, and all of them
        where there is nothing to start from."""
        found = []
        for number, section in enumerate(self.schema.sections):
            fields = [self[field.key] for field in section.fields if field.key in self.fields]
            is_open = not number or not self.initial.get("seen") or any(field.errors for field in fields)
            found.append((section.key, section.title, fields, is_open))
        return found

    def content(self) -> dict[str, Any]:
        """The content as the schema takes it; call it when the form is valid."""
        found = {}
        for field in self.schema.fields:
            if field.key in self.fields:
                value = self.cleaned_data[field.key]
                found[field.key] = str(value) if isinstance(value, Decimal) else value
        return found


def initial_of(schema: Schema, content: Mapping[str, Any]) -> dict[str, Any]:
    """A content as the form's starting point."""
    found = {**schema.defaults(), **{key: value for key, value in content.items() if value not in (None, "")}}
    for field in schema.fields:
        if field.kind == "date" and found.get(field.key):
            found[field.key] = date.fromisoformat(found[field.key])
        if field.kind == "time" and found.get(field.key):
            found[field.key] = f"{time.fromisoformat(found[field.key]):%H.%M}"
        if field.kind == "amount" and found.get(field.key):
            found[field.key] = str(found[field.key]).replace(".", ",")
    return found


class KronerField(forms.DecimalField):
    """An amount typed as 4.694, 4694,00 or 4694.00."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        text = str(value or "").strip().removesuffix("kr.").removesuffix("kr").strip().replace(" ", "")
        if "," in text:
            text = text.replace(".", "").replace(",", ".")
        elif text.count(".") == 1 and len(text.rpartition(".")[2]) == 3:
            text = text.replace(".", "")
        return super().to_python(text)


def form_field(field: Field) -> forms.Field:
    """How a field of a schema is asked for; a room's own kind of field brings its own in `form_field`."""
    if hasattr(field, "form_field"):
        made: forms.Field = field.form_field()
        return made
    common: dict[str, Any] = {"label": field.label, "help_text": field.help, "required": field.required}
    missing = {"required": "Skriv, hvad der er aftalt."}
    if field.kind == "choice":
        choices = list(field.choices) if field.required else [("", "Ikke aftalt"), *field.choices]
        return forms.ChoiceField(choices=choices, **common)
    if field.kind == "number":
        bounds = f"Skriv et helt tal fra {field.least} til {field.most}."
        errors = {"min_value": bounds, "max_value": bounds, "invalid": bounds, "required": bounds}
        widget = forms.NumberInput(attrs={"inputmode": "numeric", "class": "short"})
        return forms.IntegerField(
            min_value=field.least, max_value=field.most, error_messages=errors, widget=widget, **common
        )
    if field.kind == "amount":
        errors = {"invalid": "Skriv beløbet i kroner, for eksempel 4.694,00."}
        typed = forms.TextInput(attrs={"inputmode": "decimal", "class": "short"})
        return KronerField(max_digits=9, decimal_places=2, min_value=0, error_messages=errors, widget=typed, **common)
    if field.kind == "date":
        return DanskDateField(**common)
    if field.kind == "time":
        errors = {"invalid": "Skriv klokkeslættet som 13.30.", "required": "Skriv klokkeslættet som 13.30."}
        typed = forms.TextInput(attrs={"class": "short"})
        return forms.TimeField(input_formats=["%H.%M", "%H:%M"], error_messages=errors, widget=typed, **common)
    if field.kind == "line":
        return forms.CharField(max_length=200, error_messages=missing, **common)
    return forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}), error_messages=missing, **common)
