"""Shape and sentences of what is typed. What may be done with it is for the verbs."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from plejebro.decisions import enums, rules
from plejebro.decisions.actions import Opening
from plejebro.decisions.complaining import Received
from plejebro.decisions.proving import Shown, Talk
from plejebro.law import Route
from plejebro.ui.forms import DanskDateField, PlejeForm

LONGEST = 20_000
_TOO_LONG = {"max_length": "Teksten må højst fylde 20.000 tegn."}


def _text(label: str, missing: str = "", *, hint: str = "", rows: int = 5, required: bool = True) -> forms.CharField:
    errors = {**_TOO_LONG, **({"required": missing} if missing else {})}
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages=errors,
    )


class SendingForm(PlejeForm):
    """A form that is sent once: a second click of the same sending does nothing more."""

    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *values: Any, initial: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__(*values, initial={"submission": uuid.uuid4(), **(initial or {})}, **options)


class SeenForm(SendingForm):
    """A form that moves the case, and knows which version of it was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class OpenForm(SendingForm):
    """Opening a case."""

    kind = forms.ChoiceField(
        label="Hvad skal afgøres?",
        choices=enums.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg, hvad der skal afgøres."},
    )
    cause = forms.ChoiceField(
        label="Hvad er anledningen?",
        choices=[("", "Ikke valgt"), *enums.Cause.choices],
        required=False,
        help_text="Anledningen bliver skrevet ned. Den afgør ikke, hvilken vej sagen går: Det vurderer du bagefter.",
    )
    reason = _text(
        "Hvorfor åbner du sagen?",
        "Skriv, hvorfor du åbner sagen.",
        hint="Det kan dine kolleger læse. Familien kan ikke se det.",
    )
    planned_on = DanskDateField(
        label="Hvornår regner du med, at der bliver truffet afgørelse?",
        required=False,
        help_text="Loven ses efter på den dag: barnets alder og de regler, der gælder. For eksempel 24.11.2026",
    )

    def opening(self) -> Opening:
        """What the verb takes; call it when the form is valid."""
        data = self.cleaned_data
        cause = enums.Cause(data["cause"]) if data["cause"] else None
        return Opening(enums.Kind(data["kind"]), data["reason"], cause, data["planned_on"])


class PlanForm(SeenForm):
    """Correcting why the case is open and when the decision is expected."""

    planned_on = DanskDateField(label="Planlagt dag for afgørelsen", required=False, help_text="For eksempel 24.11.2026")
    cause = forms.ChoiceField(label="Anledning", choices=[("", "Ikke valgt"), *enums.Cause.choices], required=False)
    reason = _text("Hvorfor er sagen åbnet?", "Skriv, hvorfor sagen er åbnet.")


class RouteForm(SeenForm):
    """A person's classification of the case."""

    route = forms.ChoiceField(
        label="Hvilken vej går sagen?", widget=forms.RadioSelect, error_messages={"required": "Vælg en vej."}
    )
    reason = _text(
        "Begrundelse",
        "Skriv, hvorfor sagen går den vej.",
        hint="Skriv jeres egen vurdering af de spørgsmål, der står ved vejen. Begrundelsen bliver stående i sagen.",
    )

    def __init__(self, *values: Any, routes: list[Route], **options: Any) -> None:
        super().__init__(*values, **options)
        choices = [(row.code, f"{row.code} {row.name}: {row.trigger}") for row in routes]
        self.fields["route"].choices = choices  # type: ignore[attr-defined]


class FactForm(SendingForm):
    """One of the dated facts: written, corrected or taken back."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    on = DanskDateField(label="Dato", required=False, help_text="For eksempel 24.11.2026")
    text = _text("Bemærkning", rows=4, required=False)

    def __init__(self, *values: Any, label: str, text_label: str, is_correction: bool, **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["on"].label = label
        self.fields["text"].label = text_label
        self.fields["on"].required = not is_correction
        self.fields["on"].error_messages["required"] = "Skriv datoen."
        if is_correction:
            self.fields["on"].help_text = "Lad feltet stå tomt, hvis datoen skal tages tilbage."
            self.fields["text"].required = True
            self.fields["text"].error_messages["required"] = "Skriv, hvorfor datoen rettes."


class EvidenceForm(SendingForm):
    """What shows a step: done on a day, not relevant here, or excepted."""

    state = forms.ChoiceField(
        label="Hvordan står det med trinet?",
        widget=forms.RadioSelect,
        choices=enums.EvidenceState.choices,
        error_messages={"required": "Vælg en af mulighederne."},
    )
    on = DanskDateField(
        label="Hvilken dag blev det gjort?",
        required=False,
        help_text="Skal udfyldes, når det er gjort. Uden dato tæller det ikke. For eksempel 24.11.2026",
    )
    proof = forms.CharField(
        label="Hvad viser det?",
        required=False,
        max_length=120,
        help_text="For eksempel notat, brev, mødereferat eller samtykke",
        error_messages={"max_length": "Skriv højst 120 tegn."},
    )
    note = _text(
        "Note eller begrundelse",
        rows=4,
        required=False,
        hint="Skal udfyldes, når trinet ikke er relevant eller er undtaget.",
    )
    paper = forms.FileField(
        label="Dokument", required=False, help_text="PDF, billede, Word eller OpenDocument. Højst 15 MB."
    )

    def __init__(self, *values: Any, shown_elsewhere: bool = False, **options: Any) -> None:
        super().__init__(*values, **options)
        if shown_elsewhere:  # the step is shown by something that is written down on a page of its own
            choices = [row for row in enums.EvidenceState.choices if row[0] != enums.EvidenceState.PROOF]
            self.fields["state"].choices = choices  # type: ignore[attr-defined]
            for name in ("on", "proof", "paper"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A proof has a day, anything else its reason."""
        data = super().clean() or {}
        if data.get("state") == enums.EvidenceState.PROOF and not data.get("on") and "on" not in self.errors:
            self.add_error("on", "Skriv, hvilken dag det er gjort. Uden dato tæller det ikke.")
        if data.get("state") and data["state"] != enums.EvidenceState.PROOF and not data.get("note", "").strip():
            self.add_error("note", "Skriv begrundelsen.")
        return data

    def shown(self) -> Shown:
        """What the verb takes; call it when the form is valid."""
        data = self.cleaned_data
        state = enums.EvidenceState(data["state"])
        on = data.get("on") if state == enums.EvidenceState.PROOF else None
        return Shown(state=state, on=on, proof=data.get("proof", ""), note=data["note"])


