"""Forms about a foster family."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from plejebro.families.actions import Home
from plejebro.families.enums import ApprovalType
from plejebro.municipalities.models import Municipality
from plejebro.people.forms import CprField, PersonNameForm
from plejebro.ui.forms import DanskDateField, PlejeForm
from plejebro.ui.pages import VersionedForm

_FOUR_DIGITS = RegexValidator(r"^\d{4}$", "Et postnummer har fire cifre.")


class HomeFields(PlejeForm):
    """Where the family lives."""

    address = forms.CharField(label="Vej og nummer", max_length=200, required=False)
    postal_code = forms.CharField(label="Postnummer", max_length=4, required=False, validators=[_FOUR_DIGITS])
    city = forms.CharField(label="By", max_length=80, required=False)

    def home(self) -> Home:
        """What was typed, as the verb takes it."""
        return Home(self.cleaned_data["address"], self.cleaned_data["postal_code"], self.cleaned_data["city"])


class FamilyForm(HomeFields, VersionedForm):
    """How the family is known, and where it lives."""

    name = forms.CharField(label="Familiens navn", max_length=160, help_text="For eksempel »Inger og Per Dahl«.")
    field_order = ["name", "address", "postal_code", "city"]


class NewFamilyForm(HomeFields):
    """A family with its first foster parent, and when the work together began."""

    given_name = forms.CharField(label="Første plejeforælders fornavn", max_length=80)
    family_name = forms.CharField(label="Første plejeforælders efternavn", max_length=80)
    email = forms.EmailField(
        label="Første plejeforælders e-mail", required=False, help_text="Invitationen bliver sendt hertil."
    )
    phone = forms.CharField(label="Telefon", max_length=30, required=False)
    cpr = CprField(
        label="Første plejeforælders CPR-nummer",
        required=False,
        help_text="Bruges kun til at kende familien igen. Bliver gemt krypteret og vises ikke for nogen.",
    )
    starts = DanskDateField(label="Samarbejdet begyndte")
    invite = forms.BooleanField(label="Send invitationen med det samme", required=False, initial=True)
    field_order = [
        "given_name",
        "family_name",
        "email",
        "phone",
        "cpr",
        "address",
        "postal_code",
        "city",
        "starts",
        "invite",
    ]

    def clean(self) -> dict[str, Any]:
        """One cannot be invited without an e-mail."""
        data = super().clean() or {}
        if data.get("invite") and not data.get("email") and "email" not in self.errors:
            self.add_error("email", "Skriv e-mailen, eller fjern krydset ved invitationen.")
        return data


class MemberForm(PersonNameForm):
    """A foster parent."""

    email = forms.EmailField(label="E-mail", required=False, help_text="Invitationen bliver sendt hertil.")
    phone = forms.CharField(label="Telefon", max_length=30, required=False)


class CorrectMemberForm(MemberForm, VersionedForm):
    """The same, and which version of it was shown."""


class NewMemberForm(MemberForm):
    """A foster parent who joins, from when, and whether to invite at once."""

    starts = DanskDateField(label="Med i familien fra")
    invite = forms.BooleanField(label="Send invitationen med det samme", required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        """One cannot be invited without an e-mail."""
        data = super().clean() or {}
        if data.get("invite") and not data.get("email") and "email" not in self.errors:
            self.add_error("email", "Skriv e-mailen, eller fjern krydset ved invitationen.")
        return data


class EndMembershipForm(PlejeForm):
    """The last day in the family."""

    on = DanskDateField(label="Sidste dag i familien")


class ApprovalForm(VersionedForm):
    """What the family is approved as, and which approvals were shown."""

    kind = forms.ChoiceField(label="Godkendt som", choices=ApprovalType.choices)
    places = forms.IntegerField(label="Antal pladser", min_value=1, max_value=12)
    approved_by = forms.CharField(label="Godkendt af", max_length=80, help_text="For eksempel Socialtilsyn Nord.")
    starts = DanskDateField(label="Gælder fra")
    ends = DanskDateField(label="Gælder til", required=False)

    def clean(self) -> dict[str, Any]:
        """The end comes after the start."""
        data = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["ends"] < data["starts"]:
            self.add_error("ends", "Slutdatoen ligger før startdatoen.")
        return data


class CorrectApprovalForm(ApprovalForm):
    """Corrects an approval or ends it, and says why."""

    reason = forms.CharField(
        label="Hvorfor bliver den rettet?",
        max_length=200,
        help_text="For eksempel »nyt brev fra socialtilsynet« eller »tastet forkert«. Skriv ikke om barnet.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends"].help_text = "Skriv den sidste dag for at afslutte godkendelsen. Tom: gælder stadig."


class MunicipalityForm(PlejeForm):
    """One more municipality the family works with."""

    municipality = forms.ModelChoiceField(
        label="Kommune", queryset=Municipality.objects.none(), to_field_name="public_id", empty_label="Vælg kommune"
    )

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = choices  # type: ignore[attr-defined]
