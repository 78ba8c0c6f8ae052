"""Forms of the pages in this room."""

from __future__ import annotations

from datetime import date

from django import forms

from plejebro.kernel import clock
from plejebro.ui.forms import DanskDateField, PlejeForm


class ComingDateForm(PlejeForm):
    """A date both sides should know of."""

    on = DanskDateField(label="Dato", help_text="For eksempel 24.11.2026")
    at = forms.TimeField(
        label="Klokkeslæt",
        required=False,
        help_text="For eksempel 13.30",
        input_formats=["%H.%M", "%H:%M", "%H"],
        error_messages={"invalid": "Skriv klokkeslættet som 13.30."},
    )
    what = forms.CharField(
        label="Hvad sker der?",
        max_length=120,
        help_text="For eksempel: Statusmøde på rådhuset. Begge sider kan læse det.",
        error_messages={"required": "Skriv, hvad der sker den dag."},
    )

    def clean_on(self) -> date:
        """Only days to come: what has been stands on the timeline."""
        on: date = self.cleaned_data["on"]
        if on < clock.today():
            raise forms.ValidationError("Datoen er passeret. Skriv en dag, der kommer.")
        return on
