"""Shape of what is chosen about reminders."""

from __future__ import annotations

from typing import Any

from django import forms

from plejebro.agenda.enums import Kind
from plejebro.agenda.reminders.enums import Moment
from plejebro.ui.forms import PlejeForm


class ChoicesForm(PlejeForm):
    """One choice for each kind of entry."""

    def __init__(self, *values: Any, **options: Any) -> None:
        super().__init__(*values, **options)
        for kind in Kind:
            self.fields[kind.value] = forms.ChoiceField(label=kind.label, choices=Moment.choices)
        self._dress()
