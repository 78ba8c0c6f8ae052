"""Shape and sentences of what is typed. What may be written down is for the verbs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from plejebro.agenda.rhythm.enums import SUPPORT, MarkKind, Planned
from plejebro.agenda.rhythm.models import Mark
from plejebro.agenda.rhythm.rules import Written
from plejebro.ui.forms import DanskDateField, PlejeForm

_YES_NO = (("ja", "Ja"), ("nej", "Nej"))
BOTH_READ = "Begge sider kan læse det. Skriv ikke om barnet her."


def _line(label: str, hint: str = "", *, needed: bool = False) -> forms.CharField:
    return forms.CharField(label=label, max_length=300, required=needed, help_text=hint)


def _text(label: str, hint: str, *, needed: str = "") -> forms.CharField:
    said = {"required": needed} if needed else {}
    return forms.CharField(
        label=label,
        max_length=1000,
        required=bool(needed),
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={**said, "max_length": "Teksten må højst fylde 1.000 tegn."},
    )


def _yes_no(label: str, hint: str = "", *, needed: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=_YES_NO, widget=forms.RadioSelect, help_text=hint, required=needed)


class SentOnce(PlejeForm):
    """A form whose second sending is the first one again."""

    submission = forms.UUIDField(widget=forms.HiddenInput)


class MarkForm(SentOnce):
    """Something that was done on a day."""

    on = DanskDateField(label="Dato")

    def written(self) -> Written:
        """For the verb; call it when the form is valid."""
        data = self.cleaned_data
        return Written(
            on=data["on"],
            text=data.get("text", ""),
            proof=data.get("proof", ""),
            child_spoken_to=_said(data.get("child_spoken_to")),
            two_advisers=_said(data.get("two_advisers")),
            days=data.get("days"),
            next_on=data.get("next_on"),
            next_reason=data.get("next_reason", ""),
            wish=data.get("wish", ""),
        )


class FollowUpForm(MarkForm):
    """A follow-up that was held, and perhaps the date of the next one."""

    on = DanskDateField(label="Hvornår blev der fulgt op?")
    text = _line("Bemærkning", BOTH_READ)
    next_on = DanskDateField(
        label="Næste opfølgning senest",
        required=False,
        help_text="Dagen skal passe til barnet. Er den ikke bestemt endnu, så lad feltet stå tomt.",
    )
    next_reason = _text(
        "Hvorfor den dag?", "Skal med, når du skriver datoen. Læses kun af dem, der træffer beslutninger om barnet."
    )
    wish = _text(
        "Hvad ønsker barnet?", "Skal med, når du skriver datoen. Læses kun af dem, der træffer beslutninger om barnet."
    )

    def __init__(self, *values: Any, **options: Any) -> None:
        super().__init__(*values, **options)
        for name in ("next_reason", "wish"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """The date, the reason and the child's wish stand together or not at all."""
        data: dict[str, Any] = super().clean() or {}
        given = [name for name in ("next_on", "next_reason", "wish") if data.get(name)]
        if given and "next_on" not in self.errors:
            for name, sentence in _TOGETHER.items():
                if name not in given:
                    self.add_error(name, sentence)
        return data


_TOGETHER = {
    "next_on": "Skriv, hvornår næste opfølgning senest skal være.",
    "next_reason": "Skriv, hvorfor det bliver den dag.",
    "wish": "Skriv, hvad barnet ønsker. Vil barnet ikke sige noget, så skriv det.",
}


class NextDateForm(MarkForm):
    """The date of the next follow-up, decided by the municipality."""

    on = DanskDateField(label="Hvornår er det bestemt?")
    next_on = DanskDateField(label="Næste opfølgning senest", error_messages={"required": _TOGETHER["next_on"]})
    next_reason = _text(
        "Hvorfor den dag?", "Læses kun af dem, der træffer beslutninger om barnet.", needed=_TOGETHER["next_reason"]
    )
    wish = _text("Hvad ønsker barnet?", "Læses kun af dem, der træffer beslutninger om barnet.", needed=_TOGETHER["wish"])


class ExaminedForm(MarkForm):
    """The examination that was made at the same time as the placement is finished."""

    on = DanskDateField(label="Hvornår blev undersøgelsen færdig?")


class VisitForm(MarkForm):
    """A supervision visit that was held."""

    on = DanskDateField(label="Hvornår var besøget?")
    child_spoken_to = _yes_no(
        "Blev der talt med barnet?",
        "Så vidt muligt uden plejeforældrene. Et lille barn kan mødes på den måde, dets alder tillader. "
        "Uden en samtale er besøget ikke et af årets to.",
    )
    two_advisers = _yes_no("Var to børne- og ungerådgivere med i samtalen?", needed=False)
    text = _line("Bemærkning", BOTH_READ)


