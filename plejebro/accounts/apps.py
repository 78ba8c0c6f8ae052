"""App configuration of the room that knows who a person is and how they log in."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts: users, log-in, second factor, sessions, invitations."""

    name = "plejebro.accounts"
    label = "accounts"
    verbose_name = "Brugere og log ind"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the signal receivers that set session rules and tell of security events."""
        from plejebro.accounts import receivers

        receivers.connect()
