"""Shape and sentences of what is typed about school holidays."""

from __future__ import annotations

import csv
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from plejebro.agenda.calendar.school import NewHoliday
from plejebro.ui.forms import DanskDateField, PlejeForm
from plejebro.ui.pages import VersionedForm

_LONGEST, _MOST_LINES = 200, 200


class HolidayForm(PlejeForm):
    """One school holiday."""

    name = forms.CharField(label="Hvad hedder ferien?", max_length=60, help_text="For eksempel: Efterårsferie")
    starts = DanskDateField(label="Første fridag", help_text="For eksempel 12.10.2026")
    ends = DanskDateField(label="Sidste fridag", help_text="Den sidste dag, skolen er lukket")

    def clean(self) -> dict[str, Any]:
        """The days in order, and no more than a summer and a half."""
        data: dict[str, Any] = super().clean() or {}
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "Sidste fridag ligger før den første.")
        elif starts and ends and (ends - starts).days > _LONGEST:
            self.add_error("ends", "En skoleferie kan højst vare 200 dage. Se datoerne igennem.")
        return data

    def holiday(self) -> NewHoliday:
        """What was written; call it when the form is valid."""
        data = self.cleaned_data
        return NewHoliday(data["name"].strip(), data["starts"], data["ends"])


class HolidayEditForm(HolidayForm, VersionedForm):
    """One that is corrected."""


class PasteForm(PlejeForm):
    """Several at once, one a line: name;first day;last day, as a spreadsheet saves them."""

    lines = forms.CharField(
        label="Skoleferierne, én på hver linje",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Navn; første fridag; sidste fridag. For eksempel: Efterårsferie;10.10.2026;18.10.2026",
    )

    def clean_lines(self) -> list[NewHoliday]:
        """The holidays, or what is wrong with which line."""
        rows = [row for row in csv.reader(self.cleaned_data["lines"].splitlines(), delimiter=";") if any(row)]
        if len(rows) > _MOST_LINES:
            raise ValidationError("Højst 200 linjer ad gangen.")
        return [_read(number, row) for number, row in enumerate(rows, start=1)]


def _read(number: int, row: list[str]) -> NewHoliday:
    if len(row) != 3:
        raise ValidationError(f"Linje {number}: Skriv navn, første fridag og sidste fridag med semikolon imellem.")
    form = HolidayForm({"name": row[0], "starts": row[1].strip(), "ends": row[2].strip()})
    if not form.is_valid():
        first = next(iter(form.errors.values()))[0]
        raise ValidationError(f"Linje {number}: {first}")
    return form.holiday()
