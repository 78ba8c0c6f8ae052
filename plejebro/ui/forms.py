"""Forms as every room shows them: label above, hint under it, the error beside the field and in a summary on top."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

DATE_FORMATS = ["%d.%m.%Y", "%d-%m-%Y", "%d/%m-%Y", "%d/%m/%Y", "%d.%m.%y", "%Y-%m-%d"]


class Renderer(TemplatesSetting):
    """Draws forms and fields with the house's templates."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class DanskDateField(forms.DateField):
    """A date typed as 24.11.2026, 24-11-2026, 24/11-2026 or 2026-11-24."""

    default_error_messages = {"invalid": "Skriv datoen som dag, måned og år, for eksempel 24.11.2026."}

    def __init__(self, **options: Any) -> None:
        options.setdefault("input_formats", DATE_FORMATS)
        options.setdefault("widget", forms.DateInput(format="%d.%m.%Y", attrs={"inputmode": "numeric"}))
        super().__init__(**options)


class DressedFields:
    """What our forms share: the browser's own checks are off, so that errors are ours and in Danish."""

    use_required_attribute = False
    fields: dict[str, forms.Field]

    def _dress(self) -> None:
        for field in self.fields.values():
            _dress(field)


# In place of Django's "Dette felt er påkrævet.", which says what is demanded and not what to do.
_MISSING = {
    "radio": "Vælg en af mulighederne.",
    "select": "Vælg en af mulighederne.",
    "checkbox": "Sæt kryds for at gå videre.",
    "file": "Vælg en fil.",
}


def _dress(field: forms.Field) -> None:
    widget = field.widget
    kind = getattr(widget, "input_type", "")
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = _MISSING.get(kind, "Her mangler der noget.")
    if kind in ("radio", "checkbox", "hidden"):
        return
    name = {"file": "files"}.get(kind, "form-select" if isinstance(widget, forms.Select) else "form-input")
    if isinstance(widget, forms.DateInput):
        name += " short"
    given = widget.attrs.get("class", "")
    if name not in given:
        widget.attrs["class"] = f"{given} {name}".strip()


class PlejeForm(DressedFields, forms.Form):
    """A form of ours."""

    def __init__(self, *values: Any, **options: Any) -> None:
        super().__init__(*values, **options)
        self._dress()


class PlejeModelForm(DressedFields, forms.ModelForm):  # type: ignore[type-arg]
    """A form of ours over a model."""

    def __init__(self, *values: Any, **options: Any) -> None:
        super().__init__(*values, **options)
        self._dress()
