"""Shape and sentences of what is typed. What may be done with it is for the verbs."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from plejebro.agenda.enums import CancelledBy, Hidden
from plejebro.agenda.respite.actions import Days, Place
from plejebro.agenda.respite.care_actions import Care
from plejebro.agenda.respite.enums import Payer
from plejebro.agenda.respite.holiday_actions import Wished
from plejebro.ui.forms import DanskDateField, PlejeForm

LONGEST_TEXT = 5_000
_DATE = "For eksempel 24.12.2026"
_PAYERS = [(one.value, one.label) for one in (Payer.MUNICIPALITY, Payer.CONTRACT, Payer.FAMILY)]
_CANCELLERS = [
    (one.value, label)
    for one, label in (
        (CancelledBy.FAMILY, "Plejefamilien"),
        (CancelledBy.MUNICIPALITY, "Kommunen"),
        (CancelledBy.CHILD, "Barnet"),
        (CancelledBy.OTHER, "Dem, barnet skulle være hos, eller andre"),
    )
]


def _text(label: str, *, needed: str = "", rows: int = 3, hint: str = "") -> forms.CharField:
    said = {"required": needed} if needed else {}
    return forms.CharField(
        label=label,
        max_length=LONGEST_TEXT,
        required=bool(needed),
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={**said, "max_length": "Teksten må højst fylde 5.000 tegn."},
    )


def _time(label: str, *, required: bool = False, hint: str = "For eksempel 16.00") -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.TimeInput(format="%H.%M", attrs={"inputmode": "decimal", "class": "form-input short"}),
        input_formats=["%H.%M", "%H:%M", "%H"],
        error_messages={"invalid": "Skriv klokkeslættet som 16.30."},
    )


class _Sent(PlejeForm):
    """A form that is sent once: a second click of the same sending does nothing more."""

    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *values: Any, initial: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__(*values, initial={"submission": uuid.uuid4(), **(initial or {})}, **options)


class StepForm(_Sent):
    """A step on something that stands. `version` says what the writer had before them, so that nothing is overtaken."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class _DaysFields(PlejeForm):
    starts = DanskDateField(label="Fra", help_text=_DATE)
    ends = DanskDateField(label="Til og med", help_text=_DATE)

    def clean(self) -> dict[str, Any]:
        """The days in order, and both times of day or none."""
        data = super().clean() or {}
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "Slutdatoen ligger før startdatoen.")
        if "begins" in self.fields and not {"begins", "finishes"} & set(self.errors):
            begins, finishes = data.get("begins"), data.get("finishes")
            if (begins is None) != (finishes is None):
                missing = "begins" if begins is None else "finishes"
                self.add_error(missing, "Skriv begge klokkeslæt, eller lad begge stå tomme.")
            elif begins and finishes and starts == ends and starts and finishes <= begins:
                self.add_error("finishes", "Sluttidspunktet skal ligge efter starttidspunktet.")
        return data

    def days(self) -> Days:
        """For the verb; call it when the form is valid."""
        data = self.cleaned_data
        return Days(data["starts"], data["ends"], data.get("begins"), data.get("finishes"))


class AskForm(_Sent, _DaysFields):
    """The family asks for a stay."""

    begins = _time("Barnet kan afleveres klokken")
    finishes = _time("Barnet skal være hjemme igen klokken")
    relief = forms.CharField(
        label="Kender I nogen, barnet kan være hos?",
        max_length=160,
        required=False,
        help_text="Skriv navnet, hvis I gør. Kommunen afgør, om det kan lade sig gøre.",
    )
    reason = _text("Hvad har I brug for?", needed="Skriv kort, hvad I har brug for.", hint="Kommunen og I kan læse det.")
    field_order = ["starts", "ends", "begins", "finishes", "relief", "reason"]


class OfferForm(StepForm, _DaysFields):
    """The municipality offers a place."""

    begins = _time("Afleveres klokken")
    finishes = _time("Hentes klokken")
    relief = forms.CharField(
        label="Hvem kan barnet være hos?", max_length=160, error_messages={"required": "Skriv, hvem barnet kan være hos."}
    )
    hide = forms.BooleanField(
        label="Skjul for plejefamilien, hvem barnet er hos",
        required=False,
        help_text="Kun når adressen eller navnet er beskyttet. Familien ser så dagene, men ikke hos hvem.",
    )
    payer = forms.ChoiceField(label="Hvem betaler?", choices=_PAYERS, widget=forms.RadioSelect)
    text = _text("Bemærkning", rows=2)
    field_order = ["starts", "ends", "begins", "finishes", "relief", "hide", "payer", "text"]

    def place(self) -> Place:
        """For the verb; call it when the form is valid."""
        data = self.cleaned_data
        return Place(data["relief"].strip(), (Hidden.FAMILY if data["hide"] else Hidden.NOBODY).value, data["payer"])


