"""How allauth behaves here: Danish mails through our outbox, step-up rules, encrypted factor secrets."""

from __future__ import annotations

import base64
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest

from plejebro.accounts import mailer, rules
from plejebro.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Log-in by e-mail; families sign up by themselves."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Din adgang er lukket. Kontakt den, der inviterede dig.",
        "email_password_mismatch": "E-mail og adgangskode passer ikke sammen. Prøv igen.",
        "email_taken": "Der er allerede en bruger med den e-mail.",
        "duplicate_email": "E-mailadressen står allerede på din bruger.",
        "enter_current_password": "Skriv din nuværende adgangskode.",
        "incorrect_code": "Koden passer ikke. Vent på den næste kode, og prøv igen.",
        "incorrect_password": "Adgangskoden passer ikke. Prøv igen.",
        "invalid_password_reset": "Linket kan ikke bruges længere. Bed om et nyt.",
        "too_many_login_attempts": "Der er prøvet for mange gange. Vent fem minutter, og prøv igen.",
        "rate_limited": "Der er prøvet for mange gange. Vent lidt, og prøv igen.",
        "unverified_primary_email": "Bekræft din e-mail først. Vi har sendt dig et link.",
        "same_as_current": "Skriv en anden e-mail end den, du har nu.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Families may sign up by themselves; what they then see follows from what they record."""
        return True

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Take the name along from the sign-up form."""
        user.full_name = form.cleaned_data.get("full_name", "").strip()
        return super().save_user(request, user, form, commit)

    def format_email_subject(self, subject: str) -> str:
        """Subjects stand as written."""
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Render allauth's plain-text mail and hand it to the outbox."""
        full = {
            "request": allauth_context.request,
            "email": email,
            "site_url": settings.PLEJEBRO_BASE_URL,
            **context,
        }
        message = self.render_mail(template_prefix, email, full)
        mailer.send(
            to=email,
            subject=str(message.subject),
            body=str(message.body),
            kind=template_prefix.rsplit("/", 1)[-1],
        )

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Sensitive pages want proof from the last 15 minutes; a log-in that recent is proof."""
        request = allauth_context.request
        return not rules.recently_authenticated(cast(rules.HasSession, request))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """A user with a second factor confirms with it, not with the password alone."""
        methods = cast("list[dict[str, Any]]", super().get_reauthentication_methods(user))
        by_factor = [method for method in methods if method["id"] != "reauthenticate"]
        return by_factor or methods


class MfaAdapter(DefaultMFAAdapter):
    """Second factor: Danish errors, and secrets that are not readable in a copied database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": "Slå først din kode-app fra. Så kan du skifte e-mail.",
        "cannot_delete_authenticator": "Totrins-login kan ikke slås fra.",
        "cannot_generate_recovery_codes": "Slå først totrins-login til. Så får du reservekoder.",
        "incorrect_code": "Koden passer ikke. Vent på den næste kode, og prøv igen.",
        "unverified_email": "Bekræft din e-mail først. Så kan du slå totrins-login til.",
    }

    def get_totp_issuer(self) -> str:
        """The name shown in the code app."""
        return "Plejebro"

    def encrypt(self, text: str) -> str:
        """Encrypt a secret before it is stored (AES-CBC with HMAC; key derived from SECRET_KEY)."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Counterpart of ``encrypt``; older SECRET_KEYs in SECRET_KEY_FALLBACKS still open it."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def display_name(user: User) -> str:
    """The name in allauth's texts (ACCOUNT_USER_DISPLAY)."""
    return user.get_full_name()


def _cipher() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(secret)) for secret in secrets])


def _derived(secret: str | bytes) -> bytes:
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"plejebro.accounts.second-factor")
    return base64.urlsafe_b64encode(hkdf.derive(str(secret).encode()))
