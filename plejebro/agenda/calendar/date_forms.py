"""Shape and sentences of what is typed about a simple date."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms

from plejebro.agenda.calendar.dates import LENGTH, Written
from plejebro.kernel import clock
from plejebro.ui.forms import DanskDateField
from plejebro.ui.pages import VersionedForm
from plejebro.versions.forms import SendingForm

_LENGTHS: Final = (
    (15, "Et kvarter"),
    (30, "En halv time"),
    (45, "Tre kvarter"),
    (60, "En time"),
    (90, "Halvanden time"),
    (120, "To timer"),
    (180, "Tre timer"),
    (240, "Fire timer"),
    (480, "Otte timer"),
)


class DateForm(SendingForm):
    """A date both sides should know of."""

    on = DanskDateField(label="Dato", help_text="For eksempel 24.11.2026")
    at = forms.TimeField(
        label="Klokkeslæt",
        required=False,
        widget=forms.TimeInput(format="%H.%M"),
        help_text="For eksempel 13.30. Lad feltet stå tomt, hvis det gælder hele dagen.",
        input_formats=["%H.%M", "%H:%M", "%H"],
        error_messages={"invalid": "Skriv klokkeslættet som 13.30."},
    )
    minutes = forms.ChoiceField(label="Hvor længe?", required=False)
    what = forms.CharField(
        label="Hvad sker der?",
        max_length=120,
        help_text="For eksempel: Tandlæge. Begge sider kan læse det.",
        error_messages={"required": "Skriv, hvad der sker den dag."},
    )
    place = forms.CharField(label="Sted", required=False, max_length=200)

    def __init__(self, *values: Any, initial: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__(*values, initial={"minutes": str(LENGTH), **(initial or {})}, **options)
        field: Any = self.fields["minutes"]
        field.choices = lengths_with(self.initial["minutes"])

    def clean_on(self) -> date:
        """Only days to come: what has been stands on the timeline."""
        on: date = self.cleaned_data["on"]
        if on < clock.today():
            raise forms.ValidationError("Datoen er passeret. Skriv en dag, der kommer.")
        return on

    def clean_minutes(self) -> str:
        """An hour where nothing is said."""
        return self.cleaned_data["minutes"] or str(LENGTH)

    def written(self) -> Written:
        """What the verb takes; call it when the form is valid."""
        data = self.cleaned_data
        return Written(data["on"], data["at"], int(data["minutes"]), data["what"], data["place"])


class CorrectDateForm(DateForm, VersionedForm):
    """The same, and which version of it was shown."""


def lengths_with(minutes: str) -> list[tuple[str, str]]:
    """The lengths to choose among, with the one that stands there already."""
    known = {str(number): words for number, words in _LENGTHS}
    known.setdefault(minutes, f"{minutes} minutter")
    return sorted(known.items(), key=lambda pair: int(pair[0]))
