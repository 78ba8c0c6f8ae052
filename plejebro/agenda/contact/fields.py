"""Form fields of contact."""

from __future__ import annotations

from typing import Any

from django import forms

from plejebro.agenda.contact.schema import special_days
from plejebro.versions.schema import BadContent


class SpecialDaysInput(forms.CharField):
    """Holidays and birthdays, a line each; what cannot be read is shown in the sentence beside the field."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=4_000, widget=forms.Textarea(attrs={"rows": 4}), **options)

    def prepare_value(self, value: Any) -> Any:
        """The list as lines; what was typed stays as it was typed."""
        return value if isinstance(value, str) else "\n".join(day.text for day in special_days(value))

    def clean(self, value: Any) -> str:
        """The lines, when they can be read."""
        text: str = super().clean(value)
        try:
            special_days(text)
        except BadContent as bad:
            raise forms.ValidationError(bad.sentence) from bad
        return text
