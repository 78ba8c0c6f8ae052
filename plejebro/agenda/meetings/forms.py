"""Shape and sentences of what is typed about meetings. What may be done with it is for the verbs."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms

from plejebro.agenda.entries import Guest
from plejebro.agenda.meetings import rules
from plejebro.agenda.meetings.actions import Invitation, When
from plejebro.agenda.meetings.choosing import Choices
from plejebro.agenda.meetings.enums import Answer
from plejebro.agenda.meetings.minutes import LONGEST, Written
from plejebro.ui.forms import DanskDateField, PlejeForm
from plejebro.ui.pages import VersionedForm
from plejebro.versions.forms import SendingForm

LENGTHS = [(30, "En halv time"), (45, "Tre kvarter"), (60, "En time"), (90, "Halvanden time"), (120, "To timer")]
LENGTHS += [(180, "Tre timer"), (240, "Fire timer"), (420, "Hele dagen (syv timer)")]


def _text(label: str, missing: str = "", *, hint: str = "", rows: int = 4, longest: int = 8_000) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(missing),
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing} if missing else {},
    )


def _time(label: str, *, required: bool = True) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=required,
        input_formats=["%H.%M", "%H:%M", "%H"],
        help_text="For eksempel 13.30",
        widget=forms.TimeInput(format="%H.%M", attrs={"inputmode": "numeric", "class": "form-input short"}),
        error_messages={"invalid": "Skriv klokkeslættet som 13.30.", "required": "Skriv, hvornår mødet begynder."},
    )


class WhenForm(PlejeForm):
    """When and where."""

    on = DanskDateField(label="Dag", help_text="For eksempel 24.11.2026")
    begins = _time("Klokken")
    minutes = forms.TypedChoiceField(label="Hvor længe?", choices=LENGTHS, coerce=int, initial=60)
    place = forms.CharField(label="Sted", required=False, max_length=200)
    video = forms.CharField(
        label="Link til videomøde",
        required=False,
        max_length=300,
        help_text="Skriv linket, hvis nogen er med på video. Det står kun på mødets side.",
    )

    def clean(self) -> dict[str, Any]:
        """A meeting is somewhere."""
        data: dict[str, Any] = super().clean() or {}
        if "place" not in self.fields:
            return data
        if not data.get("place", "").strip() and not data.get("video", "").strip() and not self.errors.get("place"):
            self.add_error("place", "Skriv, hvor mødet er, eller et link til videomødet.")
        return data

    def when(self) -> When:
        """What the verb takes; call it when the form is valid."""
        data = self.cleaned_data
        return When(data["on"], data["begins"], data["minutes"], data.get("place"), data.get("video"))


class InviteForm(WhenForm, SendingForm):
    """The invitation."""

    title = forms.CharField(
        label="Hvad er det for et møde?",
        max_length=120,
        help_text="For eksempel: Statusmøde. Skriv ikke barnets navn.",
        error_messages={"required": "Skriv, hvad det er for et møde."},
    )
    purpose = _text("Formål", "Skriv, hvad mødet skal føre til.", rows=3, hint="Hvad skal være klaret, når mødet er slut?")
    points = _text("Dagsorden", hint="Et punkt på hver linje. Begge sider kan skrive flere på, til mødet begynder.", rows=5)
    employees = forms.TypedMultipleChoiceField(
        label="Fra kommunen", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    members = forms.TypedMultipleChoiceField(
        label="Fra familien", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    others = _text("Andre", hint="Et navn på hver linje, gerne med hvem det er efter et komma.", rows=3)
    companion = forms.CharField(
        label="Bisidder",
        required=False,
        max_length=120,
        help_text="I vælger selv, hvem I tager med, fx en fra jeres fagforening. I skal ikke spørge om lov.",
    )
    field_order = (
        "title",
        "purpose",
        "on",
        "begins",
        "minutes",
        "place",
        "video",
        "points",
        "employees",
        "members",
        "others",
        "companion",
    )

    def __init__(
        self, *values: Any, employees: Choices, members: Choices, is_family: bool, kept: bool = False, **options: Any
    ) -> None:
        super().__init__(*values, **options)
        fields: Any = self.fields
        fields["employees"].choices, fields["members"].choices = employees, members
        if not employees:
            del fields["employees"]
        if not is_family:
            del fields["companion"]
        # Where the names are kept from the viewer there is nothing to choose among: the whole family is invited.
        self.everybody = [key for key, _ in members] if kept else None
        if kept:
            del fields["members"]

    def clean(self) -> dict[str, Any]:
        """Somebody besides the own side is invited, where there is another side."""
        data = super().clean()
        chosen = self.everybody or data.get("members") or data.get("employees") or data.get("others", "").strip()
        if not chosen and not self.errors:
            self.add_error("others", "Skriv, hvem der skal være med.")
        return data

    def invitation(self) -> Invitation:
        """What the verb takes; call it when the form is valid."""
        data = self.cleaned_data
        lines = [line.partition(",") for line in data["others"].splitlines() if line.strip()]
        others = {name.strip()[:120]: label.strip()[:120] for name, _, label in lines if name.strip()}
        return Invitation(
            title=data["title"].strip(),
            purpose=data["purpose"],
            points=tuple(rules.points_of(data["points"])),
            employments=tuple(data.get("employees", [])),
            members=tuple(self.everybody if self.everybody is not None else data["members"]),
            others=tuple(others.items()),
            companion=data.get("companion", ""),
        )


class AnswerForm(PlejeForm):
    """What one answers the invitation."""

    said = forms.ChoiceField(
        label="Kommer du?", choices=Answer.choices, widget=forms.RadioSelect, error_messages={"required": "Vælg et svar."}
    )
    on = DanskDateField(label="En anden dag", required=False, help_text="Kun hvis du foreslår et andet tidspunkt.")
    at = _time("Klokken", required=False)
    note = forms.CharField(label="Bemærkning", required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        """Another time has a day."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("said") == Answer.OTHER_TIME and not data.get("on") and "on" not in self.errors:
            self.add_error("on", "Skriv, hvilken dag der passer bedre.")
        return data