class CounterForm(StepForm, _DaysFields):
    """The days offered do not fit; these would."""

    begins = _time("Afleveres klokken")
    finishes = _time("Hentes klokken")
    text = _text("Hvad passer ikke?", needed="Skriv, hvad der ikke passer.")
    field_order = ["starts", "ends", "begins", "finishes", "text"]


class ConfirmForm(StepForm):
    """Yes."""

    text = _text("Bemærkning", rows=2)


class DeclineForm(StepForm):
    """No, and why."""

    text = _text("Hvorfor kan I ikke tilbyde det?", needed="Skriv, hvorfor I ikke kan tilbyde det.")


class WithdrawForm(StepForm):
    """Perhaps why."""

    text = _text("Bemærkning", rows=2)


class CancelForm(StepForm):
    """Who could not, and why."""

    by = forms.ChoiceField(label="Hvem kunne ikke?", choices=_CANCELLERS, widget=forms.RadioSelect)
    text = _text("Hvorfor bliver det aflyst?", needed="Skriv, hvorfor opholdet bliver aflyst.")


class HoldForm(StepForm):
    """How it went, perhaps."""

    text = _text("Hvordan gik det?", rows=3, hint="Begge sider kan læse det.")


class WishForm(_Sent, _DaysFields):
    """Days of holiday. `others` are the family's other placements the days may be wished for on too."""

    child = forms.ChoiceField(
        label="Er barnet med?",
        choices=[
            ("med", "Ja, barnet er med"),
            ("uden", "Nej, og vi har brug for støtteophold (aflastning)"),
            ("andet", "Nej, men barnet har et andet sted at være"),
        ],
        widget=forms.RadioSelect,
    )
    also = forms.MultipleChoiceField(
        label="Gælder det også for",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Hver kommune ser kun sit.",
    )
    note = _text("Bemærkning", rows=2, hint="Kommunen kan læse det. Skriv ikke om andre børn.")
    field_order = ["starts", "ends", "child", "also", "note"]

    def __init__(self, *values: Any, others: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*values, **options)
        if others:
            self.fields["also"].choices = list(others)  # type: ignore[attr-defined]
        else:
            del self.fields["also"]

    def wished(self) -> Wished:
        """For the verb; call it when the form is valid."""
        data = self.cleaned_data
        return Wished(data["starts"], data["ends"], data["child"] == "med", data["child"] == "uden", data["note"].strip())


class AnswerForm(StepForm):
    """Yes or no, and a no takes a reason."""

    yes = forms.ChoiceField(
        label="Jeres svar",
        choices=[("ja", "Ja, det er aftalt"), ("nej", "Nej, det kan ikke lade sig gøre")],
        widget=forms.RadioSelect,
    )
    text = _text("Begrundelse eller bemærkning", hint="Skal skrives, når svaret er nej.")

    def clean(self) -> dict[str, Any]:
        """A no says why."""
        data = super().clean() or {}
        if data.get("yes") == "nej" and not (data.get("text") or "").strip() and "text" not in self.errors:
            self.add_error("text", "Skriv, hvorfor det ikke kan lade sig gøre.")
        return data


class KnownForm(StepForm):
    """A step that takes no words."""


class CareForm(_Sent):
    """Care of a few hours."""

    on = DanskDateField(label="Hvilken dag?", help_text=_DATE)
    begins = _time("Fra klokken", required=True)
    finishes = _time("Til klokken", required=True, hint="Er det efter midnat, gælder det dagen efter.")
    carer = forms.CharField(
        label="Hvem passer barnet?", max_length=160, error_messages={"required": "Skriv, hvem der passer barnet."}
    )
    payer = forms.ChoiceField(
        label="Hvem betaler?",
        choices=_PAYERS,
        widget=forms.RadioSelect,
        help_text="Betaler I selv, er pasningen aftalt med det samme. Ellers svarer kommunen.",
    )
    note = _text("Hvorfor?", rows=2)

    def care(self) -> Care:
        """For the verb; call it when the form is valid."""
        data = self.cleaned_data
        return Care(data["on"], data["begins"], data["finishes"], data["carer"].strip(), data["payer"], data["note"].strip())


class CareCancelForm(StepForm):
    """Perhaps why."""

    text = _text("Bemærkning", rows=2)
