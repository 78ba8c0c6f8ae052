"""Shape and sentences of what is typed about contact. A plan's own fields come from its schema."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms

from plejebro.agenda.contact.actions import Suspension, Wanted
from plejebro.agenda.contact.enums import Moment, PauseKind, Relation
from plejebro.agenda.contact.schema import PLAN
from plejebro.agenda.contact.visiting import Slot
from plejebro.agenda.enums import CancelledBy, Hidden
from plejebro.kernel.danish_time import minutes_between
from plejebro.ui.forms import DanskDateField, PlejeForm
from plejebro.ui.pages import VersionedForm
from plejebro.versions.forms import SchemaForm, SendingForm

_DATE = "For eksempel 1.8.2026"
_HIDING = [(Hidden.NOBODY.value, "Nej, begge sider må se det"), (Hidden.FAMILY.value, "Ja, skjul det for plejefamilien")]


class NewPlanForm(SendingForm):
    """Whom a new plan is about."""

    with_whom = forms.CharField(label="Hvem skal barnet se?", max_length=80, help_text="For eksempel mor, far eller mormor")
    relation = forms.ChoiceField(label="Hvem er det?", choices=Relation.choices, widget=forms.RadioSelect)
    hidden_from = forms.ChoiceField(
        label="Skal person og sted være skjult?",
        choices=_HIDING,
        required=False,
        widget=forms.RadioSelect,
        initial="",
        help_text="Skjul det, hvis plejefamilien ikke må vide, hvem eller hvor. Tidspunktet kan begge sider altid se.",
    )


class OfferForm(SchemaForm):
    """A proposed version of a plan. What is hidden from the one who writes is not asked for: it stays as it stands in
    `base`, the version the proposal begins from."""

    answer_by = DanskDateField(
        label="Familien skal svare senest",
        required=False,
        help_text="Giv familien god tid. Svarer den ikke inden den dag, kan kommunen beslutte planen alligevel.",
    )

    def __init__(
        self, *values: Any, base: Mapping[str, Any], hidden: frozenset[str], is_family: bool = False, **options: Any
    ) -> None:
        super().__init__(*values, schema=PLAN, **options)
        if is_family:
            del self.fields["answer_by"]
        self.fields["starts"].help_text = "Første dag, planen gælder. Hver anden uge tælles fra den dag."
        self.carried = {key: base.get(key) for key in hidden} if base else {}
        for key in self.carried:
            del self.fields[key]

    def wanted(self) -> Wanted:
        """What the verb takes; call it when the form is valid."""
        data = self.cleaned_data
        return Wanted({**self.content(), **self.carried}, data["starts"], data["ends"], data.get("answer_by"))


class AcceptForm(PlejeForm):
    """A yes to the version that was shown; the family can add its statement."""

    hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    statement = forms.CharField(
        label="Jeres udtalelse om barnet og samværet",
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Kommunen skal spørge jer, før samvær ændres. Det, I skriver, bliver gemt sammen med planen.",
    )
    read = forms.BooleanField(label="Jeg har læst det hele, og jeg godkender det", error_messages={"required": "Sæt kryds."})

    def __init__(self, *values: Any, is_family: bool, **options: Any) -> None:
        super().__init__(*values, **options)
        if not is_family:
            del self.fields["statement"]


class ReasonForm(SendingForm):
    """Why not."""

    text = forms.CharField(
        label="Begrundelse",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Skriv hvorfor."},
        help_text="Den anden side læser den.",
    )

    def __init__(self, *values: Any, required: bool, **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["text"].required = required


class DecideForm(PlejeForm):
    """The municipality decides the version that was shown, and says why."""

    hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = forms.CharField(
        label="Hvorfor bliver planen besluttet uden enighed?",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Skriv hvorfor."},
        help_text="Skriv, hvad I har lagt vægt på, også af det, familien har sagt. Familien læser det.",
    )
    read = forms.BooleanField(
        label="Jeg har læst planen og det, familien har svaret", error_messages={"required": "Sæt kryds."}
    )


class EndForm(PlejeForm):
    """The plan's last day, and why."""

    last_day = DanskDateField(label="Planens sidste dag", help_text=_DATE)
    reason = forms.CharField(
        label="Hvorfor slutter planen?",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Skriv hvorfor."},
        help_text="Familien læser det.",
    )


