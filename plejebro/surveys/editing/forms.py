"""What is typed in the editor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from plejebro.surveys.editing.content import MOST_KEY, key_of
from plejebro.surveys.editing.words import ABOUT_WORDS, DIMENSION_WORDS, KIND_WORDS, dimension_word
from plejebro.surveys.enums import Side
from plejebro.surveys.questions import Condition, Form, Option, Question, Section
from plejebro.ui.forms import PlejeForm
from plejebro.ui.pages import VersionedForm

MOST_MINUTES = 30
_KEY_HINT = (
    "Navnet i datafilen. Brug det samme fra måling til måling, så tallene kan sammenlignes. Tomt: Plejebro finder på et."
)


class QuestionnaireForm(PlejeForm):
    """A new questionnaire: what it is called and who answers."""

    title = forms.CharField(label="Titel", max_length=120)
    side = forms.ChoiceField(label="Hvem skal svare?", choices=Side.choices, widget=forms.RadioSelect)


class SettingsForm(VersionedForm):
    """What stands above the questions."""

    title = forms.CharField(label="Titel", max_length=120)
    lead = forms.CharField(
        label="Indledning",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Står øverst, før det første spørgsmål.",
    )
    minutes = forms.IntegerField(
        label="Hvor mange minutter tager det?",
        min_value=1,
        max_value=MOST_MINUTES,
        help_text="Prøv selv på en telefon. Skemaet bør kunne besvares på under 8 minutter.",
    )


class SectionForm(VersionedForm):
    """The heading of a page of questions."""

    title = forms.CharField(label="Overskrift", max_length=120)
    lead = forms.CharField(
        label="Tekst under overskriften", required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )

    def section(self) -> Section:
        """The section, with a key made of its title."""
        return Section(key_of(self.cleaned_data["title"]), self.cleaned_data["title"], self.cleaned_data["lead"])

    def clean_title(self) -> str:
        """A title that a key can be made of."""
        title = str(self.cleaned_data["title"])
        if not key_of(title):
            raise ValidationError("Overskriften skal have bogstaver eller tal.")
        return title


class QuestionForm(VersionedForm):
    """A question. The answers of a choice stand one to a line, each with its key: "ja: Ja"."""

    text = forms.CharField(label="Spørgsmål", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    kind = forms.ChoiceField(label="Hvordan svarer man?", choices=list(KIND_WORDS.items()), widget=forms.RadioSelect)
    options = forms.CharField(
        label="Svar at vælge imellem",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Kun ved valg. Ét på hver linje: nøgle, kolon og tekst, for eksempel “ja: Ja”.",
    )
    help = forms.CharField(
        label="Hjælp under spørgsmålet", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    section = forms.ChoiceField(label="Afsnit")
    about = forms.ChoiceField(label="Hvem handler det om?", choices=list(ABOUT_WORDS.items()), required=False)
    dimension = forms.ChoiceField(
        label="Tema",
        required=False,
        help_text="Står det samme tema i begge siders skemaer, kan svarene lægges ved siden af hinanden.",
    )
    new_dimension = forms.CharField(
        label="Et nyt tema",
        required=False,
        max_length=40,
        help_text="Kun når ingen af temaerne passer. Brug det samme ord i den anden sides skema.",
    )
    key = forms.CharField(label="Nøgle", required=False, max_length=MOST_KEY, help_text=_KEY_HINT)

    def __init__(self, *args: Any, form: Form, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections: Any = self.fields["section"]
        sections.choices = [(one.key, one.title) for one in form.sections]
        own = {one.dimension: dimension_word(one.dimension) for one in form.questions if one.dimension}
        dimensions: Any = self.fields["dimension"]
        dimensions.choices = [("", "Intet"), *sorted({**DIMENSION_WORDS, **own}.items(), key=lambda pair: pair[1])]

    def clean_key(self) -> str:
        """Small letters, digits and hyphens; made of the question where nothing was typed."""
        typed = str(self.cleaned_data["key"]).strip().lower()
        if (typed and not typed.isascii()) or (not typed.replace("-", "").replace("_", "a").isalnum() and typed):
            raise ValidationError("Brug kun små bogstaver a–z, tal og bindestreg.")
        key = typed or key_of(str(self.cleaned_data.get("text", "")))
        if not key and "text" in self.cleaned_data:
            raise ValidationError("Skriv en nøgle.")
        return key

    def clean(self) -> dict[str, Any]:
        """A choice has at least two answers, each with a key of its own; nothing else has any."""
        data = super().clean() or {}
        data["dimension"] = key_of(str(data.get("new_dimension", ""))) or data.get("dimension", "")
        if data.get("kind") not in ("choice", "choices"):
            data["options"] = ()
            return data
        try:
            data["options"] = read_options(str(data.get("options", "")))
        except ValidationError as wrong:
            self.add_error("options", wrong)
        return data

    def question(self, before: Question | None = None) -> Question:
        """The question that was typed; when it is asked stays as it was."""
        data = self.cleaned_data
        names = ("key", "kind", "text", "help", "dimension", "about", "options")
        return replace(before or Question("", "", ""), **{name: data[name] for name in names})


class RouteForm(VersionedForm):
    """Which of the answers to an earlier question make this one asked."""

    values = forms.MultipleChoiceField(
        label="Stil det, når svaret er",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Vælg mindst ét svar."},
    )

    def __init__(self, *args: Any, other: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.other = other
        values: Any = self.fields["values"]
        values.choices = list(other.choices)

    def condition(self) -> Condition:
        """The condition, with the answers in the order they stand in."""
        chosen = set(self.cleaned_data["values"])
        return Condition(self.other.key, tuple(value for value, _ in self.other.choices if value in chosen))


def read_options(text: str) -> tuple[Option, ...]:
    """The answers, one to a line: "nøgle: tekst". A line without a key is given one. Raises `ValidationError`."""
    found: list[Option] = []
    for number, line in enumerate((one.strip() for one in text.splitlines()), start=1):
        if not line:
            continue
        key, colon, label = line.partition(":")
        if not colon:
            key, label = key_of(line), line
        key, label = key.strip(), label.strip()
        if not key or not label:
            raise ValidationError(f"Linje {number}: Skriv nøgle, kolon og tekst, for eksempel “ja: Ja”.")
        if len(key) > MOST_KEY or not key.replace("-", "").replace("_", "").isalnum():
            raise ValidationError(f"Linje {number}: Nøglen “{key[:40]}” må kun have bogstaver, tal og bindestreg.")
        if key in {one.key for one in found}:
            raise ValidationError(f"Linje {number}: Nøglen “{key}” er brugt før.")
        found.append(Option(key, label))
    if len(found) < 2:
        raise ValidationError("Skriv mindst to svar, ét på hver linje.")
    return tuple(found)


def options_text(question: Question) -> str:
    """The answers of a choice as they are typed."""
    return "\n".join(f"{one.key}: {one.label}" for one in question.options)
