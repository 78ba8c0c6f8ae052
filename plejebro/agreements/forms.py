"""Shape and sentences of what is typed. The fields of an agreement come from its schema (`versions.forms`)."""

from __future__ import annotations

from typing import Any

from django import forms

from plejebro.agreements.enums import Reason
from plejebro.agreements.negotiating import Invitation, NewOffer
from plejebro.ui.forms import DanskDateField, PlejeForm
from plejebro.versions import forms as versions
from plejebro.versions.forms import LONGEST, SendingForm, initial_of

__all__ = ["SchemaForm", "SendingForm", "initial_of"]

_DATE = "For eksempel 1.8.2026"


class KnowingForm(SendingForm):
    """A form of one who may be the family's consultant too: then the tick is asked for, and it is written down."""

    knows = forms.BooleanField(
        label="Jeg ved det, og jeg ved, at det bliver skrevet ned", required=False, widget=forms.CheckboxInput
    )

    def __init__(self, *values: Any, supports: bool = False, **options: Any) -> None:
        super().__init__(*values, **options)
        if not supports:
            del self.fields["knows"]

    @property
    def knows_it(self) -> bool:
        """Whether the tick is set."""
        return bool(self.cleaned_data.get("knows"))


def _text(label: str, missing: str = "", *, hint: str = "", rows: int = 4, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": "Teksten må højst fylde 8.000 tegn.", **({"required": missing} if missing else {})},
    )


class InvitationForm(KnowingForm):
    """Opening a negotiation."""

    reason = forms.ChoiceField(label="Hvad er anledningen?", choices=[("", "Vælg"), *Reason.choices])
    text = _text("Hvorfor vil I forhandle?", "Skriv, hvorfor I vil forhandle.")
    agenda = _text(
        "Dagsorden", "Skriv, hvad I vil tale om.", hint="Et punkt på hver linje. Så kan begge sider forberede sig."
    )
    meeting_on = DanskDateField(label="Mødedato", required=False, help_text=_DATE)
    meeting_at = forms.TimeField(
        label="Klokkeslæt",
        required=False,
        input_formats=["%H.%M", "%H:%M"],
        help_text="For eksempel 13.30",
        error_messages={"invalid": "Skriv klokkeslættet som 13.30."},
    )
    place = forms.CharField(label="Sted", required=False, max_length=200)
    people = _text(
        "Hvem er med fra jeres side?",
        hint="Et navn på hver linje, gerne med rolle efter et komma. Den anden side skriver selv sine deltagere.",
        rows=3,
        required=False,
    )

    def invitation(self) -> Invitation:
        """What the verb takes; call it when the form is valid."""
        data = self.cleaned_data
        lines = [line.partition(",") for line in data["people"].splitlines() if line.strip()]
        return Invitation(
            Reason(data["reason"]),
            data["text"],
            data["agenda"],
            data["meeting_on"],
            data["meeting_at"],
            data["place"],
            tuple((name.strip()[:120], label.strip()[:120]) for name, _, label in lines[:12]),
        )


class SchemaForm(KnowingForm, versions.SchemaForm):
    """A version of an agreement, proposed by one who may be the family's consultant too."""


class OfferForm(SchemaForm):
    """A proposal in a negotiation."""

    note = _text("Begrundelse", "Skriv, hvorfor I foreslår det.", hint="Den anden side læser den sammen med forslaget.")
    answer_by = DanskDateField(
        label="Svar ønskes senest", required=False, help_text="Kommer der ikke svar, bortfalder forslaget dagen efter."
    )

    def offer(self) -> NewOffer:
        """What the verb takes."""
        data = self.cleaned_data
        return NewOffer(self.content(), data["starts"], data["ends"], data["answer_by"], data["note"])


class PersonForm(PlejeForm):
    """Somebody who takes part."""

    name = forms.CharField(label="Navn", max_length=120)
    label = forms.CharField(
        label="Hvem er det?", required=False, max_length=120, help_text="Fx konsulent fra fagforeningen, ven eller nabo"
    )
    is_companion = forms.BooleanField(
        label="Det er vores bisidder", required=False, help_text="I vælger selv jeres bisidder og skal ikke spørge om lov."
    )

    def __init__(self, *values: Any, is_family: bool, **options: Any) -> None:
        super().__init__(*values, **options)
        if not is_family:
            del self.fields["is_companion"]


class FileForm(PlejeForm):
    """A document to share."""

    document = forms.FileField(label="Dokument", help_text="PDF, billede, Word eller OpenDocument, højst 15 MB.")
    note = forms.CharField(label="Hvad viser det?", required=False, max_length=200)
    is_annex = forms.BooleanField(
        label="Det skal være et bilag til kontrakten",
        required=False,
        help_text="Et bilag følger med i de forslag, der stilles bagefter.",
    )


class MinutesForm(SendingForm):
    """Minutes of a meeting."""

    held_on = DanskDateField(label="Mødet blev holdt", help_text=_DATE)
    text = _text("Referat", "Skriv referatet.", rows=12, hint="Skriv også det, I ikke blev enige om, og hvad der sker nu.")


class TextForm(SendingForm):
    """One text: a reason, an objection."""

    text = _text("Begrundelse", "Skriv hvorfor.")

    def __init__(self, *values: Any, label: str = "", hint: str = "", required: bool = True, **options: Any) -> None:
        super().__init__(*values, **options)
        field = self.fields["text"]
        field.label, field.help_text, field.required = label or field.label, hint, required


class BreakForm(SendingForm):
    """A break that was."""

    on = DanskDateField(label="Hvilken dag flyttede barnet i praksis?", help_text=_DATE)
    text = _text("Hvad skete der?", "Skriv kort, hvad der skete.", hint="Skriv kun det, kontrakten har brug for.")


class AcceptForm(PlejeForm):
    """A yes, to what was on the page: the version's hash, and the effect in kroner as it was shown."""

    hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    effect = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    read = forms.BooleanField(label="Jeg har læst det hele, og jeg godkender det", error_messages={"required": "Sæt kryds."})
    knows = forms.BooleanField(label="Jeg ved det, og jeg ved, at det bliver skrevet ned", required=False)

    def __init__(self, *values: Any, supports: bool = False, **options: Any) -> None:
        super().__init__(*values, **options)
        if not supports:
            del self.fields["knows"]
