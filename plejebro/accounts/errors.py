"""Refusals of this room, each with the Danish sentence a person may be shown."""

from __future__ import annotations


class AccountsError(Exception):
    """A verb in this room said no; ``str(error)`` is a Danish sentence without system words."""


class InvitationUnusable(AccountsError):
    """Unknown, expired, used, withdrawn or someone else's: the same sentence for every reason."""

    def __init__(self) -> None:
        super().__init__("Linket kan ikke bruges længere. Bed om en ny invitation.")


class EmailTaken(AccountsError):
    """The invited e-mail already has a user, who must log in to accept."""

    def __init__(self) -> None:
        super().__init__("Der er allerede en bruger med din e-mail. Log ind for at sige ja.")


class PasswordRefused(AccountsError):
    """The password breaks the rules; ``sentences`` holds one Danish sentence per broken rule."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class NotOnYourself(AccountsError):
    """Someone tried to reset their own second factor, which needs another person."""

    def __init__(self) -> None:
        super().__init__("Du kan ikke nulstille dit eget totrins-login. Bed en kollega om det.")
