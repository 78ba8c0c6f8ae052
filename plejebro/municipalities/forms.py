"""Forms of the administrator and the operator."""

from __future__ import annotations

from typing import Any

from django import forms

from plejebro.municipalities.actions import Worker
from plejebro.municipalities.enums import Role
from plejebro.municipalities.models import Employment, Unit
from plejebro.municipalities.queries import units_of
from plejebro.ui.forms import DanskDateField, PlejeForm
from plejebro.ui.pages import VersionedForm


class WorkerForm(PlejeForm):
    """An employee: who, in which role, in which unit, from when."""

    full_name = forms.CharField(label="Navn", max_length=120)
    email = forms.EmailField(label="E-mail", help_text="Invitationen og besked om nyt bliver sendt hertil.")
    phone = forms.CharField(label="Telefon", max_length=30, required=False)
    role = forms.ChoiceField(label="Rolle", choices=Role.choices)
    unit = forms.ModelChoiceField(
        label="Enhed", queryset=Unit.objects.none(), required=False, empty_label="Ingen enhed", to_field_name="public_id"
    )
    starts = DanskDateField(label="Første dag i rollen")

    def __init__(self, *args: Any, municipality_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_of(municipality_id)  # type: ignore[attr-defined]

    def worker(self) -> Worker:
        """What was typed, as the verb takes it."""
        data = self.cleaned_data
        return Worker(data["full_name"], data["email"], Role(data["role"]), data["unit"], data["phone"])


class CorrectWorkerForm(WorkerForm, VersionedForm):
    """The same, and which version of it was shown."""


class NewWorkerForm(WorkerForm):
    """The same, and whether to invite at once."""

    invite = forms.BooleanField(label="Send invitationen med det samme", required=False, initial=True)


class EndForm(PlejeForm):
    """The last day in a role."""

    on = DanskDateField(label="Sidste dag i rollen", help_text="Adgangen lukker dagen efter.")


class ConfirmForm(PlejeForm):
    """Nothing to fill in: the button is the answer."""


class AbsenceForm(PlejeForm):
    """Who is away when, and who stands in."""

    deputy = forms.ModelChoiceField(
        label="Stedfortræder",
        queryset=Employment.objects.none(),
        to_field_name="public_id",
        help_text="Stedfortræderen får de samme rettigheder og beskeder, så længe fraværet varer.",
    )
    starts = DanskDateField(label="Første dag væk")
    ends = DanskDateField(label="Sidste dag væk", required=False, help_text="Lad feltet stå tomt, hvis I ikke ved det.")

    def __init__(self, *args: Any, deputies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = deputies  # type: ignore[attr-defined]


class UnitForm(PlejeForm):
    """A unit's name."""

    name = forms.CharField(label="Enhedens navn", max_length=80)


class RenameUnitForm(UnitForm, VersionedForm):
    """The same, and which version of it was shown."""


class ReplyTimeForm(VersionedForm):
    """How fast the municipality answers on a topic, from when."""

    workdays = forms.IntegerField(label="Svarfrist i hverdage", min_value=1, max_value=60)
    starts = DanskDateField(
        label="Gælder fra", help_text="I dag eller senere. Spørgsmål, der allerede er stillet, beholder deres frist."
    )


class SettingsForm(VersionedForm):
    """What the municipality has decided for itself."""

    has_consultants = forms.BooleanField(
        label="Kommunen har familieplejekonsulenter",
        required=False,
        help_text="Uden konsulenter skal kommunen udpege en, der varetager familiens interesser på hver anbringelse.",
    )
    shows_employee_names = forms.BooleanField(
        label="Vis medarbejdernes navne i »Hvem har set«",
        required=False,
        help_text="Ellers ser familien rolle og enhed.",
    )


class JoinForm(PlejeForm):
    """When a municipality joins, and who runs its corner first."""

    joined_on = DanskDateField(label="Med fra")
    full_name = forms.CharField(label="Første administrators navn", max_length=120)
    email = forms.EmailField(label="Administratorens e-mail", help_text="Invitationen bliver sendt hertil.")
