"""The form in which an operator adds a published set of rates, or corrects one by a new version."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from plejebro.agreements.expenses.fields import KronerField
from plejebro.agreements.rate_rows import NewRates, figures
from plejebro.agreements.rate_rows_models import RateSeries
from plejebro.kernel import clock
from plejebro.rates import Rate
from plejebro.ui.forms import DanskDateField
from plejebro.ui.pages import VersionedForm

CONVENTIONS = [
    ("", "Vælg"),
    ("A", "A: gang med den nøjagtige dagssats, og rund af til sidst"),
    ("B", "B: rund månedssatsen af først, og gang så med antallet"),
]
RULES = [("", "Vælg"), ("lov", "Loven: det tredje barn anbragt samme sted"), ("KL", "KL: det tredje barn fra samme kommune")]


class RatesForm(VersionedForm):
    """One set. Fields of figures are named `tal-<name>`; those that are left empty are "ikke oplyst"."""

    set_name = forms.CharField(label="Sættets navn", max_length=60, help_text="For eksempel KL 2027")
    starts = DanskDateField(label="Gælder fra")
    ends = DanskDateField(label="Gælder til", help_text="Sidste dag, som kilden siger. Satser bliver aldrig ført videre.")
    convention = forms.ChoiceField(label="Sådan runder kilden af", choices=CONVENTIONS)
    rule = forms.ChoiceField(label="Regel for tredje barn", choices=RULES)
    source = forms.CharField(label="Kilde", max_length=300, help_text="Hvem har offentliggjort tallene, hvornår og hvor")
    read_on = DanskDateField(label="Læst i kilden")
    note = forms.CharField(label="Bemærkning", max_length=300, required=False)

    field_order = ["set_name", "starts", "ends"]

    def __init__(self, *values: Any, series: RateSeries, **options: Any) -> None:
        super().__init__(*values, **options)
        self.series = series
        if series != RateSeries.VEDERLAG:
            del self.fields["convention"]
        if series != RateSeries.BOARD:
            del self.fields["rule"]
        for name, label in figures(series).items():
            self.fields[f"tal-{name}"] = KronerField(label=f"{label}, kr.", required=False)
        self._dress()
        self.order_fields(["set_name", "starts", "ends", *(name for name in self.fields if name.startswith("tal-"))])

    def new_rates(self) -> NewRates:
        """The set, for the verb; call it when the form is valid."""
        data = self.cleaned_data
        names = ("set_name", "starts", "ends", "source", "read_on", "note", "convention", "rule")
        return NewRates(
            series=self.series,
            values={name: data[f"tal-{name}"] for name in figures(self.series) if data.get(f"tal-{name}") is not None},
            **{name: data[name] for name in names if name in data},
        )


def first_shown(series: RateSeries, corrected: Rate | None) -> dict[str, Any]:
    """What stands in the form: the set that is to be corrected, or an empty one for the coming year."""
    today = clock.today()
    if corrected is None:
        year = today.year + 1
        return {"starts": date(year, 1, 1), "ends": date(year, 12, 31), "read_on": today}
    return {
        "set_name": corrected.set_name,
        "starts": corrected.starts,
        "ends": corrected.ends,
        "convention": corrected.convention or "",
        "rule": corrected.rule or "",
        "source": corrected.source,
        "read_on": today,
        "note": corrected.note,
        **{f"tal-{name}": Decimal(value) for name, value in corrected.values.items()},
    }
