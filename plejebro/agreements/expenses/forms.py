"""Shape and sentences of what is typed. What may be done with it is for the verbs."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from plejebro.agreements.expenses.catalogue import NewTerm, ceiling_text
from plejebro.agreements.expenses.enums import Per
from plejebro.agreements.expenses.fields import KronerField
from plejebro.agreements.expenses.models import ExpenseTerm
from plejebro.ui.forms import DanskDateField, PlejeForm

LONGEST_TEXT = 10_000


def _text(label: str, *, needed: str = "", rows: int = 4, hint: str = "") -> forms.CharField:
    said = {"required": needed} if needed else {}
    return forms.CharField(
        label=label,
        max_length=LONGEST_TEXT,
        required=bool(needed),
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={**said, "max_length": "Teksten må højst fylde 10.000 tegn."},
    )


class ApplyForm(PlejeForm):
    """An application. `kept` are files already uploaded by this page, by their ids."""

    term = forms.ChoiceField(
        label="Hvad søger I om?", widget=forms.RadioSelect, error_messages={"invalid_choice": "Vælg en af mulighederne."}
    )
    what = forms.CharField(label="Kort overskrift", max_length=120, help_text="For eksempel: Ny cykel til skolen")
    amount = KronerField(label="Hvor mange penge?", help_text="I kroner, for eksempel 1.250", min_value=Decimal(1))
    reason = _text("Hvorfor er det nødvendigt?", needed="Skriv, hvorfor det er nødvendigt.", rows=5)
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *values: Any, terms: Sequence[ExpenseTerm], **options: Any) -> None:
        super().__init__(*values, **options)
        self.terms = {str(term.pk): term for term in terms}
        self.fields["term"].choices = [(key, _choice(term)) for key, term in self.terms.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> ExpenseTerm:
        """The type with what holds for it; call it when the form is valid."""
        return self.terms[self.cleaned_data["term"]]


def _choice(term: ExpenseTerm) -> str:
    note = f". {term.note}" if term.note else ""
    return f"{term.type.name} ({ceiling_text(term).lower()}){note}"


class StepForm(PlejeForm):
    """A step on an expense. `version` says what the writer had before them, so that nothing is overtaken."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class AskForm(StepForm):
    """What the municipality needs to know."""

    text = _text("Hvad mangler I at vide?", needed="Skriv, hvad familien skal svare på.")


class ReplyForm(StepForm):
    """What the family answers."""

    text = _text("Jeres svar", needed="Skriv et svar.")


class DecideForm(StepForm):
    """How many kroner, and why."""

    granted = KronerField(label="Hvor meget bevilger I?", help_text="I kroner. Skriv 0 for et afslag.")
    text = _text("Begrundelse", hint="Skal skrives ved afslag, når I kun bevilger en del, og når I går over loftet", rows=3)

    def __init__(self, *values: Any, **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["text"].label = "Begrundelse"


class ReceiptForm(StepForm):
    """What was spent in all."""

    spent = KronerField(label="Hvad har I brugt i alt?", help_text="I kroner, som det står på kvitteringen")
    text = _text("Bemærkning", rows=2)


class PayForm(StepForm):
    """The day the money was paid out."""

    on = DanskDateField(label="Udbetalt den")


class WithdrawForm(StepForm):
    """Perhaps why."""

    text = _text("Bemærkning", rows=2)


class TermForm(PlejeForm):
    """What holds for a type."""

    ceiling = KronerField(
        label="Loft", required=False, help_text="I kroner. Lad feltet stå tomt, hvis der ikke er noget loft."
    )
    per = forms.ChoiceField(label="Loftet gælder", choices=Per.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label="Det skal familien vide", max_length=300, required=False, help_text="For eksempel: Spørg om lån først."
    )
    starts = DanskDateField(label="Gælder fra", help_text="I dag eller senere. Det, der er søgt om, beholder sit loft.")
    version = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)

    def new_term(self) -> NewTerm:
        """For the verb; call it when the form is valid."""
        data = self.cleaned_data
        return NewTerm(data["starts"], data["ceiling"], Per(data["per"]), data["note"])


class TypeForm(TermForm):
    """A new type."""

    name = forms.CharField(label="Hvad kan der søges om?", max_length=80, help_text="Det navn, familierne kender det under")
    field_order = ["name"]


class StopForm(PlejeForm):
    """The last day one can apply."""

    last_day = DanskDateField(label="Sidste dag, der kan søges")
    version = forms.CharField(widget=forms.HiddenInput, max_length=80)