class PauseForm(SendingForm):
    """A period without visits."""

    kind = forms.ChoiceField(label="Hvorfor er samværet sat i bero?", choices=PauseKind.choices, widget=forms.RadioSelect)
    starts = DanskDateField(label="Fra", help_text=_DATE)
    ends = DanskDateField(label="Til og med", help_text="En pause, barnet beder om, kan højst vare otte uger.")
    decided_on = DanskDateField(label="Afgørelsen er fra", help_text=_DATE)
    decision_number = forms.CharField(
        label="Afgørelsens nummer", required=False, max_length=40, help_text="Skal skrives, når udvalget har besluttet det."
    )

    def suspension(self) -> Suspension:
        """What the verb takes; call it when the form is valid."""
        data = self.cleaned_data
        return Suspension(
            PauseKind(data["kind"]), data["starts"], data["ends"], data["decided_on"], data.get("decision_number") or ""
        )


class ResumeForm(PlejeForm):
    """Visits go on."""

    on = DanskDateField(label="Samværet begynder igen den", help_text=_DATE)


class HideForm(PlejeForm):
    """Whom person and place are hidden from."""

    hidden_from = forms.ChoiceField(
        label="Skal person og sted være skjult?", choices=_HIDING, required=False, widget=forms.RadioSelect
    )


class _TimesForm(forms.Form):
    """A day, and from and to on the clock; over `nights` nights the end is on a later day."""

    nights = 0
    on = DanskDateField(label="Dag", help_text=_DATE)
    begins = forms.TimeField(
        label="Fra klokken",
        input_formats=["%H.%M", "%H:%M"],
        widget=forms.TimeInput(format="%H.%M", attrs={"class": "short"}),
        error_messages={"invalid": "Skriv klokkeslættet som 13.30."},
    )
    until = forms.TimeField(
        label="Til klokken",
        input_formats=["%H.%M", "%H:%M"],
        widget=forms.TimeInput(format="%H.%M", attrs={"class": "short"}),
        error_messages={"invalid": "Skriv klokkeslættet som 13.30."},
    )

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning."""
        data = super().clean() or {}
        begins, until = data.get("begins"), data.get("until")
        if begins and until and until <= begins and not self.nights:
            self.add_error("until", "Skriv et klokkeslæt efter begyndelsen.")
        return data

    def slot(self) -> Slot:
        """What the verb takes; call it when the form is valid."""
        data = self.cleaned_data
        on, home = data["on"], data["on"] + timedelta(days=self.nights)
        # The child is back at four o'clock on the wall, also when the clocks have changed in the night.
        return Slot(on, data["begins"], minutes_between(on, data["begins"], home, data["until"]))


class ExtraForm(SendingForm, _TimesForm):
    """One visit more."""

    place = forms.CharField(label="Sted", required=False, max_length=200)
    what = forms.CharField(label="Anledning", required=False, max_length=60, help_text="For eksempel skoleafslutning")


class MakeUpForm(SendingForm, _TimesForm):
    """A visit in the place of a cancelled one."""

    place = forms.CharField(
        label="Sted", required=False, max_length=200, help_text="Lad stå tomt, hvis det er det samme sted som før."
    )


class HoldForm(VersionedForm):
    """It took place."""


class CancelForm(VersionedForm):
    """Who could not, and why."""

    by = forms.ChoiceField(label="Hvem aflyste?", choices=CancelledBy.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Hvorfor?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv kort hvorfor."},
    )


class MoveForm(VersionedForm, _TimesForm):
    """Another day or time."""

    reason = forms.CharField(label="Hvorfor?", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class ReactionForm(SendingForm):
    """How the child was."""

    moment = forms.ChoiceField(label="Hvornår var det?", choices=Moment.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="Hvad så I?",
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Skriv, hvad I så og hørte. Undgå at gætte på hvorfor.",
        error_messages={"required": "Skriv, hvad I så."},
    )


class PeriodForm(PlejeForm):
    """From and to, for the figures; what cannot be read counts as not typed."""

    fra = DanskDateField(label="Fra", required=False)
    til = DanskDateField(label="Til og med", required=False)
