"""Forms of the analyst."""

from __future__ import annotations

from typing import Any

from django import forms

from plejebro.surveys.enums import Method, RoundState, Side, TextState
from plejebro.surveys.models import Questionnaire, Round
from plejebro.surveys.rounds import RoundPlan
from plejebro.ui.forms import DanskDateField, PlejeForm
from plejebro.ui.pages import VersionedForm

MAX_BYTES = 2 * 1024 * 1024


class _Pick(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A thing chosen by its public id."""

    def __init__(self, label: str, empty: str, help_text: str = "") -> None:
        super().__init__(
            Questionnaire.objects.none(),
            label=label,
            required=False,
            empty_label=empty,
            to_field_name="public_id",
            help_text=help_text,
        )


class RoundForm(VersionedForm):
    """The plan of a round."""

    title = forms.CharField(label="Titel", max_length=120, help_text="Står i e-mailen til dem, der skal svare.")
    purpose = forms.CharField(
        label="Formål",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Vises, før man svarer.",
    )
    family_form = _Pick("Plejefamiliernes skema", "Plejefamilierne spørges ikke")
    municipality_form = _Pick("Kommunernes skema", "Kommunerne spørges ikke")
    population_on = DanskDateField(
        label="Hvilken dag opgøres det, hvem målingen gælder?",
        help_text="Familier med en anbringelse den dag, og medarbejdere, der arbejder med dem.",
    )
    method = forms.ChoiceField(label="Hvem spørges?", choices=Method.choices, widget=forms.RadioSelect)
    sample_percent = forms.IntegerField(
        label="Hvor mange procent skal trækkes?",
        min_value=1,
        max_value=100,
        initial=100,
        help_text="Kun ved stikprøve. Der rundes op i hver gruppe.",
    )
    opens_on = DanskDateField(
        label="Åbner", help_text="Den dag går e-mails ud af sig selv, når du har trukket, hvem der spørges."
    )
    closes_on = DanskDateField(label="Sidste dag at svare", help_text="Målingen lukker af sig selv dagen efter.")
    remind_after_days = forms.IntegerField(
        label="Dage mellem påmindelser", min_value=2, max_value=60, initial=7, help_text="Der sendes højst to."
    )
    previous = _Pick("Forrige måling", "Ingen", "Så kan udviklingen vises.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        published = Questionnaire.objects.filter(published_at__isnull=False).order_by("title", "-number")
        fields: Any = self.fields
        fields["family_form"].queryset = published.filter(side=Side.FAMILY)
        fields["municipality_form"].queryset = published.filter(side=Side.MUNICIPALITY)
        over = (RoundState.CLOSED, RoundState.PUBLISHED)
        fields["previous"].queryset = Round.objects.filter(state__in=over).order_by("-closes_on", "-pk")

    def clean(self) -> dict[str, Any]:
        """The dates follow each other, and somebody is asked."""
        data = super().clean() or {}
        first, last = data.get("opens_on"), data.get("closes_on")
        if first and last and last < first:
            self.add_error("closes_on", "Sidste dag at svare ligger før den dag, målingen åbner.")
        if not self.errors and not data.get("family_form") and not data.get("municipality_form"):
            self.add_error("family_form", "Vælg et skema til mindst én af siderne.")
        return data

    def plan(self) -> RoundPlan:
        """What was typed, as the verb takes it."""
        return RoundPlan(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class AnswersFileForm(PlejeForm):
    """A file of answers on paper."""

    file = forms.FileField(label="CSV-fil", help_text="UTF-8 med komma eller semikolon. Højst 2 MB.")

    def clean_file(self) -> Any:
        """Not too large to read in one go."""
        sent = self.cleaned_data["file"]
        if sent.size > MAX_BYTES:
            raise forms.ValidationError("Filen er større end 2 MB. Del den i to.")
        return sent


class TextForm(VersionedForm):
    """What becomes of a free text."""

    state = forms.ChoiceField(
        label="Må teksten vises?",
        choices=[(TextState.SHOWN, "Ja, som den står i feltet"), (TextState.WITHHELD, "Nej")],
        widget=forms.RadioSelect,
    )
    cleaned = forms.CharField(
        label="Teksten, som den må vises",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Fjern navne, steder, datoer og andet, der kan vise, hvem det handler om. Skriv […] i stedet.",
    )

    def clean(self) -> dict[str, Any]:
        """A text that is shown is not empty."""
        data = super().clean() or {}
        if data.get("state") == TextState.SHOWN and not str(data.get("cleaned", "")).strip():
            self.add_error("cleaned", "Skriv den tekst, der må vises.")
        return data
