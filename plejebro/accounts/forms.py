"""Forms of log-in, sign-up, second factor and one's own details: labels above, no placeholders."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.recovery_codes import forms as recovery_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.contrib.auth.hashers import make_password

from plejebro.accounts import actions
from plejebro.accounts.models import User
from plejebro.ui.forms import DressedFields, PlejeForm, PlejeModelForm

CHOOSE_HINT = "Mindst 12 tegn. Tre-fire tilfældige ord er nemme at huske og svære at gætte."
LABELS = {
    "login": "E-mail",
    "email": "E-mail",
    "password": "Adgangskode",
    "oldpassword": "Din nuværende adgangskode",
    "password1": "Vælg en adgangskode",
    "password2": "Skriv adgangskoden igen",
    "code": "Kode",
    "full_name": "Navn",
    "phone": "Telefon",
}


class PlainFields(DressedFields):
    """Gives allauth's fields our labels, hints and looks, and takes placeholders away."""

    labels: dict[str, str] = {}
    hints: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, LABELS.get(name, field.label))
            field.help_text = self.hints.get(name, "")
            field.widget.attrs.pop("placeholder", None)
        self._dress()


class LoginForm(PlainFields, account_forms.LoginForm):
    """E-mail and password."""


class SignupForm(PlainFields, account_forms.SignupForm):
    """A family signs up by itself."""

    full_name = forms.CharField(max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["full_name", "email", "password1", "password2"]
    hints = {"password1": CHOOSE_HINT, "email": "Vi sender et link, du skal trykke på."}

    def clean(self) -> dict[str, Any]:
        """Hold the password against the name too, which allauth does not know."""
        data = super().clean()
        password, name = data.get("password1"), data.get("full_name", "")
        if password and name and "password1" not in self.errors:
            for sentence in actions.password_problems(password, email=data.get("email", ""), full_name=name):
                self.add_error("password1", sentence)
        return data

    def try_save(self, request: Any) -> Any:
        """Spend the time of one password hash also when the e-mail is taken, so that time tells nothing."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class ResetPasswordForm(PlainFields, account_forms.ResetPasswordForm):
    """Ask for a link to choose a new password."""


class ResetPasswordKeyForm(PlainFields, account_forms.ResetPasswordKeyForm):
    """Choose a new password from the link."""

    hints = {"password1": CHOOSE_HINT}


class ChangePasswordForm(PlainFields, account_forms.ChangePasswordForm):
    """Change the password while logged in."""

    hints = {"password1": CHOOSE_HINT}


class SetPasswordForm(PlainFields, account_forms.SetPasswordForm):
    """Choose a first password."""

    hints = {"password1": CHOOSE_HINT}


class ChangeEmailForm(PlainFields, account_forms.AddEmailForm):
    """Change the e-mail one logs in with."""

    labels = {"email": "Din nye e-mail"}
    hints = {"email": "Vi sender et link til den nye e-mail. Skiftet sker, når du trykker på linket."}


class ReauthenticateForm(PlainFields, account_forms.ReauthenticateForm):
    """Confirm who one is with the password."""


class CodeHint:
    """What the code field asks for."""

    labels = {"code": "Kode fra din app – eller en reservekode"}
    hints = {"code": "Seks cifre. De skifter hvert halve minut."}


class MfaAuthenticateForm(CodeHint, PlainFields, mfa_forms.AuthenticateForm):
    """The second step of log-in."""


class MfaReauthenticateForm(CodeHint, PlainFields, mfa_forms.ReauthenticateForm):
    """Confirm who one is with a code."""


class ActivateTotpForm(PlainFields, totp_forms.ActivateTOTPForm):
    """Turn two-step log-in on."""

    labels = {"code": "Koden, som appen viser nu"}
    hints = {"code": "Seks cifre. De skifter hvert halve minut."}


class DeactivateTotpForm(PlainFields, totp_forms.DeactivateTOTPForm):
    """Turn two-step log-in off."""


class GenerateRecoveryCodesForm(PlainFields, recovery_forms.GenerateRecoveryCodesForm):
    """Make new recovery codes."""


class NewUserForm(PlejeForm):
    """Accept an invitation by choosing name and password."""

    full_name = forms.CharField(label="Navn", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password1 = forms.CharField(
        label="Vælg en adgangskode",
        strip=False,
        help_text=CHOOSE_HINT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label="Skriv adgangskoden igen",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """The two passwords are alike and keep the rules."""
        data = super().clean() or {}
        password = data.get("password1")
        if not password:
            return data
        if data.get("password2") and password != data["password2"]:
            self.add_error("password2", "De to adgangskoder er ikke ens. Skriv dem igen.")
        problems = actions.password_problems(password, email=self.email, full_name=data.get("full_name", ""))
        for sentence in problems:
            self.add_error("password1", sentence)
        return data


class ProfileForm(PlejeModelForm):
    """One's own name and phone number."""

    class Meta:
        model = User
        fields = ("full_name", "phone")
        labels = {"full_name": "Navn", "phone": "Telefon"}
        help_texts = {
            "full_name": "Sådan ser de andre på anbringelsen dig.",
            "phone": "Det nummer, de andre på anbringelsen må ringe på.",
        }
        widgets = {
            "full_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        }
