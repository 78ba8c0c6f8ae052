"""Forms about persons: names, CPR numbers, protection, parents."""

from __future__ import annotations

from typing import Any

from django import forms

from plejebro.kernel import clock
from plejebro.kernel.cpr import Cpr, CprError, parse_cpr
from plejebro.people.enums import ProtectionKind, RelationKind
from plejebro.ui.forms import DanskDateField, PlejeForm


class PersonNameForm(PlejeForm):
    """A person's name."""

    given_name = forms.CharField(label="Fornavn", max_length=80)
    family_name = forms.CharField(label="Efternavn", max_length=80)


class CprField(forms.CharField):
    """A CPR number. Numbers without a valid check digit are numbers too; what was typed never stands in an error."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "CPR-nummer")
        options.setdefault("max_length", 20)
        widget = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"})
        super().__init__(**{"widget": widget, **options})

    def to_python(self, value: Any) -> Any:
        """The number, or None for an empty field."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_cpr(text)
        except CprError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong

    def run_validators(self, value: Any) -> None:
        """Length was looked at as text; a parsed number needs no more."""

    def prepare_value(self, value: Any) -> Any:
        """A number that was read comes back as it was typed, never from the vault."""
        return value.in_full if isinstance(value, Cpr) else value


class ProtectionForm(PlejeForm):
    """What protects the child, from when, and on what ground."""

    kind = forms.ChoiceField(label="Beskyttelse", choices=ProtectionKind.choices, widget=forms.RadioSelect)
    starts = DanskDateField(label="Gælder fra")
    ends = DanskDateField(
        label="Skal ses på igen",
        required=False,
        help_text="Beskyttelsen ophører ikke af sig selv. Den gælder, til en rådgiver ophæver den.",
    )
    note = forms.CharField(
        label="Grundlag", max_length=200, required=False, help_text="For eksempel »afgørelse i børne- og ungeudvalget«."
    )

    def clean(self) -> dict[str, Any]:
        """The date to look at it again comes after the start."""
        data = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["ends"] < data["starts"]:
            self.add_error("ends", "Datoen ligger før den dag, beskyttelsen begynder.")
        return data


class LiftForm(PlejeForm):
    """Why a protection no longer holds."""

    reason = forms.CharField(label="Hvorfor ophører beskyttelsen?", max_length=200)


class ParentForm(PersonNameForm):
    """A parent and whether it holds custody."""

    kind = forms.ChoiceField(label="Tilknytning til barnet", choices=RelationKind.choices)
    has_custody = forms.BooleanField(label="Har forældremyndighed", required=False)
    starts = DanskDateField(label="Gælder fra")


class ChildFields(PlejeForm):
    """A child by name and birthday."""

    given_name = forms.CharField(label="Barnets fornavn", max_length=80)
    family_name = forms.CharField(label="Barnets efternavn", max_length=80, required=False)
    born_on = DanskDateField(label="Fødselsdag", required=False)

    def clean_born_on(self) -> Any:
        """Nobody is born tomorrow."""
        born_on = self.cleaned_data["born_on"]
        if born_on and born_on > clock.today():
            raise forms.ValidationError("Fødselsdagen ligger i fremtiden.")
        return born_on
