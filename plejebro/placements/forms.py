"""Forms about a placement."""

from __future__ import annotations

from typing import Any

from django import forms

from plejebro.municipalities.models import Unit
from plejebro.municipalities.queries import units_of
from plejebro.people.forms import ChildFields, CprField
from plejebro.ui.forms import DanskDateField, PlejeForm
from plejebro.ui.pages import VersionedForm


class PlacementForm(ChildFields, VersionedForm):
    """Corrects what stands of the child and the placement. Only those who may see the CPR number can correct it."""

    starts = DanskDateField(label="Anbringelsen begyndte")
    plan_dated = DanskDateField(label="Barnets plan er fra", required=False)
    unit = forms.ModelChoiceField(
        label="Enhed", queryset=Unit.objects.none(), required=False, to_field_name="public_id", empty_label="Ingen enhed"
    )
    cpr = CprField(label="Nyt CPR-nummer", required=False, help_text="Lad feltet stå tomt, hvis nummeret ikke skal rettes.")

    def __init__(self, *args: Any, municipality_id: int, is_staff: bool, may_cpr: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_of(municipality_id)  # type: ignore[attr-defined]
        if not is_staff:
            del self.fields["unit"]
        if not may_cpr:
            del self.fields["cpr"]

    def clean(self) -> dict[str, Any]:
        """The birthday and the number agree."""
        data = super().clean() or {}
        cpr, born_on = data.get("cpr"), data.get("born_on")
        if cpr and born_on and cpr.birth_date != born_on:
            self.add_error("cpr", "Nummeret og fødselsdagen passer ikke sammen.")
        return data


class RepresentativeForm(PlejeForm):
    """Who looks after the family's interests where there is no consultant."""

    name = forms.CharField(label="Navn", max_length=120)
    title = forms.CharField(label="Stilling", max_length=120, required=False)
    contact = forms.CharField(label="Telefon eller e-mail", max_length=120)
    starts = DanskDateField(label="Gælder fra")