class SupportForm(MarkForm):
    """The intensive support of the first year."""

    kind = forms.ChoiceField(
        label="Hvad er der sket?",
        choices=[(kind.value, kind.label) for kind in SUPPORT],
        widget=forms.RadioSelect,
    )
    on = DanskDateField(label="Hvornår?")
    text = _line("Bemærkning", "Bliver støtten udskudt, så skriv hvorfor. " + BOTH_READ)
    field_order = ("kind", "on", "text")


class CourseForm(MarkForm):
    """Course days the family has taken."""

    on = DanskDateField(label="Hvornår?", help_text="Den sidste dag, hvis det var flere dage i træk")
    days = forms.DecimalField(
        label="Hvor mange kursusdage?",
        min_value=Decimal("0.5"),
        max_value=Decimal(10),
        decimal_places=1,
        localize=True,
        help_text="Hele og halve dage, for eksempel 1 eller 1,5",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
        error_messages={
            "invalid": "Skriv antallet med tal, for eksempel 1 eller 1,5.",
            "min_value": "Det mindste er en halv dag.",
            "max_value": "Skriv højst ti dage ad gangen.",
            "max_decimal_places": "Kursusdage tælles i hele og halve. Skriv for eksempel 1,5.",
        },
    )
    text = _line("Hvad handlede kurset om?", "For eksempel: Tilknytning og tryghed", needed=True)
    proof = _line("Bevis", "For eksempel: Kursusbevis fra udbyderen, sendt til kommunen 3. marts")


class InspectionForm(MarkForm):
    """The social supervision authority has been there."""

    on = DanskDateField(label="Hvornår var socialtilsynet på besøg?")
    text = _line("Bemærkning", BOTH_READ)


class PlanForm(SentOnce):
    """A visit or a follow-up to come."""

    what = forms.ChoiceField(label="Hvad skal holdes?", choices=Planned.choices, widget=forms.RadioSelect)
    on = DanskDateField(label="Dato")
    begins = forms.TimeField(
        label="Klokken",
        required=False,
        input_formats=["%H.%M", "%H:%M", "%H"],
        widget=forms.TimeInput(format="%H.%M", attrs={"class": "short"}),
        help_text="For eksempel 13.30",
        error_messages={"invalid": "Skriv klokkeslættet som 13.30."},
    )
    minutes = forms.IntegerField(
        label="Hvor mange minutter?",
        min_value=15,
        max_value=600,
        initial=60,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages={
            "invalid": "Skriv minutterne med tal, for eksempel 60.",
            "min_value": "Skriv mindst 15 minutter.",
            "max_value": "Skriv højst 600 minutter.",
        },
    )


class AnswerForm(PlejeForm):
    """Whether the family's course days count."""

    confirmed = _yes_no("Kan I bekræfte kursusdagene?")
    text = _line("Hvis ikke: Hvorfor?", "Familien læser det og kan rette dagene.")

    def clean(self) -> dict[str, Any]:
        """A no takes a reason."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("confirmed") == "nej" and not data.get("text"):
            self.add_error("text", "Skriv, hvorfor dagene ikke kan bekræftes, så familien kan rette dem.")
        return data


class WithdrawForm(SentOnce):
    """Why something is taken back."""

    why = _line("Hvorfor skal det tages tilbage?", "Begge sider kan læse det.", needed=True)


FORMS: dict[MarkKind, type[MarkForm]] = {
    MarkKind.FOLLOW_UP: FollowUpForm,
    MarkKind.NEXT_DATE: NextDateForm,
    MarkKind.EXAMINED: ExaminedForm,
    MarkKind.SUPERVISION: VisitForm,
    MarkKind.COURSE: CourseForm,
    MarkKind.INSPECTION: InspectionForm,
}


class SupportDayForm(MarkForm):
    """A correction of what was written of the support; what it was stays."""

    on = DanskDateField(label="Hvornår?")
    text = _line("Bemærkning", BOTH_READ)


def correcting(kind: MarkKind, *values: Any, **options: Any) -> MarkForm:
    """The form that wrote a mark of `kind`, with a field for why it is corrected."""
    form = FORMS.get(kind, SupportDayForm)(*values, **options)
    form.fields["why"] = _line("Hvorfor retter du det?", "Begge sider kan læse det.", needed=True)
    form.fields["why"].widget.attrs["class"] = "form-input"
    return form


def values_of(mark: Mark) -> dict[str, Any]:
    """What stands in a mark, as its form shows it."""
    return {
        "on": mark.on,
        "text": mark.text,
        "proof": mark.proof,
        "child_spoken_to": _shown(mark.child_spoken_to),
        "two_advisers": _shown(mark.two_advisers),
        "days": mark.days,
        "next_on": mark.next_on,
        "next_reason": mark.next_reason,
        "wish": mark.wish,
    }


def first_values(kind: MarkKind, today: date) -> dict[str, Any]:
    """What a new form begins with."""
    return {"on": today} if kind == MarkKind.NEXT_DATE else {}


def _said(answer: Any) -> bool | None:
    return None if answer in (None, "") else answer == "ja"


def _shown(value: bool | None) -> str:
    return "" if value is None else "ja" if value else "nej"