class MoveForm(WhenForm, VersionedForm):
    """Another time for the meeting. Where the place is kept from the one who moves it, it stays as it is."""

    reason = forms.CharField(
        label="Hvorfor?", max_length=300, error_messages={"required": "Skriv, hvorfor mødet bliver flyttet."}
    )

    def __init__(self, *values: Any, kept: bool = False, **options: Any) -> None:
        super().__init__(*values, **options)
        if kept:
            del self.fields["place"], self.fields["video"]


class CancelForm(VersionedForm):
    """Why it is cancelled."""

    reason = forms.CharField(
        label="Hvorfor?", max_length=300, error_messages={"required": "Skriv, hvorfor mødet bliver aflyst."}
    )


class PointForm(SendingForm):
    """A point of the agenda."""

    text = forms.CharField(label="Punkt", max_length=300, error_messages={"required": "Skriv punktet."})


class BringForm(PlejeForm):
    """Somebody to take part: chosen, or written."""

    who = forms.ChoiceField(label="Hvem?", required=False)
    name = forms.CharField(label="Navn", required=False, max_length=120, help_text="Hvis personen ikke står på listen.")
    label = forms.CharField(
        label="Hvem er det?", required=False, max_length=120, help_text="Fx lærer, fagforening, ven eller nabo"
    )
    companion = forms.BooleanField(
        label="Det er vores bisidder", required=False, help_text="I vælger selv jeres bisidder og skal ikke spørge om lov."
    )

    def __init__(self, *values: Any, employees: Choices, members: Choices, is_family: bool, **options: Any) -> None:
        super().__init__(*values, **options)
        known = [(f"e{key}", name) for key, name in employees] + [(f"m{key}", name) for key, name in members]
        field: Any = self.fields["who"]
        field.choices = [("", "En anden: skriv navnet"), *known]
        if not known:
            del self.fields["who"]
        if not is_family:
            del self.fields["companion"]

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        data: dict[str, Any] = super().clean() or {}
        if not data.get("who") and not data.get("name", "").strip() and not self.errors:
            self.add_error("name", "Skriv et navn, eller vælg en fra listen.")
        return data

    def guest(self) -> Guest:
        """Who it is; call it when the form is valid."""
        data = self.cleaned_data
        who, companion = data.get("who", ""), bool(data.get("companion"))
        if who.startswith("e"):
            return Guest(employment_id=int(who[1:]), companion=companion)
        if who.startswith("m"):
            return Guest(member_id=int(who[1:]), companion=companion)
        return Guest(name=data["name"].strip(), companion=companion)


class FileForm(PlejeForm):
    """A document to share."""

    document = forms.FileField(label="Dokument", help_text="PDF, billede, Word eller OpenDocument, højst 15 MB.")
    note = forms.CharField(label="Hvad viser det?", required=False, max_length=200)


class MinutesForm(SendingForm):
    """The minutes, and which minutes stood there when they were written."""

    text = _text(
        "Referat",
        "Skriv referatet.",
        rows=16,
        longest=LONGEST,
        hint="Skriv også det, I ikke blev enige om. Det skal kunne læses af en, der ikke var med.",
    )
    agreed = _text("Det aftalte vi", rows=5, longest=LONGEST, hint="Hvem gør hvad, og hvornår? En aftale på hver linje.")
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def written(self) -> Written:
        """What the verb takes; call it when the form is valid."""
        return Written(self.cleaned_data["text"], self.cleaned_data["agreed"])


class ObjectionForm(SendingForm):
    """What somebody has against the minutes."""

    text = _text(
        "Indvending", "Skriv, hvad der ikke passer.", rows=5, hint="Skriv, hvad der ikke passer, og hvad der blev sagt."
    )


def clock_of(moment: time | None) -> str:
    """A time of day as it is typed."""
    return f"{moment:%H.%M}" if moment else ""