class ReasonForm(PlejeForm):
    """Taking something back: why."""

    reason = _text("Hvorfor?", "Skriv, hvorfor det tages tilbage.", rows=3)


class TalkForm(SendingForm):
    """A talk with the child."""

    on = DanskDateField(label="Hvilken dag?", help_text="For eksempel 24.11.2026")
    where = forms.CharField(label="Hvor?", max_length=120, help_text="Skriv ikke en adresse, der er beskyttet.")
    who = forms.CharField(label="Hvem var med?", max_length=200)
    parent_present = forms.ChoiceField(
        label="Var en forælder til stede?", choices=enums.ParentPresent.choices, widget=forms.RadioSelect
    )
    words = _text(
        "Hvad sagde barnet, med egne ord?",
        "Skriv, hvad barnet sagde.",
        hint="Hverken familien eller forældrene ser det her.",
    )
    about_this = forms.BooleanField(
        label="Vi talte om netop denne afgørelse",
        required=False,
        help_text="Uden krydset bliver samtalen gemt, men den tæller ikke som børnesamtale. Løbende kontakt er ikke nok.",
    )

    def talk(self) -> Talk:
        """What the verb takes; call it when the form is valid."""
        data = self.cleaned_data
        return Talk(
            on=data["on"],
            where=data["where"],
            who=data["who"],
            words=data["words"],
            about_this=data["about_this"],
            parent_present=enums.ParentPresent(data["parent_present"]),
        )


class AskForm(SeenForm):
    """Asking the family for its statement."""

    answer_by = DanskDateField(label="Svar senest", help_text="Før afgørelsen. For eksempel 24.11.2026")
    text = _text("Hvad vil I gerne have, at familien skriver om?", "Skriv, hvad I beder om.", rows=10)


class StatementForm(SendingForm):
    """The family's statement."""

    text = _text("Jeres udtalelse", "Skriv jeres udtalelse.", rows=10)


class FinaliseForm(SeenForm):
    """Writing down that the decision is taken."""

    decided_on = DanskDateField(label="Hvilken dag er afgørelsen truffet?", help_text="For eksempel 24.11.2026")
    reason = _text(
        "Hvorfor er afgørelsen truffet, selv om der mangler trin?",
        rows=5,
        required=False,
        hint="Skal udfyldes, når der mangler trin. Begrundelsen bliver stående i sagen og kan ikke ændres.",
    )


class EndForm(PlejeForm):
    """Ending a case."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    note = _text("Bemærkning", rows=3, required=False)

    def __init__(self, *values: Any, label: str, needed: str = "", **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["note"].label = label
        if needed:
            self.fields["note"].required = True
            self.fields["note"].error_messages["required"] = needed


class ComplaintForm(SendingForm):
    """A complaint or a request for a review that has come in."""

    kind = forms.ChoiceField(label="Hvad er der kommet?", choices=enums.ComplaintKind.choices, widget=forms.RadioSelect)
    by = forms.ChoiceField(label="Fra hvem?", choices=enums.By.choices, widget=forms.RadioSelect)
    about = forms.ChoiceField(label="Over hvilken afgørelse?", widget=forms.RadioSelect)
    received_on = DanskDateField(
        label="Hvilken dag kom det?", help_text="Fra den dag kan flytningen være standset. For eksempel 24.11.2026"
    )
    note = _text("Note", rows=3, required=False)

    def __init__(self, *values: Any, kind: str, **options: Any) -> None:
        super().__init__(*values, **options)
        choices = [(row.value, row.label) for row in rules.ABOUT_OF[enums.Kind(kind)]]
        self.fields["about"].choices = choices  # type: ignore[attr-defined]

    def received(self) -> Received:
        """What the verb takes; call it when the form is valid."""
        data = self.cleaned_data
        return Received(
            kind=enums.ComplaintKind(data["kind"]),
            about=enums.About(data["about"]),
            by=enums.By(data["by"]),
            received_on=data["received_on"],
            note=data["note"],
        )


class FollowForm(PlejeForm):
    """What has become of a complaint."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    forwarded_on = DanskDateField(label="Sendt til Ankestyrelsen", required=False, help_text="For eksempel 24.11.2026")
    settled_on = DanskDateField(label="Afgjort", required=False, help_text="Den dag, I fik besked om resultatet")
    outcome = forms.ChoiceField(
        label="Hvordan endte det?", choices=[("", "Ikke afgjort endnu"), *enums.Outcome.choices], required=False
    )


class LetterForm(PlejeForm):
    """The text of a letter."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    text = forms.CharField(
        label="Brevets tekst",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text="En linje, der begynder med # og et mellemrum, er en overskrift. Det, der står i [kantede "
        "parenteser], skal du skrive.",
        error_messages={"required": "Brevet er tomt.", **_TOO_LONG},
    )


class SentForm(SendingForm):
    """That a letter has been sent."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    on = DanskDateField(label="Hvilken dag blev brevet sendt?", help_text="For eksempel 24.11.2026")
