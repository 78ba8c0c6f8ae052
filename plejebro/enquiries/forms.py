"""Shape and sentences of what is typed. What may be done with it is for the verbs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from plejebro.enquiries.actions import Question
from plejebro.enquiries.drafts import Typed
from plejebro.enquiries.enums import Channel, MessageKind, Side
from plejebro.municipalities.enums import Topic
from plejebro.placements.enums import Task
from plejebro.ui.forms import PlejeForm

LONGEST_TEXT = 20_000
_DATES = ["%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%y", "%d-%m-%y", "%d/%m/%y", "%d %m %Y", "%Y-%m-%d"]


def _needed(sentence: str, **more: str) -> dict[str, str]:
    return {"required": sentence, **more}


def danish_date(label: str, *, missing: str, hint: str = "", required: bool = True) -> forms.DateField:
    """A date field that takes 24.11.2026, 24-11-2026, 24/11/26 and what a date picker sends."""
    return forms.DateField(
        label=label,
        required=required,
        input_formats=_DATES,
        help_text=hint or "For eksempel 24.11.2026",
        widget=forms.DateInput(format="%d.%m.%Y", attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=_needed(missing, invalid="Skriv datoen som dag, måned og år, for eksempel 24.11.2026."),
    )


class EnquiryForm(PlejeForm):
    """A new enquiry. An empty `addressed_to` means: the one the topic suggests."""

    topic = forms.ChoiceField(
        label="Hvad handler det om?",
        choices=Topic.choices,
        widget=forms.RadioSelect,
        error_messages=_needed("Vælg, hvad det handler om.", invalid_choice="Vælg et af emnerne."),
    )
    addressed_to = forms.ChoiceField(
        label="Hvem skal svare?",
        choices=[("", "Foreslået efter emnet"), *Task.choices],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Vælg en af de to."},
    )
    title = forms.CharField(
        label="Overskrift",
        max_length=120,
        help_text="Kort, så man kan finde den igen",
        error_messages=_needed("Skriv en kort overskrift.", max_length="Overskriften må højst fylde 120 tegn."),
    )
    text = forms.CharField(
        label="Hvad vil du spørge om?",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages=_needed("Skriv, hvad du vil spørge om.", max_length="Teksten må højst fylde 20.000 tegn."),
    )
    wished_outcome = forms.CharField(
        label="Hvad håber du, det ender med?",
        max_length=300,
        required=False,
        error_messages={"max_length": "Det ønskede resultat må højst fylde 300 tegn."},
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_family: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_family:
            self.fields["text"].label = "Hvad vil du skrive til familien?"
            self.fields["addressed_to"].label = "Hvem står for den hos jer?"
            self.fields["wished_outcome"].label = "Hvad ønsker I af familien?"

    def question(self) -> Question:
        """What is asked, for the verb; call it when the form is valid."""
        data = self.cleaned_data
        topic = Topic(data["topic"])
        return Question(
            topic=topic,
            addressed_to=Task(data["addressed_to"] or topic.answered_by.value),
            title=data["title"],
            text=data["text"],
            wished_outcome=data["wished_outcome"],
            channel=Channel(data.get("channel") or Channel.PLEJEBRO),
            made_on=data.get("made_on"),
            asked_by=Side(data["asked_by"]) if data.get("asked_by") else None,
        )

    def typed(self) -> Typed:
        """What has been typed, right or not, for the draft."""
        return Typed(**{name: self.data[name] for name in Typed.__dataclass_fields__ if name in self.data})


class LoggedForm(EnquiryForm):
    """An enquiry made by phone, letter, Digital Post or at a meeting, written down afterwards by either side."""

    channel = forms.ChoiceField(
        label="Hvordan blev der spurgt?",
        choices=[choice for choice in Channel.choices if choice[0] != Channel.PLEJEBRO],
        widget=forms.RadioSelect,
        error_messages=_needed("Vælg, hvordan der blev spurgt.", invalid_choice="Vælg en af måderne."),
    )
    made_on = danish_date("Hvornår blev der spurgt?", missing="Vi mangler den dag, der blev spurgt.")
    asked_by = forms.ChoiceField(
        label="Hvem spurgte?",
        choices=Side.choices,
        widget=forms.RadioSelect,
        error_messages=_needed("Vælg, hvem der spurgte.", invalid_choice="Vælg familien eller kommunen."),
    )


class MessageForm(PlejeForm):
    """A message in the thread. `version` and `seen` say what the writer had before them, so that nothing is overtaken."""

    kind = forms.ChoiceField(
        label="Hvad vil du?",
        widget=forms.RadioSelect,
        error_messages=_needed("Vælg, hvad beskeden er.", invalid_choice="Vælg en af mulighederne."),
    )
    text = forms.CharField(
        label="Besked",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages=_needed("Skriv en besked.", max_length="Teksten må højst fylde 20.000 tegn."),
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        if len(kinds) == 1:
            self.fields["kind"].widget = forms.HiddenInput()
            self.initial.setdefault("kind", kinds[0][0])

    @property
    def chosen(self) -> MessageKind:
        """The kind chosen; call it when the form is valid."""
        return MessageKind(self.cleaned_data["kind"])

    @property
    def day(self) -> date | None:
        """The day it happened, where the form asks for it."""
        return self.cleaned_data.get("happened_on")


class MunicipalityAnsweredForm(MessageForm):
    """A family alone with its record writes down what the municipality said, and when."""

    happened_on = danish_date("Hvornår?", missing="Vi mangler den dag, kommunen svarede.")


class StepForm(PlejeForm):
    """Closing, accepting, withdrawing, reopening, going a step up: perhaps a text, never a choice."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, label: str, needed: str = "", longest: int = LONGEST_TEXT, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = forms.CharField(
            label=label,
            max_length=longest,
            required=bool(needed),
            widget=forms.Textarea(attrs={"rows": 3, "class": "form-input"}),
            error_messages=_needed(needed, max_length=f"Teksten må højst fylde {longest} tegn."),
        )
